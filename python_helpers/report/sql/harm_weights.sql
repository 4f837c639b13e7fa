select replace(name, 'weight harm ', '') as offence_code, regexp_replace(regexp_replace(value, '(\.\d*?)0+( |$)', '\1\2', 'g'), '\.( |$)', '\1', 'g') as value, meaning
from governance.gov_definitions
where kind = 'weight' and name like 'weight harm %'
order by name
