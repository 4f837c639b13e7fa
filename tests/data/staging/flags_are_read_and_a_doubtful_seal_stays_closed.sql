-- Yes and no in every spelling; what is unknown is NULL, but for a sealed record it means sealed.
with cases as (
    select listed.*
    from (
        values
            ('Y', 'true', 'true'),
            ('n', 'false', 'false'),
            ('YES', 'true', 'true'),
            ('0', 'false', 'false'),
            ('1.0', 'true', 'true'),
            ('false', 'false', 'false'),
            ('yés', null, 'true'),
            ('x', null, 'true'),
            (null, null, 'false')
    ) as listed (landed, flag, sealed)
)

select *
from cases
where
    ({{ flag('landed') }}) is distinct from cast(flag as boolean)
    or ({{ flag('landed', blank='false', other='true') }}) is distinct from cast(sealed as boolean)
