-- What each named record carries, as lists: a nominal has many phones, places and other names.
-- A nickname is compared as it was typed; which nicknames the rules know is theirs to show.
create or replace temp table items as
with nominal_names as (
    select
        nominal_id,
        list_distinct(list(forename || ' ' || surname) filter (where forename is not null and surname is not null)) as full_names
    from (
        select
            nominal_id,
            forename,
            surname
        from stg_connect__nominals
        union all
        select
            nominal_id,
            forename,
            surname
        from stg_connect__nominal_aliases
        where not coalesce(is_restricted, false)
    )
    group by nominal_id
),

nominal_dobs as (
    select
        nominal_id,
        list_distinct(list(date_of_birth) filter (where date_of_birth is not null)) as dobs
    from (
        select
            nominal_id,
            date_of_birth
        from stg_connect__nominals
        union all
        select
            nominal_id,
            date_of_birth
        from stg_connect__nominal_aliases
        where not coalesce(is_restricted, false)
    )
    group by nominal_id
),

nominal_phones as (
    select
        nominal_id,
        list(distinct phone) as phones
    from stg_connect__nominal_phones
    where phone is not null
    group by nominal_id
),

nominal_places as (
    select
        nominal_id,
        list(distinct coalesce(postcode, postcode_as_given)) filter (where coalesce(postcode, postcode_as_given) is not null) as postcodes,
        list(distinct address_text) filter (where address_text is not null) as addresses,
        list(distinct uprn) filter (where uprn is not null) as uprns
    from stg_connect__nominal_addresses
    group by nominal_id
),

carried as (
    select
        'controlworks' as source_system,
        'person_entry' as record_type,
        person_entry_id as record_id,
        role,
        forename,
        surname,
        if(forename is null or surname is null, [], [forename || ' ' || surname]) as full_names,
        dob_quality,
        if(date_of_birth is null, [], [date_of_birth]) as dobs,
        if(phone is null, [], [phone]) as phones,
        if(coalesce(postcode, postcode_as_given) is null, [], [coalesce(postcode, postcode_as_given)]) as postcodes,
        if(address_text is null, [], [address_text]) as addresses,
        [] as uprns,
        nominal_id,
        false as is_restricted
    from stg_controlworks__people
    union all
    select
        'connect',
        'nominal',
        nominals.nominal_id,
        'NOMINAL',
        nominals.forename,
        nominals.surname,
        coalesce(nominal_names.full_names, []),
        nominals.dob_quality,
        coalesce(nominal_dobs.dobs, []),
        coalesce(nominal_phones.phones, []),
        coalesce(nominal_places.postcodes, []),
        coalesce(nominal_places.addresses, []),
        coalesce(nominal_places.uprns, []),
        nominals.nominal_id,
        coalesce(nominals.is_restricted, false)
    from stg_connect__nominals as nominals
    left join nominal_names on nominals.nominal_id = nominal_names.nominal_id
    left join nominal_dobs on nominals.nominal_id = nominal_dobs.nominal_id
    left join nominal_phones on nominals.nominal_id = nominal_phones.nominal_id
    left join nominal_places on nominals.nominal_id = nominal_places.nominal_id
    union all
    select
        'compact',
        'person',
        person_ref,
        'MISSING',
        forename,
        surname,
        list_filter([forename || ' ' || surname, known_as || ' ' || surname], lambda name : name is not null),
        dob_quality,
        if(date_of_birth is null, [], [date_of_birth]),
        if(phone is null, [], [phone]),
        if(coalesce(postcode, postcode_as_given) is null, [], [coalesce(postcode, postcode_as_given)]),
        [],
        if(uprn is null, [], [uprn]),
        null,
        false
    from stg_compact__people
)

select
    row_number() over (order by named.source_system, named.record_type, named.record_id) as item_id,
    named.true_person_id,
    named.person,
    named.record_type,
    coalesce(named.match_rule, 'not resolved') as match_rule,
    named.is_inferred,
    coalesce(carried.role, 'NOT STAGED') as role,
    carried.forename,
    carried.surname,
    coalesce(carried.full_names, []) as full_names,
    coalesce(carried.dob_quality, 'missing') as dob_quality,
    coalesce(carried.dobs, []) as dobs,
    coalesce(carried.phones, []) as phones,
    coalesce(carried.postcodes, []) as postcodes,
    coalesce(carried.addresses, []) as addresses,
    coalesce(carried.uprns, []) as uprns,
    carried.nominal_id,
    coalesce(carried.is_restricted, false) as is_restricted
