-- UPRNs, with leading zeros, as a spreadsheet leaves them, and what is none.
with cases as (
    select listed.*
    from (
        values
            ('100012345678', '100012345678'),
            ('000123', '123'),
            ('123.0', '123'),
            ('0', null),
            ('000000000000', null),
            ('12A', null),
            ('', null),
            (null, null)
    ) as listed (landed, property_number)
)

select *
from cases
where
    ({{ uprn('landed') }}) is distinct from property_number
