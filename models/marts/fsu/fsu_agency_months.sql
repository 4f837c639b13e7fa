with organisations as (
    select * from {{ ref('fct_interaction_organisations') }}
),

events as (
    select
        interaction_key,
        interaction_type,
        coalesce(npu_code, 'UNKNOWN') as npu_code,
        cast({{ dbt.date_trunc('month', 'occurred_on') }} as date) as month_start_on
    from {{ ref('fct_interactions') }}
),

agencies as (
    select organisation, is_volume_withheld from {{ ref('fsu_agencies') }}
),

counted as (
    select
        organisations.organisation,
        events.npu_code,
        events.month_start_on,
        count(*) as volume,
        {% for interaction_type in ['call', 'contact', 'incident'] -%}
        sum(case when events.interaction_type = '{{ interaction_type }}' then 1 else 0 end) as {{ interaction_type }}_count
        {{- ',' if not loop.last }}
        {% endfor -%}
    from organisations
    inner join events on organisations.interaction_key = events.interaction_key
    group by organisations.organisation, events.npu_code, events.month_start_on
),

smallest as (
    select
        counted.*,
        {{ smallest_count(['call_count', 'contact_count', 'incident_count'], 'volume') }} as smallest_count
    from counted
),

-- What a month would give away is its organisation's volume, or what is left of it.
judged as (
    select
        smallest.*,
        agencies.is_volume_withheld
        or {{ is_small_number('smallest.volume', 'smallest.npu_code, smallest.month_start_on', ['smallest.organisation']) }} as is_volume_withheld,
        {{ is_small_number('smallest.smallest_count', 'smallest.volume, smallest.npu_code, smallest.month_start_on', ['smallest.organisation']) }}
            as is_breakdown_small
    from smallest
    inner join agencies on smallest.organisation = agencies.organisation
),

final as (
    select
        organisation,
        cast(npu_code as {{ dbt.type_string() }}) as npu_code,
        month_start_on,
        cast(case when not is_volume_withheld then volume end as integer) as volume,
        {% for interaction_type in ['call', 'contact', 'incident'] -%}
        cast(
            case when not is_volume_withheld and not is_breakdown_small then {{ interaction_type }}_count end as integer
        ) as {{ interaction_type }}_count,
        {% endfor -%}
        is_volume_withheld,
        is_volume_withheld or is_breakdown_small as is_breakdown_withheld
    from judged
)

select * from final
