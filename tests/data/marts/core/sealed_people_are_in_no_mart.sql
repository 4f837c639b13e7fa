-- Neither by a record nor by a key that one of their records had at any refresh, unless the key is somebody else's by now.
{%- set relations = ['dim_people', 'fsu_cohort_history', 'gov_identity_changes'] %}
with sealed_keys as (
    select distinct person_key from {{ ref('int_identity__sealed_keys') }} where not is_of_somebody_else
)

{% for relation in relations -%}
select '{{ relation }}' as relation_name, shown.person_key
from {{ ref(relation) }} as shown
inner join sealed_keys on shown.person_key = sealed_keys.person_key
union all
{% endfor -%}
select 'int_identity__person_records' as relation_name, person_records.person_key
from {{ ref('int_identity__person_records') }} as person_records
inner join {{ ref('int_identity__people') }} as people on person_records.record_key = people.record_key
inner join {{ ref('int_identity__sealed_people') }} as sealed_people on people.cluster_id = sealed_people.cluster_id
