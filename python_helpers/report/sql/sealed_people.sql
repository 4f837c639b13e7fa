select 'sealed' as who, max(sealed_people_count) as people_count
from governance.gov_sealed_people
having max(sealed_people_count) is not null
