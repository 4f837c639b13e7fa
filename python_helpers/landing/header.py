"""Which column of the contract is where in a file, by its header alone.

Names are compared without case and invisible marks, blanks and hyphens as underscores ('Extracted At' is extracted_at),
since every tool writes them its own way. A name of the file is quoted in a message only where most of the header is
known, so that it surely is a header and not somebody's record.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Sequence

from python_helpers.landing.contract import Table, load_contract
from python_helpers.landing.findings import Findings, listed

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "pipes", "^": "carets", "~": "tildes"}


def split_header(line: str, delimiter: str = ",") -> list[str] | None:
    """Names on a header line; None where its quotes do not pair up."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def other_delimiter(table: Table, line: str, names: list[str]) -> str:
    """What separates the header's names, in words, where that is not commas; otherwise empty."""
    found = len(_known(table, names))
    for delimiter, called in _OTHER_DELIMITERS.items():
        if len(_known(table, split_header(line, delimiter) or [])) > max(found, 1):
            return called
    return ""


def match_header(table: Table, label: str, names: list[str], findings: Findings) -> dict[str, int] | None:
    """Position of each contract column that the file brings; None, with reasons in `findings`, where it will not do."""
    plain = [_plain(name) for name in names]
    known = _known(table, names)
    other = _better_match(table, names)
    if other:
        findings.problem(
            label, f"has the columns of {other}, not of {table.label}.", "Move it to its own table's folder."
        )
        return None
    if not known:
        what = f"has no column of {table.label}: its first line is not the header, or it is another table's."
        findings.problem(label, what, "The columns are: " + ",".join(table.columns))
        return None
    repeated = [column for column in known if plain.count(column) > 1]
    missing = [column for column in table.indispensable if column not in plain]
    if repeated:
        findings.problem(
            label, f"has {listed(repeated)} more than once.", "Keep the right one and drop or rename the other."
        )
    if missing:
        columns = "columns" if len(missing) > 1 else "column"
        what = f"lacks the required {columns} {listed(missing)}.{lookalikes(table, missing, names)}"
        findings.problem(label, what, "Add it to the extract, or give the column that holds it this name.")
    if repeated or missing:
        return None
    return {column: plain.index(column) for column in known}


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", _INVISIBLE.sub("", name).strip().lower())


def _known(table: Table, names: Sequence[str]) -> list[str]:
    plain = {_plain(name) for name in names}
    return [column for column in table.columns if column in plain]


def _better_match(table: Table, names: list[str]) -> str:
    """Another table whose columns are all there while this one's are not."""
    if len(_known(table, names)) == len(table.columns):
        return ""
    fits = (other for other in load_contract().tables if len(_known(other, names)) == len(other.columns))
    return next((other.label for other in fits if len(other.columns) > len(_known(table, names))), "")


def lookalikes(table: Table, missing: Sequence[str], names: Sequence[str]) -> str:
    """Likely misspellings among the file's own names, as a sentence; empty where there are none."""
    plain = [_plain(name) for name in names]
    if len(_known(table, plain)) * 2 < len(table.columns):
        return ""
    strangers = [name for name in plain if name not in table.columns]
    pairs = [(column, difflib.get_close_matches(column, strangers, n=1, cutoff=0.7)) for column in missing]
    hints = [f"'{found[0]}' looks like '{column}'" for column, found in pairs if found]
    return f" In the file, {' and '.join(hints)}." if hints else ""
