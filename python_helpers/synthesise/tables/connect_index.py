"""Connect's person index: nominals, their aliases, phones and addresses."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from python_helpers.synthesise import typing_errors as typed
from python_helpers.synthesise.clock import DAY, date_text, midnight
from python_helpers.synthesise.index_records import TypedNominals
from python_helpers.synthesise.nominals import Nominals
from python_helpers.synthesise.numbers import as_typed
from python_helpers.synthesise.people import HORIZON_END, World
from python_helpers.synthesise.places import KINDS
from python_helpers.synthesise.randomness import Ints, Streams, Texts
from python_helpers.synthesise.tables.columns import column, number_column
from python_helpers.synthesise.timeline import Timeline

CONNECT_LIVE = midnight(2021, 4)  # since when numbers and addresses are noted there
# Connect has records for 'unknown' that officers use when they know nobody's name: thousands of crimes, no person.
CATCH_ALL = (
    ("N00000011", "UNKNOWN", "UNKNOWN"),
    ("N00000012", "UNKNOWN", "MALE"),
    ("N00000013", "", "UNKNOWN OFFENDER"),
)

# Who gives another name often gives another date of birth, one digit off.
ALIAS_DOB, OTHER_DOB = typed.DobTroubles(0.01, 0.12, 0.02), typed.DobTroubles(0.01, 0.01, 0.02)


def catch_all_nominals() -> pa.Table:
    """Return the catch-all rows of connect.nominals."""
    rows = len(CATCH_ALL)
    empty = pa.nulls(rows, pa.string())
    return pa.table(
        {
            "nominal_id": column([row[0] for row in CATCH_ALL]),
            "forename": column([row[1] for row in CATCH_ALL]),
            "middle_names": empty,
            "surname": column([row[2] for row in CATCH_ALL]),
            "dob": pa.array(["1900-01-01", None, None], pa.string()),
            "pnc_id": empty,
            "merged_into": empty,
            "is_restricted": empty,
        }
    )


def nominals_table(nominals: Nominals, used: Ints, names: TypedNominals, pnc_ids: Texts, now: int) -> pa.Table:
    """Return connect.nominals."""
    merged = (nominals.merged_into[used] >= 0) & (nominals.merged_at[used] <= now)
    into = np.where(merged, nominals.text_id(np.maximum(nominals.merged_into[used], 0)), "")
    return pa.table(
        {
            "nominal_id": column(nominals.text_id(used)),
            "forename": column(names.forename),
            "middle_names": column(names.middle),
            "surname": column(names.surname),
            "dob": column(names.dob),
            "pnc_id": column(pnc_ids),
            "merged_into": column(into),
            "is_restricted": column(np.where(nominals.sealed[used], "Y", "").astype(object)),
        }
    )


def nominal_aliases(streams: Streams, world: World, nominals: Nominals, used: Ints, now: int) -> pa.Table:
    """Return connect.nominal_aliases: other names, maiden names, nicknames."""
    profile = world.profile
    chances = streams.rows("tables.aliases", len(nominals.person), 8, used)
    person = nominals.person[used]
    parts: list[tuple[Ints, Texts, Texts, Ints]] = []
    alias = np.flatnonzero((world.alias_surname[person] != "") & (chances[:, 0] < 0.7))
    parts.append(
        (alias, world.alias_forename[person[alias]], world.alias_surname[person[alias]], np.full(len(alias), 0))
    )
    changed = np.flatnonzero((world.changed_at[person] < now) & (chances[:, 1] < 0.55))
    parts.append((changed, world.forename[person[changed]], world.surname[person[changed]], np.full(len(changed), 1)))
    nickname = np.flatnonzero(
        (world.nickname[person] != "") & (world.goes_by_nickname[person] > 0.5) & (chances[:, 2] < 0.15)
    )
    last = world.surname_at(person[nickname], np.full(len(nickname), now))
    parts.append((nickname, world.nickname[person[nickname]], last, np.full(len(nickname), 2)))
    row, forename, surname, kind = (np.concatenate([part[i] for part in parts]) for i in range(4))
    order = np.lexsort((kind, row))
    row, forename, surname, kind = row[order], forename[order], surname[order], kind[order]
    draw = chances[row, 3 + kind]
    days = world.birth_day[person[row]].tolist()
    dob = [
        "" if d < 0.4 else typed.iso(typed.wrong_day(day, ALIAS_DOB if k == 0 else OTHER_DOB, (d - 0.4) / 0.6, e))
        for day, d, k, e in zip(days, draw.tolist(), kind.tolist(), chances[row, 6].tolist(), strict=True)
    ]
    alias_ids = np.array([f"A{n:09d}" for n in (used[row] * 3 + kind).tolist()], dtype=object)
    return pa.table(
        {
            "alias_id": column(alias_ids),
            "nominal_id": column(nominals.text_id(used[row])),
            "forename": column(forename),
            "surname": column(surname),
            "dob": column(dob),
            "is_restricted": column(np.where(chances[row, 7] < profile.sealed * 10, "Y", "").astype(object)),
        }
    )


def _slots(timeline: Timeline, nominals: Nominals, used: Ints) -> tuple[Ints, Ints]:
    """Return every record of Connect's index with each row of its person's timeline."""
    person = nominals.person[used]
    first = np.searchsorted(timeline.owner, person, side="left")
    count = np.searchsorted(timeline.owner, person, side="right") - first
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(used, count), np.repeat(first, count) + within


def nominal_phones(streams: Streams, world: World, nominals: Nominals, used: Ints, now: int) -> pa.Table:
    """Return connect.nominal_phones: what officers were given, often without an end."""
    rng = streams.rng("tables.nominal_phones")
    share = rng.random(len(nominals.person))
    mobiles = world.mobiles
    seen = rng.random((len(mobiles.owner), 4))
    # When it was noted: at some time while it was theirs, in the last years.
    begin = np.maximum(mobiles.start, CONNECT_LIVE)
    noted = begin + (seen[:, 0] * np.maximum(np.minimum(mobiles.end, HORIZON_END) - begin, 0)).astype(np.int64)
    record, slot = _slots(mobiles, nominals, used)
    # One record of a person knows one number, another knows others.
    keep = ((share[record] * 7919 + seen[slot, 1]) % 1 < 0.66) & (noted[slot] <= now)
    record, slot = record[keep], slot[keep]
    closed = (mobiles.end[slot] <= now) & (seen[slot, 2] < 0.5)
    # Beside their own: the landline at home, and now and then the number of whoever was with them.
    home = used[(world.landline[nominals.person[used]] > 0) & (share[used] < 0.2)]
    other = used[share[used] > 1 - world.profile.whose_number / 6]
    companion = world.household_first[world.household[nominals.person[other]]]
    companion += nominals.person[other] == companion
    companion = np.where(companion < world.size, companion, 0)
    together = world.household[companion] == world.household[nominals.person[other]]
    theirs = np.where(together, mobiles.at(companion, np.full(len(other), now)), 0)
    other, theirs = other[theirs > 0], theirs[theirs > 0]
    extra = np.concatenate([home, other])
    owner = np.concatenate([record, extra])
    numbers = np.concatenate([mobiles.value[slot], world.landline[nominals.person[home]], theirs])
    first_seen = np.concatenate([noted[slot], CONNECT_LIVE + (share[extra] * 1600 * DAY).astype(np.int64)])
    last_seen = np.concatenate([np.minimum(mobiles.end[slot], now), np.full(len(extra), now)])
    is_open = np.concatenate([~closed, np.ones(len(extra), bool)])
    style = np.concatenate([seen[slot, 3], share[extra]])
    written = [as_typed(n, s) for n, s in zip(numbers.tolist(), style.tolist(), strict=True)]
    order = np.lexsort((numbers, first_seen, owner))
    return pa.table(
        {
            "nominal_id": column(nominals.text_id(owner[order])),
            "phone": column(np.array(written, dtype=object)[order]),
            "first_seen_on": date_text(first_seen[order]),
            "last_seen_on": date_text(last_seen[order], is_open[order]),
        }
    )


def nominal_addresses(streams: Streams, world: World, nominals: Nominals, used: Ints, now: int) -> pa.Table:
    """Return connect.nominal_addresses by date."""
    rng = streams.rng("tables.nominal_addresses")
    share = rng.random(len(nominals.person))
    homes, places = world.homes, world.places
    seen = rng.random((len(homes.owner), 5))
    record, slot = _slots(homes, nominals, used)
    begins = np.maximum(homes.start[slot], CONNECT_LIVE - (seen[slot, 0] * 3000).astype(np.int64) * DAY)
    keep = ((share[record] * 7919 + seen[slot, 1]) % 1 < 0.78) & (begins <= now) & (homes.end[slot] > CONNECT_LIVE)
    record, slot, begins = record[keep], slot[keep], begins[keep]
    place, end = homes.value[slot], homes.end[slot]
    nowhere = place == places.nowhere
    written, postcodes = [], []
    for where, draw in zip(place.tolist(), seen[slot].tolist(), strict=True):
        address = places.address(where)
        known = where != places.nowhere
        written.append(typed.typed_address(address, draw[2]) if known else "NFA")
        postcode = address.postcode if draw[3] < 0.9 else address.postcode.replace(" ", "")
        postcodes.append(postcode if known and draw[3] > 0.06 else "")
    kinds = np.array(KINDS, dtype=object)[places.kind[place]]
    # A communal place is not always recognised as one.
    kinds = np.where((seen[slot, 4] > 0.9) & (places.kind[place] > 0) & ~nowhere, "HOME", kinds)
    # Eight records of a person at most share a row of the timeline.
    number = slot * 8 + record - nominals.first[nominals.person[record]]
    return pa.table(
        {
            "address_id": column([f"AD{n:010d}" for n in number.tolist()]),
            "nominal_id": column(nominals.text_id(record)),
            "address_text": column(written),
            "postcode": column(postcodes),
            "uprn": number_column(places.uprn[place], (seen[slot, 2] * 7 % 1 < 0.45) | nowhere),
            "address_type": column(kinds),
            "from_date": date_text(begins),
            "to_date": date_text(np.minimum(end, now), (end > now) | (seen[slot, 4] < 0.15)),
        }
    )
