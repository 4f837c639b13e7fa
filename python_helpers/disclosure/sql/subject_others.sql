-- On how many of the person's events somebody else is recorded; not who, and not in which role, which could tell who.
with entries as (
    select 'crime' as interaction_type, crime_no as source_ref, 'nominal' as record_type, nominal_id as record_id
    from staging.stg_connect__crime_people
    union all
    select 'contact', roc_ref, 'person_entry', person_entry_id from staging.stg_controlworks__people where roc_ref is not null
    union all
    select 'incident', log_no, 'person_entry', person_entry_id from staging.stg_controlworks__people where log_no is not null
),

marked as (
    select
        entries.interaction_type,
        entries.source_ref,
        bool_or(subject_records.record_id is not null) as names_the_person,
        bool_or(subject_records.record_id is null) as names_another
    from entries
    left join subject_records
        on entries.record_type = subject_records.record_type and entries.record_id = subject_records.record_id
    group by entries.interaction_type, entries.source_ref
)

select count(*) as event_count from marked where names_the_person and names_another
