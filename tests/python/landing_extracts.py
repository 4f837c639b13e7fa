"""A tiny valid folder of extracts for the tests of landing, made from the contract; the people in it do not exist."""

from __future__ import annotations

import csv
import gzip
import io
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from python_helpers.landing import forms
from python_helpers.landing.contract import EXTRACTED_AT, Contract, Table, load_contract

Rows = list[dict[str, str]]

ROW_COUNT = 24
EXTRACTED = "2026-09-30 22:15:00"
AS_OF = date(2026, 10, 1)

ILL_HEALTH = {"12", "13"}
"""Outcomes that mean health, which never land (seeds/themes/health_codes.csv)."""

CALLS = "avaya/call_segments"
PEOPLE = "controlworks/people"
NOMINALS = "connect/nominals"


def environment(landed: Path) -> dict[str, str]:
    """What `fsu land` needs of the environment, beside a landing folder; nothing else is there yet."""
    beside = {"FSU_PUBLISHED": str(landed.parent / "published"), "FSU_WAREHOUSE": str(landed.parent / "fsu.duckdb")}
    return os.environ | beside | {"FSU_LANDING": str(landed), "FSU_TOKEN_SALT": "9f3c61d0a7e84b52b1d4"}


def table(label: str) -> Table:
    return load_contract().table(label.replace("/", "."))


def rows_of(wanted: Table, count: int = ROW_COUNT, extracted_at: str = EXTRACTED) -> Rows:
    """Well-formed rows; every text that might trouble a reader of CSV is in some of them."""
    awkward = ['Zoë "Zo" O\'Brien, 2nd', "line one\nline two", "  kept blanks ", "Łukasz", "", "ordinary-text"]
    return [
        {column: _value(wanted, column, row, awkward[row % len(awkward)], extracted_at) for column in wanted.columns}
        for row in range(count)
    ]


def _value(wanted: Table, column: str, row: int, awkward: str, extracted_at: str) -> str:
    form = forms.form_of(wanted, column)
    codes = [code for code in forms.known_codes(wanted, column) if code not in ILL_HEALTH]
    if column == EXTRACTED_AT:
        return extracted_at
    if codes:
        return codes[row % len(codes)]
    by_form = {
        "timestamp_utc": f"2026-{row % 9 + 1:02}-11 10:{row % 60:02}:00",
        "timestamp_civil": f"2026-{row % 9 + 1:02}-11 10:{row % 60:02}:00",
        "date": f"1980-01-{row % 28 + 1:02}",
        "date_of_birth": f"1980-01-{row % 28 + 1:02}",
        "typed_date": f"{row % 28 + 1}/4/85",
        "uprn": str(100_000 + row),
        "whole_number": str(row),
        "number": "2.5",
        "flag_01": str(row % 2),
        "flag_yn": "N",
        "phone": f"07700 900{row:03}",
        "postcode": "B12 8QX",
    }
    if column == "merged_into":
        return ""
    if column in wanted.required or forms.is_one_line(wanted, column):
        return by_form.get(form, f"{column}-{row:04}")
    return by_form.get(form, awkward)


def write_csv(path: Path, columns: list[str], rows: Rows, line_end: str = "\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator=line_end, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def read_csv(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_parquet(path: Path, columns: list[str], rows: Rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = [pa.array([row[column] for row in rows], pa.string()) for column in columns]
    pq.write_table(pa.Table.from_arrays(arrays, names=columns), path)


def write_extracts(raw_dir: Path, ending: str = "csv", pieces: int = 1, extracted_at: str = EXTRACTED) -> Path:
    """All tables of the contract, each in `pieces` files."""
    contract: Contract = load_contract()
    for wanted in contract.tables:
        rows = rows_of(wanted, extracted_at=extracted_at)
        for piece in range(pieces):
            path = raw_dir / wanted.system / wanted.name / f"part-{piece}.{ending}"
            write: Callable[[Path, list[str], Rows], None] = write_parquet if ending == "parquet" else write_csv
            write(path, list(wanted.columns), rows[piece::pieces])
    return raw_dir


def replace_table(raw_dir: Path, label: str, rows: Rows, columns: list[str] | None = None) -> Path:
    """One CSV file in place of all files of a table."""
    wanted = table(label)
    folder = raw_dir / wanted.system / wanted.name
    shutil.rmtree(folder, ignore_errors=True)
    path = folder / "new.csv"
    write_csv(path, columns or list(wanted.columns), rows)
    return path
