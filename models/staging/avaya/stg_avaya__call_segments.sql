with newest as (
    select * from {{ ref('base_avaya__call_segments') }} where row_status = 'staged'
),

phones as (
    select * from {{ ref('base_values__phones') }}
),

timed as {{ computed_once() }} (
    select
        *,
        {{ safe_timestamp('segstop_utc') }} as segstop_utc_parsed
    from newest
),

final as (
    select
        timed.ucid,
        timed.callid,
        cast(timed.segment as integer) as segment,
        timed.segstart_utc_parsed as started_at,
        {{ end_within('timed.segstop_utc_parsed', 'timed.segstart_utc_parsed', latest_believable('timed.extracted_at_utc')) }} as ended_at,
        phones.phone as calling_phone,
        case when timed.calling_pty is null then 'missing' else phones.phone_reason end as calling_phone_reason,
        timed.dialed_num as dialled_number,
        {{ code('timed.dispvdn') }} as service_line,
        case {{ number_within('timed.disposition', 3, 'integer') }}
            when 2 then 'answered'
            when 3 then 'abandoned'
            else 'other'
        end as disposition,
        {%- for landed, seconds in {
            'queuetime': 'queue_seconds', 'ringtime': 'ring_seconds', 'talktime': 'talk_seconds',
            'ansholdtime': 'hold_seconds', 'acwtime': 'after_call_work_seconds', 'duration': 'duration_seconds',
        }.items() %}
        {{ number_within('timed.' ~ landed, var('max_segment_seconds'), 'bigint') }} as {{ seconds }},
        {%- endfor %}
        {{ flag('timed.transferred') }} as is_transferred,
        {{ flag('timed.conference') }} as is_conference,
        timed.anslogin as agent_login_id,
        timed.extracted_at_utc as extracted_at
    from timed
    left join phones on timed.calling_pty = phones.phone_text
)

select * from final
