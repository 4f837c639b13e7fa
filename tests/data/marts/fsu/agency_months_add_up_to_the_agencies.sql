with summed as (
    select organisation, sum(volume) as volume
    from {{ ref('fsu_agency_months') }}
    group by organisation
)

select coalesce(agencies.organisation, summed.organisation) as organisation
from {{ ref('fsu_agencies') }} as agencies
full outer join summed on agencies.organisation = summed.organisation
where agencies.volume is distinct from summed.volume
