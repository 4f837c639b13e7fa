-- Neighbours in rank: a better score first, then more volume, then the more recent interaction, then the smaller key.
with ordered as (
    select
        ranked.scheme_code,
        ranked.rank,
        ranked.score,
        measures.volume,
        measures.last_interaction_at,
        {{ byte_order('ranked.person_key') }} as person_key
    from {{ ref('fsu_ranked') }} as ranked
    inner join {{ ref('int_measures__person_measures') }} as measures on ranked.person_key = measures.person_key
)

select above.scheme_code, above.rank
from ordered as above
inner join ordered as below on above.scheme_code = below.scheme_code and above.rank + 1 = below.rank
where above.score < below.score
    or (above.score = below.score and above.volume < below.volume)
    or (above.score = below.score and above.volume = below.volume and above.last_interaction_at < below.last_interaction_at)
    or (
        above.score = below.score
        and above.volume = below.volume
        and above.last_interaction_at = below.last_interaction_at
        and above.person_key > below.person_key
    )
