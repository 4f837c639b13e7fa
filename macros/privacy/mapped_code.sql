{#
    A code as readers may see it: `typed` where a seed knows it (`known`, from a left join, is given), else UNMAPPED, because what no
    seed knows can be anything that somebody typed: a name, a number, an address. NULL stays NULL: unknown is not unmapped.
#}
{% macro mapped_code(typed, known) -%}
    case when {{ typed }} is not null and {{ known }} is null then 'UNMAPPED' else {{ typed }} end
{%- endmacro %}
