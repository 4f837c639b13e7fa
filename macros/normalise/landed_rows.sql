{#
    The select behind each base model: the landed rows with every text cleaned (column names as in the landing contract),
    and with these columns more:

    record_id         the business key, its parts joined by '|', for the list of rejects
    extracted_at_utc  when the row was extracted
    <column>_parsed   each required timestamp, still in the clock it was written in
    row_order         all columns in contract order, for a total order of rows that share key and extraction
    reject_reason     why the row cannot be used; NULL for a usable one

    timestamps: required timestamps and their clock, {column: 'utc' or 'civil'}. event_start: the one that must not lie
    after the extraction by more than a day. codes, integers, dates: key columns of that type, brought to one spelling
    so that '01' and '1' are one key. hidden: key columns that are personal data and stay out of record_id.
#}
{% macro landed_rows(
    relation, columns, key, required, timestamps={}, event_start=none, codes=[], integers=[], dates=[], hidden=[]
) -%}
with landed as (
    select
        {%- for column in columns + ['extracted_at'] %}
        {{ clean_text(column) }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
),

spelled as (
    select
        {%- for column in columns %}
        {% if column in codes -%}
        {{ code(column) }} as {{ column }},
        {%- elif column in integers -%}
        coalesce(cast(cast({{ safe_number(column) }} as bigint) as {{ dbt.type_string() }}), {{ column }}) as {{ column }},
        {%- elif column in dates -%}
        cast({{ safe_date(column) }} as {{ dbt.type_string() }}) as {{ column }},
        {%- else -%}
        {{ column }},
        {%- endif %}
        {%- endfor %}
        extracted_at,
        {%- for column, clock in timestamps.items() %}
        {{ safe_civil_timestamp(column) if clock == 'civil' else safe_timestamp(column) }} as {{ column }}_parsed,
        {%- endfor %}
        {{ safe_timestamp('extracted_at') }} as extracted_at_utc
    from landed
),

judged as (
    select
        {{ columns | join(',\n        ') }},
        extracted_at_utc,
        {%- for column in timestamps %}
        {{ column }}_parsed,
        {%- endfor %}
        {% for column in columns -%}
        coalesce({{ column }}, '') || chr(1) ||
        {%- endfor %} coalesce(extracted_at, '') as row_order,
        {% for column in key if column not in hidden -%}
        {{ "|| '|' || " if not loop.first }}{{ printable_id(column, column in codes) }}
        {%- endfor %} as record_id,
        case
            {%- for column in required %}
            when {{ column }} is null then 'missing_{{ column }}'
            {%- endfor %}
            when extracted_at is null then 'missing_extracted_at'
            when extracted_at_utc is null then 'unparsable_extracted_at'
            {%- for column in integers if column in required %}
            when not {{ regex_matches(column, '^[0-9]{1,9}$') }} then 'unparsable_{{ column }}'
            {%- endfor %}
            {%- for column in timestamps %}
            when {{ column }}_parsed is null then 'unparsable_{{ column }}'
            {%- endfor %}
            {%- if event_start %}
            -- A day of grace covers the clocks: one hour of civil time, and servers that are not quite right.
            when {{ event_start }}_parsed > extracted_at_utc + interval '1 day' then 'future_event'
            {%- endif %}
        end as reject_reason
    from spelled
)

select * from judged
{%- endmacro %}
