{# Rows of a seed whose code is not in capitals: the problems that `refuse_rows` takes. Codes of extracts are read as capitals and would never meet it. #}
{% macro lower_case_rows(seed_path, relation, code_columns) -%}
    {% for code_column in code_columns -%}
    select
        '{{ seed_path }}' as seed,
        {{ code_column }} as row_name,
        '{{ code_column }} is not in capitals, as every code is read' as problem
    from {{ relation }}
    where {{ code_column }} <> upper({{ code_column }})
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
