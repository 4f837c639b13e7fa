select
    person_key,
    source_rank,
    is_communal_type,
    is_withheld,
    {{ token('property', 'property') }} as property_token,
    {{ token('postcode', 'area') }} as postcode_token,
    {{ token('left(postcode, length(postcode) - 2)', 'area') }} as sector_token
from {{ ref('int_people__current_addresses') }}
