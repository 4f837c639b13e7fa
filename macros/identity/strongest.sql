{# The strongest of the link strengths of a group: firm, else likely, else inferred. Their alphabet is not their order. #}
{% macro strongest(link_strength) -%}
    case
        when max(case when {{ link_strength }} = 'firm' then 1 else 0 end) = 1 then 'firm'
        when max(case when {{ link_strength }} = 'likely' then 1 else 0 end) = 1 then 'likely'
        else 'inferred'
    end
{%- endmacro %}
