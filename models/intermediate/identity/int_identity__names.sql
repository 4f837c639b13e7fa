with record_names as (
    select * from {{ ref('int_identity__record_names') }}
    where first_element_id is not null
),

orders as (
    select
        first_element_id,
        second_element_id,
        forename_element_id,
        surname_element_id,
        count(*) as record_count,
        max(case when is_honorific_only then 1 else 0 end) as honorific_only_flag
    from record_names
    group by first_element_id, second_element_id, forename_element_id, surname_element_id
),

ranked_orders as (
    select
        *,
        row_number() over (
            partition by first_element_id, second_element_id
            order by record_count desc, coalesce(forename_element_id, 0) asc, coalesce(surname_element_id, 0) asc
        ) as order_rank
    from orders
    where second_element_id <> 0 or forename_element_id is null or surname_element_id is null
),

dob_counts as (
    select first_element_id, second_element_id, count(distinct dob_id) as dob_count
    from record_names
    where dob_id is not null and not is_weak_dob
    group by first_element_id, second_element_id
),

-- Dated people, as far as they can be told apart before anybody is linked: one a full name and date of birth.
dated_people as (
    select ranked_orders.forename_element_id, ranked_orders.surname_element_id, dob_counts.dob_count as people_count
    from ranked_orders
    inner join dob_counts
        on
            ranked_orders.first_element_id = dob_counts.first_element_id
            and ranked_orders.second_element_id = dob_counts.second_element_id
    where ranked_orders.order_rank = 1 and ranked_orders.second_element_id <> 0
),

forename_counts as (
    select forename_element_id, sum(people_count) as people_count from dated_people group by forename_element_id
),

surname_counts as (
    select surname_element_id, sum(people_count) as people_count from dated_people group by surname_element_id
),

population as (
    select greatest(coalesce(sum(people_count), 0), 1) as people_count from dated_people
),

-- Records with a full name for each of them that has a date of birth as well: what the dated people stand for.
undated_share as (
    select
        cast(count(*) as double precision)
        / greatest(sum(case when dob_id is not null and not is_weak_dob then 1 else 0 end), 1) as records_per_dated_record
    from record_names
    where second_element_id <> 0
),

element_counts as (
    select
        coalesce(forename_counts.forename_element_id, surname_counts.surname_element_id) as element_id,
        cast(coalesce(forename_counts.people_count, 0) as double precision) as forename_count,
        cast(coalesce(surname_counts.people_count, 0) as double precision) as surname_count
    from forename_counts
    full outer join surname_counts on forename_counts.forename_element_id = surname_counts.surname_element_id
),

honorifics as (
    select element_id from {{ ref('int_identity__name_elements') }} where is_honorific
)

select
    cast(
        row_number() over (
            order by ranked_orders.first_element_id, ranked_orders.second_element_id
        ) as {{ dbt.type_int() }}
    ) as name_id,
    ranked_orders.first_element_id,
    ranked_orders.second_element_id,
    ranked_orders.forename_element_id,
    ranked_orders.surname_element_id,
    ranked_orders.second_element_id <> 0 as is_full_name,
    ranked_orders.honorific_only_flag = 1 as is_honorific_only,
    honorific_forenames.element_id is not null as is_honorific_forename,
    honorific_surnames.element_id is not null as is_honorific_surname,
    -- One more than was seen here too.
    least((coalesce(forenames.forename_count, 0) + 1) / population.people_count, 1) as forename_share,
    -- How many would carry the name, in either order, if forenames and surnames met by chance; one more of each is taken to
    -- exist than was seen, so that few data never make a name rare.
    (
        (coalesce(forenames.forename_count, 0) + 1) * (coalesce(surnames.surname_count, 0) + 1)
        + coalesce(forenames.surname_count, 0) * coalesce(surnames.forename_count, 0)
    )
    / population.people_count
    * undated_share.records_per_dated_record as expected_carriers,
    -- How many records carry it: a slip is rarer than the name it was meant to be.
    ranked_orders.record_count as rarity
from ranked_orders
left join element_counts as forenames on ranked_orders.forename_element_id = forenames.element_id
left join element_counts as surnames on ranked_orders.surname_element_id = surnames.element_id
left join honorifics as honorific_forenames on ranked_orders.forename_element_id = honorific_forenames.element_id
left join honorifics as honorific_surnames on ranked_orders.surname_element_id = honorific_surnames.element_id
cross join population
cross join undated_share
where ranked_orders.order_rank = 1
