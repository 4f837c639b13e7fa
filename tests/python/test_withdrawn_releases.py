"""Which kept releases show somebody who is sealed by now."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from python_helpers.publishing.project import Relation
from python_helpers.publishing.withdrawn import (
    HISTORIES,
    KEY_LEDGER,
    PEOPLE,
    PROFILES,
    SEALED_KEYS,
    showing_sealed_people,
)

WAREHOUSE = {
    SEALED_KEYS: "select date '2026-07-01' as as_of_date, 'sealed' as person_key, false as is_of_somebody_else",
    KEY_LEDGER: (
        "select date '2026-07-01' as as_of_date, 'sealed' as person_key "
        "union all select date '2026-10-01' as as_of_date, 'other' as person_key"
    ),
    "stg_connect__nominals": (
        "select 'N1' as nominal_id, 'MADE' as forename, 'UP' as surname, date '1980-01-02' as date_of_birth, "
        "true as is_restricted"
    ),
    "stg_connect__nominal_aliases": (
        "select 'N1' as nominal_id, 'ALSO' as forename, 'SO' as surname, date '1980-01-02' as date_of_birth, "
        "false as is_restricted"
    ),
}


def warehouse(**replaced: str) -> tuple[duckdb.DuckDBPyConnection, list[Relation]]:
    connection = duckdb.connect()
    for name, query in (WAREHOUSE | replaced).items():
        connection.execute(f"create table {name} as {query}")
    return connection, [Relation("intermediate", "main", name, (), "", {}, {}, is_state=False) for name in WAREHOUSE]


def release(
    folder: Path, as_of_date: str, *, key: str = "somebody", profile: tuple[str, str] = ("ELSE", "1980-01-02")
) -> Path:
    """A release of one person with a profile."""
    (folder / PEOPLE).parent.mkdir(parents=True)
    (folder / PROFILES).parent.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"as_of_date": as_of_date}))
    duckdb.execute(f"copy (select '{key}' as person_key) to '{folder / PEOPLE}' (format parquet)")
    shown = f"select '{profile[0]}' as display_name, date '{profile[1]}' as date_of_birth"
    duckdb.execute(f"copy ({shown}) to '{folder / PROFILES}' (format parquet)")
    return folder


@pytest.mark.parametrize(
    ("as_of_date", "key", "profile", "is_withdrawn"),
    [
        ("2026-07-01", "sealed", ("ELSE", "1980-01-02"), True),
        ("2026-10-01", "sealed", ("ELSE", "1980-01-02"), False),
        ("2025-01-01", "sealed", ("ELSE", "1980-01-02"), True),
        ("2025-01-01", "somebody", ("ELSE", "1980-01-02"), False),
        ("2026-10-01", "somebody", ("MADE UP", "1980-01-02"), True),
        ("2026-10-01", "somebody", ("ALSO SO", "1980-01-02"), True),
        ("2026-10-01", "somebody", ("MADE UP", "1981-01-02"), False),
    ],
    ids=[
        "the key they had then",
        "a key that is somebody else's by then",
        "a refresh that the ledger does not know",
        "nobody of them",
        "their name and date of birth",
        "an alias and date of birth",
        "a namesake",
    ],
)
def test_a_release_goes_with_whoever_it_shows(
    tmp_path: Path, as_of_date: str, key: str, profile: tuple[str, str], *, is_withdrawn: bool
) -> None:
    connection, relations = warehouse()
    kept = release(tmp_path / "kept", as_of_date, key=key, profile=profile)
    assert showing_sealed_people(connection, relations, [kept]) == ([kept] if is_withdrawn else [])


def test_a_release_goes_with_whoever_its_history_tells_of(tmp_path: Path) -> None:
    connection, relations = warehouse()
    history = next(iter(HISTORIES))
    for key, of_somebody_else, is_withdrawn in (
        ("sealed", False, True),
        ("sealed", True, False),
        ("somebody", False, False),
    ):
        kept = release(tmp_path / f"{key} {of_somebody_else}", "2026-10-01")
        duckdb.execute(f"copy (select '{key}' as person_key) to '{kept / history}' (format parquet)")
        connection.execute(f"update {SEALED_KEYS} set is_of_somebody_else = {of_somebody_else}")
        assert showing_sealed_people(connection, relations, [kept]) == ([kept] if is_withdrawn else [])


def test_a_release_that_cannot_be_read_cannot_be_cleared(tmp_path: Path) -> None:
    kept = release(tmp_path / "kept", "2026-10-01")
    (kept / PEOPLE).write_bytes(b"cut short")
    connection, relations = warehouse()
    assert showing_sealed_people(connection, relations, [kept]) == [kept]
    nobody, relations = warehouse(**{SEALED_KEYS: f"{WAREHOUSE[SEALED_KEYS]} where false"})
    assert showing_sealed_people(nobody, relations, [kept]) == []
