with recorded_events as (
    select
        recorded.interaction_key,
        recorded.interaction_type,
        event_keys.source_ref,
        recorded.event_number,
        recorded.occurred_at,
        recorded.chain_key
    from {{ ref('int_events__recorded') }} as recorded
    inner join {{ ref('int_keys__events') }} as event_keys on recorded.interaction_key = event_keys.interaction_key
),

roles as (
    select role from {{ ref('roles') }}
),

wrong_roles as (
    select * from {{ ref('int_keys__corrected_facts') }} where correction = 'wrong_role'
),

agency_entries as (
    select record_key, organisation from {{ ref('int_events__person_entries') }} where is_agency
),

records as (
    select record_key, record_type, record_id from {{ ref('int_keys__records') }}
),

people as (
    select records.record_key, people.roc_ref, people.log_no, people.role, people.phone
    from {{ ref('stg_controlworks__people') }} as people
    inner join records on people.person_entry_id = records.record_id and records.record_type = 'person_entry'
),

-- A number is on many entries: a token is computed once a number.
numbers as (
    select phone, {{ token('phone', 'phone') }} as phone_token
    from (select distinct phone from people where phone is not null) as named
),

typed as (
    {% for interaction_type, reference in [('contact', 'roc_ref'), ('incident', 'log_no')] -%}
    select
        people.record_key,
        '{{ interaction_type }}' as interaction_type,
        people.{{ reference }} as source_ref,
        people.role,
        numbers.phone_token
    from people
    left join numbers on people.phone = numbers.phone
    where people.{{ reference }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

named_nominals as (
    select
        nominal_id,
        'crime' as interaction_type,
        crime_no as source_ref,
        role
    from {{ ref('stg_connect__crime_people') }}
    union all
    select
        nominal_id,
        'custody' as interaction_type,
        custody_ref as source_ref,
        'DETAINED' as role
    from {{ ref('stg_connect__custody_records') }}
),

missing_people as (
    select records.record_key, episodes.episode_ref as source_ref
    from {{ ref('stg_compact__episodes') }} as episodes
    inner join records on episodes.person_ref = records.record_id and records.record_type = 'person'
),

entries as (
    select * from typed
    union all
    select
        records.record_key,
        named_nominals.interaction_type,
        named_nominals.source_ref,
        named_nominals.role,
        cast(null as {{ dbt.type_string() }}) as phone_token
    from named_nominals
    inner join records on named_nominals.nominal_id = records.record_id and records.record_type = 'nominal'
    union all
    select
        record_key,
        'missing' as interaction_type,
        source_ref,
        'MISSING' as role,
        cast(null as {{ dbt.type_string() }}) as phone_token
    from missing_people
),

-- Few were decided about: they are found by their record, and by their event only then.
decided as (
    select distinct
        entries.record_key,
        entries.interaction_type,
        entries.source_ref,
        entries.role,
        wrong_roles.right_value
    from entries
    inner join wrong_roles
        on
            entries.record_key = wrong_roles.record_key
            and entries.role = wrong_roles.wrong_value
            and coalesce(wrong_roles.interaction_type, entries.interaction_type) = entries.interaction_type
            and coalesce(wrong_roles.source_ref, entries.source_ref) = entries.source_ref
),

-- What somebody decided goes before what was typed; who took no part has no entry.
corrected as (
    select
        entries.record_key,
        entries.interaction_type,
        entries.source_ref,
        entries.phone_token,
        case when decided.record_key is null then entries.role else decided.right_value end as role
    from entries
    left join decided
        on
            entries.record_key = decided.record_key
            and entries.interaction_type = decided.interaction_type
            and entries.source_ref = decided.source_ref
            and entries.role = decided.role
    where decided.record_key is null or decided.right_value is not null
),

-- Two roles that no seed knows are one role here.
final as (
    select distinct
        corrected.record_key,
        recorded_events.interaction_key,
        recorded_events.event_number,
        recorded_events.chain_key,
        recorded_events.interaction_type,
        recorded_events.occurred_at,
        {{ mapped_code('corrected.role', 'roles.role') }} as role,
        corrected.phone_token,
        agency_entries.organisation
    from corrected
    inner join recorded_events
        on corrected.interaction_type = recorded_events.interaction_type and corrected.source_ref = recorded_events.source_ref
    left join roles on corrected.role = roles.role
    left join agency_entries on corrected.record_key = agency_entries.record_key
)

select * from final
