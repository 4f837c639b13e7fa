-- Days as systems write them, leap years of both kinds among them.
with cases as (
    select listed.*
    from (
        values
            ('2026-07-01', '2026-07-01'),
            ('2026-07-01 00:00:00', '2026-07-01'),
            ('2000-02-29', '2000-02-29'),
            ('1900-02-28', '1900-02-28'),
            ('2100-02-28', '2100-02-28'),
            ('1900-02-29', null),
            ('2100-02-29', null),
            ('2023-02-29', null),
            ('2026-06-31', null),
            ('2026-00-10', null),
            ('2026-10-00', null),
            ('20260701', null),
            ('01/07/2026', null),
            ('2026-7-1', null),
            ('1799-12-31', null),
            ('x', null)
    ) as listed (landed, day_on)
)

select *
from cases
where
    ({{ safe_date('landed') }}) is distinct from cast(day_on as date)
