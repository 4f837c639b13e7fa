-- Who of the cohort is on none of today's lists, and what brought them into it: with calls alone, most of this would be unseen.
select
    missed.rank,
    missed.person_key,
    measures.volume,
    measures.call_count,
    measures.contact_count,
    measures.incident_count,
    measures.crime_count,
    measures.custody_count,
    measures.missing_count,
    measures.total_hours
from {{ ref('fsu_missed_by_todays_lists') }} as missed
inner join {{ ref('fsu_person_measures') }} as measures on missed.person_key = measures.person_key
where missed.is_missed
order by missed.rank
