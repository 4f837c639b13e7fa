{#
    Stretches of a typed phone text, upper case, that can be a whole number. whole_number: the first of 9 to 16 digits.
    first_of_two_numbers: the first UK number where another follows it with nothing but spaces and dashes between.
#}
{% macro whole_number(expression) -%}
    {{ regex_extract(expression, '([+]?[(]?[+]?[0-9]([ ().-]*[0-9]){8,15})', 1) }}
{%- endmacro %}

{% macro first_of_two_numbers(expression) -%}
    {{ regex_extract(expression, '(^|[^0-9])((0|[+]?44[ ().-]*(0[ ).-]*)?|0044[ ().-]*)[ ().-]*[1-9]([ ().-]*[0-9]){9})([ -]+[(+]*[04]|0[ ().-]*[1-9]([ ().-]*[0-9]){9})', 2) }}
{%- endmacro %}
