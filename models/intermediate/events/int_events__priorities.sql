with crimes as (
    select
        interaction_key,
        ho_offence_code,
        npu_code,
        occurred_on
    from {{ ref('int_events__in_window') }}
    where interaction_type = 'crime'
),

offences as (
    select * from {{ ref('offences') }}
),

themes as (
    -- A priority shows in marts, so a sensitive theme cannot make one.
    select interaction_key, theme_code from {{ ref('int_events__themes') }} where not is_sensitive
),

priorities as {{ computed_once() }} (
    select
        priority_code,
        npu_code,
        match_on,
        match_value,
        valid_from,
        coalesce(valid_to, cast('9999-12-31' as date)) as valid_to
    from {{ ref('priority_crime_types') }}
    where not {{ is_health_code('match_value', 'ho_offence_code') }}
),

traits as (
    select interaction_key, 'OFFENCE_CODE' as match_on, ho_offence_code as match_value from crimes
    union all
    select crimes.interaction_key, 'OFFENCE_SUBGROUP' as match_on, upper(offences.offence_subgroup) as match_value
    from crimes
    inner join offences on crimes.ho_offence_code = offences.ho_offence_code
    union all
    select crimes.interaction_key, 'OFFENCE_GROUP' as match_on, upper(offences.offence_group) as match_value
    from crimes
    inner join offences on crimes.ho_offence_code = offences.ho_offence_code
    union all
    select interaction_key, 'THEME' as match_on, theme_code as match_value from themes
),

final as (
    select distinct
        crimes.interaction_key,
        priorities.priority_code
    from traits
    inner join priorities on traits.match_on = priorities.match_on and traits.match_value = priorities.match_value
    inner join crimes on traits.interaction_key = crimes.interaction_key
    where crimes.occurred_on between priorities.valid_from and priorities.valid_to
        and (priorities.npu_code is null or priorities.npu_code = crimes.npu_code)
)

select * from final
