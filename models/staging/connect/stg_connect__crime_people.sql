with newest as (
    select * from {{ ref('base_connect__crime_people') }} where row_status = 'staged'
),

final as (
    select
        crime_no,
        nominal_id,
        role,
        extracted_at_utc as extracted_at
    from newest
)

select * from final
