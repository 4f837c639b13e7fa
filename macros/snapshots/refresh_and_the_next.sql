{#
    Date of the refresh that is being built, and of the next one that was built before, as SQL; the second is none where no later date
    was ever built.
#}
{% macro refresh_and_the_next() -%}
    {%- set dates -%}
        select
            time_window.as_of_date,
            (
                select min(builds.as_of_date)
                from {{ ref('int_governance__builds') }} as builds
                where builds.as_of_date > time_window.as_of_date
            ) as next_as_of_date
        from {{ ref('int_window__bounds') }} as time_window
    {%- endset -%}
    {%- set row = run_query(dates).rows[0] -%}
    {{ return((date_literal(row[0]), date_literal(row[1]) if row[1] else none)) }}
{%- endmacro %}

{% macro date_literal(day) -%}
    cast('{{ day }}' as date)
{%- endmacro %}
