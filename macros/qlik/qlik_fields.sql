{#
    The select list of a model of schema qlik: its fields by name, in the order and with the types of its contract. Names are those that
    Qlik shows, blanks and % among them, so each is quoted as the engine does.
#}
{% macro qlik_fields(fields) -%}
    {%- for name, expression in fields.items() %}
    cast({{ expression }} as {{ contract_type(model.columns[name].data_type) if execute else dbt.type_string() }}) as {{ adapter.quote(name) }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
