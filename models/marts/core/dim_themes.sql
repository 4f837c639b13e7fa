select
    theme_code,
    theme_name,
    is_sensitive,
    {{ is_theme_on('themes') }} as is_in_use
from {{ ref('themes') }} as themes
