-- Qualifiers and markers, joined in various ways.
with cases as (
    select listed.*
    from (
        values
            ('da|mh', 'DA|MH'),
            (' da | mh||cse ', 'DA|MH|CSE'),
            ('|DA|', 'DA'),
            ('DA,MH;CSE', 'DA|MH|CSE'),
            ('|', null),
            (null, null)
    ) as listed (landed, codes)
)

select *
from cases
where
    ({{ code_list('landed') }}) is distinct from codes
