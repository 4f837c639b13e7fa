{#
    Post-hook of every seed: where a force has a file of its own (FSU_SETTINGS), its rows take the place of the shipped ones. The table,
    its types and its tests stay the seed's.
#}
{% macro replace_by_settings() -%}
    {%- if execute and model.name in (settings_register().files or {}) -%}
        {%- set types = model.config.column_types -%}
        delete from {{ this }};
        insert into {{ this }} ({{ types | join(', ') }})
        select
            {% for column, type in types.items() -%}
            cast(nullif({{ column }}, '') as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
            {% endfor %}
        from {{ settings_rows(model.name, types | list) }} as own_rows
    {%- endif -%}
{%- endmacro %}
