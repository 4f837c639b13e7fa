select identity.item_type
from {{ ref('fsu_cohort_identity') }} as identity
inner join {{ ref('stg_connect__nominals') }} as nominals
    on identity.item_type = 'nominal_id' and identity.item_value = nominals.nominal_id
where nominals.is_restricted
union all
select 'home_address' as item_type
from {{ ref('fsu_cohort_profiles') }} as profiles
inner join {{ ref('int_places__current_addresses') }} as addresses on profiles.person_key = addresses.person_key
where addresses.is_withheld and profiles.home_address is not null
