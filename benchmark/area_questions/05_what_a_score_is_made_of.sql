-- What each scheme's score of one person is made of.
select ranks."Scheme", parts.*
from qlik.qlik_score_parts as parts
inner join qlik.qlik_ranks as ranks on parts."%person_scheme" = ranks."%person_scheme"
where ranks."%person" = $person_key
order by ranks."Scheme Sort", parts."Score Part Sort"
