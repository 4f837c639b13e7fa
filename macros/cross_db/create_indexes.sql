{#
    dbt would index what it builds. A model's `indexes` are for readers: a build reads relations whole, and `fsu publish` makes the
    indexes on the release that a server's readers see, once its rows are there. A file or a folder of Parquet needs none.
#}
{% macro duckdb__create_indexes(relation) -%}
{%- endmacro %}

{% macro postgres__create_indexes(relation) -%}
{%- endmacro %}
