{%- set month_number = "cast(extract(year from occurred_on) * 12 + extract(month from occurred_on) as " ~ dbt.type_int() ~ ")" -%}

with calls as (
    select distinct
        person_key,
        interaction_key,
        cast({{ dbt.date_trunc('month', 'occurred_on') }} as date) as month_start_on,
        {{ month_number }} as month_number
    from {{ ref('fct_person_interactions') }}
    where interaction_type = 'call'
),

yardsticks as (
    select * from {{ ref('frequent_contact_yardsticks') }}
),

children as (
    select person_key from {{ ref('dim_people') }} where is_under_18
),

communal_homes as (
    select person_key, property_key from {{ ref('fct_person_properties') }} where is_communal
),

-- One subject a person, a child or a communal property; a call of two residents is one call of the property.
subject_calls as (
    select
        'PERSON' as counted_for,
        person_key,
        cast(null as {{ dbt.type_string() }}) as property_key,
        interaction_key,
        month_start_on,
        month_number
    from calls
    union all
    select
        'CHILD' as counted_for,
        calls.person_key,
        null as property_key,
        calls.interaction_key,
        calls.month_start_on,
        calls.month_number
    from calls
    inner join children on calls.person_key = children.person_key
    union all
    select distinct
        'COMMUNAL' as counted_for,
        null as person_key,
        communal_homes.property_key,
        calls.interaction_key,
        calls.month_start_on,
        calls.month_number
    from calls
    inner join communal_homes on calls.person_key = communal_homes.person_key
),

monthly as (
    select
        counted_for,
        person_key,
        property_key,
        month_start_on,
        month_number,
        count(*) as call_count
    from subject_calls
    group by counted_for, person_key, property_key, month_start_on, month_number
),

-- A period ends with a month that has a call: any other would hold fewer.
periods as (
    select
        yardsticks.yardstick_code,
        yardsticks.minimum_count,
        last_months.person_key,
        last_months.property_key,
        last_months.month_start_on,
        sum(months.call_count) as call_count
    from yardsticks
    inner join monthly as last_months on yardsticks.counted_for = last_months.counted_for
    inner join monthly as months
        on last_months.counted_for = months.counted_for
            and coalesce(last_months.person_key, last_months.property_key) = coalesce(months.person_key, months.property_key)
            and months.month_number between last_months.month_number - yardsticks.month_count + 1 and last_months.month_number
    group by
        yardsticks.yardstick_code, yardsticks.minimum_count, last_months.person_key, last_months.property_key, last_months.month_start_on
),

final as (
    select
        cast(yardstick_code as {{ dbt.type_string() }}) as yardstick_code,
        cast(person_key as {{ dbt.type_string() }}) as person_key,
        cast(property_key as {{ dbt.type_string() }}) as property_key,
        cast(max(call_count) as integer) as most_calls,
        min(month_start_on) as first_reached_on,
        max(month_start_on) as last_reached_on
    from periods
    where call_count >= minimum_count
    group by yardstick_code, person_key, property_key
)

select * from final
