select
    replace(correction, '_', ' ') as correction,
    count(*) as correction_count,
    count(*) filter (where effect = 'applied') as applied_count,
    count(*) filter (where effect = 'no_longer_needed') as no_longer_needed_count,
    count(*) filter (where effect = 'contradictory') as contradictory_count,
    count(*) filter (where effect = 'not_found') as not_found_count,
    count(*) filter (where is_review_due) as review_due_count
from governance.gov_corrections
group by correction
order by correction
