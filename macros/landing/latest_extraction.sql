{#
    One row: the last day on which a table was extracted in earnest, whatever a few rows say of themselves. That is the latest day on or
    after which at least one row in 100 was extracted, and at least 20 rows (half of them, where the table has fewer than 40). NULL
    where no row says when it was extracted. `landed` is a relation with the landed `extracted_at`.

    There is no clock here: a delivery is judged alike on whichever day it is built.
#}
{% macro latest_extraction(landed) -%}
    select max(extracted_on) as extracted_on
    from (
        select
            extracted_on,
            sum(row_count) over (order by extracted_on desc) as later_count,
            sum(row_count) over () as dated_count
        from (
            select
                {{ safe_date('day_text') }} as extracted_on,
                sum(row_count) as row_count
            from (
                select substr(trim(extracted_at), 1, 10) as day_text, count(*) as row_count
                from {{ landed }}
                group by substr(trim(extracted_at), 1, 10)
            ) as texts
            group by {{ safe_date('day_text') }}
        ) as days
        where extracted_on is not null
    ) as counted
    where later_count * 100 >= dated_count and (later_count >= 20 or later_count * 2 >= dated_count)
{%- endmacro %}

{# Whether a row says that it was extracted more than a day after its table was: it would be the newest of its key for ever. #}
{% macro is_future_extract(extracted_at, extracted_on) -%}
    {{ extracted_at }} >= cast({{ extracted_on }} as {{ dbt.type_timestamp() }}) + interval '2 day'
{%- endmacro %}
