select person_key, volume
from {{ ref('fsu_person_measures') }}
where volume <> call_count + contact_count + incident_count + crime_count + custody_count + missing_count
    or volume_self > volume
    or approaches > call_count + contact_count + incident_count
