with now as (
    select source_system, table_name, column_name, finding, row_count, row_share
    from governance.gov_data_quality_history
    where as_of_date = (select as_of_date from refresh) and finding not in ('usable', 'full')
),

earlier as (
    select source_system, table_name, column_name, finding, row_count, row_share
    from governance.gov_data_quality_history
    where
        as_of_date = (
            select max(as_of_date)
            from governance.gov_data_quality_history
            where as_of_date < (select as_of_date from refresh)
        )
        and finding not in ('usable', 'full')
)

select
    systems.label as source,
    table_name,
    replace(column_name, '_', ' ') as column_name,
    finding,
    coalesce(earlier.row_count, 0) as earlier_count,
    coalesce(now.row_count, 0) as row_count,
    coalesce(earlier.row_share, 0) as earlier_share,
    coalesce(now.row_share, 0) as row_share
from now
full outer join earlier using (source_system, table_name, column_name, finding)
inner join marts.dim_labels as systems on source_system = systems.label_code and systems.label_of = 'source_system'
where
    exists (select 1 from earlier)
    and abs(coalesce(now.row_share, 0) - coalesce(earlier.row_share, 0)) >= 0.01
order by abs(coalesce(now.row_share, 0) - coalesce(earlier.row_share, 0)) desc, systems.sort_order, table_name, column_name, finding
limit 10
