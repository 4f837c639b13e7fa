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

person_places as (
    select distinct people.cluster_id, match_key_values.value_id
    from {{ ref('int_identity__match_key_values') }} as match_key_values
    inner join {{ ref('int_identity__people') }} as people on match_key_values.mention_id = people.mention_id
    where people.is_person and match_key_values.match_key in ('property', 'postcode')
),

entry_places as (
    select people.record_key, match_key_values.value_id
    from {{ ref('int_identity__match_key_values') }} as match_key_values
    inner join {{ ref('int_identity__people') }} as people on match_key_values.mention_id = people.mention_id
    where not people.is_person and match_key_values.match_key in ('property', 'postcode')
),

rules as (
    select match_key, rule_code from {{ ref('match_rules') }} where match_key in ('phone_only', 'phone_by_far') and is_on
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
        phone_holders.held_from_at is not null and phone_holders.held_to_at is not null as is_dated,
        case
            when
                questions.asked_on >= {{ dbt.date_trunc('day', 'coalesce(phone_holders.held_from_at, questions.asked_on)') }}
                and questions.asked_on <= coalesce(phone_holders.held_to_at, questions.asked_on)
                then 1
            else 0
        end as within_flag
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

compared_answers as (
    select
        answers.*,
        count(*) over (partition by phone_token, asked_on) as holder_count,
        sum(within_flag) over (partition by phone_token, asked_on) as within_count,
        row_number() over (partition by phone_token, asked_on order by record_count desc, cluster_id asc) as holder_rank,
        max(record_count) over (partition by phone_token, asked_on) as largest_record_count,
        lead(record_count) over (partition by phone_token, asked_on order by record_count desc, cluster_id asc) as next_record_count
    from answers
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

held as (
    select
        asked.record_key,
        asked.is_entry,
        asked.is_suspect,
        chosen.match_key,
        chosen.cluster_id,
        chosen.record_count,
        chosen.is_landline
    from asked
    inner join chosen on asked.phone_token = chosen.phone_token and asked.asked_on = chosen.asked_on
    where chosen.match_key is not null
),

-- A nameless entry takes more than a call: the number must have been seen with the person more than once, and where the entry
-- says where, it must be the person's own place. A suspect's number is too often the caller's. A landline is a household's: it tells
-- who called only where one person alone was seen with it again and again, and never who a nameless entry is.
places as (
    select
        held.record_key,
        count(entry_places.value_id) as place_count,
        count(person_places.value_id) as shared_place_count
    from held
    inner join entry_places on held.record_key = entry_places.record_key
    left join person_places on held.cluster_id = person_places.cluster_id and entry_places.value_id = person_places.value_id
    group by held.record_key
)

select
    held.record_key,
    held.cluster_id,
    rules.rule_code
from held
inner join rules on held.match_key = rules.match_key
left join places on held.record_key = places.record_key
where
    (not held.is_entry and (held.record_count > 2 or not held.is_landline))
    or (
        held.is_entry
        and not held.is_landline
        and not held.is_suspect
        and held.record_count > 1
        and (places.shared_place_count > 0 or places.place_count is null)
    )
