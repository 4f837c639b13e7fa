-- One person, where the reader sees them.
select *
from qlik.qlik_people
where "%person" = $person_key
