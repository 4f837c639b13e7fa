select name, meaning
from governance.gov_definitions
where kind = 'definition'
order by name
