select replace(name, '_', ' ') as name, coalesce(nullif(value, ''), 'not set') as value, meaning
from governance.gov_definitions
where kind = 'parameter'
order by name
