select 'repeat callers' as list, repeat_caller_count as people_count, 1 as sort_order from marts.fsu_missed_headline
union all
select 'repeat victims', repeat_victim_count, 2 from marts.fsu_missed_headline
union all
select 'repeat locations', repeat_location_count, 3 from marts.fsu_missed_headline
order by sort_order
