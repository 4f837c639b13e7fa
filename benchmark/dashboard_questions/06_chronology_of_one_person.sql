-- One person's interactions in order of time.
select occurred_on, occurred_hour, interaction_type, role, grade_code, ho_offence_code, theme_codes, police_hours
from marts.fsu_cohort_interactions
where person_key = $person_key
order by occurred_on, occurred_hour
