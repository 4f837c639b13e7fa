select
    record_key,
    organisation
from {{ ref('int_identity__entries') }}
where is_agency
