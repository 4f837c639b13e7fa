with segments as (
    select * from {{ ref('stg_avaya__call_segments') }}
),

event_keys as (
    select * from {{ ref('int_keys__events') }} where interaction_type = 'call'
),

numbers as (
    select
        ucid,
        calling_phone,
        row_number() over (partition by ucid order by segment, calling_phone) as position
    from segments
    where calling_phone is not null
),

calls as (
    select
        ucid,
        min(started_at) as started_at,
        count(*) as segment_count,
        max(case when disposition = 'answered' then 2 when disposition = 'abandoned' then 1 else 0 end) as outcome,
        sum(coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) + coalesce(after_call_work_seconds, 0)) as known_seconds,
        sum(case when coalesce(talk_seconds, hold_seconds, after_call_work_seconds) is not null then 1 else 0 end) as known_segment_count,
        sum(queue_seconds) as queue_seconds
    from segments
    group by ucid
),

final as (
    select
        event_keys.interaction_key,
        event_keys.event_number,
        {{ record_key('avaya', 'call', 'calls.ucid') }} as call_record_key,
        {{ token('numbers.calling_phone', 'phone') }} as caller_number_token,
        calls.started_at,
        case calls.outcome when 2 then 'answered' when 1 then 'abandoned' else 'other' end as outcome,
        cast(calls.segment_count as {{ dbt.type_int() }}) as segment_count,
        cast(case when calls.known_segment_count > 0 then calls.known_seconds end as {{ dbt.type_bigint() }}) as call_handling_seconds,
        cast(calls.queue_seconds as {{ dbt.type_bigint() }}) as queue_seconds
    from calls
    inner join event_keys on calls.ucid = event_keys.source_ref
    left join numbers on calls.ucid = numbers.ucid and numbers.position = 1
)

select * from final
