{# Returns the versions that still hold when the next version of the same thing begins; `key` names the thing's columns. #}
{% test versions_do_not_overlap(model, key, begins, ends) %}

with followed as (
    select
        {{ key | join(', ') }},
        {{ begins }},
        {{ ends }},
        lead({{ begins }}) over (partition by {{ key | join(', ') }} order by {{ begins }}) as next_begins
    from {{ model }}
)

select *
from followed
where {{ ends }} <= {{ begins }} or next_begins < coalesce({{ ends }}, {{ day_that_never_comes() }})

{% endtest %}
