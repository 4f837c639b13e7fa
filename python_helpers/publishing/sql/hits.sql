-- Candidates that are somebody's: kinds and counts by column, never a value.
with named as (
    select forename, middle_names, surname, null as known_as from stg_controlworks__people
    union
    select forename, middle_names, surname, null as known_as from stg_connect__nominals
    union
    select forename, middle_names, surname, null as known_as from stg_connect__nominal_aliases
    union
    select forename, middle_names, surname, known_as from stg_compact__people
),

names as (
    select unnest([forename, middle_names, surname, known_as]) as name from named
),

name_words as (
    select distinct unnest(regexp_extract_all(replace(upper(name), '''', ''), '[A-Z]+')) as word
    from (select distinct name from names where name is not null) as names_given
),

project_words as (
    select distinct unnest(regexp_extract_all(upper(replace(member, '''', '')), '[A-Z]+')) as word from public_members
),

whole_names as (
    select
        unnest(regexp_extract_all(replace(upper(coalesce(forename, known_as)), '''', ''), '[A-Z]+')) as forename_word,
        regexp_extract_all(replace(upper(surname), '''', ''), '[A-Z]+') as surname_words
    from named
    where surname is not null and coalesce(forename, known_as) is not null
),

name_pairs as (
    select distinct forename_word, unnest(surname_words) as surname_word from whole_names
),

staged_phones as (
    select phone from stg_controlworks__people
    union
    select second_phone from stg_controlworks__people
    union
    select phone from stg_connect__nominal_phones
    union
    select second_phone from stg_connect__nominal_phones
    union
    select phone from stg_compact__people
    union
    select second_phone from stg_compact__people
    union
    select calling_phone from stg_avaya__call_segments
),

staged_births as (
    select date_of_birth from stg_controlworks__people
    union
    select date_of_birth from stg_connect__nominals
    union
    select date_of_birth from stg_connect__nominal_aliases
    union
    select date_of_birth from stg_compact__people
),

-- A year of two digits is read as this century's or the last one's.
births_written as (
    select cast(date_of_birth as varchar) as born from staged_births where date_of_birth is not null
    union all
    select cast(cast(date_of_birth + interval 100 year as date) as varchar) as born from staged_births where date_of_birth is not null
),

staged_addresses as (
    select address_text from stg_controlworks__people
    union
    select address_text from stg_connect__nominal_addresses
    union
    select location_text from stg_controlworks__logs
),

staged_postcodes as (
    select postcode from stg_controlworks__people
    union
    select postcode from stg_connect__nominal_addresses
    union
    select postcode from stg_compact__people
),

staged_references as (
    {references}
),

hits as (
    select candidates.*, 'name' as what from candidates
    where kind = 'pair'
        and (
            candidate in (select forename_word || ' ' || surname_word from name_pairs)
            or candidate in (select surname_word || ' ' || forename_word from name_pairs)
        )
    union all
    select candidates.*, 'word of a name' as what from candidates
    where kind = 'word' and length(candidate) > 2
        and candidate in (select word from name_words)
        and candidate not in (select word from project_words)
    union all
    select candidates.*, 'phone number' as what from candidates
    where kind = 'phone' and length(candidate) > 6
        and candidate in (select regexp_replace(phone, '^[+](44)?', '') from staged_phones where phone is not null)
    union all
    select candidates.*, 'date of birth' as what from candidates
    where kind = 'date of birth' and candidate in (select born from births_written)
    union all
    select candidates.*, 'address' as what from candidates
    where kind = 'address'
        and candidate in (select regexp_extract(address_text, '[0-9]+[A-Z]? [A-Z]{{3,}}') from staged_addresses where address_text is not null)
    union all
    select candidates.*, 'postcode' as what from candidates
    where kind = 'postcode' and candidate in (select replace(postcode, ' ', '') from staged_postcodes where postcode is not null)
    union all
    select candidates.*, 'source reference' as what from candidates
    where kind = 'reference' and length(candidate) > 4 and regexp_matches(candidate, '[0-9]')
        and candidate in (select reference from staged_references where reference is not null)
)

select relation, column_name, what, count(distinct candidate) as value_count
from hits
group by relation, column_name, what
order by relation, column_name, what
