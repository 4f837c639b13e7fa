-- Whom of the cohort today's lists miss, and the headline.
select missed.rank, missed.person_key, headline.missed_count, headline.missed_share
from marts.fsu_missed_by_todays_lists as missed
cross join marts.fsu_missed_headline as headline
where missed.is_missed
order by missed.rank
