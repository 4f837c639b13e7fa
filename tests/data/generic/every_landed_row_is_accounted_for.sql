{#
    rows landed = rows staged + rows superseded + rows rejected, each counted where it ends up: what landed in the source,
    what is staged in the model, what is rejected in gov_rejects. Superseded are the usable rows beyond the first of their
    key. Returns the counts where they do not add up.
#}
{% test every_landed_row_is_accounted_for(model, landed, base) %}
{%- set table = base.identifier.removeprefix('base_').split('__') %}

with landed_rows as (
    select count(*) as row_count from {{ landed }}
),

staged_rows as (
    select count(*) as row_count from {{ model }}
),

rejected_rows as (
    select count(*) as row_count
    from {{ ref('gov_rejects') }}
    where source_system = '{{ table[0] }}' and table_name = '{{ table[-1] }}'
),

usable_keys as (
    select count(*) as row_count
    from {{ base }}
    where reject_reason is null
    group by {{ landed_table(table[0], table[-1]).key | join(', ') }}
),

superseded_rows as (
    select coalesce(sum(row_count - 1), 0) as row_count from usable_keys
),

final as (
    select
        landed_rows.row_count as landed_count,
        staged_rows.row_count as staged_count,
        superseded_rows.row_count as superseded_count,
        rejected_rows.row_count as rejected_count
    from landed_rows
    cross join staged_rows
    cross join superseded_rows
    cross join rejected_rows
)

select *
from final
where landed_count <> staged_count + superseded_count + rejected_count

{% endtest %}
