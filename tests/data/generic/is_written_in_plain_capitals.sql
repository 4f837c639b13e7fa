{#
    Values are compared letter by letter with typed names after staging has folded them, so anything but A-Z would match nobody, in silence.
    Returns the values that are not at least `min_letters` capitals A-Z.
#}
{% test is_written_in_plain_capitals(model, column_name, min_letters=2) %}

select {{ column_name }}
from {{ model }}
where not {{ regex_matches(column_name, '^[A-Z]{' ~ min_letters ~ ',}$') }}

{% endtest %}
