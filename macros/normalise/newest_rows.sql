{#
    The CTEs that end in `newest`: the usable rows of a base model, one for each business key: the newest extraction, then
    the first in row_order. Only keys that occur more than once are sorted, since sorting every wide row costs most of the time.
#}
{% macro newest_rows(relation, key) -%}
repeated_keys as (
    select
        {%- for column in key %}
        coalesce({{ column }}, '') as key_{{ loop.index }},
        {%- endfor %}
        count(*) as row_count
    from {{ relation }}
    where reject_reason is null
    group by {% for column in key %}coalesce({{ column }}, ''){{ ', ' if not loop.last }}{% endfor %}
    having count(*) > 1
),

single_rows as (
    select landed.*, cast(1 as bigint) as place
    from {{ relation }} as landed
    left join repeated_keys
        on {% for column in key %}coalesce(landed.{{ column }}, '') = repeated_keys.key_{{ loop.index }}{{ ' and ' if not loop.last }}{% endfor %}
    where landed.reject_reason is null and repeated_keys.row_count is null
),

repeated_rows as (
    select
        landed.*,
        row_number() over (
            partition by {% for column in key %}repeated_keys.key_{{ loop.index }}{{ ', ' if not loop.last }}{% endfor %}
            order by landed.extracted_at_utc desc, {{ byte_order('landed.row_order') }}
        ) as place
    from {{ relation }} as landed
    inner join repeated_keys
        on {% for column in key %}coalesce(landed.{{ column }}, '') = repeated_keys.key_{{ loop.index }}{{ ' and ' if not loop.last }}{% endfor %}
    where landed.reject_reason is null
),

newest as (
    select * from single_rows
    union all
    select * from repeated_rows where place = 1
)
{%- endmacro %}
