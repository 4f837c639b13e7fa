{#
    A typed date in capitals and digits with single spaces: '3rd of April, 1985', 'DOB: 03/04/1985', '1985-04-03 00:00:00' and
    'Wed 3 Apr 1985' without what is not the date.
#}
{% macro tidy_date(expression) -%}
    trim({{ regex_replace(
        regex_replace(
            regex_replace(
                regex_replace(
                    regex_replace(upper_folded(fold_accents(expression)), '[(][^()]*[)]', ' '),
                    '(^|[^A-Z])(D[.]?O[.]?B[.]?|BORN|DATE OF BIRTH|MON|TUE|TUES|WED|WEDS|THU|THUR|THURS|FRI|SAT|SUN|(MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)([^A-Z]|$)', '\\1 \\4'
                ),
                '([0-9])(ST|ND|RD|TH)([^A-Z]|$)', '\\1\\3'
            ),
            '[ T][0-9][0-9]?:[0-9][0-9](:[0-9][0-9]([.][0-9]*)?)?( ?(Z|AM|PM|[+-][0-9:]+))?$', ''
        ),
        '( OF )|[^A-Z0-9~]+', ' '
    ) }})
{%- endmacro %}
