with shared_values as (
    select * from {{ ref('int_identity__shared_values') }}
),

all_values as (
    select mention_id, 'phone' as match_key, phone_token as value_token from {{ ref('int_identity__mention_phones') }}
    union all
    select mention_id, match_key, place_token as value_token from {{ ref('int_identity__mention_places') }}
    union all
    select distinct mentions.mention_id, 'event' as match_key, mention_events.event_token as value_token
    from {{ ref('int_identity__mention_events') }} as mention_events
    inner join {{ ref('int_identity__mentions') }} as mentions on mention_events.record_key = mentions.record_key
    union all
    select mention_id, 'call' as match_key, call_token as value_token from {{ ref('int_identity__call_numbers') }}
    union all
    select mention_id, match_key, pnc_id_token as value_token from {{ ref('int_identity__mention_pnc_ids') }}
),

-- Numbered by keyed hash: small numbers for joins, which say nothing about the value.
numbered as (
    select
        match_key,
        value_token,
        count(*) as mention_count,
        cast(row_number() over (order by match_key, value_token) as {{ dbt.type_int() }}) as value_id
    from all_values
    group by match_key, value_token
),

final as (
    select
        all_values.mention_id,
        all_values.match_key,
        numbered.value_id,
        numbered.mention_count > 1 as is_met
    from all_values
    inner join numbered on all_values.match_key = numbered.match_key and all_values.value_token = numbered.value_token
    left join shared_values
        on all_values.match_key = shared_values.match_key and all_values.value_token = shared_values.value_token
    where shared_values.value_token is null
)

select * from final
