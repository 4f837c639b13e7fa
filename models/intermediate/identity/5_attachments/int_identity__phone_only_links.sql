with asked as (
    select * from {{ ref('int_identity__asked_phones') }}
),

-- Who alone was ever seen with a number, and again and again, holds it throughout.
phone_holders as (
    select
        *,
        count(*) over (partition by phone_token) = 1 and record_count > 2 as is_throughout
    from {{ ref('int_identity__phone_holders') }}
),

places as (
    select people.record_key, people.cluster_id, people.is_person, match_key_values.value_id
    from {{ ref('int_identity__match_key_values') }} as match_key_values
    inner join {{ ref('int_identity__people') }} as people on match_key_values.mention_id = people.mention_id
    where match_key_values.match_key in ('property', 'postcode')
),

person_places as (
    select distinct cluster_id, value_id from places where is_person
),

rules as (
    select match_key, match_rule from {{ ref('int_identity__match_rules') }} where match_key in ('phone_only', 'phone_by_far') and is_on
),

-- One question per number and day is enough: a force-year's calls repeat few numbers.
questions as (
    select distinct phone_token, asked_on from asked
),

-- Who held the number about the day asked about. Known without a first or last day, it is taken as held ever before or since.
answers as (
    select
        questions.phone_token,
        questions.asked_on,
        phone_holders.cluster_id,
        phone_holders.record_count,
        phone_holders.is_landline,
        phone_holders.held_from_at is not null as is_dated,
        phone_holders.held_to_at,
        case
            when
                questions.asked_on >= {{ dbt.date_trunc('day', 'coalesce(phone_holders.held_from_at, questions.asked_on)') }}
                and questions.asked_on <= coalesce(phone_holders.held_to_at, questions.asked_on)
                then 1
            else 0
        end as within_flag,
        -- The newest of those who were first seen with it by then.
        max(case when phone_holders.held_from_at <= questions.asked_on then phone_holders.held_from_at end)
            over (partition by questions.phone_token, questions.asked_on) as newest_from_at
    from questions
    inner join phone_holders
        on
            questions.phone_token = phone_holders.phone_token
            and (
                phone_holders.is_throughout
                or (
                    questions.asked_on
                    >= coalesce({{ dbt.dateadd('day', -1 * var('phone_grace_days'), 'phone_holders.held_from_at') }}, questions.asked_on)
                    and questions.asked_on
                    <= coalesce({{ dbt.dateadd('day', var('phone_grace_days'), 'phone_holders.held_to_at') }}, questions.asked_on)
                )
            )
),

-- Whoever was last seen with it before somebody else was first seen with it has handed it on, grace or not.
compared_answers as (
    select
        answers.*,
        count(*) over (partition by phone_token, asked_on) as holder_count,
        sum(within_flag) over (partition by phone_token, asked_on) as within_count,
        row_number() over (partition by phone_token, asked_on order by record_count desc, cluster_id asc) as holder_rank,
        max(record_count) over (partition by phone_token, asked_on) as largest_record_count,
        lead(record_count) over (partition by phone_token, asked_on order by record_count desc, cluster_id asc) as next_record_count
    from answers
    where held_to_at is null or held_to_at >= asked_on or newest_from_at is null or newest_from_at <= held_to_at
),

-- Nobody else held it about that time; or one alone within the time it was seen with them, and nobody was seen with it more often; or
-- one was seen with it by far more often than anybody else. A landline that several held is a household's, and tells nothing.
chosen as (
    select
        phone_token,
        asked_on,
        cluster_id,
        record_count,
        is_landline,
        case
            when
                holder_count = 1
                or (
                    within_count = 1
                    and within_flag = 1
                    and record_count = largest_record_count
                    and (is_dated or record_count > 1)
                    and not is_landline
                )
                then 'phone_only'
            when
                holder_rank = 1
                and record_count > 2
                and record_count >= {{ var('by_far_ratio') }} * next_record_count
                and not is_landline
                then 'phone_by_far'
        end as match_key
    from compared_answers
),

-- A landline is a household's: it tells who called only where one person alone was seen with it again and again. A nameless entry takes
-- more than a call does: a mobile and the person's own place, or a mobile that nobody else held, seen four times. Where several held
-- it, only the place says which of them was typed.
final as (
    select distinct
        asked.record_key,
        chosen.cluster_id,
        rules.match_rule
    from asked
    inner join chosen on asked.phone_token = chosen.phone_token and asked.asked_on = chosen.asked_on
    inner join rules on chosen.match_key = rules.match_key
    left join places on asked.record_key = places.record_key and not places.is_person
    left join person_places on chosen.cluster_id = person_places.cluster_id and places.value_id = person_places.value_id
    where
        not asked.is_entry and (chosen.record_count > 2 or not chosen.is_landline)
        or asked.is_entry
        and not chosen.is_landline
        and (
            person_places.value_id is not null and chosen.record_count > case when asked.is_caller then 1 else 2 end
            or places.record_key is null and chosen.record_count > 3 and chosen.match_key = 'phone_only'
        )
)

select * from final
