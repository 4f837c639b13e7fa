-- One person's ranks, as they are and by firm links alone.
select ranks.*, variants."Variant Rank" as firm_rank
from qlik.qlik_ranks as ranks
left join qlik.qlik_variants as variants
    on ranks."%person" = variants."%person" and ranks."Scheme" = variants."Variant Scheme"
        and variants."Variant Counts" = 'Firm links only'
where ranks."%person" = $person_key
order by ranks."Scheme Sort"
