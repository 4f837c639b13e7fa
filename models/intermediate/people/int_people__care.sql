with time_window as (
    select * from {{ ref('int_window__bounds') }}
),

person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

care_types as (
    select address_type from {{ ref('address_types') }} where is_in_care
),

nominal_addresses as (
    select
        nominal_id,
        address_type,
        from_on,
        to_on
    from {{ ref('stg_connect__nominal_addresses') }}
),

episodes_in_care as (
    select interaction_key from {{ ref('int_events__effort') }} where is_in_care
),

person_roles as (
    select interaction_key, person_key from {{ ref('int_people__roles') }} where role = 'MISSING'
),

lived_in_care as (
    select {{ record_key('connect', 'nominal', 'nominal_addresses.nominal_id') }} as record_key
    from nominal_addresses
    inner join care_types on nominal_addresses.address_type = care_types.address_type
    cross join time_window
    where coalesce(nominal_addresses.from_on, time_window.window_start_on) < time_window.as_of_date
        and coalesce(nominal_addresses.to_on, time_window.window_start_on) >= time_window.window_start_on
),

final as (
    select person_records.person_key
    from lived_in_care
    inner join person_records on lived_in_care.record_key = person_records.record_key
    union
    select person_roles.person_key
    from person_roles
    inner join episodes_in_care on person_roles.interaction_key = episodes_in_care.interaction_key
)

select * from final
