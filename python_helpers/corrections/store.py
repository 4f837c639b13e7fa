"""The folder of corrections: who may read it, and how its three files change, whole or not at all.

<FSU_CORRECTIONS>/corrections.csv    what the next build carries out
<FSU_CORRECTIONS>/withdrawn.csv      what it no longer carries out: who took it back, when and why
<FSU_CORRECTIONS>/remarks.csv        what readers of the dashboard reported as wrong, and what became of it
"""

from __future__ import annotations

import csv
import fcntl
import hashlib
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from python_helpers.corrections.judge import COLUMNS, Correction, Problem, judge, read_lists
from python_helpers.errors import FsuError
from python_helpers.private import make_private_folder, make_tree_private, owner_only
from python_helpers.settings import corrections_dir

FILE = "corrections.csv"
WITHDRAWN = "withdrawn.csv"
REMARKS = "remarks.csv"
WITHDRAWN_COLUMNS = (*COLUMNS, "withdrawn_by", "withdrawn_on", "withdrawn_because")
REMARK_COLUMNS = (
    *("remark_id", "made_at", "made_by", "release", "person_key", "about", "remark"),
    *("closed_on", "closed_by", "outcome"),
)

Row = dict[str, str]

_RECORD_COLUMNS = ("source_system", "record_type", "record_id")
BUILT_COLUMNS = (
    *("correction_id", "correction"),
    *(f"left_{name}" for name in _RECORD_COLUMNS),
    *(f"right_{name}" for name in _RECORD_COLUMNS),
    *("wrong_value", "right_value", "beats_trusted_ids", "decided_on", "review_on"),
)
"""What dbt reads. Who decided and why stay in the folder."""


def read() -> list[Correction]:
    """The corrections in force; none where there is no folder or no file.

    Raises:
        FsuError: with everything that is wrong with the file, by line and column.
    """
    rows, problems = judged()
    if problems:
        said = "\n  ".join(str(problem) for problem in problems)
        raise FsuError(
            f"{corrections_dir() / FILE} is not right, so nothing is built from it:\n  {said}\n"
            "Mend it (`fsu corrections check` judges it again)."
        )
    return rows


def judged() -> tuple[list[Correction], list[Problem]]:
    """The corrections, and what is wrong with their file.

    Raises:
        FsuError: the file cannot be read at all.
    """
    text = _text(FILE)
    return judge(text, read_lists()) if text else ([], [])


def problems_of_last(corrections: Sequence[Correction]) -> list[Problem]:
    """What would be wrong with the last of these, kept with the others."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(correction) for correction in corrections)
    _, problems = judge(text.getvalue(), read_lists())
    return [problem for problem in problems if problem.line > len(corrections)]


def digest() -> str:
    """Changes with the corrections, so that a refresh knows of them."""
    return hashlib.sha256(_text(FILE).encode()).hexdigest()


def as_table(corrections: Sequence[Correction]) -> pa.Table:
    """The corrections as dbt reads them: a text a column, NULL where there is nothing."""
    rows = [_built(correction) for correction in corrections]
    return pa.table({name: pa.array([row[name] or None for row in rows], pa.string()) for name in BUILT_COLUMNS})


def _built(correction: Correction) -> Row:
    row = asdict(correction)
    for side, record in (("left", row.pop("record")), ("right", row.pop("other_record"))):
        parts = record.split("/", 2) if record else ("", "", "")
        row |= {f"{side}_{name}": part for name, part in zip(_RECORD_COLUMNS, parts, strict=True)}
    return {**row, "correction": row["kind"], "beats_trusted_ids": row["beats_trusted_ids"] or "no"}


@contextmanager
def changing() -> Iterator[None]:
    """Keep others from changing the folder, which is made where there is none; what is written is for its owner only.

    Raises:
        FsuError: the folder is not safe, or another process holds it for longer than a change takes.
    """
    folder = corrections_dir()
    make_private_folder(folder)
    with owner_only(), (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def rows_of(name: str) -> list[Row]:
    """Rows of one of the folder's files; none where it is not there."""
    return list(csv.DictReader(io.StringIO(_text(name), newline="")))


def write(name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Replace one of the folder's files in one step; `changing` must be held."""
    path = corrections_dir() / name
    new = path.with_name(f".{name}.new")
    with new.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(path)


def next_id(prefix: str, used: Sequence[str]) -> str:
    """An id that was never given: C0001, C0002 and so on."""
    numbers = [int(each.removeprefix(prefix)) for each in used if each.removeprefix(prefix).isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:04}"


def _text(name: str) -> str:
    """A file's text; empty where it is not there. Whoever else could read the folder no longer can."""
    path = corrections_dir() / name
    if not path.parent.is_dir() or not (path.exists() or path.is_symlink()):
        return ""
    if not Path(os.path.realpath(path)).is_file():
        raise FsuError(f"{path} is not a file. Put the corrections into one, or move it away.")
    make_tree_private(path.parent)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FsuError(f"{path} is not UTF-8. Save it as 'CSV UTF-8'.") from None
    except OSError as error:
        raise FsuError(f"{path} cannot be read ({error.strerror}).") from None
