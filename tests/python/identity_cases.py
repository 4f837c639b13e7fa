"""Cases of who is who, as rows of the landing contract, beside a crowd that makes no name rare by accident."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from identity_worlds import EXTRACTED, Extracts

CASES = Path(__file__).parent / "cases"
FILES = ("identity_cases.jsonl", "own_cases.jsonl")

CROWD_SIZE = 4000
FORENAMES = [
    "David", "John", "Michael", "James", "Paul", "Andrew", "Mark", "Robert", "Richard", "Peter", "Thomas", "Daniel",
    "George", "William", "Alan", "Ian", "Kevin", "Gary", "Susan", "Sarah", "Emma", "Laura", "Claire", "Rachel",
    "Lisa", "Helen", "Julie", "Karen", "Jennifer", "Rebecca", "Mary", "Maria", "Anna", "Jane", "Alice", "Ruth",
    "Mohammed", "Ali", "Ahmed", "Imran", "Aisha", "Fatima", "Zainab", "Syeda", "Gurpreet", "Harpreet", "Manjit",
    "Sukhwinder", "Piotr", "Ewa",
]  # fmt: skip
SURNAMES = [
    "Smith", "Jones", "Taylor", "Brown", "Wilson", "Hill", "Moore", "Cooper", "Hall", "Harris", "Baker", "Turner",
    "Walker", "Mitchell", "Morris", "Robinson", "Johnson", "Williams", "Evans", "Clarke", "Khan", "Hussain",
    "Ahmed", "Ali", "Begum", "Bibi", "Chaudhry", "Singh", "Kaur", "Gill", "Sandhu", "Patel", "Nguyen", "Tran",
    "Wang", "Li", "Chen", "Nowak", "Garcia", "Lopez", "Petrov", "Murphy", "Kelly", "Campbell", "Stewart", "King",
    "Young", "Lee", "Wood", "Green",
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One situation: rows of a few records, and which pairs of them are, or are not, one person."""

    code: str
    kind: str
    one_person: list[tuple[str, str]]
    not_one_person: list[tuple[str, str]]
    rows: list[dict[str, str]]


def read_cases() -> list[Case]:
    """Every case of both files, in their order.

    Raises:
        AssertionError: two cases have one code, or two records one id.
    """
    found = [
        _case(json.loads(line)) for name in FILES for line in (CASES / name).read_text(encoding="utf-8").splitlines()
    ]
    codes = [case.code for case in found]
    assert len(codes) == len(set(codes)), "two cases have one code"
    return found


def _case(written: dict[str, Any]) -> Case:
    return Case(
        code=written["code"],
        kind=written["kind"],
        one_person=[(left, right) for left, right in written["one_person"]],
        not_one_person=[(left, right) for left, right in written["not_one_person"]],
        rows=written["rows"],
    )


def world_of(cases: list[Case]) -> Extracts:
    """All cases in one world, beside a crowd of dated people with common names."""
    world = Extracts()
    for number in range(CROWD_SIZE):
        # Squares make some forenames much more common than others, as they are.
        forename = FORENAMES[(number * number // 7) % len(FORENAMES)]
        surname = SURNAMES[(number // 3 + number * 7) % len(SURNAMES)]
        born = f"{1 + number % 28:02}/{2 + number // 28 % 11:02}/{1940 + (number * 13) % 68}"
        world.entry(f"crowd-{number}", f"{forename} {surname}", dob=born)
    # Cases that share a nominal write it each; a row counts once.
    written: set[tuple[tuple[str, str], ...]] = set()
    for case in cases:
        for row in case.rows:
            values = {column: value for column, value in row.items() if column != "table"}
            content = ("table", row["table"]), *sorted(values.items())
            if content not in written:
                written.add(content)
                world.tables[row["table"]].append({"extracted_at": EXTRACTED, **values})
    return world
