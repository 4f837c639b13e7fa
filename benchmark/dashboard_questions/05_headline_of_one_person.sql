-- One person's counts, hours and ranks under every scheme.
select ranked.scheme_code, ranked.rank, ranked.score, ranked.percentile, measures.*
from marts.fsu_person_measures as measures
inner join marts.fsu_ranked as ranked on measures.person_key = ranked.person_key
where measures.person_key = $person_key
