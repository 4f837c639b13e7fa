{#
    Whether a code of an extract means health by a code of seeds/themes/health_codes.csv: the same in any case and punctuation, as words
    among others (MH CRISIS), with a number behind it (MH2), or, where it is long enough to be no chance, inside a longer word
    (MENTALHEALTHCRISIS). `fsu land` drops by the same rule (python_helpers/landing/health.py).
#}
{% macro means_health(expression, health_code) -%}
    {%- set words = code_words(expression) -%}
    {%- set health_words = code_words(health_code) -%}
    {%- set squeezed = "replace(" ~ words ~ ", ' ', '')" -%}
    {%- set health_squeezed = "replace(" ~ health_words ~ ", ' ', '')" -%}
    (
        ' ' || {{ words }} || ' ' like '% ' || {{ health_words }} || ' %'
        or ' ' || {{ regex_replace(words, '([A-Z])[0-9]+( |$)', '\\1\\2') }} || ' ' like '% ' || {{ health_words }} || ' %'
        or {{ squeezed }} = {{ health_squeezed }}
        or (length({{ health_squeezed }}) >= 6 and {{ squeezed }} like '%' || {{ health_squeezed }} || '%')
    )
{%- endmacro %}

{# A code as words: capitals and digits, all else a single blank. #}
{% macro code_words(expression) -%}
    trim({{ regex_replace(upper_folded(expression), '[^A-Z0-9]+', ' ') }})
{%- endmacro %}

{# Whether a code means health by any row of the seed; `column_name` is the column of the landing contract that it stands in. #}
{% macro is_health_code(expression, column_name) -%}
    exists (
        select 1
        from {{ ref('health_codes') }} as health_codes
        where health_codes.column_name in ('*', '{{ column_name }}') and {{ means_health(expression, 'health_codes.code') }}
    )
{%- endmacro %}
