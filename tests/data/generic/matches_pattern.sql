{#
    Returns the values of the column that do not match the pattern (written for `regex_matches`, so the same on every engine).
    A number or a date is compared as text.
#}
{% test matches_pattern(model, column_name, pattern) %}

select {{ column_name }}
from {{ model }}
where not {{ regex_matches('cast(' ~ column_name ~ ' as ' ~ dbt.type_string() ~ ')', pattern) }}

{% endtest %}
