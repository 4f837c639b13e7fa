-- Keys of rejected rows, and personal values that slipped into the place of one.
with cases as (
    select listed.*
    from (
        values
            ('N0001234', 'N0001234'),
            ('20/40000022/25', '20/40000022/25'),
            ('00001000821767470173', '00001000821767470173'),
            ('1', '1'),
            (null, '(missing)'),
            ('SMITH, John', '(not shown)'),
            ('SMITH', '(not shown)'),
            ('03/04/1985', '(not shown)'),
            ('07700900123', '(not shown)'),
            ('+447700900123', '(not shown)'),
            ('12 High St', '(not shown)')
    ) as listed (landed, shown)
)

select *
from cases
where
    ({{ printable_id('landed') }}) is distinct from shown
