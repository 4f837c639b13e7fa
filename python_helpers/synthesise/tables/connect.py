"""connect.crimes, crime_people, investigations and custody_records."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from python_helpers.synthesise.clock import DAY, HOUR, civil_text, date_text
from python_helpers.synthesise.events import CRIME_ROLES, Quarter
from python_helpers.synthesise.nominals import Nominals
from python_helpers.synthesise.offences import OFFENCES
from python_helpers.synthesise.people import World
from python_helpers.synthesise.randomness import Ints, Streams
from python_helpers.synthesise.tables.columns import (
    choice,
    coded,
    column,
    crime_numbers,
    draws,
    log_numbers,
    number_column,
    reference,
    tail,
)
from python_helpers.synthesise.tables.connect_index import CATCH_ALL
from python_helpers.synthesise.tables.controlworks import TEAMS

SUITES = ("Perry Barr", "Oldbury", "Coventry", "Wolverhampton", "Stechford", "Bloxwich")


def crimes(streams: Streams, world: World, quarter: Quarter, now: int) -> pa.Table:
    """Return connect.crimes."""
    events = quarter.crimes
    chances = draws(streams, "crimes", quarter, events.number, 8)
    to = events.at - 900 - tail(chances[:, 0], 2 * DAY)
    since = to - np.where(chances[:, 1] < 0.5, 0, tail(chances[:, 2], DAY))
    tags = (
        np.where(events.case >= 0, quarter.cases.tags[np.maximum(events.case, 0)], 0)
        if len(quarter.cases)
        else events.case * 0
    )
    kept = {"DA": events.domestic, "CSE": tags >> 2 & 1 > 0, "CA": tags >> 3 & 1 > 0, "HATE": tags >> 6 & 1 > 0}
    kept["KNIFE"] = chances[:, 3] < 0.02
    masks = list(kept.values())
    names = list(kept)
    markers = ["|".join(n for n, m in zip(names, row, strict=True) if m) for row in np.stack(masks, axis=1).tolist()]
    outcome = 1 + choice(
        chances[:, 4],
        np.array([7, 1, 2, 1, 0.3, 1, 0.1, 1.5, 0.5, 2, 0.2, 0.3, 0.3, 7, 14, 22, 0.4, 36, 0.1, 1, 3, 1.5]),
    )
    decided = events.at + DAY + tail(chances[:, 5], 35 * DAY)
    open_still = ~events.has_outcome | (decided > now)
    code = world.places.postcode_of[events.place]
    logged = (
        np.where(events.case >= 0, log_numbers(quarter)[np.maximum(events.case, 0)], "")
        if len(quarter.cases)
        else [""] * len(code)
    )
    return pa.table(
        {
            "crime_no": column(crime_numbers(quarter)),
            "recorded_at": civil_text(events.at),
            "committed_from": civil_text(since, chances[:, 6] < 0.02),
            "committed_to": civil_text(to, chances[:, 6] < 0.10),
            "ho_offence_code": column(OFFENCES.code[events.offence]),
            "offence_description": column(OFFENCES.description[events.offence]),
            "log_no": column(logged),
            "npu_code": column(np.where(chances[:, 7] < 0.98, world.places.npus[code], "")),
            "postcode": column(np.where(chances[:, 7] < 0.9, world.places.postcodes[code], "")),
            "markers": column(markers),
            "outcome_code": number_column(outcome, open_still),
            "outcome_date": date_text(decided, open_still),
        }
    )


def crime_people(streams: Streams, quarter: Quarter, nominals: Nominals) -> tuple[pa.Table, Ints]:
    """Return connect.crime_people and the record of Connect's index on each row."""
    events = quarter.crimes
    # One draw a crime and person, so that several roles of a person on a crime stand on one record.
    by_crime = draws(streams, "crime_people", quarter, events.number, 1)[events.people_crime, 0]
    draw = (by_crime + events.people_person * 0.6180339887) % 1
    record = nominals.used(events.people_person, events.at[events.people_crime], draw)
    table = pa.table(
        {
            "crime_no": column(crime_numbers(quarter)[events.people_crime]),
            "nominal_id": column(nominals.text_id(record)),
            "role": coded(CRIME_ROLES, events.people_role),
        }
    )
    return table, record


