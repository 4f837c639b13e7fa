select
    node_id,
    phone_token,
    phone like '+44%' and phone not like '+447%' as is_landline,
    held_from_at,
    held_to_at
from {{ ref('int_identity__typed_phones') }}
