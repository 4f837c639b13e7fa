-- People by number of interactions, fit for a freedom-of-information answer: small numbers are withheld, and what would give one away.
with banded as (
    select
        case
            when volume >= 100 then '100 or more'
            when volume >= 50 then '50 to 99'
            when volume >= 20 then '20 to 49'
            when volume >= 10 then '10 to 19'
            when volume >= 5 then '5 to 9'
            when volume >= 1 then '1 to 4'
            else 'none'
        end as interactions_in_twelve_months,
        volume,
        total_hours
    from {{ ref('fsu_person_measures') }}
),

counted as (
    select
        interactions_in_twelve_months,
        min(volume) as least_volume,
        count(*) as people_count,
        sum(volume) as interaction_count,
        sum(total_hours) as police_hours
    from banded
    group by interactions_in_twelve_months
),

judged as (
    select
        counted.*,
        {{ is_small_number('people_count', 'least_volume') }} as is_withheld
    from counted
)

select
    interactions_in_twelve_months,
    case when not is_withheld then people_count end as people_count,
    case when is_withheld then 'withheld: a small number, or one that would give it away' end as note,
    case when not is_withheld then 100.0 * interaction_count / sum(interaction_count) over () end as per_cent_of_interactions,
    case when not is_withheld then police_hours end as police_hours
from judged
order by least_volume desc
