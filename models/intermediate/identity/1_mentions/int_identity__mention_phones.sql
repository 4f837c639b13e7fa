with mentioned_records as (
    {{ mentioned_records() }}
),

agency_numbers as (
    {{ agency_numbers() }}
),

corrections as (
    select distinct left_record_key from {{ ref('int_identity__corrections') }} where correction = 'not_this_phone'
),

typed as (
    {% for phone in ['phone', 'second_phone'] -%}
        select
            'person_entry' as record_type,
            person_entry_id as record_id,
            {{ phone }} as phone,
            cast(null as date) as first_seen_on,
            cast(null as date) as last_seen_on
        from {{ ref('stg_controlworks__people') }}
        union all
        select
            'nominal' as record_type,
            nominal_id as record_id,
            {{ phone }} as phone,
            first_seen_on,
            last_seen_on
        from {{ ref('stg_connect__nominal_phones') }}
        union all
        select
            'person' as record_type,
            person_ref as record_id,
            {{ phone }} as phone,
            cast(null as date) as first_seen_on,
            cast(null as date) as last_seen_on
        from {{ ref('stg_compact__people') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- A number is on many records: a token is computed once a number.
numbers as (
    select phone, {{ token('phone', 'phone') }} as phone_token
    from (select distinct phone from typed where phone is not null) as named
),

in_use as (
    select
        mentioned_records.mention_id,
        numbers.phone_token,
        typed.phone like '+44%' and typed.phone not like '+447%' as is_landline,
        coalesce(mentioned_records.observed_at, cast(typed.first_seen_on as {{ dbt.type_timestamp() }})) as held_from_at,
        coalesce(mentioned_records.observed_at, cast(typed.last_seen_on as {{ dbt.type_timestamp() }})) as held_to_at
    from typed
    inner join numbers on typed.phone = numbers.phone
    inner join mentioned_records on typed.record_type = mentioned_records.record_type and typed.record_id = mentioned_records.record_id
    left join corrections on mentioned_records.record_key = corrections.left_record_key
    where corrections.left_record_key is null
),

final as (
    select
        in_use.mention_id,
        in_use.phone_token,
        in_use.is_landline,
        min(in_use.held_from_at) as held_from_at,
        -- Still in use where one row of it has no end.
        case when count(in_use.held_to_at) = count(*) then max(in_use.held_to_at) end as held_to_at
    from in_use
    left join agency_numbers on in_use.phone_token = agency_numbers.phone_token
    where agency_numbers.phone_token is null
    group by in_use.mention_id, in_use.phone_token, in_use.is_landline
)

select * from final
