-- Lesser parts by the rules that attached the two records that tie them most strongly; a part's pairs are those with the rest of its group.
select
    rules,
    name,
    dob,
    phone,
    count(*) as parts,
    sum(part_records)::bigint as records,
    sum(pairs_at_stake)::bigint as pairs
from part_patterns
group by all
order by
    pairs desc,
    rules asc,
    name asc,
    dob asc,
    phone asc;
