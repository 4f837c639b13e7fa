{%- set fields = {
    '%person': 'changes.person_key',
    'Change Refresh': 'changes.as_of_date',
    'Change': 'names.change_name',
    'Change Sort': 'names.sort_order',
    'Change Rank': 'changes.rank',
    'Change Previous Rank': 'changes.previous_rank',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fsu_cohort_changes') }} as changes
inner join {{ ref('dim_people') }} as people on changes.person_key = people.person_key
inner join {{ ref('dim_changes') }} as names on changes.change = names.change
where changes.as_of_date = (select max(as_of_date) from {{ ref('fsu_cohort_changes') }})
