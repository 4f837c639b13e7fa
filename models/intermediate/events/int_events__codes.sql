with event_keys as (
    select * from {{ ref('int_keys__events') }}
),

logs as (
    select
        event_keys.interaction_key,
        landed.opening_code,
        landed.closing_code,
        landed.qualifiers
    from {{ ref('stg_controlworks__logs') }} as landed
    inner join event_keys on event_keys.interaction_type = 'incident' and landed.log_no = event_keys.source_ref
),

crimes as (
    select
        event_keys.interaction_key,
        coalesce(wrong_offences.right_value, landed.ho_offence_code) as ho_offence_code,
        landed.markers
    from {{ ref('stg_connect__crimes') }} as landed
    inner join event_keys on event_keys.interaction_type = 'crime' and landed.crime_no = event_keys.source_ref
    left join {{ ref('int_keys__corrected_facts') }} as wrong_offences
        on
            landed.crime_no = wrong_offences.source_ref
            and landed.ho_offence_code = wrong_offences.wrong_value
            and wrong_offences.correction = 'wrong_offence'
            and wrong_offences.interaction_type = 'crime'
),

contacts as (
    select
        event_keys.interaction_key,
        landed.reason_code
    from {{ ref('stg_controlworks__contacts') }} as landed
    inner join event_keys on event_keys.interaction_type = 'contact' and landed.roc_ref = event_keys.source_ref
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
