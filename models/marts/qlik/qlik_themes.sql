{%- set fields = {
    '%theme': 'themes.theme_code',
    'Theme': 'themes.theme_name',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('dim_themes') }} as themes
where not themes.is_sensitive
