"""What goes wrong between a system and its extract: stale rows, repeats, unknown codes, unusable rows, orphans."""

from __future__ import annotations

from dataclasses import dataclass

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
    "channel": "CHATBOT", "npu_code": "XX", "reason_code": "R99", "initial_grade": "P0", "final_grade": "P12",
    "opening_code": "ZZ-99", "qualifiers": "DA|QQ", "team_type": "DRONE", "ho_offence_code": "999Z", "markers": "ZZZ",
    "suite": "Elsewhere", "risk_grade": "VERY_HIGH",
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


# Values that cannot be: (column, value)
ABSURD: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("avaya", "call_segments"): (
        ("talktime", "-30"), ("acwtime", "9999999"), ("duration", "n/a"), ("segstop_utc", "1970-01-01 00:00:00"),
    ),
    ("controlworks", "deployments"): (("officers", "250"), ("officers", "two"), ("cleared_at", "1999-12-31 23:59:59")),
    ("connect", "custody_records"): (("released_at", "2001-01-01 00:00:00"),),
    ("connect", "investigations"): (("logged_hours", "-4"), ("logged_hours", "100000"), ("officers_allocated", "x")),
    ("compact", "episodes"): (("police_hours", "-1"), ("found_at", "not found"), ("in_care", "maybe")),
    ("connect", "nominals"): (("dob", "2099-01-01"), ("dob", "31/12/1980"), ("dob", "unknown")),
    ("connect", "crimes"): (("outcome_date", "2019-02-30"),),
}  # fmt: skip
SPECIAL_CATEGORY = {
    ("connect", "nominals"): ("ethnicity", "religion"),
    ("compact", "people"): ("disability", "health_notes"),
}
Key = tuple[str, str]


@dataclass(frozen=True)
class Disorder:
    """The disorder of one part of a table."""

    key: Key
    profile: Profile
    rng: np.random.Generator
    extracted: int  # when the system was extracted (s)

    def disturb(self, table: pa.Table, latest: Ints | None) -> pa.Table:
        """Return the rows with `extracted_at` (UTC) and what is wrong with them.

        `latest` is each row's event start (s): an earlier extract of a row comes after that.
        """
        table = self._unknown_codes(table)
        table = table.append_column("extracted_at", text(np.full(len(table), self.extracted)))
        table = self._absurd(table)
        parts = [table, self._stale(table, latest), self._ties(table), self._take(table, self.profile.exact_duplicates)]
        return special_category(pa.concat_tables([*parts, *self._unusable(table)]), self)

    def _hit(self, rows: int, share: float) -> Ints:
        return np.flatnonzero(self.rng.random(rows) < share)

    def _take(self, table: pa.Table, share: float) -> pa.Table:
        return table.take(pa.array(self._hit(len(table), share), pa.int64()))

    def _unknown_codes(self, table: pa.Table) -> pa.Table:
        """Put codes that no list has into some rows, and blanks and small letters into others."""
        for name in CODES.get(self.key, ()):
            unknown, untidy = (pa.array(self.rng.random(len(table)) < self.profile.unknown_codes) for _ in range(2))
            values = pc.if_else(unknown, pa.scalar(UNKNOWN_CODES[name]), table[name].combine_chunks())
            padded = pc.binary_join_element_wise(pc.utf8_lower(values), pa.scalar(" "), pa.scalar(""))
            table = _replace(table, name, pc.if_else(untidy, padded, values))
        return table

    def _stale(self, table: pa.Table, latest: Ints | None) -> pa.Table:
        """Return some rows as they were extracted before, when they did not say everything yet."""
        old = self._hit(len(table), self.profile.stale_rows)
        begun = latest[old] if latest is not None else np.full(len(old), self.extracted - 300 * DAY)
        before = self.extracted - (1 + self.rng.random(len(old)) * 40 * 24).astype(np.int64) * HOUR
        before = np.minimum(np.maximum(before, begun + HOUR), self.extracted - 60)
        stale = table.take(pa.array(old, pa.int64()))
        for name in VOLATILE[self.key]:
            gone = pa.array(self.rng.random(len(old)) < 0.6)
            stale = _replace(stale, name, pc.if_else(gone, pa.scalar(None, pa.string()), stale[name].combine_chunks()))
        return _replace(stale, "extracted_at", text(before))

    def _ties(self, table: pa.Table) -> pa.Table:
        """Return some rows a second time, extracted at the same instant, saying less."""
        twice = self._take(table, self.profile.ties if VOLATILE[self.key] else 0.0)
        for name in VOLATILE[self.key]:
            twice = _replace(twice, name, pa.nulls(len(twice), pa.string()))
        return twice

    def _absurd(self, table: pa.Table) -> pa.Table:
        """Put values that cannot be into some rows."""
        for name, value in ABSURD.get(self.key, ()) if self.profile.absurd else ():
            hit = pa.array(self.rng.random(len(table)) < self.profile.absurd)
            table = _replace(table, name, pc.if_else(hit, pa.scalar(value), table[name].combine_chunks()))
        return table

    def _unusable(self, table: pa.Table) -> list[pa.Table]:
        """Return rows without a key, without a time, from the future, and rows that refer to nothing."""
        parts: list[pa.Table] = []
        if self.key in EVENT_TIME and self.profile.unusable_rows:
            id_column, time_column = EVENT_TIME[self.key]
            for turn, time in enumerate((None, "", "2026-13-45 99:99:99", "2031-01-01 00:00:00")):
                junk = self._take(table, self.profile.unusable_rows / 5)
                # Two digits that no real reference has keep these apart from the rows they are made of.
                junk = _replace(junk, id_column, _marked(junk, id_column, f"9{turn}"))
                parts.append(_replace(junk, time_column, pa.array([time] * len(junk), pa.string())))
            keyless = self._take(table, self.profile.unusable_rows / 5)
            parts.append(_replace(keyless, id_column, pa.nulls(len(keyless), pa.string())))
        if self.key in ORPHANS and self.profile.orphans:
            id_column, reference, unknown = ORPHANS[self.key]
            lost = self._take(table, self.profile.orphans)
            if self.key != ("connect", "crime_people"):  # whose key is the reference itself
                lost = _replace(lost, id_column, _marked(lost, id_column, "98"))
            parts.append(_replace(lost, reference, pa.array([unknown] * len(lost), pa.string())))
        return parts


def _replace(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, values)


def _marked(table: pa.Table, name: str, mark: str) -> pa.Array:
    return pc.binary_join_element_wise(table[name].combine_chunks(), pa.scalar(mark), pa.scalar(""))


def special_category(table: pa.Table, disorder: Disorder) -> pa.Table:
    """Add columns that a system exports and that must never be read (drawn at random, they say nothing of anybody)."""
    for name in SPECIAL_CATEGORY.get(disorder.key, ()) if disorder.profile.special_category_columns else ():
        values = np.array(["SPECIAL-A", "SPECIAL-B", "SPECIAL-C"], dtype=object)
        table = table.append_column(name, pa.array(values[disorder.rng.integers(0, 3, len(table))], pa.string()))
    return table
