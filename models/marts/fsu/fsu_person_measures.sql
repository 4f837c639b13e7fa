-- The columns are those of its contract; what ranks people inside stays inside.
select {{ model.columns | join(',\n    ') }}
from {{ ref('int_measures__person_measures') }}
