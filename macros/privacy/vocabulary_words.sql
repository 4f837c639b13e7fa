{#
    Members of vocabularies that no seed lists: what models write themselves, and what stands in the place of a value that a seed does not
    know. Names of landed tables and columns are the sources' and staging's.
#}
{% macro vocabulary_words() -%}
    {%- set columns = [] -%}
    {%- if execute -%}
        {%- for node in (graph.sources.values() | list) + (graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | list)
            if node.path.startswith('staging/') or node.path.startswith('models/staging/') -%}
            {%- do columns.extend(node.columns.keys()) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return({
        'npu': ['UNKNOWN', 'UNMAPPED'],
        'channel': ['UNKNOWN', 'UNMAPPED'],
        'grade': ['UNKNOWN', 'UNMAPPED'],
        'risk_grade': ['UNKNOWN', 'UNMAPPED'],
        'role': ['UNKNOWN', 'UNMAPPED'],
        'priority': ['UNKNOWN'],
        'npu_source': ['own', 'chain', 'person', 'unknown'],
        'area_reason': ['lives', 'events', 'both', 'unknown'],
        'name_for_readers': [
            'Yes', 'No', 'Not known', 'Not recorded', 'None', 'Area not known',
        ],
        'area_above': ['Not known'],
        'offence_name': ['Not in the list'],
        'offence_subgroup': ['Not in the list'],
        'offence_group': ['Not in the list'],
        'access_level': ['ADMIN', 'USER'],
        'trend': ['rising', 'steady', 'falling', 'quiet'],
        'offence': ['UNMAPPED'],
        'organisation': ['NOT LISTED', 'NOT STATED'],
        'match_rule': ['single_record'],
        'match_rule_sentence': ['The only named record of this person: no other was found to be theirs.'],
        'link_strength': ['firm', 'likely', 'inferred'],
        'interaction_type': ['call', 'contact', 'incident', 'crime', 'custody', 'missing'],
        'call_outcome': ['abandoned', 'other'],
        'source_system': ['avaya', 'controlworks', 'connect', 'compact'],
        'record_type': ['call', 'person_entry', 'nominal', 'person'],
        'landed_table': landed_tables() | map(attribute='name') | unique | list,
        'landed_column': columns | unique | list,
        'seed': [
            'address_types', 'channels', 'grade_weights', 'npus', 'offences', 'organisation_names', 'risk_grades', 'roles', 'team_types',
            'theme_rules',
        ],
        'value_finding': [
            'usable', 'not usable', 'missing', 'full', 'weak', 'approximate', 'future', 'impossible', 'unparsable', 'placeholder',
            'unusable', 'withheld', 'short', 'foreign', 'malformed', 'names no row', 'names no row as spelled',
        ],
        'priority_match_kind': ['OFFENCE_CODE', 'OFFENCE_SUBGROUP', 'OFFENCE_GROUP', 'THEME'],
        'weight_change': ['halved', 'doubled'],
        'counted_evidence': ['all', 'without_custody'] + firmer_evidence().keys() | list,
        'cohort_change': ['joined', 'up', 'down', 'same', 'left', 'merged'],
        'key_change': ['new', 'merged', 'split', 'gone', 'sealed'],
        'correction_kind': [
            'must_link', 'cannot_link', 'not_this_phone', 'suppress_record', 'wrong_role', 'wrong_offence', 'restrict_processing',
            'not_in_cohort',
        ],
        'correction_effect': ['applied', 'no_longer_needed', 'contradictory', 'not_found'],
        'review_reason': ['more_than_one_person_fits', 'would_join_people_who_disagree', 'typed_name_contradicts_the_nominal',
            'a_correction_keeps_them_apart', 'roles_exclude_each_other'],
        'known_facts': [
            'first_date', 'first_and_last_date', 'one_date_and_npu', 'one_date_npu_and_type', 'one_hour_npu_and_type', 'two_dates',
            'looked_after_child', 'looked_after_child_and_home_npu', 'looked_after_child_and_events_npu',
        ],
        'build_outcome': ['passed', 'partial', 'failed'],
    }) }}
{%- endmacro %}

{# What a vocabulary looks like whose members nobody can list. A reject's reason is made of a fault and a landed column's name. #}
{% macro vocabulary_patterns() -%}
    {{ return({
        'key': '^[0-9a-f]{32}$',
        'build': '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
        'delivery': '^[0-9a-f]{16}$',
        'quarter': '^[0-9]{4}-Q[1-4]$',
        'reject_reason': '^(missing_[a-z_]+|unparsable_[a-z_]+|future_event|future_extract)$',
    }) }}
{%- endmacro %}

{# Vocabularies whose texts are several members of another, joined by a bar. #}
{% macro vocabulary_lists() -%}
    {{ return({'themes': 'theme', 'priorities': 'priority', 'roles': 'role', 'theme_names': 'theme_name', 'role_names': 'name_for_readers'}) }}
{%- endmacro %}
