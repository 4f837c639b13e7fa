with mentioned_records as (
    {{ mentioned_records() }}
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
        'person_entry' as record_type,
        person_entry_id as record_id,
        null as uprn, address_text, house_number, flat_number, postcode_as_given
    from entries
    union all
    select
        'nominal' as record_type,
        nominal_id as record_id,
        uprn, address_text, house_number, flat_number, postcode_as_given
    from nominal_addresses
    union all
    select
        'person' as record_type,
        person_ref as record_id,
        uprn, null as address_text, null as house_number, null as flat_number, postcode_as_given
    from missing_people
),

in_use as (
    select
        mentioned_records.mention_id,
        typed.uprn,
        coalesce(typed.flat_number, '') || '/' || typed.house_number as door,
        {{ regex_replace('typed.address_text', '^.*[0-9][A-Z]? ', '') }} as street,
        typed.postcode_as_given
    from typed
    inner join mentioned_records on typed.record_type = mentioned_records.record_type and typed.record_id = mentioned_records.record_id
),

-- A street without its postcode is no place: there is a High Street in every town. Only where the extracts know the street well, and
-- in one district alone, is a door on it the one that stands there elsewhere with its postcode.
known_streets as (
    select street
    from in_use
    where postcode_as_given is not null and length(postcode_as_given) > 4
    group by street
    having
        count(distinct substring(postcode_as_given, 1, length(postcode_as_given) - 3)) = 1
        and count(*) >= {{ var('known_street_count') }}
),

known_doors as (
    select in_use.door, in_use.street, min(in_use.postcode_as_given) as postcode
    from in_use
    inner join known_streets on in_use.street = known_streets.street
    where in_use.door is not null and in_use.postcode_as_given is not null
    group by in_use.door, in_use.street
    having count(distinct in_use.postcode_as_given) = 1
),

doors as (
    select
        in_use.mention_id,
        in_use.door,
        coalesce(in_use.postcode_as_given, known_doors.postcode) as postcode
    from in_use
    left join known_doors on in_use.door = known_doors.door and in_use.street = known_doors.street
),

places as (
    select mention_id, 'property' as match_key, 'uprn/' || uprn as place from in_use where uprn is not null
    union
    select mention_id, 'property' as match_key, 'door/' || door || '/' || postcode as place
    from doors
    where door is not null and postcode is not null
    union
    select mention_id, 'postcode' as match_key, 'postcode/' || postcode_as_given as place
    from in_use
    where postcode_as_given is not null
),

-- Many live at few places: a token is computed once a place.
tokens as (
    select place, {{ token('place', 'place') }} as place_token
    from (select distinct place from places) as named
),

final as (
    select places.mention_id, places.match_key, tokens.place_token
    from places
    inner join tokens on places.place = tokens.place
)

select * from final
