select tagged.theme_code
from {{ ref('fct_interaction_themes') }} as tagged
inner join {{ ref('int_events__theme_kinds') }} as themes on tagged.theme_code = themes.theme_code
where themes.is_sensitive
union all
select themes.theme_code
from {{ ref('fct_interactions') }} as interactions
inner join {{ ref('int_events__theme_kinds') }} as themes
    on '|' || interactions.theme_codes || '|' like '%|' || themes.theme_code || '|%'
where themes.is_sensitive
