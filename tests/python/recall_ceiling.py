"""What a perfect linker could find: the share of true pairs whose records carry enough to tell they are one person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_helpers.synthesise.typing_errors import (
    DOB_PLACEHOLDERS,
    NAME_PLACEHOLDERS,
    PHONE_PLACEHOLDERS,
    POSTCODE_PLACEHOLDERS,
)

# A full name has two words besides titles, notes and brackets; a date of birth is one that a day can be read from.
FULL_NAME = r"""
    len(regexp_extract_all(regexp_replace(
        upper(full_name), '\b(MR|MRS|MISS|MS|MASTER|DR)\b|[(\[].*|".*| - .*', ' ', 'g'), '[^ ,.]+')) >= 2
"""

# One row a named record of a person: has it a full name, a phone, a date of birth, an address, a link to Connect?
NAMED_RECORDS = f"""
with entries as (
    select
        'controlworks' as source_system, person_entry_id as record_id,
        full_name is not null and full_name not in (select unnest($names)) and {FULL_NAME} as has_name,
        phone is not null and phone not in (select unnest($phones)) as has_phone,
        dob is not null and dob not in (select unnest($dobs)) and not regexp_matches(dob, '^(approx|abt|c[0-9])|yrs$')
            as has_dob,
        address_text is not null
        or (postcode is not null and postcode not in (select unnest($postcodes))) as has_address,
        nominal_id is not null as is_linked
    from (
        select *, row_number() over (partition by person_entry_id order by extracted_at desc) as age
        from read_parquet($root || '/controlworks/people/*.parquet')
    )
    where age = 1
),

nominals as (
    select distinct on (nominal_id)
        'connect' as source_system, nominal_id as record_id, forename is not null and surname is not null as has_name,
        nominal_id in (
            select phones.nominal_id from read_parquet($root || '/connect/nominal_phones/*.parquet') as phones
        ) as has_phone,
        dob is not null and dob not in (select unnest($dobs)) as has_dob,
        nominal_id in (
            select homes.nominal_id from read_parquet($root || '/connect/nominal_addresses/*.parquet') as homes
        ) as has_address,
        true as is_linked
    from read_parquet($root || '/connect/nominals/*.parquet')
    order by nominal_id, extracted_at desc
),

compact as (
    select distinct on (person_ref)
        'compact' as source_system, person_ref as record_id, forename is not null and surname is not null as has_name,
        phone is not null as has_phone,
        dob is not null and dob not in (select unnest($dobs)) as has_dob, postcode is not null as has_address,
        false as is_linked
    from read_parquet($root || '/compact/people/*.parquet')
    order by person_ref, extracted_at desc
)

select
    named.*, truth.true_person_id,
    has_phone or (has_name and (has_dob or has_address)) as is_strong,
    has_phone or has_name or has_dob or is_linked as is_usable
from (from entries union all by name from nominals union all by name from compact) as named
inner join read_parquet($truth || '/records.parquet') as truth using (source_system, record_id)
where truth.true_person_id is not null and truth.true_person_id != ''
"""


@dataclass(frozen=True)
class Ceiling:
    """Shares of the true pairs of named records."""

    records: int
    pairs: int
    strong_pairs: float  # both carry a phone, or a full name with a date of birth or an address
    usable_pairs: float  # both carry anything at all


def ceiling(extracts: Path, truth: Path) -> Ceiling:
    """Measure Parquet extracts against their truth."""
    with duckdb.connect() as connection:
        parameters = {
            "root": str(extracts), "truth": str(truth), "names": list(NAME_PLACEHOLDERS),
            "phones": list(PHONE_PLACEHOLDERS), "postcodes": list(POSTCODE_PLACEHOLDERS),
            "dobs": [*DOB_PLACEHOLDERS, "1970-01-01", "1901-01-01"],
        }  # fmt: skip
        query = f"""
            with people as (
                select count(*) as n, count_if(is_strong) as strong, count_if(is_usable) as usable
                from ({NAMED_RECORDS}) group by true_person_id
            )
            select sum(n)::bigint, sum(n * (n - 1) // 2)::bigint, sum(strong * (strong - 1) // 2)::double,
                sum(usable * (usable - 1) // 2)::double
            from people
        """
        row = connection.execute(query, parameters).fetchone()
    assert row is not None  # an aggregate always has a row
    records, pairs, strong, usable = row
    return Ceiling(records, pairs, strong / pairs if pairs else 0.0, usable / pairs if pairs else 0.0)
