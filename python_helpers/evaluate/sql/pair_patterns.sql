-- For groups that fell into parts (a true person in several people, or a person of several true persons): each part but the
-- largest, by the strongest evidence that any of its records shares with a record of another part. Counts only.
create or replace temp table part_sizes as
select
    group_id,
    part_id,
    count(*) as part_records,
    sum(count(*)) over (partition by group_id) as group_records,
    row_number() over (partition by group_id order by count(*) desc, part_id asc) as part_rank
from grouped_items
group by group_id, part_id
qualify count(*) over (partition by group_id) > 1;

create or replace temp table part_pairs as
with parted as (
    select
        grouped_items.*,
        part_sizes.part_rank
    from grouped_items
    inner join part_sizes
        on
            grouped_items.group_id = part_sizes.group_id
            and grouped_items.part_id = part_sizes.part_id
)

select
    a.group_id,
    a.item_id as a_item_id,
    b.item_id as b_item_id,
    a.part_id as a_part_id,
    b.part_id as b_part_id,
    a.part_rank as a_part_rank,
    b.part_rank as b_part_rank,
    least(a.role, b.role) || ' + ' || greatest(a.role, b.role) as roles,
    least(a.match_rule, b.match_rule) || ' + ' || greatest(a.match_rule, b.match_rule) as rules,
    name_agreement(a.forename, a.surname, a.full_names, b.forename, b.surname, b.full_names) as name,
    dob_agreement(a.dobs, a.dob_quality, b.dobs, b.dob_quality) as dob,
    phone_agreement(a.phones, b.phones) as phone,
    place_agreement(a.addresses, a.postcodes, a.uprns, b.addresses, b.postcodes, b.uprns) as place,
    name_score(name) + dob_score(dob) + phone_score(phone) + place_score(place) as score
from parted as a
inner join parted as b
    on
        a.group_id = b.group_id
        and a.part_id <> b.part_id
        and a.item_id < b.item_id;

create or replace temp table part_patterns as
with both_ways as (
    select
        group_id,
        a_part_id as part_id,
        a_part_rank as part_rank,
        *
    from part_pairs
    union all
    select
        group_id,
        b_part_id,
        b_part_rank,
        *
    from part_pairs
),

strongest as (
    select *
    from both_ways
    where part_rank > 1
    qualify row_number() over (partition by group_id, part_id order by score desc, a_item_id asc, b_item_id asc) = 1
)

select
    strongest.name,
    strongest.dob,
    strongest.phone,
    strongest.place,
    strongest.roles,
    strongest.rules,
    part_sizes.part_records,
    part_sizes.part_records * (part_sizes.group_records - part_sizes.part_records) as pairs_at_stake
from strongest
inner join part_sizes
    on
        strongest.group_id = part_sizes.group_id
        and strongest.part_id = part_sizes.part_id;
