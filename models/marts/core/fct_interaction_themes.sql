select
    interaction_key,
    theme_code
from {{ ref('int_interactions__themes') }}
where not is_sensitive
