select replace(name, 'rule ', '') as rule_code, meaning, value
from governance.gov_definitions
where kind = 'match rule'
order by name
