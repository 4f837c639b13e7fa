{#
    upper_ascii: upper case of the letters a-z only, so that no server locale has a say in it. Wants a plain column, since
    it names its argument more than once.
    upper_folded: the same for a text without letters outside ASCII, or where such letters are dropped right after.
#}
{% macro upper_ascii(expression) -%}
    {{ return(adapter.dispatch('upper_ascii', 'frequent_service_users')(expression)) }}
{%- endmacro %}

{# translate() is slow on DuckDB, and almost every value is plain ASCII, where upper() is the same: as many bytes as letters. #}
{% macro duckdb__upper_ascii(expression) -%}
    case
        when strlen({{ expression }}) <> length({{ expression }})
            then translate({{ expression }}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
        else upper({{ expression }})
    end
{%- endmacro %}

{% macro default__upper_ascii(expression) -%}
    case
        when {{ regex_matches(expression, '[^ -~]') }}
            then translate({{ expression }}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
        else upper({{ expression }})
    end
{%- endmacro %}

{% macro postgres__upper_ascii(expression) -%}
    {{ upper_folded(expression) }}
{%- endmacro %}

{% macro upper_folded(expression) -%}
    {{ return(adapter.dispatch('upper_folded', 'frequent_service_users')(expression)) }}
{%- endmacro %}

{% macro default__upper_folded(expression) -%}
    upper({{ expression }})
{%- endmacro %}

{% macro postgres__upper_folded(expression) -%}
    (upper(({{ expression }}) collate "C") collate "default")
{%- endmacro %}
