-- Half-pairs by group: a record's pairs count one half each, so that the rows of one grouping add up to all pairs.
with grouped as (
    select
        'all' as grouping_name,
        'all' as group_name,
        neighbours.*
    from neighbours
    union all
    select
        'match_rule',
        coalesce(match_rule, 'not resolved'),
        neighbours.*
    from neighbours
    union all
    select
        'record_type',
        source_system || ' ' || record_type,
        neighbours.*
    from neighbours
    union all
    select
        'name_band',
        coalesce(name_bands.name_band, 'no full name'),
        neighbours.*
    from neighbours
    left join name_bands
        on
            neighbours.source_system = name_bands.source_system
            and neighbours.record_type = name_bands.record_type
            and neighbours.record_id = name_bands.record_id
    union all
    select
        'name_origin',
        name_origin,
        neighbours.*
    from neighbours
    where name_origin is not null
)

select
    grouped.grouping_name,
    grouped.group_name,
    count(*) as records,
    count(*) filter (where grouped.linked > 0) as attached_records,
    count(*) filter (where grouped.linked > 0 and 2 * grouped.rightly_linked >= grouped.linked) as rightly_attached_records,
    sum(grouped.linked) / 2 as linked_pairs,
    sum(grouped.true_linked) / 2 as true_pairs,
    sum(grouped.rightly_linked) / 2 as right_pairs,
    sum(grouped.linked_without_inference) / 2 as linked_pairs_without_inference,
    sum(grouped.rightly_linked_without_inference) / 2 as right_pairs_without_inference,
    sum(grouped.linked_by_firm_links) / 2 as linked_pairs_by_firm_links,
    sum(grouped.rightly_linked_by_firm_links) / 2 as right_pairs_by_firm_links
from grouped
group by grouped.grouping_name, grouped.group_name
order by grouped.grouping_name, grouped.group_name;
