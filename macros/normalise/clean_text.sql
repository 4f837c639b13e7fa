{#
    A landed text without white space and invisible characters at its ends; NULL where nothing is left or where the whole
    value is one of the ways in which exporting programs write a missing one.
    Trimming a set of characters is slow, so only values that begin or end in something unusual are trimmed.
#}
{% macro clean_text(expression) -%}
    {#- chr(92) is a backslash, which a literal would not hold alike on every engine. -#}
    {%- set missing = ["''", "'NULL'", "chr(92) || 'N'", "'NaN'", "'NaT'", "'<NA>'"] -%}
    {%- set trimmed = "trim(both ' " ~ '\t\n\r\x0b\x0c\u00a0\u2007\u202f\u200b\ufeff' ~ "' from " ~ expression ~ ')' -%}
    case
        when {{ expression }} in ({{ missing | join(', ') }}) then null
        when {{ may_end_in_blanks(expression) }}
            {# Not `in`: DuckDB makes a join of a list as long as this one, and trims every value for it. -#}
            then case {{ trimmed }}{% for value in missing %} when {{ value }} then null{% endfor %} else {{ trimmed }} end
        else {{ expression }}
    end
{%- endmacro %}
