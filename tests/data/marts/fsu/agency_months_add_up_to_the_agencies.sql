-- Months are for the force's own readers and count everything; the agencies, which leave the force, withhold small numbers.
with summed as (
    select organisation, sum(volume) as volume
    from {{ ref('fsu_agency_months') }}
    group by organisation
)

select coalesce(agencies.organisation, summed.organisation) as organisation
from {{ ref('fsu_agencies') }} as agencies
full outer join summed on agencies.organisation = summed.organisation
where
    agencies.organisation is null
    or summed.organisation is null
    or (not agencies.is_volume_withheld and agencies.volume <> summed.volume)
