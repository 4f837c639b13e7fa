{# Words of a surname with single spaces, SAINT written ST as most typists do (Saint John, St John); nothing left is NULL. #}
{% macro spelled_surname(expression) -%}
    nullif(trim({{ regex_replace(
        regex_replace(expression, '[?_ -]+', ' '),
        '(^| )SAINT ([A-Z])',
        '\\1ST \\2'
    ) }}), '')
{%- endmacro %}
