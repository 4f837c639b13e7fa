-- What months show is never more than their organisation's volume; where nothing is withheld, it is all of it. An organisation whose volume
-- is withheld shows no month.
with summed as (
    select
        organisation,
        sum(volume) as volume,
        max(case when is_volume_withheld then 1 else 0 end) = 1 as has_withheld
    from {{ ref('fsu_agency_months') }}
    group by organisation
)

select coalesce(agencies.organisation, summed.organisation) as organisation
from {{ ref('fsu_agencies') }} as agencies
full outer join summed on agencies.organisation = summed.organisation
where
    agencies.organisation is null
    or summed.organisation is null
    or (agencies.is_volume_withheld and summed.volume is not null)
    or (not agencies.is_volume_withheld and summed.volume > agencies.volume)
    or (not agencies.is_volume_withheld and not summed.has_withheld and summed.volume <> agencies.volume)
