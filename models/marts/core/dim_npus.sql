with npus as (
    select
        npu_code,
        npu_name,
        lpa_name,
        valid_from,
        valid_to
    from {{ ref('npus') }}
),

-- So that a join finds a row for every event with an area, the codes that no seed knows among them.
unmapped as (
    select
        'UNMAPPED' as npu_code,
        'Unmapped' as npu_name,
        cast(null as {{ dbt.type_string() }}) as lpa_name,
        min(valid_from) as valid_from,
        cast(null as date) as valid_to
    from npus
),

final as (
    select * from npus
    union all
    select * from unmapped
)

select * from final
