"""`fsu parity` sees what differs between two warehouses, and never says a value."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from python_helpers.errors import FsuError
from python_helpers.parity import compare


def warehouse(path: Path, rows: str, runs: str = "1", extra: str = "") -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema governance")
        connection.execute(
            f"create table marts.dim_people as select * from (values {rows}) as people (person_key, volume)"
        )
        connection.execute(f"create table governance.gov_runs as select {runs} as run_id")
        if extra:
            connection.execute(extra)
    return path


def test_equal_rows_in_another_order_are_no_difference_and_clocks_are_left_out(tmp_path: Path) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', 1), ('b', 2), ('b', 2)")
    right = warehouse(tmp_path / "right.duckdb", "('b', 2), ('a', 1), ('b', 2)", runs="2")
    assert compare(left, right) == (1, [])


def test_a_row_more_or_another_value_is_counted_and_not_shown(tmp_path: Path) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', 1), ('b', 2), ('b', 2)")
    right = warehouse(tmp_path / "right.duckdb", "('a', 7), ('b', 2)")
    (_, differences) = compare(left, right)
    assert [(each.relation, each.what) for each in differences] == [
        ("marts.dim_people", "2 rows only in the first, 1 only in the second"),
        ("marts.dim_people", "by column: person_key (1 values), volume (2 values)"),
    ]


def test_relations_and_columns_of_one_side_alone_are_named(tmp_path: Path) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', 1)")
    right = warehouse(
        tmp_path / "right.duckdb",
        "('a', 1)",
        extra="create table marts.dim_new as select 1 as one; alter table marts.dim_people add column rank integer",
    )
    compared, differences = compare(left, right)
    assert compared == 1
    assert [(each.relation, each.what) for each in differences] == [
        ("marts.dim_new", "only in the second"),
        ("marts.dim_people", "columns of one side alone: rank"),
    ]


def test_a_warehouse_that_is_not_there_is_named_with_the_remedy(tmp_path: Path) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', 1)")
    with pytest.raises(FsuError, match=r"nowhere\.duckdb.*make build"):
        compare(left, tmp_path / "nowhere.duckdb")


def test_a_type_is_part_of_a_column(tmp_path: Path) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', cast(1 as integer))")
    right = warehouse(tmp_path / "right.duckdb", "('a', cast(1 as bigint))")
    (_, differences) = compare(left, right)
    assert [each.what for each in differences] == ["types differ: volume (INTEGER, BIGINT)"]


@pytest.mark.parametrize(
    ("score", "is_same"),
    [("0.30000000000000004", True), ("0.300000002", False), ("null", False), ("1e300", False)],
)
def test_doubles_are_the_same_to_a_billionth(tmp_path: Path, score: str, is_same: bool) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', cast(0.3 as double)), ('a', null), ('b', cast(7 as double))")
    right = warehouse(
        tmp_path / "right.duckdb", f"('b', cast(7 as double)), ('a', cast({score} as double)), ('a', null)"
    )
    (_, differences) = compare(left, right)
    assert (not differences) == is_same


def test_rows_of_the_same_values_in_other_company_differ(tmp_path: Path) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', 1), ('b', 2)")
    right = warehouse(tmp_path / "right.duckdb", "('a', 2), ('b', 1)")
    (_, differences) = compare(left, right)
    assert differences[1].what == "by column: the same values, combined in other rows"


def test_a_folder_of_parquet_files_is_a_side(tmp_path: Path) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', 1), ('b', 2)")
    parts = tmp_path / "files" / "marts" / "dim_people"
    parts.mkdir(parents=True)
    with duckdb.connect() as connection:
        for key, volume in (("b", 2), ("a", 1)):
            connection.execute(f"copy (select '{key}' as person_key, {volume} as volume) to '{parts}/{key}.parquet'")
    assert compare(left, tmp_path / "files") == (1, [])


def test_a_server_that_is_not_there_is_said_without_its_address(tmp_path: Path) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', 1)")
    with pytest.raises(FsuError, match="No connection") as refused:
        compare(left, "postgresql://somebody:secret@127.0.0.1:1/fsu")
    assert "secret" not in str(refused.value)
