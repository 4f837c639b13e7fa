{%- set problems -%}
select
    'weights/offence_harm_weights.csv' as seed,
    weights.index_name || ' ' || weights.ho_offence_code as row_name,
    'the code is not in offences.csv' as problem
from {{ ref('offence_harm_weights') }} as weights
left join {{ ref('offences') }} as offences on weights.ho_offence_code = offences.ho_offence_code
where offences.ho_offence_code is null and weights.ho_offence_code <> 'UNMAPPED'
union all
select 'weights/offence_harm_weights.csv', index_name || ' ' || ho_offence_code, 'the weight is missing or negative'
from {{ ref('offence_harm_weights') }}
where harm_weight is null or harm_weight < 0
union all
select 'weights/offence_harm_weights.csv', index_name || ' ' || ho_offence_code, 'the weight has no source'
from {{ ref('offence_harm_weights') }}
where source is null
union all
select 'weights/offence_harm_weights.csv', '{{ var("harm_index") }} UNMAPPED', 'the index in force (harm_index) has no row for the codes that no row names'
from {{ ref('offence_harm_weights') }}
where index_name = '{{ var("harm_index") }}' and ho_offence_code = 'UNMAPPED'
having count(*) = 0
union all
select 'weights/grade_weights.csv', grade_code, 'the weight is missing or negative'
from {{ ref('grade_weights') }}
where grade_weight is null or grade_weight < 0
union all
select 'weights/escalation_thresholds.csv', needed.threshold_code, 'the threshold is missing or not above 0'
from (
    {% for threshold in ['min_recent_count', 'min_rate_ratio', 'min_rising_count', 'min_rising_ratio', 'max_falling_ratio', 'max_quiet_ratio'] -%}
    select '{{ threshold }}' as threshold_code{{ ' union all' if not loop.last }}
    {% endfor %}
) as needed
left join {{ ref('escalation_thresholds') }} as thresholds on needed.threshold_code = thresholds.threshold_code
where thresholds.threshold_value is null or thresholds.threshold_value <= 0
union all
select 'weights/escalation_thresholds.csv', lower_row.threshold_code, 'is not below ' || higher_row.threshold_code || ', so that no trend could have the word between them'
from {{ ref('escalation_thresholds') }} as lower_row
inner join {{ ref('escalation_thresholds') }} as higher_row
    on (lower_row.threshold_code = 'max_quiet_ratio' and higher_row.threshold_code = 'max_falling_ratio')
    or (lower_row.threshold_code = 'max_falling_ratio' and higher_row.threshold_code = 'min_rising_ratio')
where lower_row.threshold_value >= higher_row.threshold_value
union all
select 'comparators/frequent_contact_yardsticks.csv', yardstick_code, 'counted_for is PERSON, CHILD or COMMUNAL; month_count 1 to 12; minimum_count above 0'
from {{ ref('frequent_contact_yardsticks') }}
where coalesce(counted_for, '') not in ('PERSON', 'CHILD', 'COMMUNAL') or coalesce(month_count, 0) not between 1 and 12 or coalesce(minimum_count, 0) <= 0
union all
{{ repeated_rows('comparators/frequent_contact_yardsticks.csv', ref('frequent_contact_yardsticks'), ['yardstick_code']) }}
union all
{{ repeated_rows('weights/offences.csv', ref('offences'), ['ho_offence_code']) }}
union all
{{ repeated_rows('weights/offence_harm_weights.csv', ref('offence_harm_weights'), ['index_name', 'ho_offence_code']) }}
union all
{{ repeated_rows('weights/grade_weights.csv', ref('grade_weights'), ['grade_code']) }}
union all
{{ repeated_rows('weights/escalation_thresholds.csv', ref('escalation_thresholds'), ['threshold_code']) }}
union all
{{ unfilled_rows('weights/offences.csv', ref('offences'), ['ho_offence_code'], ['ho_offence_code', 'offence_name', 'offence_group']) }}
union all
{{ unfilled_rows('weights/offence_harm_weights.csv', ref('offence_harm_weights'), ['index_name', 'ho_offence_code'], ['index_name', 'ho_offence_code', 'is_group_median']) }}
union all
{{ lower_case_rows('weights/offences.csv', ref('offences'), ['ho_offence_code']) }}
union all
{{ lower_case_rows('weights/grade_weights.csv', ref('grade_weights'), ['grade_code']) }}
{%- endset -%}
{{ refuse_rows(problems) }}
