"""controlworks.contacts, logs, people and deployments."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from python_helpers.synthesise import typing_errors as typed
from python_helpers.synthesise.clock import HOUR, civil_text
from python_helpers.synthesise.entry_records import TypedEntries
from python_helpers.synthesise.events import CHANNELS, MISSING_LOG, PHONE_999, ROLES, TAGS, Quarter
from python_helpers.synthesise.nominals import Nominals
from python_helpers.synthesise.people import World
from python_helpers.synthesise.randomness import Ints, Streams
from python_helpers.synthesise.tables.columns import (
    choice,
    coded,
    column,
    draws,
    log_numbers,
    number_column,
    reference,
    tail,
)

GRADES = tuple(f"P{n}" for n in range(1, 10))
TEAMS = ("RESPONSE", "NEIGHBOURHOOD", "ROADS", "FIREARMS", "DOGS", "CID", "OTHER")
OPENING_CODES = (
    "VIOLENCE", "DOMESTIC", "ASB-NUISANCE", "CONCERN", "MISSING", "RTC", "THEFT", "MENTAL-HEALTH", "ALARM", "BURGLARY",
    "SUSPICIOUS", "DRUGS", "CSE", "CHILD-ABUSE", "HATE", "ADMIN",
)  # fmt: skip
OPENING_WEIGHTS = np.array([14.0, 6, 10, 16, 1, 9, 11, 3, 4, 5, 10, 3, 0.2, 0.6, 0.6, 6.0])
OPENING_CODE_OF_TAG = {
    "DA": "DOMESTIC", "MH": "MENTAL-HEALTH", "CSE": "CSE", "CA": "CHILD-ABUSE", "ASB": "ASB-NUISANCE", "HATE": "HATE",
}  # fmt: skip
REASONS = ("CRIME-REPORT", "UPDATE", "ADVICE", "ASB", "CONCERN", "LOST-FOUND", "TRAFFIC", "COMPLAINT", "OTHER")


def contacts(streams: Streams, world: World, quarter: Quarter, now: int) -> pa.Table:
    """Return controlworks.contacts."""
    cases = quarter.cases
    rows = np.flatnonzero(cases.contact >= 0)
    chances = draws(streams, "contacts", quarter, cases.contact[rows], 5)
    closed = cases.at[rows] + 240 + tail(chances[:, 0], 3 * HOUR)
    reason = choice(chances[:, 1], np.array([22.0, 18, 16, 9, 14, 4, 9, 2, 6]))
    code = world.places.postcode_of[cases.place[rows]]
    postcodes = [
        typed.typed_postcode(world.places.postcodes[c], draw) if present < 0.72 else ""
        for c, draw, present in zip(code.tolist(), chances[:, 2].tolist(), chances[:, 3].tolist(), strict=True)
    ]
    return pa.table(
        {
            "roc_ref": column(reference("ROC", quarter.number, cases.contact[rows])),
            "created_at": civil_text(cases.at[rows]),
            "closed_at": civil_text(closed, (closed > now) | (chances[:, 4] < 0.03)),
            "channel": coded(CHANNELS, cases.channel[rows]),
            "reason_code": coded(REASONS, reason),
            "log_no": column(log_numbers(quarter)[rows]),
            "npu_code": column(np.where(chances[:, 3] < 0.95, world.places.npus[code], "")),
            "postcode": column(postcodes),
        }
    )


def grades(streams: Streams, quarter: Quarter, rows: Ints) -> tuple[Ints, Ints]:
    """Return the first and the last grade (positions in GRADES) of the logs of these cases."""
    cases = quarter.cases
    chances = draws(streams, "grades", quarter, cases.log[rows], 3)
    urgent = np.array([0.17, 0.30, 0.12, 0.11, 0.08, 0.07, 0.05, 0.05, 0.05])
    calm = np.array([0.05, 0.17, 0.20, 0.18, 0.12, 0.09, 0.07, 0.06, 0.06])
    first = np.where(cases.channel[rows] == PHONE_999, choice(chances[:, 0], urgent), choice(chances[:, 0], calm))
    last = np.where(chances[:, 1] < 0.16, np.clip(first + np.where(chances[:, 2] < 0.55, 1, -1), 0, 8), first)
    return first, last


def logs(streams: Streams, world: World, quarter: Quarter, now: int) -> pa.Table:
    """Return controlworks.logs."""
    cases = quarter.cases
    rows = np.flatnonzero(cases.log >= 0)
    chances = draws(streams, "logs", quarter, cases.log[rows], 12)
    first, last = grades(streams, quarter, rows)
    closed = cases.log_at[rows] + 600 + tail(chances[:, 0], 7 * HOUR)
    tags = cases.tags[rows]
    names = ["|".join(tag for bit, tag in enumerate(TAGS) if value >> bit & 1) for value in range(1 << len(TAGS))]
    opening = choice(chances[:, 1], OPENING_WEIGHTS)
    for tag, opening_code in OPENING_CODE_OF_TAG.items():
        has = (tags >> TAGS.index(tag) & 1 > 0) & (chances[:, 2] < 0.8)
        opening = np.where(has, OPENING_CODES.index(opening_code), opening)
    opening = np.where(cases.kind[rows] == MISSING_LOG, OPENING_CODES.index("MISSING"), opening)
    closing = np.where(chances[:, 3] < 0.75, opening, choice(chances[:, 4], OPENING_WEIGHTS))
    # Not every tag that fits is set.
    shown_tags = np.where(chances[:, 5] < 0.9, tags, 0)
    code = world.places.postcode_of[cases.place[rows]]
    places = world.places
    location = []
    for place, draw in zip(cases.place[rows].tolist(), chances[:, 6:8].tolist(), strict=True):
        address = places.address(place)
        location.append(typed.typed_address(address, draw[0]) if draw[1] < 0.85 else f"O/S {address.street.upper()}")
    postcodes = [
        typed.typed_postcode(places.postcodes[c], draw) if present < 0.8 else ""
        for c, draw, present in zip(code.tolist(), chances[:, 8].tolist(), chances[:, 9].tolist(), strict=True)
    ]
    return pa.table(
        {
            "log_no": column(log_numbers(quarter)[rows]),
            "opened_at": civil_text(cases.log_at[rows]),
            "closed_at": civil_text(closed, (closed > now) | (chances[:, 10] < 0.02)),
            "initial_grade": coded(GRADES, first, chances[:, 10] > 0.995),
            "final_grade": coded(GRADES, last, chances[:, 11] < 0.03),
            "opening_code": coded(OPENING_CODES, opening),
            "closing_code": coded(OPENING_CODES, closing, closed > now),
            "qualifiers": column(np.array(names, dtype=object)[shown_tags]),
            "source_channel": coded(CHANNELS, cases.channel[rows]),
            "location_text": column(location),
            "postcode": column(postcodes),
            "uprn": number_column(
                places.uprn[cases.place[rows]], (chances[:, 9] < 0.5) | (cases.place[rows] == places.nowhere)
            ),
            "npu_code": column(np.where(chances[:, 8] < 0.97, places.npus[code], "")),
        }
    )


def people(quarter: Quarter, entries: TypedEntries, nominals: Nominals) -> pa.Table:
    """Return controlworks.people."""
    listed, cases = quarter.entries, quarter.cases
    contact = np.where(listed.on_log, -1, cases.contact[listed.case])
    logged = np.where(listed.on_log, log_numbers(quarter)[listed.case], "")
    linked = np.where(entries.nominal >= 0, nominals.text_id(np.maximum(entries.nominal, 0)), "")
    return pa.table(
        {
            "person_entry_id": column(reference("PE", quarter.number, listed.number)),
            "roc_ref": column(reference("ROC", quarter.number, contact)),
            "log_no": column(logged),
            "role": coded(ROLES, listed.role),
            "full_name": column(entries.full_name),
            "dob": column(entries.dob),
            "phone": column(entries.phone),
            "address_text": column(entries.address_text),
            "postcode": column(entries.postcode),
            "nominal_id": column(linked),
            "organisation": column(entries.organisation),
        }
    )


def deployments(streams: Streams, world: World, quarter: Quarter, now: int) -> pa.Table:
    """Return controlworks.deployments: about half of the logs are attended, by up to six units."""
    cases = quarter.cases
    rows = np.flatnonzero(cases.log >= 0)
    first, _ = grades(streams, quarter, rows)
    chances = draws(streams, "attended", quarter, cases.log[rows], 2)
    attended = chances[:, 0] < np.array([0.96, 0.85, 0.55, 0.35, 0.2, 0.15, 0.1, 0.08, 0.05])[first]
    count = np.where(attended, 1 + choice(chances[:, 1], np.array([0.52, 0.27, 0.12, 0.06, 0.02, 0.01])), 0)
    log = np.repeat(np.arange(len(rows)), count)
    unit = np.arange(len(log)) - np.repeat(np.cumsum(count) - count, count)
    own = draws(streams, "units", quarter, cases.log[rows], 6 * 8).reshape(len(rows), 6, 8)[log, unit]
    team = choice(own[:, 0], np.array([0.70, 0.14, 0.04, 0.01, 0.015, 0.05, 0.045]))
    wait = np.array([240, 900, 3000, 7000, 12000, 20000, 20000, 30000, 30000])[first[log]]
    dispatched = cases.log_at[rows][log] + 30 + (own[:, 1] * wait).astype(np.int64)
    arrived = dispatched + 90 + tail(own[:, 2], 620.0)
    cancelled = own[:, 3] < 0.09
    stay = 300 + tail(own[:, 4], 4300.0) * np.where(team == TEAMS.index("CID"), 2, 1)
    cleared = np.where(cancelled, dispatched + 60 + tail(own[:, 4], 240.0), arrived + stay)
    unknown = own[:, 5] < 0.06 * world.profile.missing_effort
    officers = 1 + choice(own[:, 6], np.array([0.28, 0.62, 0.06, 0.04]))
    callsign = [f"{TEAMS[t][:2]}{1 + int(d * 89):02d}" for t, d in zip(team.tolist(), own[:, 7].tolist(), strict=True)]
    number = cases.log[rows][log] * 6 + unit
    return pa.table(
        {
            "deployment_id": column(reference("D", quarter.number, number)),
            "log_no": column(log_numbers(quarter)[rows][log]),
            "callsign": column(callsign),
            "team_type": coded(TEAMS, team),
            "officers": number_column(officers, own[:, 6] > 0.985),
            "dispatched_at": civil_text(dispatched),
            "arrived_at": civil_text(arrived, cancelled | (arrived > now)),
            "cleared_at": civil_text(cleared, unknown | (cleared > now)),
        }
    ).filter(pa.array(dispatched <= now))
