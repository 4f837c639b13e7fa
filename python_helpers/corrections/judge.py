"""Judges corrections.csv before anything is built: what is wrong is named by line and column, never by its value."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from python_helpers.corrections.kinds import CALL, EVENTS_OF, KINDS, ONE_ROLE, PERSON_RECORDS
from python_helpers.errors import FsuError
from python_helpers.force_settings import seed_path
from python_helpers.landing.health import says_something

_ID = re.compile("[A-Z]{1,4}-?[0-9]{1,6}")
_CODE = re.compile("[A-Z0-9][A-Z0-9 ./_-]{0,39}")
_LONGEST = 500
"""Characters of a cell; more is a file that was cut or quoted wrongly."""


@dataclass(frozen=True)
class Correction:
    """One row of the file."""

    correction_id: str
    kind: str
    record: str
    other_record: str
    wrong_value: str
    right_value: str
    beats_trusted_ids: str
    decided_by: str
    decided_on: str
    reason: str
    review_on: str


COLUMNS = tuple(field.name for field in fields(Correction))


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to do; holds no value of the file."""

    line: int
    column: str
    remedy: str

    def __str__(self) -> str:
        """As it is shown."""
        return f"line {self.line}, {self.column}: {self.remedy}"


@dataclass(frozen=True)
class Lists:
    """Codes that a right value is one of."""

    roles: frozenset[str]
    offences: frozenset[str]


def read_lists() -> Lists:
    """Roles and offences as the project's seeds have them, or the force's own files in their place.

    Raises:
        FsuError: a seed cannot be read.
    """
    roles, offences = (
        _codes(seed_path(seed), column)
        for seed, column in (("roles/roles", "role"), ("weights/offences", "ho_offence_code"))
    )
    return Lists(roles, offences)


