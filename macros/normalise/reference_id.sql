{#
    An id or the reference to one; NULL where it is a word or a sign for none ('UNKNOWN', 'N/A', '-'), or all records that say
    so would be one person, log or crime. Zeros alone are no reference either; as a record's own id (`is_own`) they may be the
    first one's number.
#}
{% macro reference_id(expression, is_own=false) -%}
    case
        when {{ regex_matches(expression, '[1-9]') }} then {{ expression }}
        when {{ regex_matches(expression, '^[' ~ ('0' if not is_own) ~ ' ./_?*#-]*$') }} then null
        when {{ upper_ascii(expression) }} in (
            'UNKNOWN', 'UNK', 'NOT KNOWN', 'NOT RECORDED', 'NOT APPLICABLE', 'NOT LINKED', 'N/A', 'NA', 'N.A.', 'N/K', 'NK',
            'NONE', 'NIL', 'NULL', 'NAN', 'TBC', 'TBA'
        ) then null
        else {{ expression }}
    end
{%- endmacro %}
