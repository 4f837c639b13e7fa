with
{{ newest_rows(ref('base_connect__crime_people'), key=['crime_no', 'nominal_id', 'role']) }},

final as (
    select
        crime_no,
        nominal_id,
        role,
        extracted_at_utc as extracted_at
    from newest
)

select * from final
