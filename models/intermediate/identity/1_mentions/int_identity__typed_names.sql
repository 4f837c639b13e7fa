with mentioned_records as (
    {{ mentioned_records() }}
),

name_variants as (
    select variant, canonical from {{ ref('name_variants') }}
),

honorifics as (
    select element, kind = 'particle' as is_particle from {{ ref('honorific_elements') }}
),

-- Forenames that brothers or sisters share, so that the next one is the name: by tradition, or because they are honorifics.
shared_forenames as (
    select forename from {{ ref('shared_forenames') }}
    union
    select element as forename from honorifics
    union
    select name_variants.variant as forename
    from name_variants
    inner join honorifics on name_variants.canonical = honorifics.element
),

typed as (
    {% for record_type, id, model, name_kind in [
        ('person_entry', 'person_entry_id', 'stg_controlworks__people', 'typed'),
        ('nominal', 'nominal_id', 'stg_connect__nominals', 'typed'),
        ('nominal', 'nominal_id', 'stg_connect__nominal_aliases', 'alias'),
        ('person', 'person_ref', 'stg_compact__people', 'typed'),
    ] -%}
    select
        '{{ record_type }}' as record_type,
        {{ id }} as record_id,
        '{{ name_kind }}' as name_kind, forename, middle_names, surname, longer_surname, generation, date_of_birth, dob_quality
    from {{ ref(model) }}
    union all
    {% endfor -%}
    select
        'person' as record_type,
        person_ref as record_id,
        'known_as' as name_kind, known_as as forename, null as middle_names, surname, null as longer_surname, generation, date_of_birth, dob_quality
    from {{ ref('stg_compact__people') }}
    where known_as is not null
),

-- Surnames of several parts that somebody has for certain; with them 'Tamsin Taylor Smith' can be read as Taylor Smith.
double_surnames as (
    select distinct surname from typed where surname like '% %'
),

-- Forenames that somebody writes as one word; with them 'Min-jun' and 'Xiao Ming' can be read as Minjun and Xiaoming.
single_forenames as (
    select distinct forename from typed where forename is not null and middle_names is null
),

spelled as (
    select record_type, record_id, name_kind, forename, middle_names, surname, generation, date_of_birth, dob_quality from typed
    union all
    select
        typed.record_type, typed.record_id, 'longer_surname' as name_kind, typed.forename, null as middle_names, double_surnames.surname,
        typed.generation, typed.date_of_birth, typed.dob_quality
    from typed
    inner join double_surnames on typed.longer_surname = double_surnames.surname
    union all
    select
        typed.record_type, typed.record_id, 'joined_forename' as name_kind, single_forenames.forename, null as middle_names, typed.surname,
        typed.generation, typed.date_of_birth, typed.dob_quality
    from typed
    inner join single_forenames on typed.forename || {{ first_word('typed.middle_names') }} = single_forenames.forename
),

worded as (
    select
        mentioned_records.mention_id,
        spelled.name_kind,
        spelled.forename as typed_forename,
        coalesce(forename_variants.canonical, spelled.forename) as forename,
        {{ first_word('spelled.middle_names') }} as second_word,
        nullif({{ dbt.split_part('spelled.middle_names', "' '", 2) }}, '') as third_word,
        coalesce(surname_variants.canonical, replace(spelled.surname, ' ', '')) as surname,
        ' ' || coalesce(spelled.forename, '') || ' ' || coalesce(spelled.middle_names, '') || ' ' || coalesce(spelled.surname, '') || ' ' as words,
        spelled.generation,
        spelled.date_of_birth,
        spelled.dob_quality
    from spelled
    inner join mentioned_records
        on spelled.record_type = mentioned_records.record_type and spelled.record_id = mentioned_records.record_id
    left join name_variants as forename_variants on spelled.forename = forename_variants.variant
    left join name_variants as surname_variants on replace(spelled.surname, ' ', '') = surname_variants.variant
),

-- What tells two people of one forename and surname apart: the second forename where the first is shared by many in one family, and
-- Singh or Kaur, wherever it stands.
told_apart as (
    select
        worded.mention_id,
        worded.name_kind,
        worded.forename,
        worded.surname,
        -- An honorific is no second forename; a particle is one with the word that follows ('Abdul Rahman').
        case
            when shared_forenames.forename is null then null
            when second_honorifics.is_particle then worded.second_word || worded.third_word
            when second_honorifics.element is null then coalesce(second_variants.canonical, worded.second_word)
        end as second_forename,
        case
            when worded.words like '% SINGH %' and worded.words not like '% KAUR %' then 'SINGH'
            when worded.words like '% KAUR %' and worded.words not like '% SINGH %' then 'KAUR'
        end as singh_or_kaur,
        worded.generation,
        worded.date_of_birth,
        worded.dob_quality
    from worded
    left join shared_forenames on worded.typed_forename = shared_forenames.forename
    left join honorifics as second_honorifics on worded.second_word = second_honorifics.element
    left join name_variants as second_variants on worded.second_word = second_variants.variant
),

-- An honorific put before the name in use hides it: both readings are kept.
readings as (
    select * from told_apart
    union
    select
        told_apart.mention_id,
        'honorific_dropped' as name_kind,
        told_apart.second_forename as forename,
        told_apart.surname,
        cast(null as {{ dbt.type_string() }}) as second_forename,
        told_apart.singh_or_kaur,
        told_apart.generation,
        told_apart.date_of_birth,
        told_apart.dob_quality
    from told_apart
    inner join honorifics on told_apart.forename = honorifics.element
    where told_apart.second_forename is not null
),

-- By who was the first to carry it, whatever the salt: the number says nothing about the date.
numbered_dates as (
    select date_of_birth, cast(row_number() over (order by min(mention_id), date_of_birth) as {{ dbt.type_int() }}) as dob_id
    from readings
    where date_of_birth is not null
    group by date_of_birth
),

final as (
    select readings.*, numbered_dates.dob_id
    from readings
    left join numbered_dates on readings.date_of_birth = numbered_dates.date_of_birth
)

select * from final
