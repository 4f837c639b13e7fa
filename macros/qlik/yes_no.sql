{# A flag in the words that people select by. #}
{% macro yes_no(flag) -%}
    case when {{ flag }} then 'Yes' when not ({{ flag }}) then 'No' else 'Not known' end
{%- endmacro %}

{# The same flag as 1, 0 or NULL, for sums. #}
{% macro flag_number(flag) -%}
    case when {{ flag }} then 1 when not ({{ flag }}) then 0 end
{%- endmacro %}

{# Key of a person under a scheme: Qlik associates by one field alone. #}
{% macro person_scheme_key(relation) -%}
    {{ dbt_utils.generate_surrogate_key([relation ~ '.person_key', relation ~ '.scheme_code']) }}
{%- endmacro %}
