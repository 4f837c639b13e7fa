with mentions as (
    select mention_id, record_key from {{ ref('int_identity__mentions') }}
),

entries as (
    select * from {{ ref('stg_controlworks__people') }}
),

nominals as (
    select * from {{ ref('stg_connect__nominals') }}
),

aliases as (
    select * from {{ ref('stg_connect__nominal_aliases') }} where not is_restricted
),

missing_people as (
    select * from {{ ref('stg_compact__people') }}
),

name_variants as (
    select variant, canonical from {{ ref('name_variants') }}
),

honorifics as (
    select distinct element from {{ ref('honorific_elements') }}
),

typed as (
    select
        {{ record_key('controlworks', 'person_entry', 'person_entry_id') }} as record_key,
        'typed' as name_kind, forename, middle_names, surname, date_of_birth, dob_quality
    from entries
    union all
    select
        {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key,
        'typed' as name_kind, forename, middle_names, surname, date_of_birth, dob_quality
    from nominals
    union all
    select
        {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key,
        'alias' as name_kind, forename, null as middle_names, surname, date_of_birth, dob_quality
    from aliases
    union all
    select
        {{ record_key('compact', 'person', 'person_ref') }} as record_key,
        'typed' as name_kind, forename, null as middle_names, surname, date_of_birth, dob_quality
    from missing_people
    union all
    select
        {{ record_key('compact', 'person', 'person_ref') }} as record_key,
        'known_as' as name_kind, known_as as forename, null as middle_names, surname, date_of_birth, dob_quality
    from missing_people
    where known_as is not null
),

in_use as (
    select
        mentions.mention_id,
        typed.name_kind,
        typed.forename,
        {{ first_word('typed.middle_names') }} as second_forename,
        typed.surname,
        typed.date_of_birth,
        typed.dob_quality
    from typed
    inner join mentions on typed.record_key = mentions.record_key
),

-- An honorific put before the name in use ('Mohammed Imran Khan') hides it: both readings are kept.
readings as (
    select mention_id, name_kind, forename, surname, date_of_birth, dob_quality from in_use
    union all
    select
        in_use.mention_id,
        'honorific_dropped' as name_kind,
        in_use.second_forename as forename,
        in_use.surname,
        in_use.date_of_birth,
        in_use.dob_quality
    from in_use
    inner join honorifics on in_use.forename = honorifics.element
    where in_use.second_forename is not null
)

select distinct
    readings.mention_id,
    readings.name_kind,
    coalesce(forename_variants.canonical, readings.forename) as forename,
    coalesce(surname_variants.canonical, replace(readings.surname, ' ', '')) as surname,
    readings.date_of_birth,
    readings.dob_quality
from readings
left join name_variants as forename_variants on readings.forename = forename_variants.variant
left join name_variants as surname_variants on replace(readings.surname, ' ', '') = surname_variants.variant
