-- Partner agencies by what they brought to the police, never ranked among people.
select
    organisation,
    volume,
    call_count,
    contact_count,
    incident_count,
    total_hours,
    hours_covered_share
from {{ ref('fsu_agencies') }}
order by volume desc, organisation
