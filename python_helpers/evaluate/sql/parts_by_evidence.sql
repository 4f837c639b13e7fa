-- Lesser parts by what ties them most strongly to another part; a part's pairs are those with the rest of its group.
select
    name,
    dob,
    phone,
    place,
    count(*) as parts,
    sum(part_records)::bigint as records,
    sum(pairs_at_stake)::bigint as pairs
from part_patterns
group by all
order by
    pairs desc,
    name asc,
    dob asc,
    phone asc,
    place asc;
