-- Only columns that a link or a measure needs: an end date that is missing says that something goes on, and costs nothing.
with needed (source_system, table_name, column_name, of_what, costs) as (
    values
    ('avaya', 'call_segments', 'calling_phone', 'call segments carry no number that can be used', 'nobody is found by the call alone'),
    ('controlworks', 'people', 'full_name', 'people typed on contacts and logs have no name that can be used', 'only a number or an event says who they are'),
    ('controlworks', 'people', 'date_of_birth', 'people typed on contacts and logs have no date of birth that can be used', 'they are tied by name with a number, place or event, which is less sure'),
    ('controlworks', 'people', 'phone', 'people typed on contacts and logs have no number that can be used', 'calls are not tied to them'),
    ('controlworks', 'logs', 'final_grade', 'incident logs have no final grade', 'the initial one counts in its place, or none'),
    ('controlworks', 'logs', 'npu_code', 'incident logs have no area', 'it is taken from the same approach, or from where the person lives'),
    ('controlworks', 'deployments', 'officers', 'deployments do not say how many officers went', 'their officer-hours are unknown'),
    ('controlworks', 'deployments', 'arrived_at', 'deployments have no time of arrival', 'their officer-hours are unknown'),
    ('controlworks', 'deployments', 'cleared_at', 'deployments have no time of clearing', 'their officer-hours are unknown'),
    ('connect', 'nominals', 'full_name', 'Connect nominals have no name that can be used', 'they are met by their id alone'),
    ('connect', 'nominals', 'date_of_birth', 'Connect nominals have no date of birth that can be used', 'namesakes are hard to tell apart'),
    ('connect', 'crimes', 'npu_code', 'crimes have no area', 'it is taken from the same approach, or from where the person lives'),
    ('connect', 'investigations', 'logged_hours', 'investigations have no logged hours', 'their effort is unknown'),
    ('connect', 'custody_records', 'released_at', 'detentions have no release', 'their hours are unknown after four days'),
    ('compact', 'people', 'date_of_birth', 'Compact people have no date of birth that can be used', 'namesakes are hard to tell apart'),
    ('compact', 'episodes', 'police_hours', 'missing-person episodes have no police hours', 'their effort is unknown'),
    ('compact', 'episodes', 'in_care', 'missing-person episodes do not say whether the person is in care', 'looked-after children are not seen as such')
),

lost as (
    select as_of_date, source_system, table_name, column_name, sum(row_count) as row_count, sum(row_share) as row_share
    from governance.gov_data_quality_history
    where finding not in ('usable', 'full', 'weak', 'approximate')
    group by as_of_date, source_system, table_name, column_name
),

earlier as (
    select *
    from lost
    where as_of_date = (select max(as_of_date) from lost where as_of_date < (select as_of_date from refresh))
)

select
    needed.of_what,
    needed.costs,
    lost.row_count,
    lost.row_share,
    earlier.row_share as earlier_share
from lost
inner join needed
    on lost.source_system = needed.source_system and lost.table_name = needed.table_name and lost.column_name = needed.column_name
left join earlier
    on lost.source_system = earlier.source_system and lost.table_name = earlier.table_name and lost.column_name = earlier.column_name
where lost.as_of_date = (select as_of_date from refresh) and lost.row_count >= (select small_number_threshold from refresh)
order by lost.row_share desc, needed.of_what
limit 3
