"""Documents about one person of a world: who is asked about, and a search in them for anybody else's values."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

from personal_values import PersonalValues, national, openings, pairs, personal_values
from worlds import World

from python_helpers.disclosure.document import Document
from python_helpers.disclosure.files import contents_of
from python_helpers.disclosure.pdf import page_of


def words_of(document: Document) -> str:
    """Everything that a document says, on the page and as data."""
    data = [content.decode() for name, content in contents_of(document, "x").items() if not name.endswith(".pdf")]
    return "\n".join([json.dumps(page_of(document), ensure_ascii=False).replace("\u200b", ""), *data])


def everybody_of(world: World) -> PersonalValues:
    """What tells the world's people apart."""
    return personal_values(world).distinctive()


def others_of(world: World, everybody: PersonalValues, own_records: set[str]) -> PersonalValues:
    """Personal values of everybody whose records these are not; what the person shares with somebody is theirs too."""
    own = _own(world, own_records)
    first_day = date.fromisoformat(
        str(world.query("select window_start_on from intermediate.int_window__bounds")[0][0])
    )
    return PersonalValues(
        full_names=everybody.full_names - own.full_names,
        phones=everybody.phones - own.phones,
        births={born for born in everybody.births if born < first_day} - own.births,
        addresses=everybody.addresses - own.addresses,
        postcodes=everybody.postcodes - own.postcodes,
        ids=everybody.ids - own_records - own.ids,
    )


def found_in(document: Document, others: PersonalValues) -> Counter[str]:
    """Kinds of other people's values in a document, with how many; never a value."""
    return others.found_in(words_of(document))


def _own(world: World, records: set[str]) -> PersonalValues:
    listed = ", ".join(f"'{record}'" for record in sorted(records))
    found = PersonalValues()
    for forename, middle, surname, born, phone, second, address, postcode, other_id in world.query(
        f"""
        select forename, middle_names, surname, date_of_birth, phone, second_phone, address_text, postcode, nominal_id
        from staging.stg_controlworks__people where person_entry_id in ({listed})
        union all
        select forename, middle_names, surname, date_of_birth, null, null, null, null, pnc_id
        from staging.stg_connect__nominals where nominal_id in ({listed})
        union all
        select forename, middle_names, surname, date_of_birth, null, null, null, null, null
        from staging.stg_connect__nominal_aliases where nominal_id in ({listed})
        union all
        select null, null, null, null, phone, second_phone, null, null, null
        from staging.stg_connect__nominal_phones where nominal_id in ({listed})
        union all
        select null, null, null, null, null, null, address_text, postcode, uprn
        from staging.stg_connect__nominal_addresses where nominal_id in ({listed})
        union all
        select forename, middle_names, surname, date_of_birth, phone, second_phone, null, postcode, uprn
        from staging.stg_compact__people where person_ref in ({listed})
        union all
        select known_as, null, surname, null, null, null, null, null, null
        from staging.stg_compact__people where person_ref in ({listed})
        """
    ):
        found.full_names |= pairs(f"{forename or ''} {middle or ''} {surname or ''}")
        found.full_names |= pairs(f"{forename or ''} {surname or ''}")
        found.births |= {born} - {None}
        found.phones |= {national(number) for number in (phone, second) if number}
        found.addresses |= openings(address or "")
        found.postcodes |= {(postcode or "").replace(" ", "")}
        found.ids |= {other_id} - {None}
    return found
