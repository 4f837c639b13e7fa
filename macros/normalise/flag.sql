{#
    Yes or no from Y/N, YES/NO, TRUE/FALSE, 1/0 in any case. `blank` is what no value means, `other` what an unknown one
    does: `true` where the careful reading is yes (a sealed record), NULL where nothing can be said.
#}
{% macro flag(expression, blank='null', other='null') -%}
    case
        when {{ expression }} is null then cast({{ blank }} as boolean)
        when {{ upper_ascii(expression) }} in ('Y', 'YES', 'T', 'TRUE', '1', '1.0') then true
        when {{ upper_ascii(expression) }} in ('N', 'NO', 'F', 'FALSE', '0', '0.0') then false
        else cast({{ other }} as boolean)
    end
{%- endmacro %}
