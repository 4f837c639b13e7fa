-- One person's year by month and type.
select month_start_on, interaction_type, interaction_count
from marts.fsu_person_months
where person_key = $person_key
order by month_start_on, interaction_type
