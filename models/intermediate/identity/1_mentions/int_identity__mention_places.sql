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
        null as uprn, house_number, flat_number, postcode_as_given
    from entries
    union all
    select
        {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key,
        uprn, house_number, flat_number, postcode_as_given
    from nominal_addresses
    union all
    select
        {{ record_key('compact', 'person', 'person_ref') }} as record_key,
        uprn, null as house_number, null as flat_number, postcode_as_given
    from missing_people
),

in_use as (
    select
        mentions.mention_id,
        typed.uprn,
        coalesce(typed.flat_number, '') || '/' || typed.house_number as door,
        typed.postcode_as_given
    from typed
    inner join mentions on typed.record_key = mentions.record_key
),

-- A street without its postcode is no place: there is a High Street in every town.
places as (
    select mention_id, 'property' as match_key, 'uprn/' || uprn as place from in_use where uprn is not null
    union
    select mention_id, 'property' as match_key, 'door/' || door || '/' || postcode_as_given as place
    from in_use
    where door is not null and postcode_as_given is not null
    union
    select mention_id, 'postcode' as match_key, 'postcode/' || postcode_as_given as place
    from in_use
    where postcode_as_given is not null
),

final as (
    select
        mention_id,
        match_key,
        {{ token('place') }} as place_token
    from places
)

select * from final
