{#- Lists that seeds hold, or what is made of seeds alone; a snapshot beside them, where history shows what a seed no longer holds. -#}
{%- set listed_in = {
    'npu': [(ref('npus'), 'npu_code'), (ref('npus_in_force'), 'npu_code')],
    'npu_name': [(ref('npus'), 'npu_name'), (ref('npus_in_force'), 'npu_name')],
    'lpa_name': [(ref('npus'), 'lpa_name'), (ref('npus_in_force'), 'lpa_name')],
    'channel': [(ref('channels'), 'channel')],
    'grade': [(ref('grade_weights'), 'grade_code')],
    'risk_grade': [(ref('risk_grades'), 'risk_grade_code')],
    'role': [(ref('roles'), 'role')],
    'offence': [(ref('offences'), 'ho_offence_code')],
    'offence_name': [(ref('offences'), 'offence_name')],
    'offence_subgroup': [(ref('offences'), 'offence_subgroup')],
    'offence_group': [(ref('offences'), 'offence_group')],
    'organisation': [(ref('organisation_names'), 'organisation'), (ref('institutional_numbers'), 'organisation')],
    'theme': [(ref('themes'), 'theme_code')],
    'theme_name': [(ref('themes'), 'theme_name')],
    'priority': [(ref('priority_crime_types'), 'priority_code')],
    'priority_name': [(ref('priority_crime_types'), 'priority_name')],
    'priority_match': [(ref('priority_crime_types'), 'match_value')],
    'scheme': [(ref('ranking_schemes'), 'scheme_code')],
    'variant': [(ref('int_ranking__weights'), 'variant_code')],
    'measure': [(ref('measures'), 'measure')],
    'unit': [(ref('measures'), 'unit')],
    'scheme_meaning': [(ref('ranking_schemes'), 'meaning')],
    'area_above': [(ref('npus'), 'lpa_name')],
    'dashboard_user': [(ref('dashboard_users'), 'user_id')],
    'yardstick': [(ref('frequent_contact_yardsticks'), 'yardstick_code')],
    'label_of': [(ref('labels'), 'label_of')],
    'label_code': [(ref('labels'), 'label_code')],
    'name_for_readers': [
        (ref('labels'), 'label'), (ref('measures'), 'measure_name'), (ref('ranking_schemes'), 'scheme_name'), (ref('roles'), 'role_name'),
        (ref('channels'), 'channel_name'), (ref('grade_weights'), 'grade_name'), (ref('risk_grades'), 'risk_grade_name'),
        (ref('frequent_contact_yardsticks'), 'yardstick_name'), (ref('npus'), 'npu_name'), (ref('priority_crime_types'), 'priority_name'),
    ],
    'match_rule': [(ref('int_identity__match_rules'), 'match_rule')],
    'match_key': [(ref('int_identity__match_rules'), 'match_key')],
    'match_rule_sentence': [(ref('int_identity__match_rules'), 'sentence')],
    'shared_attribute': [(ref('shared_value_limits'), 'attribute')],
    'effort_finding': [(ref('finding_kinds'), 'finding')],
    'effort_finding_meaning': [(ref('finding_kinds'), 'meaning')],
    'definition_kind': [(ref('int_governance__definitions'), 'kind'), (ref('definitions_in_force'), 'kind')],
    'definition_name': [(ref('int_governance__definitions'), 'name'), (ref('definitions_in_force'), 'name')],
    'definition_value': [(ref('int_governance__definitions'), 'value'), (ref('definitions_in_force'), 'value')],
    'definition_meaning': [(ref('int_governance__definitions'), 'meaning'), (ref('definitions_in_force'), 'meaning')],
    'correction': [(ref('stg_corrections__decisions'), 'correction_id')],
} -%}
with members as (
    {% for vocabulary, columns in listed_in.items() -%}
    {% for relation, column in columns -%}
    select '{{ vocabulary }}' as vocabulary, cast({{ column }} as {{ dbt.type_string() }}) as member from {{ relation }}
    union all
    {% endfor -%}
    {% endfor -%}
    {% for vocabulary, words in vocabulary_words().items() -%}
    {% for word in words -%}
    select '{{ vocabulary }}' as vocabulary, '{{ word | replace("'", "''") }}' as member
    union all
    {% endfor -%}
    {% endfor -%}
    -- A scheme that was taken out still has its past.
    select 'scheme' as vocabulary, replace(name, 'scheme ', '') as member
    from {{ ref('definitions_in_force') }}
    where kind = 'ranking scheme'
),

final as (
    select distinct
        vocabulary,
        member,
        cast(null as {{ dbt.type_string() }}) as form
    from members
    where member is not null
    {% for vocabulary, form in vocabulary_patterns().items() -%}
    union all
    select '{{ vocabulary }}' as vocabulary, cast(null as {{ dbt.type_string() }}) as member, '{{ form }}' as form
    {% endfor %}
)

select * from final
