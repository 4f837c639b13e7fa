{{ config(materialized='view') }}

with titles as (
    select title as word, kind from {{ ref('name_titles') }}
),

notes as (
    select word, kind from {{ ref('name_notes') }}
),

particles as (
    select particle as word, kind from {{ ref('surname_particles') }}
),

placeholders as (
    select value as word, 'placeholder' as kind from {{ ref('name_placeholders') }} where scope = 'word'
),

final as (
    select * from titles
    union all
    select * from notes
    union all
    select * from particles
    union all
    select * from placeholders
)

select * from final
