"""A published release of a few made-up people, written by hand: what look-up and preview read, and no more."""

from __future__ import annotations

from pathlib import Path

import duckdb

ITEMS = [
    ("p1", "name", "SIÂN O'BRIEN"),
    ("p1", "date_of_birth", "1990-02-03"),
    ("p1", "nominal_id", "N10000001"),
    ("p1", "phone", "+447700900101"),
    ("p2", "name", "YASMIN AL KHATIB"),
    ("p2", "date_of_birth", "1985-12-01"),
    ("p2", "nominal_id", "N10000002"),
    ("p2", "phone", "+441214960202"),
]


def write_identity(published: Path, release: str = "2026-10-01_a") -> None:
    """Make `published/current` a release whose restricted file holds the cohort's identity."""
    folder = published / release / "restricted"
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "fsu_restricted.duckdb")) as connection:
        connection.execute("create schema restricted")
        connection.execute(
            "create table restricted.fsu_cohort_identity (person_key varchar, item_type varchar, item_value varchar)"
        )
        connection.executemany("insert into restricted.fsu_cohort_identity values (?, ?, ?)", ITEMS)
    current = published / "current"
    current.unlink(missing_ok=True)
    current.symlink_to(release)
