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
union all
select 'address' as item_type
from {{ ref('fsu_cohort_identity') }} as identity
inner join (
    select addresses.address_text as spelling
    from {{ ref('stg_connect__nominal_addresses') }} as addresses
    inner join {{ ref('address_types') }} as address_types on addresses.address_type = address_types.address_type
    where address_types.is_withheld
    union
    select addresses.address_text || ', ' || addresses.postcode as spelling
    from {{ ref('stg_connect__nominal_addresses') }} as addresses
    inner join {{ ref('address_types') }} as address_types on addresses.address_type = address_types.address_type
    where address_types.is_withheld
    union
    select addresses.postcode as spelling
    from {{ ref('stg_connect__nominal_addresses') }} as addresses
    inner join {{ ref('address_types') }} as address_types on addresses.address_type = address_types.address_type
    where address_types.is_withheld
) as withheld on identity.item_type = 'address' and identity.item_value = withheld.spelling
