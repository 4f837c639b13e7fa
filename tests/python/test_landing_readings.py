"""What lands is judged by what staging reads: the verdict counts as unread what staging makes nothing of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import duckdb
import landing_extracts as extracts
import pytest
import yaml
from worlds import PROJECT, World

from python_helpers.landing.contract import load_contract
from python_helpers.landing.findings import LandingError
from python_helpers.landing.land import land
from python_helpers.landing.purge import purge

pytest_plugins = ("landing_fixtures",)

TIMES = [
    "2026-02-01 10:00:00", "2026-02-01T10:00:00Z", "2026-02-01 10:00:00.123", " 2026-02-01 10:00:00 ",
    "2026-02-01 10:00", "2026-02-01", "2026-02-01 10:00:00+01:00", "01/02/2026 10:00",
    "2026-02-01 24:00:00", "2026-02-01  10:00:00",
    "2026-02-30 10:00:00", "2026-2-1 10:00:00", "20260201 100000", "1 Feb 2026", "2026-02-01 10.00",
]  # fmt: skip
DATES = ["2026-02-01", "2026-02-01 00:00:00", "01/02/2026", "2026-2-1", "2026-02-30", "20260201", "1 Feb 2026"]
NUMBERS = ["3", "003", "3.0", "+3", "3,000", "-3", "3e2", "99999999", "1000000000000", "three"]
FLAGS = ["Y", "no", "TRUE", "1.0", "0", "ja", "2", "?"]
BIRTHS = ["1985-04-03", "03/04/1985", "3 Apr 1985", "c. 40", "UNKNOWN", "1985-02-30", "not a date", "31/31/1985"]
PROPERTIES = ["100", "0100", "100.0", "0", "12A", "none"]

ODD: dict[str, dict[str, list[str]]] = {
    "avaya/call_segments": {"segstop_utc": TIMES, "talktime": NUMBERS, "transferred": FLAGS},
    "controlworks/logs": {"opened_at": TIMES, "uprn": PROPERTIES},
    "controlworks/people": {"dob": BIRTHS},
    "controlworks/deployments": {"arrived_at": TIMES, "officers": NUMBERS},
    "connect/nominals": {"dob": BIRTHS},
    "connect/nominal_phones": {"last_seen_on": DATES},
    "connect/investigations": {"logged_hours": NUMBERS, "officers_allocated": NUMBERS},
    "compact/episodes": {"last_seen_at": TIMES, "in_care": FLAGS},
}
STAGED = {
    "segstop_utc": "ended_at", "talktime": "talk_seconds", "transferred": "is_transferred", "uprn": "uprn",
    "arrived_at": "arrived_at", "officers": "officers", "last_seen_on": "last_seen_on", "logged_hours": "logged_hours",
    "officers_allocated": "officers_allocated", "last_seen_at": "last_seen_at", "in_care": "in_care",
}  # fmt: skip


def write_odd(raw: Path) -> None:
    """Every odd form beside enough that are right, so that the delivery lands."""
    for label, columns in ODD.items():
        rows = extracts.rows_of(extracts.table(label), 40)
        if label == extracts.CALLS:
            rows = [row | {"segstart_utc": "2026-01-01 10:00:00"} for row in rows]  # before all that segstop_utc says
        for column, odd in columns.items():
            for row, value in zip(rows, odd, strict=False):
                row[column] = value
            for row in rows[len(odd) :]:
                row[column] = odd[0]
        extracts.replace_table(raw, label, rows)


@pytest.fixture(scope="module")
def odd_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("odd"))
    extracts.write_extracts(world.raw)
    write_odd(world.raw)
    (world.raw / "synthetic.json").write_text("{}", encoding="utf-8")
    world.run("fsu", "land", str(world.raw))
    kinds = ("--resource-type", "seed", "--resource-type", "model")
    world.run("dbt", "build", "--select", "+path:models/staging", *kinds)
    return world


def profile_of(delivery: Path) -> dict[str, dict[str, Any]]:
    verdict = json.loads((delivery / "verdict.json").read_text(encoding="utf-8"))
    return {
        ".".join(part for part in (row["system"], row["table"], row["column"]) if part): row
        for row in verdict["profile"]
    }


def test_the_verdict_counts_as_unread_what_staging_leaves_unknown(odd_world: World) -> None:
    profile = profile_of(odd_world.landing / "current")
    with duckdb.connect(str(odd_world.warehouse), read_only=True) as connection:
        for label, columns in ODD.items():
            name = label.replace("/", "__")
            for column in columns:
                if column == "dob":
                    lost = "dob_quality in ('unparsable', 'impossible')"
                    query = f"select count(*) from staging.stg_{name} where {lost}"
                elif column in STAGED:
                    landed = f"select count({column}) from staging.base_{name} where row_status = 'staged'"
                    query = f"select ({landed}) - count({STAGED[column]}) from staging.stg_{name}"
                else:
                    query = f"select count(*) from staging.base_{name} where reject_reason = 'unparsable_{column}'"
                (unknown,) = connection.execute(query).fetchone() or (None,)
                unread = profile[f"{label.replace('/', '.')}.{column}"]
                assert round(unread["unread_share"] * unread["filled_count"]) == unknown > 0, column


def test_forms_name_the_ids_and_numbers_that_staging_reads_as_such() -> None:
    """The base models and staging say themselves which columns are ids and which variable limits a number."""
    content = yaml.safe_load((PROJECT / "python_helpers/landing/forms.yml").read_text(encoding="utf-8"))
    ids, limits = set(), {}
    for table in load_contract().tables:
        folder = PROJECT / "models/staging" / table.system
        base = (folder / "base" / f"base_{table.system}__{table.name}.sql").read_text(encoding="utf-8")
        staged = (folder / f"stg_{table.system}__{table.name}.sql").read_text(encoding="utf-8")
        named = re.search(r"ids=\[([^]]*)\]", base)
        ids |= {f"{table.label}.{column}" for column in re.findall("'([a-z_]+)'", named[1] if named else "")}
        for column, limit in re.findall(r"number_within\('(?:[a-z]+\.)?([a-z_]+)', var\('([a-z_]+)'\)", staged):
            limits[f"{table.label}.{column}"] = limit
    assert set(content["forms"]["id"]) == ids
    written = {name: limit for name, limit in content["limits"].items() if not name.startswith("avaya.")}
    assert written == limits


Change = Callable[[int], str]
LOST: dict[str, tuple[str, str, Change]] = {
    "slashed releases": ("connect/custody_records", "released_at", lambda row: f"{row % 27 + 1:02}/08/2026 10:00"),
    "two blanks": ("connect/custody_records", "released_at", lambda row: f"2026-08-{row % 27 + 1:02}  10:00:00"),
    "24:00": ("controlworks/deployments", "cleared_at", lambda row: f"2026-08-{row % 27 + 1:02} 24:00:00"),
    "slashed dates": ("connect/nominal_addresses", "from_date", lambda row: f"{row % 27 + 1:02}/08/2026"),
    "hours in words": ("connect/investigations", "logged_hours", lambda row: f"{row} h"),
    "thousands": ("avaya/call_segments", "talktime", lambda row: f"{row + 1},000"),
    "other flags": ("compact/episodes", "in_care", lambda row: "ja" if row % 2 else "nein"),
    "mangled births": ("connect/nominals", "dob", lambda row: f"{row % 27 + 1:02}.04.19xx"),
}


@pytest.mark.parametrize("name", LOST)
def test_a_column_that_staging_would_lose_is_refused(name: str, raw: Path, landed: Path) -> None:
    label, column, value = LOST[name]
    rows = [row | {column: value(number)} for number, row in enumerate(extracts.rows_of(extracts.table(label)))]
    extracts.replace_table(raw, label, rows)
    with pytest.raises(LandingError) as caught:
        land(raw, landed)
    (problem,) = caught.value.problems
    assert problem.where == f"{label.replace('/', '.')}.{column}"
    assert "unread_share is 100.0%" in problem.what


def test_forms_name_the_ends_that_staging_may_not_believe() -> None:
    """Staging says itself which ends it holds to a start, and which flags seal whatever they say."""
    content = yaml.safe_load((PROJECT / "python_helpers/landing/forms.yml").read_text(encoding="utf-8"))
    ends, seals = set(), set()
    for table in load_contract().tables:
        staged = PROJECT / "models/staging" / table.system / f"stg_{table.system}__{table.name}.sql"
        text = staged.read_text(encoding="utf-8")
        named = re.findall(r"end_within\(\s*'(?:[a-z]+\.)?([a-z_]+)'", text)
        ends |= {f"{table.label}.{re.sub('_parsed$', '', name)}" for name in named}
        seals |= {
            f"{table.label}.{name}" for name in re.findall(r"flag\('(?:[a-z]+\.)?([a-z_]+)'[^)]*other='true'", text)
        }
    assert {name if name in content["ends"] else name.removesuffix("_utc") for name in ends} == set(content["ends"])
    assert set(content["seals"]) == seals


SWAPPED = {
    "connect/custody_records": ("arrived_at", "released_at"),
    "avaya/call_segments": ("segstart_utc", "segstop_utc"),
    "controlworks/deployments": ("arrived_at", "cleared_at"),
    "compact/episodes": ("reported_at", "found_at"),
}


@pytest.mark.parametrize("label", SWAPPED)
def test_ends_before_their_starts_are_refused_and_a_few_are_warned_of(label: str, raw: Path, landed: Path) -> None:
    start, end = SWAPPED[label]
    right = [row | {end: row[start][:-2] + "30"} for row in extracts.rows_of(extracts.table(label))]
    swapped = [row | {start: row[end], end: row[start]} for row in right]
    extracts.replace_table(raw, label, right[:-2] + swapped[-2:])
    said = {warning.where: warning.what for warning in land(raw, landed).warnings if "absurd_end_share" in warning.what}
    assert "absurd_end_share is 8.3%" in said[f"{label.replace('/', '.')}.{end}"]
    extracts.replace_table(raw, label, swapped)
    with pytest.raises(LandingError, match=rf"{end}: absurd_end_share is 100\.0%.*swapped"):
        land(raw, landed)


def test_an_end_in_the_hour_that_autumn_repeats_is_believed(raw: Path, landed: Path) -> None:
    rows = extracts.rows_of(extracts.table("connect/custody_records"))
    times = {"arrived_at": "2025-10-26 01:40:00", "released_at": "2025-10-26 01:20:00"}
    extracts.replace_table(raw, "connect/custody_records", [row | times for row in rows])
    assert "absurd_end_share" not in str(land(raw, landed).warnings)


@pytest.mark.parametrize("label", ["connect/nominals", "connect/nominal_aliases"])
@pytest.mark.parametrize("is_missing", [False, True])
def test_seals_that_vanish_need_acceptance(label: str, is_missing: bool, raw: Path, landed: Path) -> None:
    """An emptied column, or one that is not there, would show everybody who was sealed until then."""
    wanted = extracts.table(label)
    rows = extracts.rows_of(wanted)
    sealed = [row | {"is_restricted": "SEALED" if number < 3 else ""} for number, row in enumerate(rows)]
    extracts.replace_table(raw, label, sealed)
    land(raw, landed)
    flag = f"{wanted.label}.is_restricted"
    columns = [column for column in wanted.columns if column != "is_restricted" or not is_missing]
    extracts.replace_table(raw, label, [row | {"is_restricted": ""} for row in rows], columns)
    with pytest.raises(LandingError, match=rf"{flag}: sealed_ratio is 0\..*--accept-empty {flag}"):
        land(raw, landed)
    assert land(raw, landed, [flag]).manifest["accepted_empty"] == [flag]


def test_a_few_values_that_staging_would_lose_are_warned_of(raw: Path, landed: Path) -> None:
    rows = extracts.rows_of(extracts.table("connect/custody_records"))
    rows[3]["released_at"] = "11/04/2026 10:00"
    extracts.replace_table(raw, "connect/custody_records", rows)
    (warning,) = land(raw, landed).warnings
    assert warning.where == "connect.custody_records.released_at"
    assert "unread_share is 4.2%" in warning.what


def test_purge_reads_times_as_staging_does(raw: Path, tmp_path: Path) -> None:
    day = "2025-08-01"
    written = cycle([f"{day}T10:00:00Z", f" {day} 10:00 ", f"{day} 10:00:00+01:00", f"{day}  10:00:00"])
    few = extracts.rows_of(extracts.table("controlworks/contacts"))
    contacts = [few[number % len(few)] | {"roc_ref": f"roc_ref-{number:04}"} for number in range(84)]
    rows, later = [row | {"created_at": next(written)} for row in contacts[:80]], contacts[80:]
    extracts.replace_table(raw, "controlworks/contacts", [*rows, *later])
    landed = land(raw, tmp_path / "landing")
    assert landed.manifest["outcome"] == "passed with warnings"
    purged = purge(tmp_path / "landing", extracts.AS_OF)
    assert purged.rows_removed["controlworks.contacts"] == 60
    assert purged.rows_kept["controlworks.contacts"] == 24
