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

squeezed as (
    select
        postcode_text,
        coalesce({{ squeezed_upper('postcode_text') }}, '') as squeezed_text
    from landed
    where postcode_text is not null
),

-- The whole value, or a postcode among other words. Only the form is looked at: whether one exists, a register must say.
found as (
    select
        postcode_text,
        replace(squeezed_text, ' ', '') as compact_text,
        coalesce(
            {{ regex_extract("replace(squeezed_text, ' ', '')", '^([A-Z][A-Z]?[0-9][A-Z0-9]?[0-9][A-Z][A-Z])$', 1) }},
            replace({{ regex_extract('squeezed_text', '(^| )([A-Z][A-Z]?[0-9][A-Z0-9]? ?[0-9][A-Z][A-Z])( |$)', 2) }}, ' ', '')
        ) as compact_postcode
    from squeezed
),

final as (
    select
        found.postcode_text,
        case
            when placeholders.postcode_compact is null
                then {{ regex_replace('found.compact_postcode', '^(.*)(...)$', '\\1 \\2') }}
        end as postcode,
        case
            when placeholders.postcode_compact is null then coalesce(found.compact_postcode, nullif(found.compact_text, ''))
        end as postcode_as_given
    from found
    left join placeholders on coalesce(found.compact_postcode, found.compact_text) = placeholders.postcode_compact
)

select * from final
