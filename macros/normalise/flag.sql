{#
    Yes or no from Y/N, YES/NO, TRUE/FALSE, 1/0 in any case. `blank` is what no value means, `other` what an unknown one
    does: `true` where the careful reading is yes (a sealed record), NULL where nothing can be said.
#}
{% macro flag(expression, blank='null', other='null') -%}
    {#- What is in capitals already is looked up as it is. -#}
    {%- set spellings = {'true': "('Y', 'YES', 'T', 'TRUE', '1', '1.0')", 'false': "('N', 'NO', 'F', 'FALSE', '0', '0.0')"} -%}
    case
        when {{ expression }} is null then cast({{ blank }} as boolean)
        {%- for text in [expression, upper_ascii(expression)] %}
        {%- for answer, spelled in spellings.items() %}
        when {{ text }} in {{ spelled }} then {{ answer }}
        {%- endfor %}
        {%- endfor %}
        else cast({{ other }} as boolean)
    end
{%- endmacro %}
