select theme_kinds.theme_code
from {{ ref('int_events__theme_kinds') }} as theme_kinds
inner join {{ ref('themes') }} as themes on theme_kinds.theme_code = themes.theme_code
where theme_kinds.is_special_category and themes.is_enabled and not theme_kinds.is_in_use
