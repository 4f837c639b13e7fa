{%- set code_lists = [
    ('controlworks', 'contacts', 'channel', ref('channels'), 'channel'),
    ('controlworks', 'contacts', 'npu_code', ref('npus'), 'npu_code'),
    ('controlworks', 'logs', 'initial_grade', ref('grade_weights'), 'grade_code'),
    ('controlworks', 'logs', 'final_grade', ref('grade_weights'), 'grade_code'),
    ('controlworks', 'logs', 'source_channel', ref('channels'), 'channel'),
    ('controlworks', 'logs', 'npu_code', ref('npus'), 'npu_code'),
    ('controlworks', 'people', 'role', ref('roles'), 'role'),
    ('controlworks', 'deployments', 'team_type', ref('team_types'), 'team_type'),
    ('connect', 'crimes', 'ho_offence_code', ref('offences'), 'ho_offence_code'),
    ('connect', 'crimes', 'npu_code', ref('npus'), 'npu_code'),
    ('connect', 'crime_people', 'role', ref('roles'), 'role'),
    ('connect', 'investigations', 'team_type', ref('team_types'), 'team_type'),
    ('connect', 'custody_records', 'ho_offence_code', ref('offences'), 'ho_offence_code'),
    ('connect', 'nominal_addresses', 'address_type', ref('address_types'), 'address_type'),
    ('compact', 'episodes', 'risk_grade', ref('risk_grades'), 'risk_grade_code'),
    ('compact', 'episodes', 'npu_code', ref('npus'), 'npu_code'),
] -%}
{#- By which of its columns a row belongs to an event; an address belongs to none. -#}
{%- set event_keys = {
    'contacts': ('contact', 'roc_ref'), 'logs': ('incident', 'log_no'), 'deployments': ('incident', 'log_no'),
    'crimes': ('crime', 'crime_no'), 'crime_people': ('crime', 'crime_no'), 'investigations': ('crime', 'crime_no'),
    'custody_records': ('custody', 'custody_ref'), 'episodes': ('missing', 'episode_ref'),
} -%}
with events as (
    select interaction_key, interaction_type, source_ref from {{ ref('int_keys__events') }}
),

listed_organisations as (
    select distinct {{ organisation_form('typed_name') }} as name_form from {{ ref('organisation_names') }}
),

entries as (
    select
        people.role,
        people.organisation,
        {{ organisation_form('people.organisation') }} as name_form
    from {{ ref('stg_controlworks__people') }} as people
    left join events as contacts on contacts.interaction_type = 'contact' and people.roc_ref = contacts.source_ref
    left join events as logs on logs.interaction_type = 'incident' and people.log_no = logs.source_ref
    where coalesce(contacts.interaction_key, logs.interaction_key) is not null
),

final as (
    {% for source_system, table_name, column, seed, seed_column in code_lists -%}
    select
        '{{ source_system }}' as source_system,
        '{{ table_name }}' as table_name,
        '{{ column }}' as column_name,
        carriers.{{ column }} as code,
        count(*) as row_count,
        '{{ seed.identifier }}' as seed
    from {{ 'entries' if table_name == 'people' else ref('stg_' ~ source_system ~ '__' ~ table_name) }} as carriers
    {% if table_name in event_keys -%}
    inner join events
        on events.interaction_type = '{{ event_keys[table_name][0] }}' and carriers.{{ event_keys[table_name][1] }} = events.source_ref
    {% endif -%}
    left join {{ seed }} as known on carriers.{{ column }} = known.{{ seed_column }}
    where carriers.{{ column }} is not null and known.{{ seed_column }} is null
    group by carriers.{{ column }}
    union all
    {% endfor -%}
    select
        'controlworks' as source_system,
        'people' as table_name,
        'organisation' as column_name,
        entries.organisation as code,
        count(*) as row_count,
        'organisation_names' as seed
    from entries
    left join listed_organisations on entries.name_form = listed_organisations.name_form
    where entries.organisation is not null and listed_organisations.name_form is null
    group by entries.organisation
    union all
    select
        case tags.evidence when 'QUALIFIER' then 'controlworks' else 'connect' end as source_system,
        case tags.evidence when 'QUALIFIER' then 'logs' else 'crimes' end as table_name,
        case tags.evidence when 'QUALIFIER' then 'qualifiers' else 'markers' end as column_name,
        tags.code,
        count(*) as row_count,
        'theme_rules' as seed
    from {{ ref('int_events__codes') }} as tags
    inner join events on tags.interaction_key = events.interaction_key
    left join {{ ref('theme_rules') }} as known on tags.evidence = known.evidence and tags.code = known.code
    where tags.evidence in ('QUALIFIER', 'CRIME_MARKER') and known.code is null
    group by tags.evidence, tags.code
)

select * from final
