with offences as (
    select * from {{ ref('offences') }}
),

harm_weights as (
    select
        ho_offence_code,
        harm_weight,
        is_group_median
    from {{ ref('offence_harm_weights') }}
    where index_name = '{{ var("harm_index") }}' and ho_offence_code <> 'UNMAPPED'
),

fallback_weight as (
    select harm_weight
    from {{ ref('offence_harm_weights') }}
    where index_name = '{{ var("harm_index") }}' and ho_offence_code = 'UNMAPPED'
),

codes as (
    select ho_offence_code from offences
    union
    select 'UNMAPPED' as ho_offence_code
),

final as (
    select
        codes.ho_offence_code,
        offences.offence_name,
        offences.offence_subgroup,
        offences.offence_group,
        cast(coalesce(harm_weights.harm_weight, fallback_weight.harm_weight) as {{ type_double() }}) as harm_weight,
        harm_weights.harm_weight is not null as is_harm_mapped,
        coalesce(harm_weights.is_group_median, true) as is_group_median
    from codes
    cross join fallback_weight
    left join offences on codes.ho_offence_code = offences.ho_offence_code
    left join harm_weights on codes.ho_offence_code = harm_weights.ho_offence_code
)

select * from final
