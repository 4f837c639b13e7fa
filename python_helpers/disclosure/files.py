"""Writes a document for its owner alone: a page as PDF, the whole as JSON, and each table as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date, datetime
from pathlib import Path

from python_helpers.dashboard.wording import for_spreadsheet
from python_helpers.disclosure.document import Document, Table
from python_helpers.disclosure.pdf import render
from python_helpers.private import make_private_folder

FOLDER = Path("disclosures")
"""Where documents go when no other folder is named; git ignores it."""


def contents_of(document: Document, stem: str) -> dict[str, bytes]:
    """Every file of a document by its name.

    Raises:
        FsuError: the page could not be set.
    """
    data = json.dumps(document.data(), default=_plain, ensure_ascii=False, indent=1).encode() + b"\n"
    tables = {f"{stem}_{table.name}.csv": csv_of(table) for table in document.tables if table.rows}
    return {f"{stem}.pdf": render(document), f"{stem}.json": data, **tables}


def csv_of(table: Table) -> bytes:
    """A table for a spreadsheet: with a byte order mark, and no cell that is taken for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(table.names)
    writer.writerows([for_spreadsheet(row[name]) for name in table.names] for row in table.rows)
    return ("\ufeff" + stream.getvalue()).encode()


def write(contents: dict[str, bytes], folder: Path) -> list[Path]:
    """Put files into a folder that is its owner's alone; one of the same name is replaced, whole or not at all.

    Raises:
        FsuError: anybody may write to a folder above it.
        OSError: a file cannot be written.
    """
    make_private_folder(folder)
    written = []
    for name, content in contents.items():
        path, partial = folder / name, folder / f"{name}.partial"
        partial.unlink(missing_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        partial.replace(path)
        written.append(path)
    return written


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no plain form of {type(value).__name__}")
