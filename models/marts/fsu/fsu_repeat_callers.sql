with calls as (
    select
        interaction_key,
        call_record_key,
        caller_number_token,
        started_at,
        outcome
    from {{ ref('int_events__calls') }}
    where caller_number_token is not null
),

agency_calls as (
    select interaction_key
    from {{ ref('int_events__in_window') }}
    where interaction_type = 'call' and is_agency_contact
),

person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

todays_list as (
    select list_size, minimum_count from {{ ref('todays_lists') }} where list_code = 'repeat_callers'
),

attributed_calls as (
    select
        calls.caller_number_token,
        calls.started_at,
        calls.outcome,
        person_records.person_key,
        agency_calls.interaction_key is not null as is_agency
    from calls
    left join agency_calls on calls.interaction_key = agency_calls.interaction_key
    left join person_records on calls.call_record_key = person_records.record_key
),

numbers as (
    select
        caller_number_token,
        sum(case when outcome = 'answered' then 1 else 0 end) as call_count,
        sum(case when outcome = 'abandoned' then 1 else 0 end) as abandoned_call_count,
        sum(case when outcome = 'answered' and person_key is null then 1 else 0 end) as unattributed_call_count,
        max(case when is_agency then 1 else 0 end) = 1 as is_agency,
        max(case when outcome = 'answered' then started_at end) as last_call_at
    from attributed_calls
    group by caller_number_token
),

callers as (
    select
        caller_number_token,
        person_key,
        count(*) as person_call_count,
        row_number() over (partition by caller_number_token order by count(*) desc, max(started_at) desc, {{ byte_order('person_key') }}) as position,
        count(*) over (partition by caller_number_token) as people_count
    from attributed_calls
    where person_key is not null and outcome = 'answered'
    group by caller_number_token, person_key
),

ranked as (
    select
        {{ opaque_key('caller', ['numbers.caller_number_token']) }} as caller_key,
        -- A switchboard or a payphone is nobody's because one of its calls is somebody's.
        case when not numbers.is_agency and callers.person_call_count * 2 > numbers.call_count then callers.person_key end as person_key,
        callers.people_count,
        numbers.call_count,
        numbers.abandoned_call_count,
        numbers.unattributed_call_count,
        numbers.is_agency,
        numbers.last_call_at,
        todays_list.list_size,
        row_number() over (order by numbers.call_count desc, numbers.last_call_at desc, numbers.caller_number_token) as place
    from numbers
    cross join todays_list
    left join callers on numbers.caller_number_token = callers.caller_number_token and callers.position = 1
    where numbers.call_count >= todays_list.minimum_count
),

final as (
    select
        caller_key,
        person_key,
        person_key is not null as is_identified,
        cast(coalesce(people_count, 0) as integer) as people_count,
        is_agency,
        cast(call_count as integer) as call_count,
        cast(abandoned_call_count as integer) as abandoned_call_count,
        cast(unattributed_call_count as integer) as unattributed_call_count,
        {{ utc_to_civil_date('last_call_at') }} as last_call_on,
        cast(place as integer) as rank,
        place <= list_size as is_on_list
    from ranked
)

select * from final
