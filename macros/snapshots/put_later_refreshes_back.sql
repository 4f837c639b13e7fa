{#
    After a snapshot is taken: what this date says holds until the next refresh that was built, and from there on what that one said.
    A version that is the same on both sides of the seam is one version again.
#}
{% macro put_later_refreshes_back(snapshot) -%}
    {%- if not execute or not snapshots_are_updated() -%}{{ return('') }}{%- endif -%}
    {%- set next_as_of_date = refresh_and_the_next()[1] -%}
    {%- if next_as_of_date -%}
        update {{ snapshot }} as version set dbt_valid_to = later.dbt_valid_to
        from {{ snapshot }} as later
        where version.dbt_valid_to is null
            and later.dbt_valid_from = {{ next_as_of_date }}
            {% for column in config.get('unique_key') + config.get('check_cols') -%}
            and version.{{ column }} is not distinct from later.{{ column }}
            {% endfor %};

        delete from {{ snapshot }}
        where dbt_scd_id in (
            select later.dbt_scd_id
            from {{ snapshot }} as later
            inner join {{ snapshot }} as version
                on version.dbt_valid_from < {{ next_as_of_date }} and version.dbt_valid_to > {{ next_as_of_date }}
                {% for column in config.get('unique_key') -%}
                and version.{{ column }} = later.{{ column }}
                {% endfor %}
            where later.dbt_valid_from = {{ next_as_of_date }}
        );

        update {{ snapshot }} set dbt_valid_to = {{ next_as_of_date }} where dbt_valid_to is null;

        update {{ snapshot }} set dbt_valid_to = null where dbt_valid_to = {{ day_that_never_comes() }};
    {%- endif -%}
{%- endmacro %}
