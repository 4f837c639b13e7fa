{%- set problems -%}
select
    'weights/scheme_components.csv' as seed,
    components.scheme_code || ' ' || components.measure as row_name,
    'the scheme is not in ranking_schemes.csv' as problem
from {{ ref('scheme_components') }} as components
left join {{ ref('ranking_schemes') }} as schemes on components.scheme_code = schemes.scheme_code
where schemes.scheme_code is null
union all
select 'weights/scheme_components.csv', scheme_code || ' ' || coalesce(measure, ''), 'no such measure can be weighed; the ones that can: {{ scoreable_measures() | join(", ") }}'
from {{ ref('scheme_components') }}
where coalesce(measure, '') not in ('{{ scoreable_measures() | join("', '") }}')
union all
select 'weights/scheme_components.csv', scheme_code || ' ' || measure, 'the weight is missing or negative'
from {{ ref('scheme_components') }}
where weight is null or weight < 0
union all
select 'weights/scheme_components.csv', scheme_code || ' ' || measure, 'a cap is more than 0, or empty for none'
from {{ ref('scheme_components') }}
where cap <= 0
union all
select 'weights/ranking_schemes.csv', schemes.scheme_code, 'has no component in scheme_components.csv'
from {{ ref('ranking_schemes') }} as schemes
left join {{ ref('scheme_components') }} as components on schemes.scheme_code = components.scheme_code
where components.scheme_code is null
union all
select 'weights/ranking_schemes.csv', coalesce(min(scheme_code), '(none)'), 'exactly one scheme is in force; marked so: ' || cast(count(*) as {{ dbt.type_string() }})
from {{ ref('ranking_schemes') }}
where is_in_force
having count(*) <> 1
union all
{{ repeated_rows('weights/ranking_schemes.csv', ref('ranking_schemes'), ['scheme_code']) }}
union all
{{ repeated_rows('weights/scheme_components.csv', ref('scheme_components'), ['scheme_code', 'measure']) }}
union all
{{ unfilled_rows('weights/ranking_schemes.csv', ref('ranking_schemes'), ['scheme_code'], ['scheme_code', 'scheme_name', 'sort_order', 'meaning', 'is_in_force']) }}
{%- endset -%}
{{ refuse_rows(problems) }}
