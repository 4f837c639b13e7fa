-- White space and invisible signs at the ends of a value, and the ways in which exports write a missing one.
with cases as (
    select listed.*
    from (
        values
            ('ABC123', 'ABC123'),
            ('  ABC123  ', 'ABC123'),
            ('	ABC ', 'ABC'),
            ('﻿ABC', 'ABC'),
            ('ABC	', 'ABC'),
            ('ABC ', 'ABC'),
            ('Zoë ', 'Zoë'),
            ('~', '~'),
            ('NULL', null),
            ('NULL  ', null),
            ('', null),
            ('   ', null),
            (chr(92) || 'N', null),
            ('<NA>', null),
            ('null', 'null'),
            ('José', 'José'),
            ('a b', 'a b')
    ) as listed (landed, cleaned)
)

select *
from cases
where
    ({{ clean_text('landed') }}) is distinct from cleaned
