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

counted as (
    select
        all_values.match_key,
        all_values.value_token,
        count(distinct mention_names.name_id) as name_count,
        count(distinct all_values.mention_id) as record_count
    from all_values
    inner join mention_names on all_values.mention_id = mention_names.mention_id
    group by all_values.match_key, all_values.value_token
),

final as (
    select
        counted.match_key,
        counted.value_token,
        counted.name_count,
        counted.record_count,
        limits.max_distinct_names
    from counted
    inner join limits on counted.match_key = limits.attribute
    where counted.name_count > limits.max_distinct_names
)

select * from final
