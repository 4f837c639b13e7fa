-- What happened with the person, a row an event, role and record; older than the window too, as long as it is held.
with named as (
    select
        'crime' as interaction_type,
        'connect' as source_system,
        crimes.crime_no as source_ref,
        crime_people.role,
        crimes.recorded_at as occurred_at,
        crimes.ho_offence_code,
        'nominal' as record_type,
        crime_people.nominal_id as record_id
    from staging.stg_connect__crime_people as crime_people
    inner join staging.stg_connect__crimes as crimes on crime_people.crime_no = crimes.crime_no
    union all
    select 'custody', 'connect', custody_ref, 'DETAINED', arrived_at, ho_offence_code, 'nominal', nominal_id
    from staging.stg_connect__custody_records
    union all
    select 'contact', 'controlworks', contacts.roc_ref, people.role, contacts.created_at, null, 'person_entry', people.person_entry_id
    from staging.stg_controlworks__people as people
    inner join staging.stg_controlworks__contacts as contacts on people.roc_ref = contacts.roc_ref
    union all
    select 'incident', 'controlworks', logs.log_no, people.role, logs.opened_at, null, 'person_entry', people.person_entry_id
    from staging.stg_controlworks__people as people
    inner join staging.stg_controlworks__logs as logs on people.log_no = logs.log_no
    union all
    select 'missing', 'compact', episode_ref, 'MISSING', reported_at, null, 'person', person_ref
    from staging.stg_compact__episodes
    union all
    select 'call', 'avaya', ucid, 'CALLER', min(started_at), null, 'call', ucid
    from staging.stg_avaya__call_segments
    group by ucid
)

select
    named.interaction_type,
    types.interaction_type_name,
    named.source_system,
    named.source_ref,
    named.role,
    coalesce(roles.role_name, named.role) as role_name,
    named.occurred_at,
    coalesce(offences.offence_name, grades.grade_name, risk_grades.risk_grade_name) as detail,
    interactions.interaction_key,
    interactions.police_hours,
    interactions.harm_weight,
    person_interactions.interaction_key is not null as is_counted,
    subject_records.record_type,
    subject_records.record_id,
    subject_records.link_strength
from named
inner join subject_records
    on named.record_type = subject_records.record_type and named.record_id = subject_records.record_id
inner join marts.dim_interaction_types as types on named.interaction_type = types.interaction_type
left join marts.dim_roles as roles on named.role = roles.role
left join linkage.link_interaction_refs as refs
    on named.interaction_type = refs.interaction_type and named.source_ref = refs.source_ref
left join marts.fct_interactions as interactions on refs.interaction_key = interactions.interaction_key
left join (select distinct person_key, interaction_key from marts.fct_person_interactions) as person_interactions
    on
        subject_records.person_key = person_interactions.person_key
        and interactions.interaction_key = person_interactions.interaction_key
left join marts.dim_offences as offences on named.ho_offence_code = offences.ho_offence_code
left join marts.dim_grades as grades on interactions.grade_code = grades.grade_code
left join marts.dim_risk_grades as risk_grades on interactions.risk_grade_code = risk_grades.risk_grade_code
order by named.occurred_at, types.sort_order, named.source_ref, roles.sort_order, subject_records.record_id
