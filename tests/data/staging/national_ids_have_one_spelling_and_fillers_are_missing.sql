-- A PNC id has one spelling, whatever was left out when it was typed; another number stays; a box that was filled is missing.
with cases as (
    select listed.*
    from (
        values
            ('2016/9123456A', '2016/9123456A'),
            ('20169123456A', '2016/9123456A'),
            ('2016/123A', '2016/0000123A'),
            ('16/9123456A', '2016/9123456A'),
            ('98/9123456A', '1998/9123456A'),
            ('27/9123456A', '1927/9123456A'),
            ('2016/0000000A', null),
            ('2016/9999999A', null),
            ('00/0000000Z', null),
            ('1111111', null),
            ('REC-1234567', 'REC-1234567'),
            ('7012345', '7012345'),
            (null, null)
    ) as listed (pnc_text, pnc_id)
)

select *
from cases
where ({{ pnc_id('pnc_text', '2026') }}) is distinct from pnc_id
