{# Select: a definition per file of a force's own (FSU_SETTINGS), its SHA-256 as value; no row where the shipped seeds are in force. #}
{% macro settings_in_force() -%}
    {%- set files = settings_register().files or {} -%}
    {% for seed, file in files.items() -%}
    select
        'setting' as kind,
        'setting {{ seed }}' as name,
        '{{ file.sha256 }}' as value,
        'The force''s own {{ seed }}.csv is in force in place of the shipped one; its SHA-256.' as meaning
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as {{ dbt.type_string() }}) as kind,
        cast(null as {{ dbt.type_string() }}) as name,
        cast(null as {{ dbt.type_string() }}) as value,
        cast(null as {{ dbt.type_string() }}) as meaning
    where false
    {% endfor %}
{%- endmacro %}
