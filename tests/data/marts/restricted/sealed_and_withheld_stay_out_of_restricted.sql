with withheld_addresses as (
    select addresses.address_text, addresses.postcode
    from {{ ref('stg_connect__nominal_addresses') }} as addresses
    inner join {{ ref('address_types') }} as address_types on addresses.address_type = address_types.address_type
    where address_types.is_withheld
),

withheld_spellings as (
    select address_text as spelling from withheld_addresses
    union
    select address_text || ', ' || postcode as spelling from withheld_addresses
    union
    select postcode as spelling from withheld_addresses
)

select identity.item_type
from {{ ref('fsu_cohort_identity') }} as identity
inner join {{ ref('stg_connect__nominals') }} as nominals
    on identity.item_type = 'nominal_id' and identity.item_value = nominals.nominal_id
where nominals.is_restricted
union all
select 'home_address' as item_type
from {{ ref('fsu_cohort_profiles') }} as profiles
inner join {{ ref('int_people__current_addresses') }} as addresses on profiles.person_key = addresses.person_key
where addresses.is_withheld and profiles.home_address is not null
union all
select identity.item_type
from {{ ref('fsu_cohort_identity') }} as identity
inner join withheld_spellings on identity.item_value = withheld_spellings.spelling
where identity.item_type = 'address'
