"""What goes wrong between a system and its extract: stale rows, repeats, unknown codes, rows that cannot be used, orphans."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from python_helpers.synthesise.clock import DAY, HOUR, text
from python_helpers.synthesise.profiles import Profile
from python_helpers.synthesise.randomness import Ints

# What a row did not say yet when it was extracted the time before.
VOLATILE: dict[tuple[str, str], tuple[str, ...]] = {
    ("avaya", "call_segments"): ("acwtime", "anslogin"),
    ("controlworks", "contacts"): ("closed_at", "postcode"),
    ("controlworks", "logs"): ("closed_at", "final_grade", "closing_code", "qualifiers"),
    ("controlworks", "people"): ("full_name", "dob", "phone", "nominal_id"),
    ("controlworks", "deployments"): ("cleared_at", "arrived_at"),
    ("connect", "nominals"): ("middle_names", "dob"),
    ("connect", "nominal_aliases"): ("dob",),
    ("connect", "nominal_phones"): ("last_seen_on",),
    ("connect", "nominal_addresses"): ("to_date", "uprn"),
    ("connect", "crimes"): ("outcome_code", "outcome_date", "markers"),
    ("connect", "crime_people"): (),
    ("connect", "investigations"): ("closed_at", "logged_hours"),
    ("connect", "custody_records"): ("released_at",),
    ("compact", "people"): ("phone", "known_as"),
    ("compact", "episodes"): ("found_at", "police_hours"),
}
CODES: dict[tuple[str, str], tuple[str, ...]] = {
    ("controlworks", "contacts"): ("channel", "npu_code", "reason_code"),
    ("controlworks", "logs"): ("initial_grade", "final_grade", "opening_code", "qualifiers", "npu_code"),
    ("controlworks", "deployments"): ("team_type",),
    ("connect", "crimes"): ("ho_offence_code", "npu_code", "markers"),
    ("connect", "investigations"): ("team_type",),
    ("connect", "custody_records"): ("suite", "ho_offence_code"),
    ("compact", "episodes"): ("risk_grade", "npu_code"),
}
UNKNOWN_CODES = {
    "channel": "CHATBOT", "npu_code": "XX", "reason_code": "R99", "initial_grade": "P0", "final_grade": "P12", "opening_code": "ZZ-99",
    "qualifiers": "DA|QQ", "team_type": "DRONE", "ho_offence_code": "999Z", "markers": "ZZZ", "suite": "Elsewhere",
    "risk_grade": "VERY_HIGH",
}  # fmt: skip
# Rows that no staging can use: (key column, required time column)
EVENT_TIME: dict[tuple[str, str], tuple[str, str]] = {
    ("avaya", "call_segments"): ("segment", "segstart_utc"),
    ("controlworks", "contacts"): ("roc_ref", "created_at"),
    ("controlworks", "logs"): ("log_no", "opened_at"),
    ("controlworks", "deployments"): ("deployment_id", "dispatched_at"),
    ("connect", "crimes"): ("crime_no", "recorded_at"),
    ("connect", "investigations"): ("investigation_id", "opened_at"),
    ("connect", "custody_records"): ("custody_ref", "arrived_at"),
    ("compact", "episodes"): ("episode_ref", "reported_at"),
}
ORPHANS: dict[tuple[str, str], tuple[str, str, str]] = {
    ("controlworks", "deployments"): ("deployment_id", "log_no", "999999-010124"),
    ("connect", "crime_people"): ("role", "nominal_id", "N00000001"),
    ("connect", "custody_records"): ("custody_ref", "nominal_id", "N00000002"),
    ("connect", "investigations"): ("investigation_id", "crime_no", "20/00000001/24"),
    ("compact", "episodes"): ("episode_ref", "person_ref", "CP0000001"),
}


def _replace(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, values)


def disturb(
    table: pa.Table,
    key: tuple[str, str],
    rng: np.random.Generator,
    profile: Profile,
    extracted: int,
    latest: Ints | None,
) -> pa.Table:
    """Return the rows with `extracted_at` (UTC) and the profile's disorder.

    `extracted` is when the system was extracted (s), `latest` each row's event start: an earlier extract of a row comes after that.
    """
    rows = len(table)
    if key in CODES:
        for name in CODES[key]:
            hit = pa.array(rng.random(rows) < profile.unknown_codes)
            values = pc.if_else(hit, pa.scalar(UNKNOWN_CODES[name]), table[name].combine_chunks())
            untidy = pa.array(rng.random(rows) < profile.unknown_codes)
            padded = pc.binary_join_element_wise(pc.utf8_lower(values), pa.scalar(" "), pa.scalar(""))
            table = _replace(table, name, pc.if_else(untidy, padded, values))
    stamps = np.full(rows, extracted)
    parts = [table.append_column("extracted_at", text(stamps))]

    old = np.flatnonzero(rng.random(rows) < profile.stale_rows)
    if len(old):
        begun = latest[old] if latest is not None else np.full(len(old), extracted - 300 * DAY)
        before = extracted - (1 + rng.random(len(old)) * 40 * 24).astype(np.int64) * HOUR
        before = np.minimum(np.maximum(before, begun + HOUR), extracted - 60)
        stale = table.take(pa.array(old))
        for name in VOLATILE[key]:
            gone = pa.array(rng.random(len(old)) < 0.6)
            stale = _replace(stale, name, pc.if_else(gone, pa.scalar(None, pa.string()), stale[name].combine_chunks()))
        parts.append(stale.append_column("extracted_at", text(before)))
    if profile.absurd:
        parts[0] = _absurd(parts[0], key, rng, profile.absurd)
    tied = np.flatnonzero(rng.random(rows) < profile.ties)
    if len(tied) and VOLATILE[key]:
        twice = parts[0].take(pa.array(tied))
        for name in VOLATILE[key]:
            twice = _replace(twice, name, pa.nulls(len(tied), pa.string()))
        parts.append(twice)
    again = np.flatnonzero(rng.random(rows) < profile.exact_duplicates)
    parts.append(parts[0].take(pa.array(again, pa.int64())))
    parts.extend(_unusable(parts[0], key, rng, profile))
    return pa.concat_tables(parts)


# Values that cannot be: (column, value)
ABSURD: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("avaya", "call_segments"): (
        ("talktime", "-30"),
        ("acwtime", "9999999"),
        ("duration", "n/a"),
        ("segstop_utc", "1970-01-01 00:00:00"),
    ),
    ("controlworks", "deployments"): (("officers", "250"), ("officers", "two"), ("cleared_at", "1999-12-31 23:59:59")),
    ("connect", "custody_records"): (("released_at", "2001-01-01 00:00:00"),),
    ("connect", "investigations"): (("logged_hours", "-4"), ("logged_hours", "100000"), ("officers_allocated", "x")),
    ("compact", "episodes"): (("police_hours", "-1"), ("found_at", "not found"), ("in_care", "maybe")),
    ("connect", "nominals"): (("dob", "2099-01-01"), ("dob", "31/12/1980"), ("dob", "unknown")),
    ("connect", "crimes"): (("outcome_date", "2019-02-30"),),
}


def _absurd(table: pa.Table, key: tuple[str, str], rng: np.random.Generator, rate: float) -> pa.Table:
    """Put values that cannot be into some rows."""
    for name, value in ABSURD.get(key, ()):
        hit = pa.array(rng.random(len(table)) < rate)
        table = _replace(table, name, pc.if_else(hit, pa.scalar(value), table[name].combine_chunks()))
    return table


def _unusable(table: pa.Table, key: tuple[str, str], rng: np.random.Generator, profile: Profile) -> list[pa.Table]:
    """Return rows without a key, without a time, with a time that is none, from the future, and rows that refer to nothing."""
    parts: list[pa.Table] = []
    rows = len(table)
    if key in EVENT_TIME and profile.unusable_rows:
        id_column, time_column = EVENT_TIME[key]
        for turn, bad in enumerate((None, "", "2026-13-45 99:99:99", "2031-01-01 00:00:00", "no key")):
            chosen = np.flatnonzero(rng.random(rows) < profile.unusable_rows / 5)
            if turn == 0 and len(chosen) == 0:
                chosen = np.arange(min(1, rows))
            junk = table.take(pa.array(chosen, pa.int64()))
            # Two digits that no real reference has keep these apart from the rows they are made of.
            other = [f"{value}9{turn}" if value else value for value in junk[id_column].to_pylist()]
            if bad == "no key":
                junk = _replace(junk, id_column, pa.nulls(len(chosen), pa.string()))
            else:
                junk = _replace(junk, id_column, pa.array(other, pa.string()))
                junk = _replace(junk, time_column, pa.array([bad] * len(chosen), pa.string()))
            parts.append(junk)
    if key in ORPHANS and profile.orphans:
        id_column, reference, unknown = ORPHANS[key]
        chosen = np.flatnonzero(rng.random(rows) < profile.orphans)
        lost = table.take(pa.array(chosen, pa.int64()))
        if key != ("connect", "crime_people"):
            lost = _replace(
                lost, id_column, pa.array([f"{value}98" for value in lost[id_column].to_pylist()], pa.string())
            )
        parts.append(_replace(lost, reference, pa.array([unknown] * len(chosen), pa.string())))
    return parts


def special_category(table: pa.Table, key: tuple[str, str], rng: np.random.Generator) -> pa.Table:
    """Add columns that a system exports and that must never be read (drawn at random, they say nothing about anybody)."""
    extra = {("connect", "nominals"): ("ethnicity", "religion"), ("compact", "people"): ("disability", "health_notes")}
    for name in extra.get(key, ()):
        values = np.array(["SPECIAL-A", "SPECIAL-B", "SPECIAL-C"], dtype=object)[rng.integers(0, 3, len(table))]
        table = table.append_column(name, pa.array(values, pa.string()))
    return table
