with typed_orders as (
    select * from {{ ref('int_identity__mention_names') }} where name_id is not null
),

both_names as (
    select forename_token_id, surname_token_id, count(*) as record_count
    from typed_orders
    where forename_token_id is not null and surname_token_id is not null
    group by forename_token_id, surname_token_id
),

turned_names as (
    select
        fewer.forename_token_id as typed_forename_token_id,
        fewer.surname_token_id as typed_surname_token_id
    from both_names as fewer
    inner join both_names as more
        on fewer.forename_token_id = more.surname_token_id and fewer.surname_token_id = more.forename_token_id
    where
        fewer.record_count < more.record_count
        or (fewer.record_count = more.record_count and fewer.forename_token_id > more.forename_token_id)
),

-- Two names are read in the order that most records give them. A second forename belongs to the forename before it: there the order stays.
mention_names as (
    select
        typed_orders.name_id,
        coalesce(
            case when typed_orders.second_forename_token_id is null then turned_names.typed_surname_token_id end, typed_orders.forename_token_id
        ) as forename_token_id,
        coalesce(
            case when typed_orders.second_forename_token_id is null then turned_names.typed_forename_token_id end, typed_orders.surname_token_id
        ) as surname_token_id,
        typed_orders.second_forename_token_id,
        typed_orders.singh_or_kaur,
        typed_orders.generation,
        typed_orders.is_honorific_only,
        typed_orders.dob_id,
        typed_orders.is_weak_dob
    from typed_orders
    left join turned_names
        on
            typed_orders.forename_token_id = turned_names.typed_forename_token_id
            and typed_orders.surname_token_id = turned_names.typed_surname_token_id
),

orders as (
    select
        name_id,
        forename_token_id,
        surname_token_id,
        second_forename_token_id,
        singh_or_kaur,
        generation,
        count(*) as record_count,
        max(case when is_honorific_only then 1 else 0 end) as honorific_only_flag
    from mention_names
    group by name_id, forename_token_id, surname_token_id, second_forename_token_id, singh_or_kaur, generation
),

ranked_orders as (
    select
        *,
        forename_token_id is not null and surname_token_id is not null as is_full_name,
        row_number() over (
            partition by name_id
            order by record_count desc, coalesce(forename_token_id, 0) asc, coalesce(surname_token_id, 0) asc
        ) as order_rank
    from orders
),

dob_counts as (
    select name_id, count(distinct dob_id) as dob_count
    from mention_names
    where dob_id is not null and not is_weak_dob
    group by name_id
),

-- Dated people, as far as they can be told apart before anybody is linked: one a full name and date of birth.
dated_people as (
    select ranked_orders.forename_token_id, ranked_orders.surname_token_id, dob_counts.dob_count as people_count
    from ranked_orders
    inner join dob_counts on ranked_orders.name_id = dob_counts.name_id
    where ranked_orders.order_rank = 1 and ranked_orders.is_full_name
),

parts_of_people as (
    select forename_token_id as name_token_id, people_count as forename_count, 0 as surname_count from dated_people
    union all
    select surname_token_id as name_token_id, 0 as forename_count, people_count as surname_count from dated_people
),

token_counts as (
    select
        name_token_id,
        cast(sum(forename_count) as {{ type_double() }}) as forename_count,
        cast(sum(surname_count) as {{ type_double() }}) as surname_count
    from parts_of_people
    group by name_token_id
),

population as (
    select greatest(coalesce(sum(people_count), 0), 1) as people_count from dated_people
),

-- Records with a full name, for each that has a date of birth as well.
undated_share as (
    select
        cast(count(*) as {{ type_double() }})
        / greatest(sum(case when dob_id is not null and not is_weak_dob then 1 else 0 end), 1) as records_per_dated_record
    from mention_names
    where forename_token_id is not null and surname_token_id is not null
),

final as (
    select
        ranked_orders.name_id,
        ranked_orders.forename_token_id,
        ranked_orders.surname_token_id,
        ranked_orders.second_forename_token_id,
        ranked_orders.singh_or_kaur,
        ranked_orders.generation,
        case when not ranked_orders.is_full_name then coalesce(ranked_orders.forename_token_id, ranked_orders.surname_token_id) end as lone_token_id,
        ranked_orders.is_full_name,
        ranked_orders.honorific_only_flag = 1 as is_honorific_only,
        -- One more than was seen here too. A single name may be either part.
        least(
            coalesce(forenames.forename_count, 0) + 1
            + case when ranked_orders.is_full_name then 0 else coalesce(forenames.surname_count, surnames.surname_count + surnames.forename_count, 0) end,
            population.people_count
        ) / cast(population.people_count as {{ type_double() }}) as forename_share,
        -- How many would carry the name, in either order, if forenames and surnames met by chance; one more of each is taken to
        -- exist than was seen, so that few data never make a name rare. Names do not meet by chance: forenames and surnames of one
        -- community go together, so of those who bear the rarer part a share is taken to bear the other as well.
        greatest(
            (
                (coalesce(forenames.forename_count, 0) + 1) * (coalesce(surnames.surname_count, 0) + 1)
                + coalesce(forenames.surname_count, 0) * coalesce(surnames.forename_count, 0)
            )
            / cast(population.people_count as {{ type_double() }}),
            (least(coalesce(forenames.forename_count, 0), coalesce(surnames.surname_count, 0)) + 1) * {{ var('community_name_share') }}
        )
        * undated_share.records_per_dated_record as expected_carriers,
        -- How many records carry it: a slip is rarer than the name it was meant to be.
        ranked_orders.record_count as rarity
    from ranked_orders
    left join token_counts as forenames on ranked_orders.forename_token_id = forenames.name_token_id
    left join token_counts as surnames on ranked_orders.surname_token_id = surnames.name_token_id
    cross join population
    cross join undated_share
    where ranked_orders.order_rank = 1
)

select * from final
