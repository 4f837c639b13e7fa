select
    as_of_date,
    person_key,
    cast(change as {{ dbt.type_string() }}) as change,
    scheme_code,
    rank,
    previous_rank,
    other_person_key
from {{ ref('int_ranking__rank_moves') }}
