with mentions as (
    select mention_id, record_key from {{ ref('int_identity__mentions') }}
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
        mentions.mention_id,
        typed.uprn,
        typed.house_number,
        typed.address_text,
        typed.postcode_as_given
    from typed
    inner join mentions on typed.record_key = mentions.record_key
),

values_in_use as (
    select mention_id, 'property' as match_key, 'uprn/' || uprn as place from in_use where uprn is not null
    union all
    select mention_id, 'property' as match_key, 'house/' || house_number || '/' || postcode_as_given as place
    from in_use
    where house_number is not null and postcode_as_given is not null
    union all
    select mention_id, 'property' as match_key, 'text/' || address_text as place
    from in_use
    -- A text without a number in it ('no fixed abode') names no property.
    where address_text is not null and house_number is not null
    union all
    select mention_id, 'postcode' as match_key, 'postcode/' || postcode_as_given as place
    from in_use
    where postcode_as_given is not null
)

select distinct
    mention_id,
    match_key,
    {{ token('place') }} as place_token
from values_in_use
