-- What two people of today share, by their strongest evidence, and how often they are one true person: what a rule that joined
-- them would gain and cost. Values with more than 60 records are left out, for no rule would use them.
create or replace temp table block_values as
select
    item_id,
    person,
    unnest(list_distinct(flatten([
        list_transform(phones, lambda value : 'phone ' || value),
        list_transform(full_names, lambda value : 'name ' || value),
        if(forename is null or surname is null, [], ['name ' || surname || ' ' || forename]),
        list_transform(dobs, lambda value : 'dob ' || value || coalesce(left(surname, 1), left(forename, 1), '')),
        list_transform(dobs, lambda value : 'dob ' || value || coalesce(left(forename, 1), left(surname, 1), '')),
        list_transform(postcodes, lambda value : 'place ' || value || coalesce(left(surname, 3), left(forename, 3), '')),
        list_transform(postcodes, lambda value : 'place ' || value || coalesce(left(forename, 3), left(surname, 3), '')),
        list_transform(addresses, lambda value : 'address ' || value)
    ]))) as block_value
from items;

create or replace temp table prospect_pairs as
with usable_values as (
    select block_value
    from block_values
    group by block_value
    having
        count(*) <= 60
        and count(distinct person) > 1
),

kept as (
    select block_values.*
    from block_values
    inner join usable_values on block_values.block_value = usable_values.block_value
)

select distinct
    a.item_id as a_item_id,
    b.item_id as b_item_id
from kept as a
inner join kept as b
    on
        a.block_value = b.block_value
        and a.person <> b.person
        and a.item_id < b.item_id;

create or replace temp table prospect_patterns as
with compared as (
    select
        least(a.person, b.person) as a_person,
        greatest(a.person, b.person) as b_person,
        name_agreement(a.forename, a.surname, a.full_names, b.forename, b.surname, b.full_names) as name,
        dob_agreement(a.dobs, a.dob_quality, b.dobs, b.dob_quality) as dob,
        phone_agreement(a.phones, b.phones) as phone,
        place_agreement(a.addresses, a.postcodes, a.uprns, b.addresses, b.postcodes, b.uprns) as place,
        name_score(name) + dob_score(dob) + phone_score(phone) + place_score(place) as score,
        prospect_pairs.a_item_id,
        prospect_pairs.b_item_id
    from prospect_pairs
    inner join items as a on prospect_pairs.a_item_id = a.item_id
    inner join items as b on prospect_pairs.b_item_id = b.item_id
),

strongest as (
    select *
    from compared
    qualify row_number() over (partition by a_person, b_person order by score desc, a_item_id asc, b_item_id asc) = 1
)

select
    strongest.name,
    strongest.dob,
    strongest.phone,
    strongest.place,
    count(*) as person_pairs,
    count(*) filter (where a_majority.true_person_id = b_majority.true_person_id) as true_person_pairs,
    sum(a_majority.record_count * b_majority.record_count)
        filter (where a_majority.true_person_id = b_majority.true_person_id) as record_pairs_gained,
    sum(a_majority.record_count * b_majority.record_count)
        filter (where a_majority.true_person_id <> b_majority.true_person_id) as record_pairs_lost
from strongest
inner join majority as a_majority on strongest.a_person = a_majority.person
inner join majority as b_majority on strongest.b_person = b_majority.person
group by all;
