select *
from {{ ref('int_measures__person_measures') }}
