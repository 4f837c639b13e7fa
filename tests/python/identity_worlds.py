"""Worlds of a few written records, resolved as a user resolves them: extracts, landing, staging, identity."""

from __future__ import annotations

import csv
from pathlib import Path

from worlds import World

from python_helpers.landing.contract import load_contract

Row = dict[str, str]
Records = dict[tuple[str, str], tuple[str, str, bool]]

RELATIONS = [
    "+link_person_records",
    "+gov_identity_review",
    "+gov_match_rates",
    "+gov_identity_changes",
    "+dim_match_rules",
]
EXTRACTED = "2026-09-30 22:00:00"


class Extracts:
    """The rows of one small world, table by table."""

    def __init__(self) -> None:
        """No rows yet."""
        self.tables: dict[str, list[Row]] = {table.label: [] for table in load_contract().tables}

    def add(self, label: str, **values: str) -> None:
        """A row as it is."""
        self.tables[label].append({"extracted_at": EXTRACTED, **values})

    def entry(
        self, entry_id: str, name: str, *, at: str = "2026-03-02 10:00:00", log_of: str = "", **values: str
    ) -> None:
        """A person typed on a log of their own, or on another entry's."""
        if not log_of:
            self.add("controlworks.logs", log_no=f"L-{entry_id}", opened_at=at, initial_grade="P2")
        self.add(
            "controlworks.people",
            person_entry_id=entry_id,
            log_no=f"L-{log_of or entry_id}",
            full_name=name,
            **{"role": "SUBJECT", **values},
        )

    def nominal(self, nominal_id: str, forename: str, surname: str, **values: str) -> None:
        """A nominal who is the victim of a crime of the window."""
        self.add("connect.nominals", nominal_id=nominal_id, forename=forename, surname=surname, **values)
        self.add("connect.crimes", crime_no=f"C-{nominal_id}", recorded_at="2026-02-01 09:00:00", ho_offence_code="49")
        self.add("connect.crime_people", crime_no=f"C-{nominal_id}", nominal_id=nominal_id, role="VICTIM")

    def call(self, ucid: str, number: str, at: str) -> None:
        """An answered call of one segment."""
        self.add(
            "avaya.call_segments",
            ucid=ucid,
            segment="1",
            segstart_utc=at,
            segstop_utc=at,
            calling_pty=number,
            disposition="2",
            talktime="60",
        )

    def write(self, folder: Path) -> None:
        """Every table as one CSV, empty ones with their header."""
        for table in load_contract().tables:
            target = folder / table.label.replace(".", "/")
            target.mkdir(parents=True)
            with (target / "part.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, [*table.columns], restval="")
                writer.writeheader()
                writer.writerows(self.tables[table.label])


def resolved(world: World) -> Records:
    """(record type, record id) -> person key, rule, inferred."""
    rows = world.query(
        "select record_type, record_id, person_key, match_rule, is_inferred from linkage.link_person_records"
    )
    return {(kind, record): (person, rule, inferred) for kind, record, person, rule, inferred in rows}


def built_of(extracts: Extracts, folder: Path) -> World:
    """A world of these extracts, landed and resolved."""
    # Events of a hand-written world lie anywhere in the window.
    built = World(folder, {"FSU_AS_OF": "2026-10-01", "FSU_ACCEPT_AS_OF": "2026-10-01"})
    extracts.write(built.raw)
    built.run("fsu", "land", str(built.raw))
    built.make(*RELATIONS)
    return built


def person(records: Records, record: str, kind: str = "person_entry") -> str | None:
    found = records.get((kind, record))
    return found[0] if found else None
