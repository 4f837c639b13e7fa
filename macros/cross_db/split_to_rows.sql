{#
    A select that gives one row for each part of a delimited text: the named columns, the part as `part` (text) and its
    place as `position` (from 1). Rows whose text is empty or NULL give none: engines differ in the parts of an empty text.
#}
{% macro split_to_rows(relation, columns, text_column, delimiter) -%}
    {{ return(adapter.dispatch('split_to_rows', 'frequent_service_users')(relation, columns, text_column, delimiter)) }}
{%- endmacro %}

{% macro default__split_to_rows(relation, columns, text_column, delimiter) -%}
    {{ return(frequent_service_users.split_to_rows_with('string_to_array', relation, columns, text_column, delimiter)) }}
{%- endmacro %}

{% macro split_to_rows_with(splitter, relation, columns, text_column, delimiter) -%}
    select
        {{ columns | join(', ') }},
        unnest({{ splitter }}({{ text_column }}, '{{ delimiter }}')) as part,
        generate_subscripts({{ splitter }}({{ text_column }}, '{{ delimiter }}'), 1) as position
    from {{ relation }}
    where {{ text_column }} <> ''
{%- endmacro %}

{% macro spark__split_to_rows(relation, columns, text_column, delimiter) -%}
    select
        {{ columns | join(', ') }},
        part,
        place + 1 as position
    from {{ relation }}
    lateral view posexplode(split({{ text_column }}, '[{{ delimiter }}]')) parts as place, part
    where {{ text_column }} <> ''
{%- endmacro %}
