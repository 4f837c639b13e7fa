with measured_events as (
    select interaction_type, is_effort_known, is_harm_mapped from {{ ref('int_events__measured') }}
),

deployments as (
    select * from {{ ref('stg_controlworks__deployments') }}
),

logs as (
    select log_no from {{ ref('stg_controlworks__logs') }}
),

contacts as (
    select roc_ref from {{ ref('stg_controlworks__contacts') }}
),

entries as (
    select person_entry_id, roc_ref, log_no from {{ ref('stg_controlworks__people') }}
),

crimes as (
    select crime_no from {{ ref('stg_connect__crimes') }}
),

nominals as (
    select nominal_id from {{ ref('stg_connect__nominals') }}
),

effort_findings as (
    select
        case interaction_type
            when 'call' then 'call_handling_unknown'
            when 'incident' then 'attended_hours_unknown'
            when 'crime' then 'investigation_hours_unknown'
            when 'custody' then 'custody_hours_unknown'
            when 'missing' then 'missing_police_hours_unknown'
        end as finding,
        count(*) as row_count
    from measured_events
    where not is_effort_known
    group by interaction_type
),

row_findings as (
    select 'harm_weight_stood_in' as finding, count(*) as row_count
    from measured_events
    where not is_harm_mapped
    union all
    select 'custody_not_released' as finding, count(*) as row_count
    from {{ ref('int_events__effort') }}
    where is_open
    union all
    select 'deployment_of_no_known_log' as finding, count(*) as row_count
    from deployments
    left join logs on deployments.log_no = logs.log_no
    where logs.log_no is null
    union all
    select 'investigation_of_no_known_crime' as finding, count(*) as row_count
    from {{ ref('stg_connect__investigations') }} as investigations
    left join crimes on investigations.crime_no = crimes.crime_no
    where crimes.crime_no is null
    union all
    select 'person_of_no_known_crime' as finding, count(*) as row_count
    from {{ ref('stg_connect__crime_people') }} as crime_people
    left join crimes on crime_people.crime_no = crimes.crime_no
    where crimes.crime_no is null
    union all
    select 'crime_role_of_no_known_nominal' as finding, count(*) as row_count
    from {{ ref('stg_connect__crime_people') }} as crime_people
    left join nominals on crime_people.nominal_id = nominals.nominal_id
    where nominals.nominal_id is null
    union all
    select 'custody_of_no_known_nominal' as finding, count(*) as row_count
    from {{ ref('stg_connect__custody_records') }} as custody_records
    left join nominals on custody_records.nominal_id = nominals.nominal_id
    where nominals.nominal_id is null
    union all
    select 'person_entry_of_no_known_event' as finding, count(*) as row_count
    from entries
    left join contacts on entries.roc_ref = contacts.roc_ref
    left join logs on entries.log_no = logs.log_no
    where contacts.roc_ref is null and logs.log_no is null
),

found as (
    select * from effort_findings
    union all
    select * from row_findings
),

final as (
    select
        finding_kinds.finding,
        coalesce(found.row_count, 0) as row_count,
        finding_kinds.meaning
    from {{ ref('finding_kinds') }} as finding_kinds
    left join found on finding_kinds.finding = found.finding
)

select * from final
