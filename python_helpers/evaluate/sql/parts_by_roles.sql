-- Lesser parts by the roles of the two records that tie them most strongly; a part's pairs are those with the rest of its group.
select
    roles,
    phone,
    dob,
    count(*) as parts,
    sum(part_records)::bigint as records,
    sum(pairs_at_stake)::bigint as pairs
from part_patterns
group by all
order by
    pairs desc,
    roles asc,
    phone asc,
    dob asc;
