select
    interaction_key,
    priority_code
from {{ ref('int_interactions__priorities') }}