def unknown_suspects(streams: Streams, quarter: Quarter, share: float) -> tuple[pa.Table, Ints]:
    """Return rows of connect.crime_people on a catch-all record, and their crimes' rows."""
    events = quarter.crimes
    chances = draws(streams, "unknown_suspects", quarter, events.number, 2)
    rows = np.flatnonzero(chances[:, 0] < share)
    which = choice(chances[rows, 1], np.array([5.0, 3.0, 1.0]))
    ids = np.array([row[0] for row in CATCH_ALL], dtype=object)[which]
    roles = np.full(len(rows), "SUSPECT", dtype=object)
    return pa.table(
        {"crime_no": column(crime_numbers(quarter)[rows]), "nominal_id": column(ids), "role": column(roles)}
    ), rows


def investigations(streams: Streams, world: World, quarter: Quarter, now: int) -> pa.Table:
    """Return connect.investigations: one a crime, sometimes re-allocated or re-opened."""
    events = quarter.crimes
    chances = draws(streams, "investigated", quarter, events.number, 1)
    count = 1 + choice(chances[:, 0], np.array([0.90, 0.085, 0.015]))
    crime = np.repeat(np.arange(len(events.at)), count)
    turn = np.arange(len(crime)) - np.repeat(np.cumsum(count) - count, count)
    own = draws(streams, "investigation", quarter, events.number, 3 * 6).reshape(len(events.at), 3, 6)[crime, turn]
    opened = events.at[crime] + 600 + tail(own[:, 0], 5 * HOUR) + turn * 9 * DAY
    closed = opened + HOUR + tail(own[:, 1], 24 * DAY)
    hours = np.exp(0.9 + 1.1 * (own[:, 2] + own[:, 3] - 1) * 2).round(2)
    team = choice(own[:, 4], np.array([0.5, 0.12, 0.02, 0.005, 0.0, 0.33, 0.025]))
    missing = own[:, 5] < min(0.45 * world.profile.missing_effort, 0.9)
    number = events.number[crime] * 3 + turn
    return pa.table(
        {
            "investigation_id": column(reference("INV", quarter.number, number)),
            "crime_no": column(crime_numbers(quarter)[crime]),
            "opened_at": civil_text(opened),
            "closed_at": civil_text(closed, closed > now),
            "team_type": coded(TEAMS, team),
            "officers_allocated": number_column(1 + (own[:, 3] * 2.4).astype(np.int64)),
            "logged_hours": pa.array(hours, mask=missing).cast(pa.string()),
        }
    ).filter(pa.array(opened <= now))


def custody_records(streams: Streams, quarter: Quarter, nominals: Nominals, now: int) -> tuple[pa.Table, Ints]:
    """Return connect.custody_records and the record of Connect's index on each row."""
    events = quarter.custody
    chances = draws(streams, "custody", quarter, events.number, 4)
    record = nominals.used(events.person, events.at, chances[:, 0])
    numbers = crime_numbers(quarter)
    linked = (
        np.where(events.crime >= 0, numbers[np.maximum(events.crime, 0)], "")
        if len(numbers)
        else np.full(len(record), "")
    )
    table = pa.table(
        {
            "custody_ref": column(reference("CU", quarter.number, events.number)),
            "nominal_id": column(nominals.text_id(record)),
            "arrived_at": civil_text(events.at),
            "released_at": civil_text(events.released, (events.released > now) | (chances[:, 1] < 0.004)),
            "suite": coded(SUITES, (chances[:, 2] * len(SUITES)).astype(np.int64)),
            "crime_no": column(linked),
            "ho_offence_code": column(np.where(chances[:, 3] < 0.97, OFFENCES.code[events.offence], "")),
        }
    )
    return table, record
