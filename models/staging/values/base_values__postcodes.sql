with landed as (
    select postcode as postcode_text from {{ ref('base_controlworks__contacts') }}
    union
    select postcode as postcode_text from {{ ref('base_controlworks__logs') }}
    union
    select postcode as postcode_text from {{ ref('base_controlworks__people') }}
    union
    select postcode as postcode_text from {{ ref('base_connect__nominal_addresses') }}
    union
    select postcode as postcode_text from {{ ref('base_connect__crimes') }}
    union
    select postcode as postcode_text from {{ ref('base_compact__people') }}
),

placeholders as (
    select postcode_compact from {{ ref('postcode_placeholders') }} where scope = 'whole'
),

no_places as (
    select postcode_compact from {{ ref('postcode_placeholders') }} where scope = 'start'
),

squeezed as {{ computed_once() }} (
    select
        postcode_text,
        coalesce({{ squeezed_upper('postcode_text') }}, '') as squeezed_text
    from landed
    where postcode_text is not null
),

-- The whole value, or a postcode among other words. Only the form is looked at: whether one exists, a register must say.
found as {{ computed_once() }} (
    select
        postcode_text,
        replace(squeezed_text, ' ', '') as compact_text,
        coalesce(
            {{ regex_extract("replace(squeezed_text, ' ', '')", '^([A-Z0-9]{2,4}[0-9OILS][A-Z5][A-Z5])$', 1) }},
            replace({{ regex_extract('squeezed_text', '(^| )([A-Z][A-Z]?[0-9][A-Z0-9]? ?[0-9OI][A-Z][A-Z])( |$)', 2) }}, ' ', '')
        ) as compact_found
    from squeezed
),

halves as {{ computed_once() }} (
    select
        postcode_text,
        compact_text,
        substr(compact_found, 1, length(compact_found) - 3) as outward,
        substr(compact_found, length(compact_found) - 2) as inward
    from found
),

-- A letter typed for a digit, or the other way round, is put right where the form of a postcode allows one reading:
-- 'BI2 OAB' is B12 0AB, 'S014 3AB' SO14 3AB; 'BL1 2AB' is Bolton and stays.
spelled_out as {{ computed_once() }} (
    select
        postcode_text,
        compact_text,
        {{ postcode_outward('outward') }}
        || translate(substr(inward, 1, 1), 'OILS', '0115')
        || translate(substr(inward, 2), '5', 'S') as compact_candidate
    from halves
),

spelled as {{ computed_once() }} (
    select
        postcode_text,
        compact_text,
        {{ regex_extract('compact_candidate', '^([A-Z][A-Z]?[0-9][A-Z0-9]?[0-9][A-Z][A-Z])$', 1) }} as compact_postcode
    from spelled_out
),

judged as {{ computed_once() }} (
    select
        *,
        coalesce(compact_postcode, compact_text) as compact_code,
        coalesce(
            coalesce(compact_postcode, compact_text) in (select postcode_compact from placeholders)
            or substr(coalesce(compact_postcode, compact_text), 1, 2) in (select postcode_compact from no_places)
            or substr(coalesce(compact_postcode, compact_text), 1, 3) in (select postcode_compact from no_places)
            or substr(coalesce(compact_postcode, compact_text), 1, 4) in (select postcode_compact from no_places),
            false
        ) as is_no_place
    from spelled
),

-- Foreign codes are places too. A district, a sector and a town are none: a fifth of a city lives there.
final as (
    select
        postcode_text,
        case when not is_no_place then {{ regex_replace('compact_postcode', '^(.*)(...)$', '\\1 \\2') }} end as postcode,
        case
            when is_no_place then null
            when compact_postcode is not null then compact_postcode
            when {{ regex_matches('compact_code', '^[A-Z][A-Z]?[0-9][A-Z0-9]?[0-9]?[A-Z]?$') }} then null
            when {{ regex_matches('compact_code', '([0-9].*){4}') }} then compact_code
            -- Ireland and Canada have letters between few digits.
            when {{ regex_matches('compact_code', '^[A-Z][0-9][A-Z][0-9][A-Z][0-9]$') }} then compact_code
            when length(compact_code) = 7 and {{ regex_matches('compact_code', '^[AC-FHKNPRTV-Y][0-9][0-9W][A-Z0-9]*[0-9][A-Z0-9]*$') }}
                then compact_code
        end as postcode_as_given
    from judged
)

select * from final
