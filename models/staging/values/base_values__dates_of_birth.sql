with landed as (
    select dob as dob_text, cast(extract(year from extracted_at_utc) as integer) as extracted_year
    from {{ ref('base_controlworks__people') }}
    union
    select dob as dob_text, cast(extract(year from extracted_at_utc) as integer) as extracted_year
    from {{ ref('base_connect__nominals') }}
    union
    select dob as dob_text, cast(extract(year from extracted_at_utc) as integer) as extracted_year
    from {{ ref('base_connect__nominal_aliases') }}
    union
    select dob as dob_text, cast(extract(year from extracted_at_utc) as integer) as extracted_year
    from {{ ref('base_compact__people') }}
),

placeholders as (
    select * from {{ ref('dob_placeholders') }}
),

tidied as {{ computed_once() }} (
    select
        dob_text,
        extracted_year,
        {{ tidy_date('dob_text') }} as tidy_text
    from landed
    where dob_text is not null
),

-- '14/06/1985 41yrs' and '14/06/1985 - as per passport' without the age and the note, which are no part of the date; what casts doubt on it stays.
alone as {{ computed_once() }} (
    select
        dob_text,
        extracted_year,
        {{ date_without_age_or_note('tidy_text') }} as tidy_text
    from tidied
),

-- One form a line; year, month and day as text, in the order the form has them (UK: day first).
shaped as {{ computed_once() }} (
    select
        dob_text,
        extracted_year,
        tidy_text,
        case
            when {{ regex_matches('tidy_text', '^[0-9]{1,2} [0-9]{1,2} ([0-9]{2}|[0-9]{4})$') }} then 'day month year'
            when {{ regex_matches('tidy_text', '^[0-9]{4} [0-9]{1,2} [0-9]{1,2}$') }} then 'year month day'
            when {{ regex_matches('tidy_text', '^[0-9]{1,2} ?[A-Z]{3,9} ?([0-9]{2}|[0-9]{4})$') }} then 'day name year'
            when {{ regex_matches('tidy_text', '^[A-Z]{3,9} ?[0-9]{1,2} ([0-9]{2}|[0-9]{4})$') }} then 'name day year'
            when {{ regex_matches('tidy_text', '^[0-9]{4} ?[A-Z]{3,9} ?[0-9]{1,2}$') }} then 'year name day'
            when {{ regex_matches('tidy_text', '^[0-3][0-9][01][0-9](1[89]|20)[0-9][0-9]$') }} then 'ddmmyyyy'
            when {{ regex_matches('tidy_text', '^(1[89]|20)[0-9][0-9][01][0-9][0-3][0-9]$') }} then 'yyyymmdd'
            when {{ regex_matches('tidy_text', '^[0-3][0-9][01][0-9][0-9][0-9]$') }} then 'ddmmyy'
        end as form
    from alone
),

split as {{ computed_once() }} (
    select
        *,
        case
            when form in ('day month year', 'name day year') then {{ regex_extract('tidy_text', ' ([0-9]+)$', 1) }}
            when form = 'day name year' then {{ regex_extract('tidy_text', '([0-9]+)$', 1) }}
            when form in ('year month day', 'year name day', 'yyyymmdd') then substr(tidy_text, 1, 4)
            when form in ('ddmmyyyy', 'ddmmyy') then substr(tidy_text, 5)
        end as year_text,
        case
            when form in ('day month year', 'year month day') then {{ regex_extract('tidy_text', '^[0-9]+ ([0-9]+) ', 1) }}
            when form in ('ddmmyyyy', 'ddmmyy') then substr(tidy_text, 3, 2)
            when form = 'yyyymmdd' then substr(tidy_text, 5, 2)
            else {{ month_of_name(regex_extract('tidy_text', '([A-Z]{3,9})', 1)) }}
        end as month_text,
        case
            when form in ('day month year', 'day name year') then {{ regex_extract('tidy_text', '^([0-9]{1,2})', 1) }}
            when form in ('year month day', 'year name day') then {{ regex_extract('tidy_text', '([0-9]{1,2})$', 1) }}
            when form = 'name day year' then {{ regex_extract('tidy_text', '([0-9]{1,2}) [0-9]+$', 1) }}
            when form in ('ddmmyyyy', 'ddmmyy') then substr(tidy_text, 1, 2)
            when form = 'yyyymmdd' then substr(tidy_text, 7, 2)
        end as day_text
    from shaped
),

-- A year of two digits is the latest one that is not after the extraction's.
numbered as {{ computed_once() }} (
    select
        *,
        case
            when length(year_text) = 2
                then extracted_year - mod(extracted_year - cast(year_text as integer) + 2000, 100)
            else cast(year_text as integer)
        end as year_number,
        cast(month_text as integer) as month_number,
        cast(day_text as integer) as day_number
    from split
),

dated as {{ computed_once() }} (
    select
        *,
        case
            when year_number between 1800 and 2199 and month_number between 1 and 12 and day_number between 1 and 31
                then case
                    when day_number <= {{ days_in_month('year_number', 'month_number') }}
                        then {{ calendar_date('year_number', 'month_number', 'day_number') }}
                end
        end as parsed_on
    from numbered
),

-- The same day a hundred years before: what a year of two digits means where the latest one lies after the day of extraction.
centuries as {{ computed_once() }} (
    select
        *,
        case
            when length(year_text) = 2 and year_number = extracted_year and parsed_on is not null
                and day_number <= {{ days_in_month('year_number - 100', 'month_number') }}
                then {{ calendar_date('year_number - 100', 'month_number', 'day_number') }}
        end as century_earlier_on
    from dated
),

judged as {{ computed_once() }} (
    select
        *,
        case
            when tidy_text in (select value from placeholders where kind = 'text') then 'placeholder'
            when cast(parsed_on as {{ dbt.type_string() }}) in (select value from placeholders where kind = 'date') then 'placeholder'
            when {{ regex_matches('tidy_text', '^[0 ]*$') }} then 'placeholder'
            when
                parsed_on
                < cast(cast(extracted_year - {{ var('longest_credible_life_years') }} as {{ dbt.type_string() }}) || '-01-01' as date)
                then 'impossible'
            when parsed_on is not null and month_number = 1 and day_number = 1 then 'weak'
            when parsed_on is not null then 'full'
            when year_number between 1880 and extracted_year and (month_number = 0 or day_number = 0) then 'approximate'
            when form is not null and month_number is not null then 'impossible'
            when {{ is_approximate_age('tidy_text') }} then 'approximate'
            else 'unparsable'
        end as dob_quality
    from centuries
),

final as (
    select
        dob_text,
        extracted_year,
        case when dob_quality in ('full', 'weak') then parsed_on end as date_of_birth,
        case when dob_quality in ('full', 'weak') then century_earlier_on end as century_earlier_on,
        dob_quality
    from judged
)

select * from final
