with decisions as (
    select * from {{ ref('stg_corrections__decisions') }} where correction in ('wrong_role', 'wrong_offence')
),

events as (
    select interaction_type, source_ref from {{ ref('int_keys__events') }}
),

entries as (
    select people.person_entry_id, people.role
    from {{ ref('stg_controlworks__people') }} as people
    left join events as contacts on contacts.interaction_type = 'contact' and people.roc_ref = contacts.source_ref
    left join events as logs on logs.interaction_type = 'incident' and people.log_no = logs.source_ref
    where coalesce(contacts.source_ref, logs.source_ref) is not null
),

-- Each role and offence as the source systems have it: whose, on which event.
typed_roles as (
    select
        'person_entry' as record_type,
        person_entry_id as record_id,
        cast(null as {{ dbt.type_string() }}) as interaction_type,
        cast(null as {{ dbt.type_string() }}) as source_ref,
        role as value
    from entries
),

recorded_facts as (
    select 'nominal' as record_type, nominal_id as record_id, 'crime' as interaction_type, crime_no as source_ref, role as value
    from {{ ref('stg_connect__crime_people') }}
    union all
    select 'nominal' as record_type, nominal_id as record_id, 'custody' as interaction_type, custody_ref as source_ref, 'DETAINED' as value
    from {{ ref('stg_connect__custody_records') }}
    union all
    select 'person' as record_type, person_ref as record_id, 'missing' as interaction_type, episode_ref as source_ref, 'MISSING' as value
    from {{ ref('stg_compact__episodes') }}
    union all
    select 'crime' as record_type, crime_no as record_id, 'crime' as interaction_type, crime_no as source_ref, ho_offence_code as value
    from {{ ref('stg_connect__crimes') }}
    union all
    select 'custody' as record_type, custody_ref as record_id, 'custody' as interaction_type, custody_ref as source_ref, ho_offence_code as value
    from {{ ref('stg_connect__custody_records') }}
),

facts as (
    select * from typed_roles
    union all
    select recorded_facts.*
    from recorded_facts
    inner join events
        on recorded_facts.interaction_type = events.interaction_type and recorded_facts.source_ref = events.source_ref
),

found as (
    select decisions.correction_id, decisions.wrong_value, facts.value
    from decisions
    inner join facts
        on
            decisions.left_record_type = facts.record_type
            and decisions.left_record_id = facts.record_id
            and coalesce(decisions.right_record_id, facts.source_ref, '') = coalesce(facts.source_ref, '')
            and coalesce(case decisions.right_record_type when 'episode' then 'missing' else decisions.right_record_type end, facts.interaction_type, '')
            = coalesce(facts.interaction_type, '')
),

final as (
    select
        decisions.correction_id,
        max(case when found.correction_id is not null then 1 else 0 end) = 1 as is_seen,
        max(case when found.value = decisions.wrong_value then 1 else 0 end) = 1 as is_still_wrong
    from decisions
    left join found on decisions.correction_id = found.correction_id
    group by decisions.correction_id
)

select * from final
