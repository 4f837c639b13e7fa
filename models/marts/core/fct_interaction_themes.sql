select
    interaction_key,
    theme_code
from {{ ref('int_events__themes') }}
where not is_sensitive
