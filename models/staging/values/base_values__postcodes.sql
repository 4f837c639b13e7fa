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
    select * from {{ ref('postcode_placeholders') }}
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
            {{ regex_extract("replace(squeezed_text, ' ', '')", '^([A-Z][A-Z]?[0-9][A-Z0-9]?[0-9OI][A-Z][A-Z])$', 1) }},
            replace({{ regex_extract('squeezed_text', '(^| )([A-Z][A-Z]?[0-9][A-Z0-9]? ?[0-9OI][A-Z][A-Z])( |$)', 2) }}, ' ', '')
        ) as compact_found
    from squeezed
),

-- O, I and L are no letters of a postcode's numbers: 'B7O IZH' is B70 1ZH.
spelled as {{ computed_once() }} (
    select
        postcode_text,
        compact_text,
        {{ regex_extract('compact_found', '^([A-Z][A-Z]?[0-9])', 1) }}
        || coalesce(translate({{ regex_extract('compact_found', '^[A-Z][A-Z]?[0-9]([A-Z0-9]?)[0-9OI]..$', 1) }}, 'OIL', '011'), '')
        || translate({{ regex_extract('compact_found', '([0-9OI])..$', 1) }}, 'OI', '01')
        || {{ regex_extract('compact_found', '(..)$', 1) }} as compact_postcode
    from found
),

final as (
    select
        spelled.postcode_text,
        case
            when placeholders.postcode_compact is null
                then {{ regex_replace('spelled.compact_postcode', '^(.*)(...)$', '\\1 \\2') }}
        end as postcode,
        case
            when placeholders.postcode_compact is null then coalesce(spelled.compact_postcode, nullif(spelled.compact_text, ''))
        end as postcode_as_given
    from spelled
    left join placeholders on coalesce(spelled.compact_postcode, spelled.compact_text) = placeholders.postcode_compact
)

select * from final
