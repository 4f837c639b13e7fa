{#
    Words of a surname with single spaces, SAINT written ST as most typists do (Saint John, St John); nothing left is NULL.
    Wants a plain column.
#}
{% macro spelled_surname(expression) -%}
    {%- set words = regex_replace(expression, '[?_ -]+', ' ') -%}
    nullif(trim(
        case
            when {{ expression }} like '%SAINT%' then {{ regex_replace(words, '(^| )SAINT ([A-Z])', '\\1ST \\2') }}
            else {{ words }}
        end
    ), '')
{%- endmacro %}
