select
    replace(shared.attribute, '_', ' ') as attribute,
    shared.max_distinct_names,
    shared.value_count,
    shared.record_count
from governance.gov_shared_values as shared
order by shared.attribute