def _codes(path: Path, column: str) -> frozenset[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return frozenset(row[column] for row in csv.DictReader(stream))
    except (OSError, KeyError, ValueError, csv.Error):
        raise FsuError(f"{path} cannot be read, so corrections cannot be judged. Restore it.") from None


def judge(text: str, lists: Lists) -> tuple[list[Correction], list[Problem]]:
    """The corrections of a file, and everything that is wrong with it."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    corrections: list[tuple[int, Correction]] = []
    problems: list[Problem] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        if sorted(header) != sorted(COLUMNS):
            return [], [Problem(1, "header", f"the columns are {','.join(COLUMNS)}, each once and no other")]
        for cells in reader:
            line = reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(COLUMNS):
                problems.append(
                    Problem(
                        line, "the row", f"has {len(cells)} cells for {len(COLUMNS)} columns; quote a cell with a comma"
                    )
                )
                continue
            row = Correction(**{name: cell.strip() for name, cell in zip(header, cells, strict=True)})
            corrections.append((line, row))
            problems += (Problem(line, column, remedy) for column, remedy in _faults(row, lists))
    except csv.Error:
        problems.append(Problem(reader.line_num, "the row", "is quoted wrongly; save the file as CSV again"))
    problems += _faults_between(corrections)
    return [row for _, row in corrections], sorted(problems, key=lambda problem: problem.line)


def _faults(row: Correction, lists: Lists) -> Iterator[tuple[str, str]]:
    for name in COLUMNS:
        value = getattr(row, name)
        if len(value) > _LONGEST or not value.isprintable():
            yield name, f"must be one line of at most {_LONGEST} characters"
    if not _ID.fullmatch(row.correction_id):
        yield "correction_id", "give it an id of its own, such as C0001"
    if row.kind not in KINDS:
        yield "kind", f"must be one of {', '.join(KINDS)}"
    else:
        yield from _faults_of_records(row)
        yield from _faults_of_values(row, lists)
    if row.beats_trusted_ids not in {"", "yes", "no"}:
        yield "beats_trusted_ids", "must be yes or no"
    elif row.beats_trusted_ids == "yes" and row.kind != "cannot_link":
        yield "beats_trusted_ids", "only cannot_link can beat trusted ids; write no"
    if not row.decided_by:
        yield "decided_by", "say who decided it, by role or collar number"
    if not says_something(row.reason):
        yield "reason", "say why, in words that somebody else can follow"
    yield from _faults_of_days(row)


def _faults_of_records(row: Correction) -> Iterator[tuple[str, str]]:
    of, other = (kind_of(record) for record in (row.record, row.other_record))
    if row.kind == "wrong_offence":
        if of not in EVENTS_OF["connect/nominal"]:
            yield "record", "is about an event; write connect/crime/<crime_no> or connect/custody/<custody_ref>"
    elif of not in PERSON_RECORDS or (row.kind == "wrong_role" and of not in EVENTS_OF):
        forms = EVENTS_OF if row.kind == "wrong_role" else PERSON_RECORDS
        yield "record", f"write system/type/id: {', '.join(f'{form}/<id>' for form in forms)}"
    if KINDS[row.kind].is_about_two:
        if other not in PERSON_RECORDS:
            yield "other_record", f"write system/type/id: {', '.join(f'{form}/<id>' for form in PERSON_RECORDS)}"
        elif row.record == row.other_record:
            yield "other_record", "is the same record; name the other one"
        elif row.kind == "must_link" and CALL in {of, other}:
            yield "kind", "a call has no name to join by; say whose it is not (cannot_link or not_this_phone)"
    elif row.kind == "wrong_role" and EVENTS_OF.get(of):
        if other not in EVENTS_OF[of]:
            yield "other_record", f"name the event: {', '.join(f'{form}/<id>' for form in EVENTS_OF[of])}"
    elif row.other_record:
        yield "other_record", f"{row.kind} is about one record here; leave it empty"


def _faults_of_values(row: Correction, lists: Lists) -> Iterator[tuple[str, str]]:
    what = KINDS[row.kind].corrects
    if not what:
        for name in ("wrong_value", "right_value"):
            if getattr(row, name):
                yield name, f"{row.kind} corrects no value; leave it empty"
        return
    if not _CODE.fullmatch(row.wrong_value):
        yield "wrong_value", f"write the code of the {what} that the source system has now, in capitals"
    known = lists.roles if what == "role" else lists.offences
    event = kind_of(row.other_record)
    may_be_none = row.kind == "wrong_role" and bool(row.other_record)
    if event in ONE_ROLE and (row.wrong_value != ONE_ROLE[event] or row.right_value):
        yield "wrong_value", f"{event} knows one role: write {ONE_ROLE[event]}, and leave right_value empty"
    elif row.right_value not in known and not (may_be_none and not row.right_value):
        seed = "seeds/roles/roles.csv" if what == "role" else "seeds/weights/offences.csv"
        yield (
            "right_value",
            f"must be a code of {seed}" + ("; empty where there is no role at all" if may_be_none else ""),
        )
    elif row.right_value == row.wrong_value:
        yield "right_value", "is the wrong value again"


def _faults_of_days(row: Correction) -> Iterator[tuple[str, str]]:
    decided, review = day_of(row.decided_on), day_of(row.review_on)
    if decided is None:
        yield "decided_on", "must be a day such as 2026-03-31"
    if review is None:
        yield "review_on", "must be a day such as 2027-03-31, on which it is looked at again"
    elif decided is not None and review <= decided:
        yield "review_on", "must be after decided_on"


def _faults_between(corrections: list[tuple[int, Correction]]) -> Iterator[Problem]:
    ids: dict[str, int] = {}
    said: dict[tuple[str, ...], int] = {}
    for line, row in corrections:
        if row.correction_id in ids:
            yield Problem(line, "correction_id", f"stands in line {ids[row.correction_id]} too; give each row its own")
        ids.setdefault(row.correction_id, line)
        if row.kind not in KINDS:
            continue
        records = sorted((row.record, row.other_record))
        kinds = ("must_link", "cannot_link") if KINDS[row.kind].is_about_two else (row.kind,)
        for kind in kinds:
            other = said.get((kind, *records, row.wrong_value))
            if other is not None and kind == row.kind:
                yield Problem(line, "record", f"is corrected in line {other} already; take one of the two out")
            elif other is not None:
                yield Problem(
                    line, "kind", f"the two records must and must not be one person, see line {other}; take one out"
                )
        said.setdefault((row.kind, *records, row.wrong_value), line)


def kind_of(record: str) -> str:
    """System and type of a record written system/type/id; empty where it is written otherwise."""
    system, _, rest = record.partition("/")
    kind, _, name = rest.partition("/")
    return f"{system}/{kind}" if name.strip() else ""


def day_of(text: str) -> date | None:
    """A day as YYYY-MM-DD; None where it is no such day."""
    try:
        return date.fromisoformat(text) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None
