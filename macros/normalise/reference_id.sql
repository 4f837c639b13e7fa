{#
    An id or the reference to one; NULL where it is a word or a sign for none ('UNKNOWN', 'N/A', '-'), or all records that say
    so would be one person, log or crime. Zeros alone are none where a reference may be missing (`is_optional`); elsewhere they may
    be the first record's number.
#}
{% macro reference_id(expression, is_optional=true) -%}
    case
        when {{ regex_matches(expression, '[1-9]') }} then {{ expression }}
        when {{ regex_matches(expression, '^[' ~ ('0' if is_optional) ~ ' ./_?*#-]*$') }} then null
        when {{ upper_ascii(expression) }} in (
            'UNKNOWN', 'UNK', 'NOT KNOWN', 'NOT RECORDED', 'NOT APPLICABLE', 'NOT LINKED', 'N/A', 'NA', 'N.A.', 'N/K', 'NK',
            'NONE', 'NIL', 'NULL', 'NAN', 'TBC', 'TBA'
        ) then null
        else {{ expression }}
    end
{%- endmacro %}
