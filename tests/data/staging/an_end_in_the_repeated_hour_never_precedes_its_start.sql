-- Ends in civil time with their start in UTC, the repeated hour of autumn among them: the second one only where the first
-- would end before the start.
with cases as (
    select listed.*
    from (
        values
            ('2025-10-26 01:40:00', '2025-10-26 00:30:00', '2025-10-26 00:40:00'),
            ('2025-10-26 01:10:00', '2025-10-26 00:30:00', '2025-10-26 01:10:00'),
            ('2025-10-26 02:30:00', '2025-10-25 23:30:00', '2025-10-26 02:30:00'),
            ('2025-10-26 01:30:00', '2025-10-26 00:30:00', '2025-10-26 00:30:00'),
            ('2025-10-26 01:15:00', '2025-10-26 01:10:00', '2025-10-26 01:15:00'),
            ('2026-03-29 02:30:00', '2026-03-29 00:30:00', '2026-03-29 01:30:00'),
            ('2026-07-01 13:00:00', '2026-07-01 11:00:00', '2026-07-01 12:00:00'),
            ('2026-07-01 11:30:00', '2026-07-01 11:00:00', '2026-07-01 10:30:00'),
            ('2025-10-26 01:10:00', null, '2025-10-26 00:10:00'),
            (null, '2025-10-26 00:30:00', null)
    ) as listed (civil_end, start_at, end_at)
)

select *
from cases
where
    ({{ civil_end_to_utc(
        'cast(civil_end as ' ~ dbt.type_timestamp() ~ ')',
        'cast(start_at as ' ~ dbt.type_timestamp() ~ ')'
    ) }}) is distinct from cast(end_at as {{ dbt.type_timestamp() }})
