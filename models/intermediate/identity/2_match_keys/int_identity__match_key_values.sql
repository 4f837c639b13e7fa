{%- set chain_seconds = var('contact_chain_minutes') | int * 60 -%}

with mentions as (
    select mention_id, record_key from {{ ref('int_identity__mentions') }}
),

mention_phones as (
    select mention_id, phone_token from {{ ref('int_identity__mention_phones') }}
),

shared_values as (
    select value_token from {{ ref('int_identity__shared_values') }}
),

-- A call that a correction puts aside is no evidence.
corrected as (
    select distinct left_record_key as record_key
    from {{ ref('int_identity__corrections') }}
    where correction in ('not_this_phone', 'suppress_record')
),

parts as (
    select 'forename' as part
    union all
    select 'surname' as part
),

-- A name is met by either part; how far the whole agrees is for the rules to say.
name_parts as (
    select distinct
        mention_names.mention_id,
        parts.part,
        case parts.part when 'forename' then names.forename_token_id else names.surname_token_id end as name_token_id
    from {{ ref('int_identity__mention_names') }} as mention_names
    inner join {{ ref('int_identity__names') }} as names on mention_names.name_id = names.name_id
    cross join parts
    where names.is_full_name and not names.is_honorific_only
),

named_phones as (
    select mention_phones.mention_id, mention_phones.phone_token, name_parts.part, name_parts.name_token_id
    from mention_phones
    inner join name_parts on mention_phones.mention_id = name_parts.mention_id
    left join shared_values on mention_phones.phone_token = shared_values.value_token
    where shared_values.value_token is null
),

named_numbers as (
    select distinct phone_token, part, name_token_id from named_phones
),

-- Callers beside whom no number was typed; on a log a caller is often its victim.
callers as (
    select
        mentions.mention_id,
        name_parts.part,
        name_parts.name_token_id,
        entries.observed_at,
        {{ call_slice('entries.observed_at') }} as slice
    from {{ ref('int_events__person_entries') }} as entries
    inner join mentions on entries.record_key = mentions.record_key
    inner join name_parts on mentions.mention_id = name_parts.mention_id
    left join mention_phones as typed_phones on mentions.mention_id = typed_phones.mention_id
    where entries.role in ('CALLER', 'CALLER_FOR_OTHER', 'VICTIM') and typed_phones.mention_id is null
),

sliced_callers as (
    select mention_id, part, name_token_id, observed_at, slice as call_slice from callers
    union all
    select mention_id, part, name_token_id, observed_at, slice - 1 as call_slice from callers
),

numbers_rung_from as (
    select distinct
        calls.caller_number_token as phone_token,
        named_numbers.part,
        named_numbers.name_token_id,
        calls.started_at,
        {{ call_slice('calls.started_at') }} as slice
    from {{ ref('int_events__calls') }} as calls
    inner join named_numbers on calls.caller_number_token = named_numbers.phone_token
    left join corrected on calls.call_record_key = corrected.record_key
    where calls.outcome = 'answered' and corrected.record_key is null
),

met as (
    select distinct
        sliced_callers.mention_id,
        sliced_callers.part,
        sliced_callers.name_token_id,
        numbers_rung_from.phone_token
    from sliced_callers
    inner join numbers_rung_from
        on
            sliced_callers.part = numbers_rung_from.part
            and sliced_callers.name_token_id = numbers_rung_from.name_token_id
            and sliced_callers.call_slice = numbers_rung_from.slice
    where
        sliced_callers.observed_at >= numbers_rung_from.started_at
        and {{ seconds_between('numbers_rung_from.started_at', 'sliced_callers.observed_at') }} <= {{ chain_seconds }}
),

met_numbers as (
    select distinct part, name_token_id, phone_token from met
),

-- The number that rang just before is met by whoever was typed without one, and by the records of whoever was seen with it.
numbers_that_rang as (
    select mention_id, phone_token as value_token from met
    union
    select named_phones.mention_id, named_phones.phone_token as value_token
    from named_phones
    inner join met_numbers
        on
            named_phones.part = met_numbers.part
            and named_phones.name_token_id = met_numbers.name_token_id
            and named_phones.phone_token = met_numbers.phone_token
),

all_values as (
    select mention_id, 'phone' as match_key, phone_token as value_token from mention_phones
    union all
    select mention_id, match_key, place_token as value_token from {{ ref('int_identity__mention_places') }}
    union all
    select distinct mentions.mention_id, 'event' as match_key, mention_events.event_token as value_token
    from {{ ref('int_identity__mention_events') }} as mention_events
    inner join mentions on mention_events.record_key = mentions.record_key
    union all
    select mention_id, 'call' as match_key, value_token from numbers_that_rang
    union all
    select mention_id, 'event_place' as match_key, place_token as value_token from {{ ref('int_identity__event_places') }} where is_of_name
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
    -- What a crowd shares ties nobody under any key: a token says what kind of value it is of.
    left join shared_values on all_values.value_token = shared_values.value_token
    where shared_values.value_token is null
)

select * from final
