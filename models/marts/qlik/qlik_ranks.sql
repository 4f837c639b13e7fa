{%- set fields = {
    '%person_scheme': person_scheme_key('ranked'),
    '%person': 'ranked.person_key',
    'Scheme': 'schemes.scheme_name',
    'Scheme Sort': 'schemes.sort_order',
    'Scheme In Force': yes_no('schemes.is_in_force'),
    'Scheme In Force Flag': flag_number('schemes.is_in_force'),
    'Scheme Score At Cut': 'cuts.score_at_cut',
    'Scheme People Tied At Cut': 'cuts.people_tied_at_cut',
    'Scheme People Tied Outside': 'cuts.people_tied_outside',
    'Scheme People Kept Out': 'cuts.people_kept_out',
    'Rank': 'ranked.rank',
    'Rank Score': 'ranked.score',
    'Rank Percentile': 'ranked.percentile',
    'Rank In Cohort': yes_no('ranked.is_cohort'),
    'Rank In Cohort Flag': flag_number('ranked.is_cohort'),
    'Rank Near Miss': yes_no('ranked.is_near_miss'),
    'Rank Near Miss Flag': flag_number('ranked.is_near_miss'),
    'Rank Kept Out Of Cohort': yes_no('ranked.is_kept_out'),
    'Rank Kept Out Of Cohort Flag': flag_number('ranked.is_kept_out'),
    'Rank Tied At Cut': yes_no('ranked.score = cuts.score_at_cut and cuts.people_tied_outside > 0'),
    'Rank Tied At Cut Flag': flag_number('ranked.score = cuts.score_at_cut and cuts.people_tied_outside > 0'),
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fsu_ranked') }} as ranked
inner join {{ ref('fsu_person_measures') }} as measures on ranked.person_key = measures.person_key and measures.volume > 0
inner join {{ ref('dim_schemes') }} as schemes on ranked.scheme_code = schemes.scheme_code
inner join {{ ref('fsu_scheme_cuts') }} as cuts on ranked.scheme_code = cuts.scheme_code
