{#
    Body of a data test over reference data: the rows of `problems` (columns seed, row_name, problem) are what is wrong. The test
    fails with an error that names each row and what to mend, because whoever edits a seed sees the message and not the query.
#}
{% macro refuse_rows(problems) -%}
    {%- if execute and flags.WHICH in ['build', 'test'] -%}
        {%- set found = run_query('select seed, row_name, problem from (' ~ problems ~ ') as problems order by seed, row_name, problem limit 20').rows -%}
        {%- if found | length > 0 -%}
            {%- set lines = [] -%}
            {%- set own_files = settings_register().files or {} -%}
            {%- for row in found -%}
                {%- set own = own_files.get(row[0].split('/')[-1][:-4]) -%}
                {%- do lines.append((own.path if own else 'seeds/' ~ row[0]) ~ ', row ' ~ (row[1] or '(no key)') ~ ': ' ~ row[2]) -%}
            {%- endfor -%}
            {{ exceptions.raise_compiler_error('Reference data is not right. Mend the row and run again.\n' ~ lines | join('\n')) }}
        {%- endif -%}
    {%- endif -%}
    {{ problems }}
{%- endmacro %}

{# Pairs of rows of one dated seed, alike in `key_columns`, whose validity overlaps: the problems that `refuse_rows` takes. #}
{% macro overlapping_rows(seed_path, relation, key_columns) -%}
    {%- set far = "cast('9999-12-31' as date)" -%}
    select
        '{{ seed_path }}' as seed,
        {% for column in key_columns %}coalesce(earlier.{{ column }}, '') || ' ' || {% endfor %}cast(later.valid_from as {{ dbt.type_string() }}) as row_name,
        'overlaps the row from ' || cast(earlier.valid_from as {{ dbt.type_string() }})
        || ' to ' || coalesce(cast(earlier.valid_to as {{ dbt.type_string() }}), 'now') as problem
    from {{ relation }} as earlier
    inner join {{ relation }} as later
        on {% for column in key_columns %}coalesce(earlier.{{ column }}, '') = coalesce(later.{{ column }}, '') and {% endfor %}earlier.valid_from < later.valid_from
        and later.valid_from <= coalesce(earlier.valid_to, {{ far }})
    union all
    select
        '{{ seed_path }}' as seed,
        {% for column in key_columns %}coalesce({{ column }}, '') || ' ' || {% endfor %}coalesce(cast(min(valid_from) as {{ dbt.type_string() }}), '') as row_name,
        case
            when count(*) > 1 then 'stands there ' || cast(count(*) as {{ dbt.type_string() }}) || ' times from the same day'
            when min(valid_from) is null then 'has no valid_from'
            else 'ends before it begins'
        end as problem
    from {{ relation }}
    group by {{ key_columns | join(', ') }}, valid_from
    having count(*) > 1 or min(valid_from) is null or min(coalesce(valid_to, {{ far }})) < min(valid_from)
{%- endmacro %}

{# Rows of a seed that share their key: the problems that `refuse_rows` takes. #}
{% macro repeated_rows(seed_path, relation, key_columns) -%}
    select
        '{{ seed_path }}' as seed,
        {% for column in key_columns %}coalesce({{ column }}, ''){{ " || ' ' || " if not loop.last }}{% endfor %} as row_name,
        'stands there ' || cast(count(*) as {{ dbt.type_string() }}) || ' times' as problem
    from {{ relation }}
    group by {{ key_columns | join(', ') }}
    having count(*) > 1
{%- endmacro %}
