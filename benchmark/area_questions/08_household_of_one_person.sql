-- Where one person lives, and who else does.
select households.*, housemates."%person" as housemate
from qlik.qlik_people as people
inner join qlik.qlik_households as households on people."%household" = households."%household"
inner join qlik.qlik_people as housemates on people."%household" = housemates."%household"
where people."%person" = $person_key
order by housemate
