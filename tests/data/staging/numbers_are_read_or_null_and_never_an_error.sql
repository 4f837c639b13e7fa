-- Numbers as extracts write them: rounded to whole ones, whole ones from 0 to 100, with six decimals from 0 to 100, and as keys.
with cases as (
    select listed.*
    from (
        values
            ('12', '12', '12', '12.000000', '12'),
            (' 12', null, null, null, null),
            ('0', '0', '0', '0', '0'),
            ('007', '7', '7', '7', '7'),
            ('999999999', '999999999', null, null, '999999999'),
            ('12.0', '12', '12', '12.0', '12'),
            ('12.5', '13', '13', '12.5', null),
            ('0.3333333', null, null, null, null),
            ('0.333333', '0', '0', '0.333333', null),
            ('.5', null, null, null, null),
            ('100', '100', '100', '100', '100'),
            ('100.4', '100', '100', null, null),
            ('101', '101', null, null, '101'),
            ('-1', '-1', null, null, null),
            ('-0.4', '0', null, null, null),
            ('+7', '7', '7', '7', '7'),
            ('1e3', null, null, null, null),
            ('1,200', null, null, null, null),
            ('two', null, null, null, null),
            ('n/a', null, null, null, null),
            ('1234567890', null, null, null, null)
    ) as listed (landed, whole, whole_within, decimal_within, key_spelling)
)

select *
from cases
where
    {{ safe_number('landed') }} is distinct from cast(whole as decimal(18, 6))
    or {{ number_within('landed', 100, 'bigint') }} is distinct from cast(whole_within as bigint)
    or {{ number_within('landed', 100, type_double(), scale=6) }} is distinct from cast(decimal_within as {{ type_double() }})
    or {{ whole_number_of_key('landed') }} is distinct from key_spelling
