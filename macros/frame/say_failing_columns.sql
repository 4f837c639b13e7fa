{#
    Says of each failed test that asks about many columns which of them it is: those tests return names of columns and counts, never a
    value, and dbt itself says only how many rows a test returned.
#}
{% macro say_failing_columns(results) -%}
    {%- set counted = {'columns_are_given': 'rows are empty', 'holds_its_vocabularies': 'texts are not in its vocabulary'} -%}
    {%- if execute -%}
        {%- for result in results if result.status | string == 'fail' and (result.node.test_metadata or {}).name in counted -%}
            {%- for column_name, count in run_query(result.node.compiled_code).rows -%}
                {%- do log(result.node.name ~ ': ' ~ column_name ~ ': ' ~ count ~ ' ' ~ counted[result.node.test_metadata.name], info=true) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
