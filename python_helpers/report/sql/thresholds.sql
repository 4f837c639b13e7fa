select kind, replace(name, '_', ' ') as name, regexp_replace(regexp_replace(value, '(\.\d*?)0+( |$)', '\1\2', 'g'), '\.( |$)', '\1', 'g') as value, meaning
from governance.gov_definitions
where kind in ('threshold', 'comparator', 'yardstick', 'theme')
order by kind, name
