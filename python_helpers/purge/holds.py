"""Legal holds: deliveries and people that a purge leaves alone, with a reason and a review that has not passed.

    <landing>/legal_holds.csv    kind,name,reason,review_on
                                 delivery,0123456789abcdef,...   the delivery, and the releases that were built from it
                                 person,connect/nominal/N123,... the person, with every event that names them
                                 person,compact/person/P123,...

The file names people, so it lies in the landing folder, which only its owner reads; messages name its lines.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb

from python_helpers.errors import FsuError
from python_helpers.landing.purge import NOTHING_HELD, Held

FILE = "legal_holds.csv"
_COLUMNS = ["kind", "name", "reason", "review_on"]
_PEOPLE = {
    "connect/nominal": ("connect/nominals", "nominal_id"),
    "compact/person": ("compact/people", "person_ref"),
}
_LEAST_REASON = 10
"""Letters of a reason that says something."""


def read_holds(landing_dir: Path, as_of: date) -> Held:
    """What is held; nothing where there is no list.

    Raises:
        FsuError: with every line that is not right. Nothing is purged past a hold that cannot be read.
    """
    path = landing_dir / FILE
    if not path.exists() and not path.is_symlink():
        return NOTHING_HELD
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, {name: (row[name] or "").strip() for name in _COLUMNS}) for row in reader]
    except (OSError, KeyError, ValueError, csv.Error):
        raise FsuError(f"{path} cannot be read. It needs the columns {','.join(_COLUMNS)}, as UTF-8.") from None
    problems = [f"line {line}: {problem}" for line, row in rows if (problem := _problem(landing_dir, row, as_of))]
    if problems:
        raise FsuError(f"{path} is not right; nothing is purged. " + "; ".join(problems) + ".")
    by_kind = {
        kind: frozenset(row["name"].rpartition("/")[2] for _, row in rows if _kind(row) == kind)
        for kind in ("delivery", *_PEOPLE)
    }
    return Held(by_kind["delivery"], by_kind["connect/nominal"], by_kind["compact/person"])


def _kind(row: dict[str, str]) -> str:
    return row["kind"] if row["kind"] == "delivery" else row["name"].rpartition("/")[0]


def _problem(landing_dir: Path, row: dict[str, str], as_of: date) -> str:
    if row["kind"] not in {"delivery", "person"}:
        return "kind is delivery or person"
    if sum(letter.isalpha() for letter in row["reason"]) < _LEAST_REASON:
        return "the reason says nothing"
    try:
        review_on = date.fromisoformat(row["review_on"])
    except ValueError:
        return "review_on is not a day YYYY-MM-DD"
    if review_on < as_of:
        return "the review has passed: renew the hold, or take the line out"
    if row["kind"] == "delivery":
        known = (landing_dir / "deliveries" / row["name"]).is_dir() and row["name"].isalnum()
        return "" if known else "there is no such delivery"
    return _unknown_person(landing_dir, row["name"])


def _unknown_person(landing_dir: Path, name: str) -> str:
    kind, _, person = name.rpartition("/")
    if kind not in _PEOPLE:
        return "a person is connect/nominal/<id> or compact/person/<id>"
    folder, column = _PEOPLE[kind]
    file = landing_dir / "current" / folder / "part-0.parquet"
    if not file.is_file():
        return "nothing has landed to find the person in"
    found = duckdb.execute(f"select count(*) from read_parquet(?) where {column} = ?", [str(file), person])  # noqa: S608
    return "" if found.fetchone() != (0,) else "there is no such person in the current delivery"
