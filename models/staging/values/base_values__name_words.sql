{{ config(materialized='view') }}

with titles as (
    select title as word, kind, is_name from {{ ref('name_titles') }}
),

notes as (
    select word, kind, is_name from {{ ref('name_notes') }}
),

particles as (
    select particle as word, kind, 'no' as is_name from {{ ref('surname_particles') }}
),

placeholders as (
    select value as word, case when scope = 'word' then 'placeholder' else scope end as kind, is_name
    from {{ ref('name_placeholders') }}
    where scope in ('word', 'describing')
    -- No seed can hold this word: dbt loads it as a missing value on some engines.
    union all
    select 'NULL' as word, 'placeholder' as kind, 'yes' as is_name
),

all_words as (
    select * from titles
    union all
    select * from notes
    union all
    select * from particles
    union all
    select * from placeholders
),

final as (
    select word, kind, is_name = 'yes' as is_name from all_words
)

select * from final
