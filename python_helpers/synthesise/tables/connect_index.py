"""Connect's person index: nominals, their aliases, phones and addresses."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from python_helpers.synthesise import typing_errors as typed
from python_helpers.synthesise.clock import DAY, date_text, midnight
from python_helpers.synthesise.nominals import Nominals
from python_helpers.synthesise.numbers import as_typed
from python_helpers.synthesise.people import HORIZON_END, World
from python_helpers.synthesise.places import KINDS
from python_helpers.synthesise.randomness import Ints, Streams, Texts
from python_helpers.synthesise.records import TypedNominals
from python_helpers.synthesise.tables.columns import column, number_column
from python_helpers.synthesise.timeline import FOREVER

CONNECT_LIVE = midnight(2021, 4)  # since when numbers and addresses are noted there
# Connect has records for 'unknown' that officers use when they know nobody's name: thousands of crimes, no person.
CATCH_ALL = (
    ("N00000011", "UNKNOWN", "UNKNOWN"),
    ("N00000012", "UNKNOWN", "MALE"),
    ("N00000013", "", "UNKNOWN OFFENDER"),
)


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
            "merged_into": empty,
            "is_restricted": empty,
        }
    )


def nominals_table(nominals: Nominals, used: Ints, names: TypedNominals, now: int) -> pa.Table:
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
            "merged_into": column(into),
            "is_restricted": column(np.where(nominals.sealed[used], "Y", "").astype(object)),
        }
    )


def nominal_aliases(streams: Streams, world: World, nominals: Nominals, used: Ints, now: int) -> pa.Table:
    """Return connect.nominal_aliases: other names, maiden names, nicknames."""
    profile = world.profile
    chances = streams.rng("tables.aliases").random((len(nominals.person), 8))[used]
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
        "" if d < 0.4 else typed.iso(typed.wrong_day(day, (d - 0.4) / 0.6, 0.01, 0.12 if k == 0 else 0.01, 0.02, e))
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


def nominal_phones(streams: Streams, world: World, nominals: Nominals, used: Ints, now: int) -> pa.Table:
    """Return connect.nominal_phones: what officers were given, often without an end."""
    rng = streams.rng("tables.nominal_phones")
    share = rng.random(len(nominals.person))
    mobiles = world.mobiles
    seen = rng.random((len(mobiles.owner), 4))
    end = np.minimum(mobiles.end, now)
    # When it was noted: at some time while it was theirs, in the last years.
    begin = np.maximum(mobiles.start, CONNECT_LIVE)
    noted = begin + (seen[:, 0] * np.maximum(np.minimum(mobiles.end, HORIZON_END) - begin, 0)).astype(np.int64)
    slot_first = np.searchsorted(mobiles.owner, np.arange(world.size), side="left")
    slot_count = np.searchsorted(mobiles.owner, np.arange(world.size), side="right") - slot_first
    person = nominals.person[used]
    count = slot_count[person]
    record = np.repeat(used, count)
    slot = np.repeat(slot_first[person], count) + np.arange(len(record)) - np.repeat(np.cumsum(count) - count, count)
    # One record of a person knows one number, another knows others.
    known = (share[record] * 7919 + seen[slot, 1]) % 1 < 0.66
    keep = known & (noted[slot] <= now)
    record, slot = record[keep], slot[keep]
    closed = (mobiles.end[slot] <= now) & (seen[slot, 2] < 0.5)
    last_seen = np.where(closed, end[slot], now)
    lines = used[(world.landline[person] > 0) & (share[used] < 0.2)]
    line_noted = CONNECT_LIVE + (share[lines] * 1600 * DAY).astype(np.int64)
    numbers = np.concatenate([mobiles.value[slot], world.landline[nominals.person[lines]]])
    style = np.concatenate([seen[slot, 3], share[lines]])
    first_seen = np.concatenate([noted[slot], line_noted])
    stop = np.concatenate([last_seen, np.full(len(lines), now)])
    is_closed = np.concatenate([closed, np.zeros(len(lines), bool)])
    owner = np.concatenate([record, lines])
    written = [as_typed(n, s) for n, s in zip(numbers.tolist(), style.tolist(), strict=True)]
    order = np.lexsort((numbers, first_seen, owner))
    return pa.table(
        {
            "nominal_id": column(nominals.text_id(owner[order])),
            "phone": column(np.array(written, dtype=object)[order]),
            "first_seen_on": date_text(first_seen[order]),
            "last_seen_on": date_text(stop[order], ~is_closed[order]),
        }
    )


def nominal_addresses(streams: Streams, world: World, nominals: Nominals, used: Ints, now: int) -> pa.Table:
    """Return connect.nominal_addresses by date."""
    rng = streams.rng("tables.nominal_addresses")
    share = rng.random(len(nominals.person))
    homes, places = world.homes, world.places
    seen = rng.random((len(homes.owner), 5))
    first = np.searchsorted(homes.owner, np.arange(world.size), side="left")
    count_of = np.searchsorted(homes.owner, np.arange(world.size), side="right") - first
    person = nominals.person[used]
    count = count_of[person]
    record = np.repeat(used, count)
    slot = np.repeat(first[person], count) + np.arange(len(record)) - np.repeat(np.cumsum(count) - count, count)
    begins = np.maximum(homes.start[slot], CONNECT_LIVE - (seen[slot, 0] * 3000).astype(np.int64) * DAY)
    keep = ((share[record] * 7919 + seen[slot, 1]) % 1 < 0.78) & (begins <= now) & (homes.end[slot] > CONNECT_LIVE)
    record, slot, begins = record[keep], slot[keep], begins[keep]
    place = homes.value[slot]
    code = places.postcode_of[place]
    nowhere = place == places.nowhere
    written = [
        "NFA"
        if gone
        else typed.typed_address(
            places.building[p], places.streets[places.street_of[c]], places.towns[c], places.postcodes[c], d
        )
        for p, c, d, gone in zip(place.tolist(), code.tolist(), seen[slot, 2].tolist(), nowhere.tolist(), strict=True)
    ]
    postcodes = [
        "" if gone or d < 0.06 else (places.postcodes[c] if d < 0.9 else places.postcodes[c].replace(" ", ""))
        for c, d, gone in zip(code.tolist(), seen[slot, 3].tolist(), nowhere.tolist(), strict=True)
    ]
    end = homes.end[slot]
    kinds = np.array(KINDS, dtype=object)[places.kind[place]]
    # A communal place is not always recognised as one.
    kinds = np.where((seen[slot, 4] > 0.9) & (places.kind[place] > 0) & ~nowhere, "HOME", kinds)
    open_still = (end > now) | (seen[slot, 4] < 0.15)
    return pa.table(
        {
            "address_id": column(
                np.array(
                    [f"AD{n:010d}" for n in (slot * 8 + (record - nominals.first[nominals.person[record]])).tolist()],
                    dtype=object,
                )
            ),
            "nominal_id": column(nominals.text_id(record)),
            "address_text": column(written),
            "postcode": column(postcodes),
            "uprn": number_column(places.uprn[place], (seen[slot, 2] * 7 % 1 < 0.45) | nowhere),
            "address_type": column(kinds),
            "from_date": date_text(begins),
            "to_date": date_text(np.minimum(end, FOREVER - DAY), open_still),
        }
    )
