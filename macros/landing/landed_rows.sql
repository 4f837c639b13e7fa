{#
    The select behind each base model: every landed row once, its texts cleaned (column names as in the landing contract),
    and with these columns more:

    extracted_at_utc  when the row was extracted
    <column>_parsed   the event's start, as a timestamp still in the clock it was written in
    row_status        staged: the row that counts for its business key, of the newest extraction, ties by the whole row's
                      order; superseded: another usable row of that key; rejected: not usable
    reject_reason     why a row is rejected, else NULL
    record_id         of a rejected row: its business key, the parts joined by '|', else NULL

    Columns, key and required columns are the source's. event_start: the required time that must not lie after the extraction by
    more than a day, in UTC where its name says so and in civil time elsewhere. ids: ids and references to them, missing where they
    stand for none. codes, integers, dates: key columns of that type, brought to one spelling so that '01' and '1' are one key.
    hidden: key columns that are personal data and stay out of record_id. names: columns in which NULL is somebody's name, unless
    another column of the row says NULL too: then the exporting program writes it for a missing value.

    Only keys that occur more than once are sorted: sorting every wide row costs most of the time.
#}
{% macro landed_rows(system, name, event_start=none, ids=[], codes=[], integers=[], dates=[], hidden=[], names=[]) -%}
{%- set table = landed_table(system, name) -%}
{%- set columns, key, required = table.columns, table.key, table.required -%}
{#- Of these, what is too long is a reject. -#}
{%- set judged_by_row = ids + codes + integers + dates + ([event_start] if event_start else []) -%}
with landed as {{ computed_once() }} (
    select
        {%- for column in columns + ['extracted_at'] %}
        {% if column in names -%}
        case
            when {{ column }} = 'NULL' and not ({% for other in columns if other not in names %}{{ ' or ' if not loop.first }}coalesce({{ other }}, '') = 'NULL'{% endfor %})
                then {{ column }}
            else {{ text_within(column) }}
        end as {{ column }}{{ ',' if not loop.last }}
        {%- elif column in judged_by_row or column == 'extracted_at' -%}
        {{ clean_text(column) }} as {{ column }}{{ ',' if not loop.last }}
        {%- else -%}
        {{ text_within(column) }} as {{ column }}{{ ',' if not loop.last }}
        {%- endif %}
        {%- endfor %}
    from {{ source(system, name) }}
),

spelled as {{ computed_once() }} (
    select
        {%- for column in columns %}
        {% if column in ids -%}
        {{ reference_id(column, is_own=([column] == key)) }} as {{ column }},
        {%- elif column in codes -%}
        {{ code(column) }} as {{ column }},
        {%- elif column in integers -%}
        coalesce({{ whole_number_of_key(column) }}, {{ column }}) as {{ column }},
        {%- elif column in dates -%}
        cast({{ safe_date(column) }} as {{ dbt.type_string() }}) as {{ column }},
        {%- else -%}
        {{ column }},
        {%- endif %}
        {%- endfor %}
        {%- if event_start %}
        {{ safe_timestamp(event_start) if event_start.endswith('_utc') else safe_civil_timestamp(event_start) }} as {{ event_start }}_parsed,
        {%- endif %}
        extracted_at,
        {{ safe_timestamp('extracted_at') }} as extracted_at_utc
    from landed
),

last_extraction as (
    {{ latest_extraction(source(system, name)) }}
),

judged as (
    select
        spelled.*,
        case
            {%- for column in required %}
            when {{ column }} is null then 'missing_{{ column }}'
            {%- endfor %}
            {%- for column in ids + codes if column in columns %}
            when {{ column }} is not null and {{ usable_id(column) }} is null then 'unparsable_{{ column }}'
            {%- endfor %}
            when extracted_at is null then 'missing_extracted_at'
            when extracted_at_utc is null then 'unparsable_extracted_at'
            when {{ is_future_extract('extracted_at_utc', 'last_extraction.extracted_on') }} then 'future_extract'
            {%- for column in integers if column in required %}
            when not {{ regex_matches(column, '^[0-9]{1,9}$') }} then 'unparsable_{{ column }}'
            {%- endfor %}
            {%- if event_start %}
            when {{ event_start }}_parsed is null then 'unparsable_{{ event_start }}'
            when {{ event_start }}_parsed > {{ latest_believable('extracted_at_utc') }} then 'future_event'
            {%- endif %}
        end as reject_reason
    from spelled
    cross join last_extraction
),

repeated_keys as (
    select
        {%- for column in key %}
        coalesce({{ column }}, '') as key_{{ loop.index }},
        {%- endfor %}
        count(*) as row_count
    from judged
    where reject_reason is null
    group by {% for column in key %}coalesce({{ column }}, ''){{ ', ' if not loop.last }}{% endfor %}
    having count(*) > 1
),

single_rows as (
    select
        judged.*,
        case when judged.reject_reason is null then 'staged' else 'rejected' end as row_status
    from judged
    -- Only equalities in the join: a condition on one side alone makes DuckDB compare every row with every key.
    left join repeated_keys
        on
        {%- for column in key %}
        {{ 'and ' if not loop.first }}coalesce(judged.{{ column }}, '') = repeated_keys.key_{{ loop.index }}
        {%- endfor %}
    where repeated_keys.row_count is null or judged.reject_reason is not null
),

ranked_rows as (
    select
        judged.*,
        row_number() over (
            partition by {% for column in key %}repeated_keys.key_{{ loop.index }}{{ ', ' if not loop.last }}{% endfor %}
            order by judged.extracted_at_utc desc
            {%- for column in columns -%}
            , {{ byte_order("coalesce(judged." ~ column ~ ", '')") }}
            {%- endfor %}
        ) as place
    from judged
    inner join repeated_keys
        on
        {%- for column in key %}
        {{ 'and ' if not loop.first }}coalesce(judged.{{ column }}, '') = repeated_keys.key_{{ loop.index }}
        {%- endfor %}
    where judged.reject_reason is null
),

all_rows as (
    select * from single_rows
    union all
    select
        {{ columns | join(', ') }},
        {%- if event_start %}
        {{ event_start }}_parsed,
        {%- endif %}
        extracted_at,
        extracted_at_utc,
        reject_reason,
        case when place = 1 then 'staged' else 'superseded' end as row_status
    from ranked_rows
),

final as (
    select
        *,
        case
            when row_status = 'rejected'
                then {% for column in key if column not in hidden -%}
                {{ "|| '|' || " if not loop.first }}{{ "coalesce(" ~ column ~ ", '(missing)')" if column in dates else printable_id(column, column in codes) }}
                {%- endfor %}
        end as record_id
    from all_rows
)

select * from final
{%- endmacro %}
