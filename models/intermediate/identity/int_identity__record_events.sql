select distinct
    records.node_id,
    event_roles.event_token
from {{ ref('int_identity__event_roles') }} as event_roles
inner join {{ ref('int_identity__records') }} as records on event_roles.record_key = records.record_key
