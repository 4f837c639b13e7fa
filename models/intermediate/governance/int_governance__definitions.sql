with definitions as (
    select
        'definition' as kind,
        name,
        cast(null as {{ dbt.type_string() }}) as value,
        meaning
    from {{ ref('definitions') }}
),

time_window as (
    select
        'parameter' as kind,
        'as_of_date in force' as name,
        cast(as_of_date as {{ dbt.type_string() }}) as value,
        'First civil day that is not counted in this refresh.' as meaning
    from {{ ref('int_window__bounds') }}
),

parameters as (
    {% for name, meaning in parameters() -%}
    {%- set value = var(name, '') | string -%}
    {%- if name == 'sensitive_theme_approver' -%}{%- set value = 'named' if value | trim else '' -%}{%- endif -%}
    select
        'parameter' as kind,
        '{{ name }}' as name,
        '{{ value | replace("'", "''") }}' as value,
        '{{ meaning | replace("'", "''") }}' as meaning
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

schemes as (
    select
        'ranking scheme' as kind,
        'scheme ' || scheme_code as name,
        case when is_in_force then 'in force' else 'beside it' end as value,
        meaning
    from {{ ref('ranking_schemes') }}
),

components as (
    select
        'weight' as kind,
        'weight ' || scheme_code || ' ' || measure as name,
        cast(weight as {{ dbt.type_string() }}) || coalesce(' up to ' || cast(cap as {{ dbt.type_string() }}), '') as value,
        meaning
    from {{ ref('scheme_components') }}
),

grades as (
    select
        'weight' as kind,
        'weight grade ' || grade_code as name,
        cast(grade_weight as {{ dbt.type_string() }}) as value,
        grade_name || case when is_provisional then ' (provisional)' else '' end as meaning
    from {{ ref('grade_weights') }}
),

harm as (
    select
        'weight' as kind,
        'weight harm ' || ho_offence_code as name,
        cast(harm_weight as {{ dbt.type_string() }}) as value,
        index_name || ': ' || index_offence || case when is_group_median then ' (a group''s figure)' else '' end as meaning
    from {{ ref('offence_harm_weights') }}
    where index_name = '{{ var("harm_index") }}'
),

thresholds as (
    select
        'threshold' as kind,
        'threshold ' || threshold_code as name,
        cast(threshold_value as {{ dbt.type_string() }}) as value,
        meaning
    from {{ ref('escalation_thresholds') }}
),

lists as (
    select
        'comparator' as kind,
        'list ' || list_code as name,
        'the first ' || cast(list_size as {{ dbt.type_string() }}) || ' with at least ' || cast(minimum_count as {{ dbt.type_string() }}) as value,
        meaning
    from {{ ref('todays_lists') }}
),

yardsticks as (
    select
        'yardstick' as kind,
        'yardstick ' || yardstick_code as name,
        'at least ' || cast(minimum_count as {{ dbt.type_string() }}) || ' calls in ' || cast(month_count as {{ dbt.type_string() }}) || ' months' as value,
        yardstick_name as meaning
    from {{ ref('frequent_contact_yardsticks') }}
),

themes as (
    select
        'theme' as kind,
        'theme ' || theme_code as name,
        case when is_in_use then case when is_sensitive then 'on, restricted' else 'on' end else 'off' end as value,
        theme_name as meaning
    from {{ ref('int_events__theme_kinds') }}
),

rules as (
    select
        'match rule' as kind,
        'rule ' || rule_code as name,
        case when is_on then 'on' else 'off' end
        || ', ' || link_strength || ', pass ' || cast(pass_number as {{ dbt.type_string() }})
        || ', place ' || cast(rule_sequence as {{ dbt.type_string() }})
        || '; match keys: ' || match_keys || '; names: ' || name_agreements || '; dates of birth: ' || dob_agreements
        || case when only_if_one_fits then '; only if one fits' else '' end as value,
        sentence as meaning
    from {{ ref('match_rules') }}
),

-- A fixed number of decimals, because engines write a fraction in different ways.
rule_guards as (
    select
        'match rule guard' as kind,
        'guard ' || rule_code || ' ' || guard as name,
        case
            when guard like 'max%' then cast(cast(limit_value as numeric(18, 6)) as {{ dbt.type_string() }})
            else 'on'
        end as value,
        reason as meaning
    from {{ ref('match_rule_guards') }}
),

value_limits as (
    select
        'shared value limit' as kind,
        'limit ' || attribute as name,
        'at most ' || cast(max_distinct_names as {{ dbt.type_string() }}) || ' names' as value,
        'Shared by more, it links nobody: ' || meaning as meaning
    from {{ ref('shared_value_limits') }}
),

settings as (
    {{ settings_in_force() }}
),

final as (
    {% for part in [
        'definitions', 'time_window', 'parameters', 'schemes', 'components', 'grades', 'harm', 'thresholds', 'lists', 'yardsticks', 'themes',
        'rules', 'rule_guards', 'value_limits', 'settings',
    ] -%}
    select
        cast(kind as {{ dbt.type_string() }}) as kind,
        cast(name as {{ dbt.type_string() }}) as name,
        cast(value as {{ dbt.type_string() }}) as value,
        cast(meaning as {{ dbt.type_string() }}) as meaning
    from {{ part }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
