with themes as (
    select * from {{ ref('int_events__theme_kinds') }}
),

final as (
    select
        theme_code,
        theme_name,
        is_sensitive,
        is_in_use
    from themes
)

select * from final
