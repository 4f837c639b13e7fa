with people_shown as (
    select distinct person_key
    from {{ ref('fsu_ranked') }}
    where is_cohort or is_near_miss
),

people as (
    select people.*
    from {{ ref('int_measures__person_measures') }} as people
    inner join people_shown on people.person_key = people_shown.person_key
),

components as (
    select
        scheme_code,
        measure,
        cast(weight as {{ type_double() }}) as weight,
        cast(cap as {{ type_double() }}) as cap
    from {{ ref('scheme_components') }}
),

measured as (
    select
        components.scheme_code,
        people.person_key,
        components.measure,
        components.weight,
        components.cap,
        case components.measure
            {% for measure in scoreable_measures() -%}
            when '{{ measure }}' then cast(people.{{ measure }} as {{ type_double() }})
            {% endfor -%}
        end as measure_value
    from people
    cross join components
),

final as (
    select
        cast(scheme_code as {{ dbt.type_string() }}) as scheme_code,
        person_key,
        cast(measure as {{ dbt.type_string() }}) as measure,
        measure_value,
        weight,
        cap,
        coalesce(measure_value > cap, false) as is_capped,
        cast({{ points_of('measure_value', 'weight', 'cap') }} as {{ type_double() }}) / 1000000 as points
    from measured
)

select * from final
