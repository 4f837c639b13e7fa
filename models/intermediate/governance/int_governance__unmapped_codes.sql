{%- set code_lists = [
    ('npu_code', 'npu_code', ref('int_events__in_window'), ref('npus'), 'npu_code', 'geography/npus.csv'),
    ('grade_code', 'grade_code', ref('int_events__in_window'), ref('grade_weights'), 'grade_code', 'weights/grade_weights.csv'),
    ('ho_offence_code', 'ho_offence_code', ref('int_events__in_window'), ref('offences'), 'ho_offence_code', 'weights/offences.csv'),
    ('channel', 'channel', ref('int_events__in_window'), ref('channels'), 'channel', 'roles/channels.csv'),
    ('role', 'role', ref('int_events__entries'), ref('roles'), 'role', 'roles/roles.csv'),
    ('team_type', 'team_type', ref('stg_controlworks__deployments'), ref('team_types'), 'team_type', 'roles/team_types.csv'),
    ('address_type', 'address_type', ref('stg_connect__nominal_addresses'), ref('address_types'), 'address_type', 'geography/address_types.csv'),
] -%}
with tags as (
    select
        case event_codes.evidence when 'QUALIFIER' then 'qualifier' else 'crime_marker' end as code_kind,
        event_codes.code,
        count(*) as row_count
    from {{ ref('int_events__codes') }} as event_codes
    left join {{ ref('theme_rules') }} as theme_rules
        on event_codes.evidence = theme_rules.evidence and event_codes.code = theme_rules.code
    where event_codes.evidence in ('QUALIFIER', 'CRIME_MARKER') and theme_rules.code is null
    group by event_codes.evidence, event_codes.code
),

codes as (
    {% for code_kind, column, relation, seed_relation, seed_column, seed_path in code_lists -%}
    select
        '{{ code_kind }}' as code_kind,
        carriers.{{ column }} as code,
        count(*) as row_count,
        '{{ seed_path }}' as seed
    from {{ relation }} as carriers
    left join {{ seed_relation }} as known on carriers.{{ column }} = known.{{ seed_column }}
    where carriers.{{ column }} is not null and known.{{ seed_column }} is null
    group by carriers.{{ column }}
    union all
    {% endfor -%}
    select
        code_kind,
        code,
        row_count,
        'themes/theme_rules.csv' as seed
    from tags
),

final as (
    select
        code_kind,
        code,
        sum(row_count) as row_count,
        min(seed) as seed
    from codes
    group by code_kind, code
)

select * from final
