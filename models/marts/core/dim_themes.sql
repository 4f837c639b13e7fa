with themes as (
    select * from {{ ref('themes') }}
),

final as (
    select
        theme_code,
        theme_name,
        is_sensitive,
        {{ is_theme_on('themes') }} as is_of_somebody_else
    from themes
)

select * from final
