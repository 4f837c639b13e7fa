select replace(replace(name, 'guard ', ''), '_', ' ') as guard, rtrim(rtrim(value, '0'), '.') as value, meaning
from governance.gov_definitions
where kind = 'match rule guard'
order by name
