select replace(finding, '_', ' ') as finding, row_count, meaning
from governance.gov_effort_findings
where row_count > 0
order by row_count desc, finding
