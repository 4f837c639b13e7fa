-- Everybody of the cohort has a profile, records and a chronology; nobody else has anything.
{%- set relations = ['fsu_cohort_profiles', 'fsu_cohort_records', 'fsu_cohort_chronology', 'fsu_cohort_identity', 'fsu_cohort_theme_counts'] %}
with cohort as (
    select person_key from {{ ref('fsu_cohort') }}
)

{% for relation in relations -%}
select '{{ relation }}' as relation_name, shown.person_key
from {{ ref(relation) }} as shown
left join cohort on shown.person_key = cohort.person_key
where cohort.person_key is null
union all
{% endfor -%}
{% for relation in relations[:3] -%}
select '{{ relation }}' as relation_name, cohort.person_key
from cohort
left join {{ ref(relation) }} as shown on cohort.person_key = shown.person_key
where shown.person_key is null
{{ 'union all' if not loop.last }}
{% endfor -%}
