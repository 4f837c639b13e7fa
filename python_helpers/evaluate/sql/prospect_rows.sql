-- Evidence that two people share, by how many record pairs joining on it would gain.
select
    name,
    dob,
    phone,
    place,
    person_pairs,
    true_person_pairs / person_pairs as true_share,
    coalesce(record_pairs_gained, 0)::bigint as gained,
    coalesce(record_pairs_lost, 0)::bigint as lost
from prospect_patterns
order by
    gained desc,
    name asc,
    dob asc,
    phone asc,
    place asc;
