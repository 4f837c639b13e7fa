{%- set fields = {
    '%person': 'person_interactions.person_key',
    '%interaction': 'person_interactions.interaction_key',
    'Role': 'roles.role_name',
    'Role Sort': 'roles.sort_order',
    'Role Link Strength': 'strengths.label',
    'Role Link Strength Sort': 'strengths.sort_order',
    'Role Link Reason': 'rules.sentence',
    'Role By Inference': yes_no('person_interactions.is_inferred'),
    'Role By Inference Flag': flag_number('person_interactions.is_inferred'),
    'Role For Another': yes_no('person_interactions.is_for_other'),
    'Role For Another Flag': flag_number('person_interactions.is_for_other'),
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fct_person_interactions') }} as person_interactions
inner join {{ ref('dim_roles') }} as roles on person_interactions.role = roles.role
inner join {{ ref('dim_match_rules') }} as rules on person_interactions.match_rule = rules.match_rule
inner join {{ ref('dim_labels') }} as strengths
    on person_interactions.link_strength = strengths.label_code and strengths.label_of = 'link_strength'
