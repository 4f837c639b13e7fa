with logs as (
    select
        {{ opaque_key('interaction', ["'incident'", 'log_no']) }} as interaction_key,
        opening_code,
        closing_code,
        qualifiers
    from {{ ref('stg_controlworks__logs') }}
),

crimes as (
    select
        {{ opaque_key('interaction', ["'crime'", 'crimes.crime_no']) }} as interaction_key,
        coalesce(wrong_offences.right_value, crimes.ho_offence_code) as ho_offence_code,
        crimes.markers
    from {{ ref('stg_connect__crimes') }} as crimes
    left join {{ ref('int_events__corrected_facts') }} as wrong_offences
        on
            crimes.crime_no = wrong_offences.source_ref
            and crimes.ho_offence_code = wrong_offences.wrong_value
            and wrong_offences.correction = 'wrong_offence'
            and wrong_offences.interaction_type = 'crime'
),

contacts as (
    select
        {{ opaque_key('interaction', ["'contact'", 'roc_ref']) }} as interaction_key,
        reason_code
    from {{ ref('stg_controlworks__contacts') }}
),

qualifiers as (
    {{ split_to_rows('logs', ['interaction_key'], 'qualifiers', '|') }}
),

markers as (
    {{ split_to_rows('crimes', ['interaction_key'], 'markers', '|') }}
),

codes as (
    select interaction_key, 'QUALIFIER' as evidence, trim(part) as code from qualifiers
    union all
    select interaction_key, 'CRIME_MARKER' as evidence, trim(part) as code from markers
    union all
    select interaction_key, 'OPENING_CODE' as evidence, opening_code as code from logs
    union all
    select interaction_key, 'CLOSING_CODE' as evidence, closing_code as code from logs
    union all
    select interaction_key, 'OFFENCE_CODE' as evidence, ho_offence_code as code from crimes
    union all
    select interaction_key, 'CONTACT_REASON' as evidence, reason_code as code from contacts
),

final as (
    select
        interaction_key,
        evidence,
        upper(code) as code
    from codes
    where coalesce(code, '') <> ''
)

select * from final
