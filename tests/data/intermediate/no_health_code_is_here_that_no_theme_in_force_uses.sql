-- `fsu land` drops what means health and is used by no theme that is on. A delivery that landed while one was on has to land again.
select event_codes.evidence
from (select distinct evidence, code from {{ ref('int_events__codes') }}) as event_codes
inner join {{ ref('health_codes') }} as health_codes
    on health_codes.column_name in ('*', {{ evidence_column('event_codes.evidence') }})
    and {{ means_health('event_codes.code', 'health_codes.code') }}
where not exists (
    select 1
    from {{ ref('theme_rules') }} as theme_rules
    inner join {{ ref('int_events__theme_kinds') }} as theme_kinds on theme_rules.theme_code = theme_kinds.theme_code
    where theme_kinds.is_special_category
        and theme_kinds.is_in_use
        and theme_rules.evidence = event_codes.evidence
        and theme_rules.code = event_codes.code
)
