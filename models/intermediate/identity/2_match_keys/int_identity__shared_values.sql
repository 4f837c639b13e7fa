with mention_names as (
    select distinct mention_id, name_id from {{ ref('int_identity__mention_names') }} where name_id is not null
),

limits as (
    select attribute, max_distinct_names from {{ ref('shared_value_limits') }}
),

all_values as (
    select mention_id, 'phone' as match_key, phone_token as value_token from {{ ref('int_identity__mention_phones') }}
    union all
    select mention_id, match_key, place_token as value_token from {{ ref('int_identity__mention_places') }}
    union all
    select mention_id, match_key, pnc_id_token as value_token from {{ ref('int_identity__mention_pnc_ids') }} where match_key = 'pnc_id'
    union all
    select mentions.mention_id, 'event' as match_key, mention_events.event_token as value_token
    from {{ ref('int_identity__mention_events') }} as mention_events
    inner join {{ ref('int_identity__mentions') }} as mentions on mention_events.record_key = mentions.record_key
),

named as (
    select all_values.match_key, all_values.value_token, all_values.mention_id, mention_names.name_id, limits.max_distinct_names
    from all_values
    inner join limits on all_values.match_key = limits.attribute
    inner join mention_names on all_values.mention_id = mention_names.mention_id
),

-- Few values are on so many rows that they can have as many names: names are told apart there alone.
often_seen as (
    select match_key, value_token
    from named
    group by match_key, value_token
    having count(*) > min(max_distinct_names)
),

final as (
    select
        named.match_key,
        named.value_token,
        count(distinct named.name_id) as name_count,
        count(distinct named.mention_id) as record_count,
        min(named.max_distinct_names) as max_distinct_names
    from named
    inner join often_seen on named.match_key = often_seen.match_key and named.value_token = often_seen.value_token
    group by named.match_key, named.value_token
    having count(distinct named.name_id) > min(named.max_distinct_names)
)

select * from final
