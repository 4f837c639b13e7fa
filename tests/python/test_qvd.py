"""QVD files hold what Parquet holds: the bytes that a library writes, read back by that one and by another."""

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


def library_bytes(table: pa.Table, name: str, folder: Path) -> bytes:
    file = folder / f"{name}.by_library.qvd"
    openqvd.write(table, file, table_name=name)
    return file.read_bytes()


@pytest.mark.parametrize("rows_in_a_piece", [1, 3, 4])
def test_the_bytes_are_those_that_a_library_writes(tmp_path: Path, rows_in_a_piece: int) -> None:
    pq.write_table(FIXTURES, tmp_path / "fixtures.parquet", row_group_size=rows_in_a_piece)
    write_qvd(tmp_path / "fixtures.parquet", tmp_path / "fixtures.qvd")
    assert (tmp_path / "fixtures.qvd").read_bytes() == library_bytes(FIXTURES, "fixtures", tmp_path)


def test_a_table_without_rows_is_written(tmp_path: Path) -> None:
    pq.write_table(FIXTURES[:0], tmp_path / "empty.parquet")
    write_qvd(tmp_path / "empty.parquet", tmp_path / "empty.qvd")
    assert (tmp_path / "empty.qvd").read_bytes() == library_bytes(FIXTURES[:0], "empty", tmp_path)


def test_names_are_written_as_xml_has_them(tmp_path: Path) -> None:
    named = pa.table({"<a & \"b\" of 'c'>": ["<", "&", '"', "'"]})
    pq.write_table(named, tmp_path / "named.parquet")
    write_qvd(tmp_path / "named.parquet", tmp_path / "named.qvd")
    assert (tmp_path / "named.qvd").read_bytes() == library_bytes(named, "named", tmp_path)


def test_places_that_take_more_than_a_byte_cross_it(tmp_path: Path) -> None:
    counted = pa.table({"flag": [0, 1] * 40_000, "number": list(range(80_000)), "third": [0, 1, 2, 3] * 20_000})
    pq.write_table(counted, tmp_path / "counted.parquet", row_group_size=30_000)
    write_qvd(tmp_path / "counted.parquet", tmp_path / "counted.qvd")
    assert (tmp_path / "counted.qvd").read_bytes() == library_bytes(counted, "counted", tmp_path)


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


def test_a_type_that_is_not_written_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"Person Is Child": pa.array([True, None])}), tmp_path / "flags.parquet")
    with pytest.raises(FsuError, match="flags: Person Is Child is of type bool"):
        write_qvd(tmp_path / "flags.parquet", tmp_path / "flags.qvd")


def test_the_release_holds_the_same_rows_in_both_forms(small_world: World, tmp_path: Path) -> None:
    files = sorted((small_world.release / "parquet" / "qlik").glob("*.parquet"))
    assert len(files) > len(FIXTURES.column_names)
    assert {file.stem for file in files} == {file.stem for file in (small_world.release / "qvd").glob("*.qvd")}
    for file in files:
        table = pq.read_table(file)
        written = small_world.release / "qvd" / f"{file.stem}.qvd"
        assert written.read_bytes() == library_bytes(table, file.stem, tmp_path), file.stem
        expected = rows(table)
        own, other = read_by_both(written)
        assert own == expected, file.stem
        assert other == expected, file.stem
