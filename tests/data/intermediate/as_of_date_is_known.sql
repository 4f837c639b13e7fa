{#- Raises instead of counting, so that whoever lands nothing but headers reads the remedy and not the query. -#}
{%- set without_date -%}
select as_of_date
from {{ ref('int_window__bounds') }}
where as_of_date is null
{%- endset -%}
{%- if execute and flags.WHICH in ['build', 'test'] and run_query(without_date).rows | length > 0 -%}
    {{ exceptions.raise_compiler_error(
        "No call, contact, log, crime, custody record or missing episode has landed, so there is no date to count back from. "
        ~ "Land extracts with events, or set FSU_AS_OF=YYYY-MM-DD (make build AS_OF=...)."
    ) }}
{%- endif -%}
{{ without_date }}
