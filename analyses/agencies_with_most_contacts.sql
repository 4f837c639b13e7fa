-- Partner agencies by what they brought to the police, never ranked among people. Small numbers are withheld.
select
    organisation,
    volume,
    call_count,
    contact_count,
    incident_count,
    total_hours,
    hours_covered_share,
    is_volume_withheld,
    is_breakdown_withheld
from {{ ref('fsu_agencies') }}
order by is_volume_withheld, volume desc, organisation
