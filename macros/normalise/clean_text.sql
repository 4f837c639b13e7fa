{#
    A landed text without white space and invisible characters at its ends; NULL where nothing is left or where the whole
    value is one of the ways in which exporting programs write a missing one.
    Trimming a set of characters is slow, so only values that begin or end in something unusual are trimmed.
#}
{% macro clean_text(expression) -%}
    {%- set missing = "('', 'NULL', '\\N', 'NaN', 'NaT', '<NA>')" -%}
    {%- set trimmed = 'trim(' ~ expression ~ ", ' " ~ '\t\n\r\x0b\x0c\u00a0\u2007\u202f\u200b\ufeff' ~ "')" -%}
    case
        when {{ expression }} in {{ missing }} then null
        when {{ may_end_in_blanks(expression) }}
            then case when {{ trimmed }} not in {{ missing }} then {{ trimmed }} end
        else {{ expression }}
    end
{%- endmacro %}
