with cohort as (
    select person_key, rank from {{ ref('fsu_cohort') }}
),

names as (
    select
        person_key,
        item_value,
        row_number() over (
            partition by person_key
            order by
                case source_system when 'connect' then 1 when 'compact' then 2 else 3 end,
                record_count desc,
                {{ byte_order('item_value') }}
        ) as position
    from {{ ref('fsu_cohort_identity') }}
    where item_type = 'name'
),

nominal_lists as (
    select
        person_key,
        {{ ordered_string_agg('item_value', '|', byte_order('item_value')) }} as nominal_ids
    from {{ ref('fsu_cohort_identity') }}
    where item_type = 'nominal_id'
    group by person_key
),

birth_dates as (
    select * from {{ ref('int_people__birth_dates') }}
),

current_addresses as (
    select * from {{ ref('int_people__current_addresses') }}
),

people as (
    select person_key, home_npu_code, is_under_18, has_been_in_care, is_processing_restricted from {{ ref('dim_people') }}
),

final as (
    select
        cohort.person_key,
        cohort.rank,
        names.item_value as display_name,
        birth_dates.date_of_birth,
        cast(nominal_lists.nominal_ids as {{ dbt.type_string() }}) as nominal_ids,
        cast(
            case
                when current_addresses.is_withheld then null
                when current_addresses.address_text is null then current_addresses.postcode
                when current_addresses.postcode is null then current_addresses.address_text
                else current_addresses.address_text || ', ' || current_addresses.postcode
            end as {{ dbt.type_string() }}
        ) as home_address,
        people.home_npu_code,
        people.is_under_18,
        people.has_been_in_care,
        people.is_processing_restricted
    from cohort
    inner join people on cohort.person_key = people.person_key
    left join names on cohort.person_key = names.person_key and names.position = 1
    left join nominal_lists on cohort.person_key = nominal_lists.person_key
    left join birth_dates on cohort.person_key = birth_dates.person_key
    left join current_addresses on cohort.person_key = current_addresses.person_key
)

select * from final
