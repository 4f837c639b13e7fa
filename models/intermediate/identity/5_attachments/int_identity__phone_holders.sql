with mention_phones as (
    select * from {{ ref('int_identity__mention_phones') }}
),

shared_values as (
    select value_token from {{ ref('int_identity__shared_values') }} where match_key = 'phone'
),

people as (
    select mention_id, cluster_id from {{ ref('int_identity__people') }} where is_person
),

named as (
    select distinct mention_id from {{ ref('int_identity__mention_names') }} where name_id is not null
),

final as (
    select
        mention_phones.phone_token,
        people.cluster_id,
        mention_phones.is_landline,
        count(*) as record_count,
        -- Known without a date: held whenever asked.
        case when count(mention_phones.held_from_at) = count(*) then min(mention_phones.held_from_at) end as held_from_at,
        case when count(mention_phones.held_to_at) = count(*) then max(mention_phones.held_to_at) end as held_to_at
    from mention_phones
    inner join named on mention_phones.mention_id = named.mention_id
    inner join people on mention_phones.mention_id = people.mention_id
    left join shared_values on mention_phones.phone_token = shared_values.value_token
    where shared_values.value_token is null
    group by mention_phones.phone_token, mention_phones.is_landline, people.cluster_id
)

select * from final
