{#
    Before a snapshot is taken: makes it what it was before this date, so that dbt compares with the refresh before, whichever date is
    built. Versions that begin on this date go, since it is being built again. What later refreshes said stays, out of dbt's sight, until
    put_later_refreshes_back: dbt looks at the versions whose dbt_valid_to is NULL, and a day that never comes hides the others.
    dbt runs hook, snapshot and hook in one transaction: a build that is killed leaves the history as it was.
#}
{% macro set_later_refreshes_aside(snapshot) -%}
    {%- if not execute or not snapshots_are_updated() or load_relation(snapshot) is none -%}{{ return('') }}{%- endif -%}
    {%- set as_of_date, next_as_of_date = refresh_and_the_next() -%}
    {%- if next_as_of_date -%}
        {%- set columns = adapter.get_columns_in_relation(snapshot) | map(attribute='name') | list -%}
        {%- set begun_at_the_next = {
            config.get('updated_at'): next_as_of_date,
            'dbt_updated_at': next_as_of_date,
            'dbt_valid_from': next_as_of_date,
            'dbt_scd_id': snapshot_hash_arguments(config.get('unique_key') + [next_as_of_date]),
        } -%}
        insert into {{ snapshot }} ({{ columns | join(', ') }})
        select {% for column in columns %}{{ begun_at_the_next.get(column, column) }}{{ ', ' if not loop.last }}{% endfor %}
        from {{ snapshot }}
        where dbt_valid_from < {{ next_as_of_date }} and coalesce(dbt_valid_to > {{ next_as_of_date }}, true);

        update {{ snapshot }} set dbt_valid_to = {{ day_that_never_comes() }}
        where dbt_valid_from >= {{ next_as_of_date }} and dbt_valid_to is null;
    {%- endif %}

        delete from {{ snapshot }}
        where dbt_valid_from >= {{ as_of_date }}{% if next_as_of_date %} and dbt_valid_from < {{ next_as_of_date }}{% endif %};

        update {{ snapshot }} set dbt_valid_to = null
        where dbt_valid_from < {{ as_of_date }} and dbt_valid_to >= {{ as_of_date }};
{%- endmacro %}

{% macro day_that_never_comes() -%}
    {{ date_literal('9999-12-31') }}
{%- endmacro %}