from named
left join carried
    on
        named.source_system = carried.source_system
        and named.record_type = carried.record_type
        and named.record_id = carried.record_id;

-- How two records agree, in words, best first; `pair_score` orders evidence and decides nothing.
create or replace temp macro forename_agreement(a, b) as
    case
        when a is null or b is null then 'no forename'
        when a = b then 'forename same'
        when (length(a) = 1 or length(b) = 1) and left(a, 1) = left(b, 1) then 'forename initial'
        when list_has_any(string_split(a, ' '), string_split(b, ' ')) then 'forename part'
        when damerau_levenshtein(a, b) <= 1 then 'forename one letter'
        when damerau_levenshtein(a, b) = 2 or jaro_winkler_similarity(a, b) >= 0.88 then 'forename near'
        else 'forename other'
    end;

create or replace temp macro surname_agreement(a, b) as
    case
        when a is null or b is null then 'no surname'
        when a = b then 'surname same'
        when list_has_any(string_split(a, ' '), string_split(b, ' ')) then 'surname part'
        when damerau_levenshtein(a, b) <= 1 then 'surname one letter'
        when damerau_levenshtein(a, b) = 2 or jaro_winkler_similarity(a, b) >= 0.9 then 'surname near'
        else 'surname other'
    end;

create or replace temp macro name_agreement(a_forename, a_surname, a_full, b_forename, b_surname, b_full) as
    case
        when list_has_any(a_full, b_full) then 'full name same'
        when a_forename = b_surname and a_surname = b_forename then 'full name swapped'
        when a_forename is null and a_surname is null then 'no name'
        when b_forename is null and b_surname is null then 'no name'
        else forename_agreement(a_forename, b_forename) || ', ' || surname_agreement(a_surname, b_surname)
    end;

create or replace temp macro differing_digits(a, b) as
    list_sum(list_transform(range(1, 9), lambda i : (strftime(a, '%Y%m%d')[i] <> strftime(b, '%Y%m%d')[i])::int));

create or replace temp macro dob_agreement(a_dobs, a_quality, b_dobs, b_quality) as
    case
        when len(a_dobs) = 0 or len(b_dobs) = 0 then 'no dob'
        when list_has_any(a_dobs, b_dobs) and (a_quality = 'weak' or b_quality = 'weak') then 'dob same but weak'
        when list_has_any(a_dobs, b_dobs) then 'dob same'
        when a_quality = 'weak' or b_quality = 'weak' then 'dob weak'
        when year(a_dobs[1]) = year(b_dobs[1]) and day(a_dobs[1]) = month(b_dobs[1]) and month(a_dobs[1]) = day(b_dobs[1]) then 'dob swapped'
        when differing_digits(a_dobs[1], b_dobs[1]) = 1 then 'dob one digit'
        when differing_digits(a_dobs[1], b_dobs[1]) = 2 then 'dob two digits'
        else 'dob other'
    end;

create or replace temp macro phone_agreement(a_phones, b_phones) as
    case
        when len(a_phones) = 0 or len(b_phones) = 0 then 'no phone'
        when list_has_any(a_phones, b_phones) then 'phone same'
        else 'phone other'
    end;

create or replace temp macro place_agreement(a_addresses, a_postcodes, a_uprns, b_addresses, b_postcodes, b_uprns) as
    case
        when list_has_any(a_uprns, b_uprns) or list_has_any(a_addresses, b_addresses) then 'address same'
        when list_has_any(a_postcodes, b_postcodes) then 'postcode same'
        when len(a_postcodes) + len(a_addresses) + len(a_uprns) = 0 or len(b_postcodes) + len(b_addresses) + len(b_uprns) = 0 then 'no place'
        else 'place other'
    end;

create or replace temp macro name_score(name) as
    case
        when name = 'full name same' then 8
        when name = 'full name swapped' then 7
        when name like '% other%' then if(name like '%same%', 0, -6)
        when name = 'no name' then 0
        when name like 'no forename, %' then if(name like '%same', 3, 1)
        when name like '%, no surname' then if(name like '%same%', 2, 1)
        else 5
    end;

create or replace temp macro dob_score(dob) as
    case dob
        when 'dob same' then 8
        when 'dob same but weak' then 3
        when 'dob swapped' then 5
        when 'dob one digit' then 5
        when 'dob two digits' then 2
        when 'dob other' then -4
        else 0
    end;

create or replace temp macro phone_score(phone) as if(phone = 'phone same', 6, 0);

create or replace temp macro place_score(place) as
    case place
        when 'address same' then 4
        when 'postcode same' then 3
        else 0
    end;
