"""The tables of the landing contract, column by column, for a quarter or for the whole extract."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from python_helpers.synthesise import typing_errors as typed
from python_helpers.synthesise.clock import DAY, HOUR, civil, civil_text, date_text, midnight, text
from python_helpers.synthesise.events import (
    CHANNELS,
    CRIME_ROLES,
    MISSING_LOG,
    PHONE_999,
    ROLES,
    TAGS,
    Quarter,
)
from python_helpers.synthesise.nominals import Nominals, compact_id
from python_helpers.synthesise.numbers import as_network_gave, as_typed
from python_helpers.synthesise.offences import OFFENCES
from python_helpers.synthesise.people import HORIZON_END, World
from python_helpers.synthesise.places import KINDS
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams, Texts
from python_helpers.synthesise.records import TypedCompact, TypedEntries, TypedNominals
from python_helpers.synthesise.timeline import FOREVER

GRADES = tuple(f"P{n}" for n in range(1, 10))
TEAMS = ("RESPONSE", "NEIGHBOURHOOD", "ROADS", "FIREARMS", "DOGS", "CID", "OTHER")
OPENING_CODES = (
    "VIOLENCE", "DOMESTIC", "ASB-NUISANCE", "CONCERN", "MISSING", "RTC", "THEFT", "MENTAL-HEALTH", "ALARM", "BURGLARY",
    "SUSPICIOUS", "DRUGS", "CSE", "CHILD-ABUSE", "HATE", "ADMIN",
)  # fmt: skip
OPENING_WEIGHTS = np.array([14, 6, 10, 16, 1, 9, 11, 3, 4, 5, 10, 3, 0.2, 0.6, 0.6, 6])
REASONS = ("CRIME-REPORT", "UPDATE", "ADVICE", "ASB", "CONCERN", "LOST-FOUND", "TRAFFIC", "COMPLAINT", "OTHER")
CONNECT_LIVE = midnight(2021, 4)  # since when numbers and addresses are noted there
SUITES = ("Perry Barr", "Oldbury", "Coventry", "Wolverhampton", "Stechford", "Bloxwich")
RISKS = ("NO_APPARENT_RISK", "LOW", "MEDIUM", "HIGH")
UNKNOWN_CLI = ("", "WITHHELD", "Anonymous", "withheld", "Restricted", "Unavailable", "anonymous", "PAYPHONE")


def column(values: Sequence[str] | Texts) -> pa.Array:
    """Return text, null where empty."""
    array = np.asarray(values, dtype=object)
    return pa.array(array, type=pa.string(), mask=array == "")


def number_column(values: Ints, missing: Flags | None = None) -> pa.Array:
    """Return whole numbers as text."""
    return pa.array(values, mask=missing).cast(pa.string())


def _code(values: tuple[str, ...], index: Ints, missing: Flags | None = None) -> pa.Array:
    return column(np.where(missing if missing is not None else False, "", np.array(values, dtype=object)[index]))


def reference(prefix: str, quarter: int, number: Ints, digits: int = 9) -> Texts:
    """Return references like C020000123: unique over quarters, in time order within one."""
    base = (quarter + 40) * 10_000_000
    return np.array([f"{prefix}{base + n:0{digits}d}" if n >= 0 else "" for n in number.tolist()], dtype=object)


def log_numbers(quarter: Quarter) -> Texts:
    """Return the log number of each case ('' where there is none): a day's sequence and the civil date."""
    # Sequence of the quarter rather than of the day, so that a slice of the quarter numbers its logs alike.
    cases = quarter.cases
    day = (civil(cases.log_at) // DAY).astype("datetime64[D]")
    stamp = np.char.replace(np.datetime_as_string(day), "-", "")
    pairs = zip(cases.log.tolist(), stamp.tolist(), strict=True)
    return np.array([f"{n:06d}-{s[6:8]}{s[4:6]}{s[2:4]}" if n >= 0 else "" for n, s in pairs], dtype=object)


def crime_numbers(quarter: Quarter) -> Texts:
    """Return the crime number of each crime."""
    year = civil(quarter.crimes.at).astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    base = (quarter.number + 40) * 1_000_000
    numbers = zip(quarter.crimes.number.tolist(), year.tolist(), strict=True)
    return np.array([f"20/{base + n}/{y % 100:02d}" for n, y in numbers], dtype=object)


def ucids(quarter: Quarter) -> Texts:
    """Return the network-wide id of each call: node, sequence, second."""
    calls = quarter.calls
    rows = zip(calls.number.tolist(), calls.at.tolist(), strict=True)
    return np.array([f"{10001 + n % 3:05d}{n // 3 % 100_000:05d}{at:010d}" for n, at in rows], dtype=object)


def draws(streams: Streams, name: str, quarter: Quarter, numbers: Ints, columns: int) -> Floats:
    """Return `columns` draws for each of the quarter's rows with these numbers, whatever part of it is at hand."""
    size = int(numbers.max(initial=-1)) + 1
    drawn: Floats = streams.rng(f"tables.{name}", quarter.number).random((size, columns))[numbers]
    return drawn


def _choice(draw: Floats, weights: Floats) -> Ints:
    cumulative = np.cumsum(weights)
    return np.minimum(np.searchsorted(cumulative, draw * cumulative[-1], side="right"), len(weights) - 1).astype(np.int64)


def _tail(draw: Floats, mean: float) -> Ints:
    """Return exponential durations (s) from uniform draws."""
    result: Ints = (-np.log1p(-np.minimum(draw, 0.999999)) * mean).astype(np.int64)
    return result


def call_segments(streams: Streams, world: World, quarter: Quarter) -> pa.Table:
    """Return avaya.call_segments: most calls have one, a transfer starts another."""
    calls = quarter.calls
    chances = draws(streams, "calls", quarter, calls.number, 8)
    count = 1 + _choice(chances[:, 0], np.array([0.80, 0.145, 0.04, 0.012, 0.003]))
    count = np.where(calls.abandoned, np.where(chances[:, 1] < 0.95, 1, 2), count)
    call = np.repeat(np.arange(len(calls.at)), count)
    segment = np.arange(len(call)) - np.repeat(np.cumsum(count) - count, count) + 1
    last = segment == count[call]
    # Five segments a call at most: each has its own draws.
    wide = draws(streams, "segments", quarter, calls.number, 5 * 8).reshape(len(calls.at), 5, 8)
    own = wide[call, segment - 1]
    gone = calls.abandoned[call]
    queue = _tail(own[:, 0], 55.0)
    ring = 2 + _tail(own[:, 1], 6.0)
    talk = np.where(gone, 0, 15 + _tail(own[:, 2], 260.0))
    hold = np.where(gone | (own[:, 3] > 0.25), 0, _tail(own[:, 4], 90.0))
    wrap = np.where(gone, 0, _tail(own[:, 5], 75.0))
    duration = queue + ring + talk + hold
    before = np.cumsum(duration) - duration
    start = calls.at[call] + before - np.repeat(before[np.cumsum(count) - count], count) + (segment - 1)
    disposition = np.where(gone, 3, np.where(own[:, 6] < 0.012, 5, 2))
    line = np.array(["101", "999", "101", "101", "101", "AGENCY", "101"], dtype=object)[calls.channel[call]]
    dialled = np.array(["101", "999", "101", "101", "101", "01214960999", "101"], dtype=object)[calls.channel[call]]
    service = np.where(segment == 1, line, np.array(["CRIME-DESK", "SWITCHBOARD", "101", "MISPER-DESK"], dtype=object)[_choice(own[:, 7], np.array([4.0, 2, 3, 1]))])
    shown = as_network_gave(calls.number_shown, chances[:, 2])
    kind = (chances[:, 3] * len(UNKNOWN_CLI)).astype(np.int64)
    hidden = calls.number_shown == 0
    shown[hidden] = np.array(UNKNOWN_CLI, dtype=object)[kind[hidden]]
    extension = (calls.agency < 0) & (calls.person < 0) & hidden & (chances[:, 4] < 0.3)
    shown[extension] = (20000 + (chances[extension, 5] * 60000).astype(np.int64)).astype(str).astype(object)
    return pa.table(
        {
            "ucid": column(ucids(quarter)[call]),
            "callid": number_column(1 + (calls.number[call] % 32767)),
            "segment": number_column(segment),
            "segstart_utc": text(start),
            "segstop_utc": text(start + duration),
            "calling_pty": column(shown[call]),
            "dialed_num": column(dialled),
            "dispvdn": column(service),
            "disposition": number_column(disposition),
            "queuetime": number_column(queue),
            "ringtime": number_column(ring),
            "talktime": number_column(talk),
            "ansholdtime": number_column(hold),
            "acwtime": number_column(wrap, (own[:, 6] > 0.98)),
            "duration": number_column(duration),
            "transferred": number_column((~last).astype(np.int64)),
            "conference": number_column((own[:, 3] > 0.985).astype(np.int64)),
            "anslogin": number_column(4000 + (own[:, 7] * 900).astype(np.int64), gone),
        }
    )


def contacts(streams: Streams, world: World, quarter: Quarter, now: int) -> pa.Table:
    """Return controlworks.contacts."""
    cases = quarter.cases
    rows = np.flatnonzero(cases.contact >= 0)
    chances = draws(streams, "contacts", quarter, cases.contact[rows], 5)
    closed = cases.at[rows] + 240 + _tail(chances[:, 0], 3 * HOUR)
    reason = _choice(chances[:, 1], np.array([22.0, 18, 16, 9, 14, 4, 9, 2, 6]))
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
            "channel": _code(CHANNELS, cases.channel[rows]),
            "reason_code": _code(REASONS, reason),
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
    first = np.where(cases.channel[rows] == PHONE_999, _choice(chances[:, 0], urgent), _choice(chances[:, 0], calm))
    last = np.where(chances[:, 1] < 0.16, np.clip(first + np.where(chances[:, 2] < 0.55, 1, -1), 0, 8), first)
    return first, last


def logs(streams: Streams, world: World, quarter: Quarter, now: int) -> pa.Table:
    """Return controlworks.logs."""
    cases = quarter.cases
    rows = np.flatnonzero(cases.log >= 0)
    chances = draws(streams, "logs", quarter, cases.log[rows], 12)
    first, last = grades(streams, quarter, rows)
    closed = cases.log_at[rows] + 600 + _tail(chances[:, 0], 7 * HOUR)
    tags = cases.tags[rows]
    names = ["|".join(tag for bit, tag in enumerate(TAGS) if value >> bit & 1) for value in range(1 << len(TAGS))]
    opening = _choice(chances[:, 1], OPENING_WEIGHTS)
    by_tag = {"DA": "DOMESTIC", "MH": "MENTAL-HEALTH", "CSE": "CSE", "CA": "CHILD-ABUSE", "ASB": "ASB-NUISANCE", "HATE": "HATE"}
    for tag, code in by_tag.items():
        has = (tags >> TAGS.index(tag) & 1 > 0) & (chances[:, 2] < 0.8)
        opening = np.where(has, OPENING_CODES.index(code), opening)
    opening = np.where(cases.kind[rows] == MISSING_LOG, OPENING_CODES.index("MISSING"), opening)
    closing = np.where(chances[:, 3] < 0.75, opening, _choice(chances[:, 4], OPENING_WEIGHTS))
    # Not every tag that fits is set.
    shown_tags = np.where(chances[:, 5] < 0.9, tags, 0)
    code = world.places.postcode_of[cases.place[rows]]
    places = world.places
    street = places.streets[places.street_of[code]]
    location = [
        typed.typed_address(places.building[p], s, places.towns[c], places.postcodes[c], d) if d2 < 0.85 else f"O/S {s.upper()}"
        for p, s, c, d, d2 in zip(
            cases.place[rows].tolist(), street.tolist(), code.tolist(), chances[:, 6].tolist(), chances[:, 7].tolist(), strict=True
        )
    ]
    postcodes = [
        typed.typed_postcode(places.postcodes[c], draw) if present < 0.8 else ""
        for c, draw, present in zip(code.tolist(), chances[:, 8].tolist(), chances[:, 9].tolist(), strict=True)
    ]
    return pa.table(
        {
            "log_no": column(log_numbers(quarter)[rows]),
            "opened_at": civil_text(cases.log_at[rows]),
            "closed_at": civil_text(closed, (closed > now) | (chances[:, 10] < 0.02)),
            "initial_grade": _code(GRADES, first, chances[:, 10] > 0.995),
            "final_grade": _code(GRADES, last, chances[:, 11] < 0.03),
            "opening_code": _code(OPENING_CODES, opening),
            "closing_code": _code(OPENING_CODES, closing, closed > now),
            "qualifiers": column(np.array(names, dtype=object)[shown_tags]),
            "source_channel": _code(CHANNELS, cases.channel[rows]),
            "location_text": column(location),
            "postcode": column(postcodes),
            "uprn": number_column(places.uprn[cases.place[rows]], (chances[:, 9] < 0.5) | (cases.place[rows] == places.nowhere)),
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
            "role": _code(ROLES, listed.role),
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
    count = np.where(attended, 1 + _choice(chances[:, 1], np.array([0.52, 0.27, 0.12, 0.06, 0.02, 0.01])), 0)
    log = np.repeat(np.arange(len(rows)), count)
    unit = np.arange(len(log)) - np.repeat(np.cumsum(count) - count, count)
    own = draws(streams, "units", quarter, cases.log[rows], 6 * 8).reshape(len(rows), 6, 8)[log, unit]
    team = _choice(own[:, 0], np.array([0.70, 0.14, 0.04, 0.01, 0.015, 0.05, 0.045]))
    wait = np.array([240, 900, 3000, 7000, 12000, 20000, 20000, 30000, 30000])[first[log]]
    dispatched = cases.log_at[rows][log] + 30 + (own[:, 1] * wait).astype(np.int64)
    arrived = dispatched + 90 + _tail(own[:, 2], 620.0)
    cancelled = own[:, 3] < 0.09
    stay = 300 + _tail(own[:, 4], 4300.0) * np.where(team == TEAMS.index("CID"), 2, 1)
    cleared = np.where(cancelled, dispatched + 60 + _tail(own[:, 4], 240.0), arrived + stay)
    unknown = own[:, 5] < 0.06 * world.profile.missing_effort
    officers = 1 + _choice(own[:, 6], np.array([0.28, 0.62, 0.06, 0.04]))
    callsign = [f"{TEAMS[t][:2]}{1 + int(d * 89):02d}" for t, d in zip(team.tolist(), own[:, 7].tolist(), strict=True)]
    number = cases.log[rows][log] * 6 + unit
    return pa.table(
        {
            "deployment_id": column(reference("D", quarter.number, number)),
            "log_no": column(log_numbers(quarter)[rows][log]),
            "callsign": column(callsign),
            "team_type": _code(TEAMS, team),
            "officers": number_column(officers, own[:, 6] > 0.985),
            "dispatched_at": civil_text(dispatched),
            "arrived_at": civil_text(arrived, cancelled | (arrived > now)),
            "cleared_at": civil_text(cleared, unknown | (cleared > now)),
        }
    ).filter(pa.array(dispatched <= now))


def crimes(streams: Streams, world: World, quarter: Quarter, now: int) -> pa.Table:
    """Return connect.crimes."""
    events = quarter.crimes
    chances = draws(streams, "crimes", quarter, events.number, 8)
    to = events.at - 900 - _tail(chances[:, 0], 2 * DAY)
    since = to - np.where(chances[:, 1] < 0.5, 0, _tail(chances[:, 2], DAY))
    tags = np.where(events.case >= 0, quarter.cases.tags[np.maximum(events.case, 0)], 0) if len(quarter.cases) else events.case * 0
    kept = {"DA": events.domestic, "CSE": tags >> 2 & 1 > 0, "CA": tags >> 3 & 1 > 0, "HATE": tags >> 6 & 1 > 0}
    kept["KNIFE"] = chances[:, 3] < 0.02
    masks = list(kept.values())
    names = list(kept)
    markers = ["|".join(n for n, m in zip(names, row, strict=True) if m) for row in np.stack(masks, axis=1).tolist()]
    outcome = 1 + _choice(chances[:, 4], np.array([7, 1, 2, 1, 0.3, 1, 0.1, 1.5, 0.5, 2, 0.2, 0.3, 0.3, 7, 14, 22, 0.4, 36, 0.1, 1, 3, 1.5]))
    decided = events.at + DAY + _tail(chances[:, 5], 35 * DAY)
    open_still = ~events.has_outcome | (decided > now)
    code = world.places.postcode_of[events.place]
    logged = np.where(events.case >= 0, log_numbers(quarter)[np.maximum(events.case, 0)], "") if len(quarter.cases) else [""] * len(code)
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
            "role": _code(CRIME_ROLES, events.people_role),
        }
    )
    return table, record


def investigations(streams: Streams, world: World, quarter: Quarter, now: int) -> pa.Table:
    """Return connect.investigations: one a crime, sometimes re-allocated or re-opened."""
    events = quarter.crimes
    chances = draws(streams, "investigated", quarter, events.number, 1)
    count = 1 + _choice(chances[:, 0], np.array([0.90, 0.085, 0.015]))
    crime = np.repeat(np.arange(len(events.at)), count)
    turn = np.arange(len(crime)) - np.repeat(np.cumsum(count) - count, count)
    own = draws(streams, "investigation", quarter, events.number, 3 * 6).reshape(len(events.at), 3, 6)[crime, turn]
    opened = events.at[crime] + 600 + _tail(own[:, 0], 5 * HOUR) + turn * 9 * DAY
    closed = opened + HOUR + _tail(own[:, 1], 24 * DAY)
    hours = np.exp(0.9 + 1.1 * (own[:, 2] + own[:, 3] - 1) * 2).round(2)
    team = _choice(own[:, 4], np.array([0.5, 0.12, 0.02, 0.005, 0.0, 0.33, 0.025]))
    missing = own[:, 5] < min(0.45 * world.profile.missing_effort, 0.9)
    number = events.number[crime] * 3 + turn
    return pa.table(
        {
            "investigation_id": column(reference("INV", quarter.number, number)),
            "crime_no": column(crime_numbers(quarter)[crime]),
            "opened_at": civil_text(opened),
            "closed_at": civil_text(closed, closed > now),
            "team_type": _code(TEAMS, team),
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
    linked = np.where(events.crime >= 0, numbers[np.maximum(events.crime, 0)], "") if len(numbers) else np.full(len(record), "")
    table = pa.table(
        {
            "custody_ref": column(reference("CU", quarter.number, events.number)),
            "nominal_id": column(nominals.text_id(record)),
            "arrived_at": civil_text(events.at),
            "released_at": civil_text(events.released, (events.released > now) | (chances[:, 1] < 0.004)),
            "suite": _code(SUITES, (chances[:, 2] * len(SUITES)).astype(np.int64)),
            "crime_no": column(linked),
            "ho_offence_code": column(np.where(chances[:, 3] < 0.97, OFFENCES.code[events.offence], "")),
        }
    )
    return table, record


def episodes(streams: Streams, world: World, quarter: Quarter, now: int) -> tuple[pa.Table, Ints]:
    """Return compact.episodes and the slot of Compact's index on each row."""
    events = quarter.missing
    chances = draws(streams, "episodes", quarter, events.number, 8)
    duplicates = streams.rng("compact.duplicates").random(world.size) < world.profile.duplicate_compact * 3
    slot = events.person * 2 + (duplicates[events.person] & (chances[:, 0] < 0.35))
    found = events.found
    never = chances[:, 1] < 0.003
    hours = np.round((found - events.at) / HOUR * (0.05 + 0.3 * chances[:, 2]) + 0.5, 1)
    code = world.places.postcode_of[world.homes.at(events.person, events.at)]
    logged = np.where(events.case >= 0, log_numbers(quarter)[np.maximum(events.case, 0)], "") if len(quarter.cases) else np.full(len(slot), "")
    in_care = world.in_care[events.person] & (chances[:, 3] < 0.96)
    table = pa.table(
        {
            "episode_ref": column(reference("MP", quarter.number, events.number)),
            "person_ref": column(compact_id(slot)),
            "reported_at": civil_text(events.at),
            "last_seen_at": civil_text(events.last_seen, chances[:, 4] < 0.06),
            "found_at": civil_text(found, (found > now) | never),
            "risk_grade": _code(RISKS, _choice(chances[:, 5], np.array([0.12, 0.16, 0.58, 0.14]))),
            "log_no": column(logged),
            "npu_code": column(world.places.npus[code]),
            "in_care": _code(("N", "Y"), in_care.astype(np.int64), chances[:, 3] > 0.99),
            "police_hours": pa.array(hours, mask=(chances[:, 6] < min(0.6 * world.profile.missing_effort, 0.92)) | (found > now)).cast(pa.string()),
        }
    )
    return table, slot


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
    parts.append((alias, world.alias_forename[person[alias]], world.alias_surname[person[alias]], np.full(len(alias), 0)))
    changed = np.flatnonzero((world.changed_at[person] < now) & (chances[:, 1] < 0.55))
    parts.append((changed, world.forename[person[changed]], world.surname[person[changed]], np.full(len(changed), 1)))
    nickname = np.flatnonzero((world.nickname[person] != "") & (world.goes_by_nickname[person] > 0.5) & (chances[:, 2] < 0.15))
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
        "NFA" if gone else typed.typed_address(places.building[p], places.streets[places.street_of[c]], places.towns[c], places.postcodes[c], d)
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
            "address_id": column(np.array([f"AD{n:010d}" for n in (slot * 8 + (record - nominals.first[nominals.person[record]])).tolist()], dtype=object)),
            "nominal_id": column(nominals.text_id(record)),
            "address_text": column(written),
            "postcode": column(postcodes),
            "uprn": number_column(places.uprn[place], (seen[slot, 2] * 7 % 1 < 0.45) | nowhere),
            "address_type": column(kinds),
            "from_date": date_text(begins),
            "to_date": date_text(np.minimum(end, FOREVER - DAY), open_still),
        }
    )


def compact_people(slots: Ints, names: TypedCompact) -> pa.Table:
    """Return compact.people."""
    return pa.table(
        {
            "person_ref": column(compact_id(slots)),
            "forename": column(names.forename),
            "surname": column(names.surname),
            "known_as": column(names.known_as),
            "dob": column(names.dob),
            "phone": column(names.phone),
            "postcode": column(names.postcode),
            "uprn": column(names.uprn),
        }
    )
