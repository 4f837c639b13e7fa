{# Upper case of the letters a-z only, so that no server locale has a say in it. #}
{% macro upper_ascii(expression) -%}
    {{ return(adapter.dispatch('upper_ascii', 'frequent_service_users')(expression)) }}
{%- endmacro %}

{% macro default__upper_ascii(expression) -%}
    {# translate() is slow on DuckDB, and almost every value is plain ASCII, where upper() is the same. #}
    case
        when {{ regex_matches(expression, '[^ -~]') }}
            then translate({{ expression }}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
        else upper({{ expression }})
    end
{%- endmacro %}

{% macro postgres__upper_ascii(expression) -%}
    upper(({{ expression }}) collate "C") collate "default"
{%- endmacro %}
