with records as (
    select node_id, record_key from {{ ref('int_identity__records') }}
),

entries as (
    select * from {{ ref('stg_controlworks__people') }}
),

nominal_addresses as (
    select * from {{ ref('stg_connect__nominal_addresses') }}
),

missing_people as (
    select * from {{ ref('stg_compact__people') }}
),

typed as (
    select
        {{ record_key('controlworks', 'person_entry', 'person_entry_id') }} as record_key,
        null as uprn, house_number, address_text, postcode_as_given
    from entries
    union all
    select
        {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key,
        uprn, house_number, address_text, postcode_as_given
    from nominal_addresses
    union all
    select
        {{ record_key('compact', 'person', 'person_ref') }} as record_key,
        uprn, null as house_number, null as address_text, postcode_as_given
    from missing_people
),

in_use as (
    select
        records.node_id,
        typed.uprn,
        typed.house_number,
        typed.address_text,
        typed.postcode_as_given
    from typed
    inner join records on typed.record_key = records.record_key
),

values_in_use as (
    select node_id, 'property' as block, 'uprn/' || uprn as place from in_use where uprn is not null
    union all
    select node_id, 'property' as block, 'house/' || house_number || '/' || postcode_as_given as place
    from in_use
    where house_number is not null and postcode_as_given is not null
    union all
    select node_id, 'property' as block, 'text/' || address_text as place
    from in_use
    -- A text without a number in it ('no fixed abode') names no property.
    where address_text is not null and house_number is not null
    union all
    select node_id, 'postcode' as block, 'postcode/' || postcode_as_given as place
    from in_use
    where postcode_as_given is not null
)

select distinct
    node_id,
    block,
    {{ token('place') }} as place_token
from values_in_use
