{{ config(schema='staging') }}

with address_types as (
    select * from {{ ref('address_types') }} where is_communal or is_withheld
),

uprns_by_text as (
    select * from {{ ref('int_people__uprns_by_text') }}
),

typed_addresses as (
    select
        coalesce(addresses.uprn, by_text.uprn, by_house.uprn) as uprn,
        addresses.address_text,
        addresses.house_number,
        addresses.postcode,
        address_types.is_communal,
        address_types.is_withheld
    from {{ ref('stg_connect__nominal_addresses') }} as addresses
    inner join address_types on addresses.address_type = address_types.address_type
    left join uprns_by_text as by_text on 'text/' || addresses.address_text || '/' || addresses.postcode = by_text.spelling
    left join uprns_by_text as by_house on 'house/' || addresses.house_number || '/' || addresses.postcode = by_house.spelling
    union all
    -- Where a sealed person lives is shown to nobody either: not as the address of whoever lives with them.
    select
        coalesce(addresses.uprn, by_text.uprn, by_house.uprn) as uprn,
        addresses.address_text,
        addresses.house_number,
        addresses.postcode,
        false as is_communal,
        true as is_withheld
    from {{ ref('int_people__known_addresses') }} as addresses
    inner join {{ ref('int_identity__people') }} as people on addresses.record_key = people.record_key
    inner join {{ ref('int_identity__sealed_people') }} as sealed_people on people.cluster_id = sealed_people.cluster_id
    left join uprns_by_text as by_text on 'text/' || addresses.address_text || '/' || addresses.postcode = by_text.spelling
    left join uprns_by_text as by_house on 'house/' || addresses.house_number || '/' || addresses.postcode = by_house.spelling
),

spellings as (
    select 'uprn/' || uprn as spelling, is_communal, is_withheld from typed_addresses where uprn is not null
    union all
    select uprns_by_text.spelling, typed_addresses.is_communal, typed_addresses.is_withheld
    from typed_addresses
    inner join uprns_by_text on typed_addresses.uprn = uprns_by_text.uprn
    union all
    select 'text/' || address_text || '/' || postcode as spelling, is_communal, is_withheld
    from typed_addresses
    where address_text is not null and postcode is not null
    union all
    select 'house/' || house_number || '/' || postcode as spelling, is_communal, is_withheld
    from typed_addresses
    where house_number is not null and postcode is not null
    union all
    -- What must be shown to nobody is not shown by its text or its postcode alone, either.
    select 'text/' || address_text as spelling, false as is_communal, is_withheld
    from typed_addresses
    where address_text is not null and is_withheld
    union all
    select 'postcode/' || postcode as spelling, false as is_communal, is_withheld
    from typed_addresses
    where postcode is not null and is_withheld
),

final as (
    select
        spelling,
        max(case when is_communal then 1 else 0 end) = 1 as is_communal,
        max(case when is_withheld then 1 else 0 end) = 1 as is_withheld
    from spellings
    group by spelling
)

select * from final
