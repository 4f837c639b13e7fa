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
        ("marts.dim_people", "2 rows only in the first, 1 only in the second")
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
        ("marts.dim_people", "columns differ: rank"),
    ]


def test_a_warehouse_that_is_not_there_is_named_with_the_remedy(tmp_path: Path) -> None:
    left = warehouse(tmp_path / "left.duckdb", "('a', 1)")
    with pytest.raises(FsuError, match=r"nowhere\.duckdb.*make build"):
        compare(left, tmp_path / "nowhere.duckdb")
