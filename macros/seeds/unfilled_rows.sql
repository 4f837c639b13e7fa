{# Rows of a seed with one of `needed_columns` empty: the problems that `refuse_rows` takes. An empty flag would drop rows in silence. #}
{% macro unfilled_rows(seed_path, relation, key_columns, needed_columns) -%}
    {% for needed_column in needed_columns -%}
    select
        '{{ seed_path }}' as seed,
        {% for column in key_columns %}coalesce({{ column }}, ''){{ " || ' ' || " if not loop.last }}{% endfor %} as row_name,
        '{{ needed_column }} is empty' as problem
    from {{ relation }}
    where {{ needed_column }} is null
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
