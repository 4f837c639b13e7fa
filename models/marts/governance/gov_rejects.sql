select
    source_system,
    table_name,
    reject_key as record_id,
    reason
from {{ ref('link_rejects') }}
