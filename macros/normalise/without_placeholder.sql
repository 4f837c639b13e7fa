{#
    A name part, NULL where it stands for no name: in `placeholders` (the seed's values that count here), or one letter three
    times and more.
#}
{% macro without_placeholder(expression, placeholders) -%}
    case
        when {{ expression }} in (select value from {{ placeholders }}) then null
        when length({{ expression }}) >= 3 and replace({{ expression }}, substr({{ expression }}, 1, 1), '') = '' then null
        else nullif({{ expression }}, '')
    end
{%- endmacro %}
