with typed_names as (
    select distinct date_of_birth from {{ ref('int_identity__typed_names') }} where date_of_birth is not null
),

as_digits as (
    select
        date_of_birth,
        lpad(cast(extract(year from date_of_birth) as {{ dbt.type_string() }}), 4, '0')
        || lpad(cast(extract(month from date_of_birth) as {{ dbt.type_string() }}), 2, '0')
        || lpad(cast(extract(day from date_of_birth) as {{ dbt.type_string() }}), 2, '0') as digits
    from typed_names
),

final as (
    select
        -- Numbered by keyed hash, so that the number says nothing about the date.
        cast(row_number() over (order by {{ token('digits', 'date_of_birth') }}) as {{ dbt.type_int() }}) as dob_id,
        date_of_birth,
        digits
    from as_digits
)

select * from final
