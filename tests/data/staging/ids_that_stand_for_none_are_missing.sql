-- Ids stay as they are; what people and programs write where there is none is missing, zeros alone only as a reference.
with cases as (
    select listed.*
    from (
        values
            ('N0001234', 'N0001234', 'N0001234'),
            ('0000123', '0000123', '0000123'),
            ('rec-0', 'rec-0', 'rec-0'),
            ('ABC', 'ABC', 'ABC'),
            ('unknown', null, null),
            ('N/A', null, null),
            ('None', null, null),
            ('null', null, null),
            ('-', null, null),
            ('0', null, '0'),
            ('0000000', null, '0000000'),
            ('00/00', null, '00/00'),
            (null, null, null)
    ) as listed (landed, reference_id, own_id)
)

select *
from cases
where
    ({{ reference_id('landed') }}) is distinct from reference_id
    or ({{ reference_id('landed', is_own=true) }}) is distinct from own_id
