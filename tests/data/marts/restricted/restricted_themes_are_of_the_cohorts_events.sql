select shown.interaction_key
from {{ ref('fsu_cohort_interaction_themes') }} as shown
left join {{ ref('fsu_cohort_chronology') }} as chronology on shown.interaction_key = chronology.interaction_key
inner join {{ ref('int_events__theme_kinds') }} as themes on shown.theme_code = themes.theme_code
where chronology.interaction_key is null or themes.is_special_category
