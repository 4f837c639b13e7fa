{#
    Returns each of the columns that some row leaves empty, with how many rows do: one scan for all of them, and never a row. A NOT NULL
    of the table itself would be no substitute: Spark does not hold it, and PostgreSQL's error shows the row.
#}
{% test columns_are_given(model, columns) %}

with counted as (
    select
        {%- for column in columns %}
        count({{ adapter.quote(column) }}) as given_{{ loop.index }},
        {%- endfor %}
        count(*) as row_count
    from {{ model }}
),

final as (
    {% for column in columns -%}
    {{ 'union all' if not loop.first }}
    select '{{ column }}' as column_name, row_count - given_{{ loop.index }} as empty_count from counted where given_{{ loop.index }} < row_count
    {% endfor %}
)

select * from final

{% endtest %}
