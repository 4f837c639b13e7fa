with landed as (
    select location_text as address_text from {{ ref('base_controlworks__logs') }}
    union
    select address_text from {{ ref('base_controlworks__people') }}
    union
    select address_text from {{ ref('base_connect__nominal_addresses') }}
),

placeholders as (
    select * from {{ ref('address_placeholders') }}
),

squeezed as {{ computed_once() }} (
    select
        address_text,
        {{ squeezed_upper('address_text') }} as squeezed_text
    from landed
    where address_text is not null
),

-- A postcode at the end goes: it has a column of its own, and not everybody types it twice.
without_postcode as {{ computed_once() }} (
    select
        squeezed.address_text,
        {{ abbreviated_address(
            regex_replace('squeezed.squeezed_text', ' [A-Z][A-Z]?[0-9][A-Z0-9]? ?[0-9][A-Z][A-Z]$', '')
        ) }} as address_normalised
    from squeezed
    left join placeholders on squeezed.squeezed_text = placeholders.value
    where placeholders.value is null
),

-- What nothing is left of stays, as NULL: asking for the rest would make DuckDB compute every step once more.
-- 'FLAT 3 26 HIGH ST' has house number 26; the flat's own number stands in where there is no other.
final as (
    select
        address_text,
        address_normalised,
        coalesce(
            -- The house's number may follow: 'Ground Floor Flat, 11 Lime Grove'.
            {{ regex_extract('address_normalised', '(^| )(GROUND|FIRST|SECOND|THIRD|TOP|BASEMENT|LOWER|UPPER|REAR)( FLOOR)? FLAT( |$)', 2) }},
            {{ regex_extract('address_normalised', '(^| )(FLAT|UNIT|ROOM|STUDIO|MAISONETTE|BEDSIT) ([0-9]{1,4}[A-Z]?|[A-Z])( |$)', 3) }}
        ) as flat_number,
        coalesce(
            {{ regex_extract(
                regex_replace('address_normalised', '(^| )(FLAT|UNIT|ROOM|STUDIO|MAISONETTE|BEDSIT|FLOOR|BLOCK) [0-9]*[A-Z]? ', ' '),
                '(^| )([0-9]{1,5}[A-Z]?) ',
                2
            ) }},
            {{ regex_extract('address_normalised', '(^| )([0-9]{1,5}[A-Z]?)( |$)', 2) }}
        ) as house_number
    from without_postcode
)

select * from final
