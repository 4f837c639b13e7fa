with segments as (
    select * from {{ ref('stg_avaya__call_segments') }}
),

event_keys as (
    select * from {{ ref('int_keys__events') }} where interaction_type = 'call'
),

calls as (
    select
        ucid,
        min(started_at) as started_at,
        count(*) as segment_count,
        max(case when disposition = 'answered' then 2 when disposition = 'abandoned' then 1 else 0 end) as outcome,
        sum(coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) + coalesce(after_call_work_seconds, 0)) as known_seconds,
        sum(case when coalesce(talk_seconds, hold_seconds, after_call_work_seconds) is not null then 1 else 0 end) as known_segment_count,
        sum(queue_seconds) as queue_seconds,
        min(calling_phone) as calling_phone,
        max(calling_phone) as last_calling_phone
    from segments
    group by ucid
),

-- Few calls show two numbers: only of them is it asked which came first.
ranked_numbers as (
    select
        segments.ucid,
        segments.calling_phone,
        row_number() over (partition by segments.ucid order by segments.segment, segments.calling_phone) as position
    from segments
    inner join calls on segments.ucid = calls.ucid
    where calls.calling_phone <> calls.last_calling_phone and segments.calling_phone is not null
),

numbered_calls as (
    select calls.*, coalesce(ranked_numbers.calling_phone, calls.calling_phone) as number_shown
    from calls
    left join ranked_numbers on calls.ucid = ranked_numbers.ucid and ranked_numbers.position = 1
),

-- Many ring more than once: a token is computed once a number.
numbers as (
    select number_shown, {{ token('number_shown', 'phone') }} as phone_token
    from (select distinct number_shown from numbered_calls where number_shown is not null) as shown
),

final as (
    select
        event_keys.interaction_key,
        event_keys.event_number,
        {{ record_key('avaya', 'call', 'numbered_calls.ucid') }} as call_record_key,
        numbers.phone_token as caller_number_token,
        numbered_calls.started_at,
        case numbered_calls.outcome when 2 then 'answered' when 1 then 'abandoned' else 'other' end as outcome,
        cast(numbered_calls.segment_count as {{ dbt.type_int() }}) as segment_count,
        cast(case when numbered_calls.known_segment_count > 0 then numbered_calls.known_seconds end as {{ dbt.type_bigint() }}) as call_handling_seconds,
        cast(numbered_calls.queue_seconds as {{ dbt.type_bigint() }}) as queue_seconds
    from numbered_calls
    inner join event_keys on numbered_calls.ucid = event_keys.source_ref
    left join numbers on numbered_calls.number_shown = numbers.number_shown
)

select * from final
