select
    schemes.scheme_name,
    schemes.meaning,
    case when schemes.is_in_force then 'in force' else 'beside it' end as standing,
    cuts.people_count,
    cuts.cohort_count,
    cuts.score_at_cut,
    cuts.people_tied_at_cut,
    cuts.people_tied_outside
from marts.dim_schemes as schemes
left join marts.fsu_scheme_cuts as cuts on schemes.scheme_code = cuts.scheme_code
order by schemes.sort_order
