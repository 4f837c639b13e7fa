-- Numbers as extracts write them: rounded to whole ones, whole ones from 0 to 100, and with six decimals from 0 to 100.
with cases as (
    select listed.*
    from (
        values
            ('12', '12', '12', '12.000000'),
            (' 12', null, null, null),
            ('0', '0', '0', '0'),
            ('12.0', '12', '12', '12.0'),
            ('12.5', '13', '13', '12.5'),
            ('0.3333333', null, null, null),
            ('0.333333', '0', '0', '0.333333'),
            ('.5', null, null, null),
            ('100', '100', '100', '100'),
            ('100.4', '100', '100', null),
            ('101', '101', null, null),
            ('-1', '-1', null, null),
            ('-0.4', '0', null, null),
            ('+7', '7', '7', '7'),
            ('1e3', null, null, null),
            ('1,200', null, null, null),
            ('two', null, null, null),
            ('n/a', null, null, null),
            ('1234567890', null, null, null)
    ) as listed (landed, whole, whole_within, decimal_within)
)

select *
from cases
where
    {{ safe_number('landed') }} is distinct from cast(whole as decimal(18, 6))
    or {{ number_within('landed', 100, 'bigint') }} is distinct from cast(whole_within as bigint)
    or {{ number_within('landed', 100, type_double(), scale=6) }} is distinct from cast(decimal_within as {{ type_double() }})
