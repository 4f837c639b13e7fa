with mentions as (
    select * from {{ ref('int_identity__mentions') }}
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
            {{ record_key('controlworks', 'person_entry', 'person_entry_id') }} as record_key,
            {{ phone }} as phone,
            cast(null as date) as first_seen_on,
            cast(null as date) as last_seen_on
        from {{ ref('stg_controlworks__people') }}
        union all
        select
            {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key,
            {{ phone }} as phone,
            first_seen_on,
            last_seen_on
        from {{ ref('stg_connect__nominal_phones') }}
        union all
        select
            {{ record_key('compact', 'person', 'person_ref') }} as record_key,
            {{ phone }} as phone,
            cast(null as date) as first_seen_on,
            cast(null as date) as last_seen_on
        from {{ ref('stg_compact__people') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

in_use as (
    select
        mentions.mention_id,
        {{ token('typed.phone', 'phone') }} as phone_token,
        typed.phone like '+44%' and typed.phone not like '+447%' as is_landline,
        coalesce(mentions.observed_at, cast(typed.first_seen_on as {{ dbt.type_timestamp() }})) as held_from_at,
        coalesce(mentions.observed_at, cast(typed.last_seen_on as {{ dbt.type_timestamp() }})) as held_to_at
    from typed
    inner join mentions on typed.record_key = mentions.record_key
    left join corrections on typed.record_key = corrections.left_record_key
    where typed.phone is not null and corrections.left_record_key is null
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
