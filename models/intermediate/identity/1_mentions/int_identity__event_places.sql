with mentioned_records as (
    {{ mentioned_records() }}
),

mentioned_entries as (
    select mention_id, record_id as person_entry_id
    from mentioned_records
    where record_type = 'person_entry'
),

mention_names as (
    select distinct mention_id, name_id from {{ ref('int_identity__mention_names') }} where name_id is not null
),

mention_places as (
    select mention_id, place_token from {{ ref('int_identity__mention_places') }}
),

contacts as (
    select * from {{ ref('stg_controlworks__contacts') }}
),

logs as (
    select * from {{ ref('stg_controlworks__logs') }}
),

typed as (
    select
        mentioned_entries.mention_id,
        contacts.postcode as contact_postcode,
        logs.postcode as log_postcode,
        logs.uprn
    from {{ ref('stg_controlworks__people') }} as entries
    inner join mentioned_entries on entries.person_entry_id = mentioned_entries.person_entry_id
    left join contacts on entries.roc_ref = contacts.roc_ref
    left join logs on coalesce(entries.log_no, contacts.log_no) = logs.log_no
),

-- Written as mention_places writes them.
places as (
    select mention_id, 'uprn/' || uprn as place from typed where uprn is not null
    union
    select mention_id, 'postcode/' || replace(log_postcode, ' ', '') as place from typed where log_postcode is not null
    union
    select mention_id, 'postcode/' || replace(contact_postcode, ' ', '') as place from typed where contact_postcode is not null
),

-- Much happens at few places: a token is computed once a place.
tokens as {{ computed_once() }} (
    select place, {{ token('place', 'place') }} as place_token
    from (select distinct place from places) as named
),

event_places as (
    select places.mention_id, tokens.place_token
    from places
    inner join tokens on places.place = tokens.place
),

-- Both sides made distinct before they meet: by name alone, everybody would meet all namesakes there are; by place alone, all who live there.
names_at_events as {{ computed_once() }} (
    select distinct event_places.place_token, event_places.mention_id, mention_names.name_id
    from event_places
    inner join mention_names on event_places.mention_id = mention_names.mention_id
),

names_at_home as (
    select distinct mention_places.place_token, mention_names.name_id, mention_names.mention_id
    from mention_places
    inner join mention_names on mention_places.mention_id = mention_names.mention_id
),

namesakes as (
    select
        names_at_events.place_token,
        names_at_events.mention_id,
        names_at_home.mention_id as home_mention_id
    from names_at_events
    inner join names_at_home
        on names_at_events.place_token = names_at_home.place_token and names_at_events.name_id = names_at_home.name_id
),

nameless as (
    select event_places.mention_id, event_places.place_token
    from event_places
    left join mention_names on event_places.mention_id = mention_names.mention_id
    where mention_names.mention_id is null
),

final as (
    select mention_id, place_token, true as is_of_name from namesakes
    union
    select home_mention_id as mention_id, place_token, true as is_of_name from namesakes
    union
    select mention_id, place_token, false as is_of_name from nameless
)

select * from final
