select replace(reason, '_', ' ') as reason, count(*) as pair_count
from governance.gov_identity_review
group by reason
order by pair_count desc, reason
