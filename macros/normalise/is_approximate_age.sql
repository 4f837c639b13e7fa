{#
    Whether a tidied upper-case text gives an age or a year instead of a date: 'APPROX 40', '40 YRS', '40ISH', '30S',
    '30 40', 'C1985', 'APR 1985', '6 MONTHS OLD'.
#}
{% macro is_approximate_age(expression) -%}
    (
        {{ regex_matches(
            expression,
            '(^|[^0-9])[0-9]{1,3} ?(S|ISH|Y|YR|YRS|YEAR|YEARS|YO|Y O|M|MTH|MTHS|MONTH|MONTHS|WEEKS|DAYS)?( OLD| OF AGE| APPROX| PLUS| ISH)*$'
        ) }}
        or {{ regex_matches(expression, '(^|[^0-9])(1[89]|20)[0-9][0-9]S?( APPROX| ISH)?$') }}
        or {{ regex_matches(expression, '(APPROX|APPROXIMATELY|CIRCA|ABOUT|AROUND|AGE|AGED|EST|~) ?[0-9]') }}
    )
{%- endmacro %}
