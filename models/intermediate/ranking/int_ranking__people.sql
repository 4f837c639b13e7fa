{#- Every scheme breaks ties in the same order, so that order is found once, and a small number stands for the person from here on. -#}
with measures as (
    select * from {{ ref('int_measures__person_measures') }}
),

final as (
    select
        person_key,
        cast(
            row_number() over (
                order by volume desc, last_interaction_at desc nulls last, {{ byte_order('person_key') }}
            ) as {{ dbt.type_bigint() }}
        ) as tie_order,
        {{ scoreable_measures() | join(',\n        ') }}
    from measures
)

select * from final
