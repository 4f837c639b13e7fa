"""QVD files hold what Parquet holds: read back by the library that wrote them and by another one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openqvd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import qvd
from worlds import World

from python_helpers.errors import FsuError
from python_helpers.publishing.qvd import LARGEST, write_qvd

FIXTURES = pa.table(
    {
        "one value and nulls": pa.array(["x", None, "x", None]),
        "one number and nulls": pa.array([7, None, 7, None], pa.int64()),
        "one day and nulls": pa.array([dt.date(2026, 3, 29), None, None, dt.date(2026, 3, 29)]),
        "all null": pa.array([None] * 4, pa.string()),
        "no number": pa.array([None] * 4, pa.int64()),
        "constant": pa.array(["k"] * 4),
        "zero and one": pa.array([0, 1, 0, None], pa.int64()),
        "below zero": pa.array([-1, LARGEST, None, 0], pa.int64()),
        "doubles": pa.array([0.1, None, -2.5, 1 / 3]),
        "whole doubles": pa.array([3.0, None, 0.0, 1e12]),
        "not ascii": pa.array(["Zoë", "Łódź", None, "Ó Briain"]),
        "digits as text": pa.array(["007", "7", None, "1E5"]),
        "empty text": pa.array(["", None, "a", ""]),
        "%key": pa.array(["a", "b", "c", "d"]),
    }
)


def rows(table: pa.Table | pa.RecordBatch) -> list[dict[str, object]]:
    """Rows with numbers and days as numbers: QVD has one kind of number, and readers guess which it was."""

    def plain(value: object) -> object:
        if isinstance(value, dt.datetime):
            value = value.date()
        return value.toordinal() if isinstance(value, dt.date) else value

    return [{name: plain(value) for name, value in row.items()} for row in table.to_pylist()]


def read_by_both(file: Path) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    return rows(openqvd.read(file)), rows(qvd.read_qvd_to_arrow(str(file)))


def test_fixtures_come_back_value_by_value_and_null_by_null(tmp_path: Path) -> None:
    pq.write_table(FIXTURES, tmp_path / "fixtures.parquet")
    write_qvd(tmp_path / "fixtures.parquet", tmp_path / "qvd" / "fixtures.qvd")
    own, other = read_by_both(tmp_path / "qvd" / "fixtures.qvd")
    assert own == rows(FIXTURES)
    assert other == rows(FIXTURES)
    assert openqvd.schema(str(tmp_path / "qvd" / "fixtures.qvd")).table_name == "fixtures"


def test_a_number_that_would_become_text_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"Person Calls": pa.array([1, LARGEST + 1])}), tmp_path / "large.parquet")
    with pytest.raises(FsuError, match="Person Calls holds a whole number above"):
        write_qvd(tmp_path / "large.parquet", tmp_path / "large.qvd")


def test_the_release_holds_the_same_rows_in_both_forms(small_world: World) -> None:
    files = sorted((small_world.release / "parquet" / "qlik").glob("*.parquet"))
    assert len(files) > len(FIXTURES.column_names)
    assert {file.stem for file in files} == {file.stem for file in (small_world.release / "qvd").glob("*.qvd")}
    for file in files:
        expected = rows(pq.read_table(file))
        own, other = read_by_both(small_world.release / "qvd" / f"{file.stem}.qvd")
        assert own == expected, file.stem
        assert other == expected, file.stem
