"""Whether two built warehouses hold the same rows: what a change that should change nothing has to show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_helpers.errors import FsuError
from python_helpers.private import spill_folder
from python_helpers.warehouse import require_file

PUBLISHED_SCHEMAS = ("marts", "governance", "qlik", "linkage", "restricted")
KNOWS_THE_TIME = ("build_log", "gov_runs")
"""Relations that hold when a build ran, and so differ between two equal builds."""


@dataclass(frozen=True)
class Difference:
    """How one relation differs: what is wrong with it as a whole, or how many rows stand in one warehouse alone."""

    relation: str
    what: str


def compare(left: Path, right: Path) -> tuple[int, list[Difference]]:
    """Compare every published relation of two DuckDB warehouses, as multisets of rows.

    Returns:
        How many relations were compared, and what differs; no value is ever shown, as it could be personal.

    Raises:
        FsuError: one of the files is missing or holds no published relation.
    """
    for warehouse in (left, right):
        require_file(warehouse)
    with duckdb.connect(config={"temp_directory": spill_folder(left)}) as connection:
        for side, warehouse in (("left_side", left), ("right_side", right)):
            path = str(warehouse).replace("'", "''")
            connection.execute(f"attach '{path}' as {side} (read_only)")
        columns = {side: _columns(connection, side) for side in ("left_side", "right_side")}
        for side, warehouse in (("left_side", left), ("right_side", right)):
            if not columns[side]:
                raise FsuError(f"{warehouse} holds no published relation. Run `dbt build` on it first.")
        found = [
            difference
            for relation in sorted(columns["left_side"].keys() | columns["right_side"].keys())
            for difference in _differences(
                connection, relation, columns["left_side"].get(relation), columns["right_side"].get(relation)
            )
        ]
    return len(columns["left_side"].keys() & columns["right_side"].keys()), found


def _columns(connection: duckdb.DuckDBPyConnection, side: str) -> dict[str, list[tuple[str, str]]]:
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
        " where database_name = ? and list_contains(?, schema_name) and not list_contains(?, table_name)"
        " order by schema_name, table_name, column_index",
        [side, list(PUBLISHED_SCHEMAS), list(KNOWS_THE_TIME)],
    ).fetchall()
    columns: dict[str, list[tuple[str, str]]] = {}
    for relation, column, data_type in rows:
        columns.setdefault(relation, []).append((column, data_type))
    return columns


def _differences(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    left: list[tuple[str, str]] | None,
    right: list[tuple[str, str]] | None,
) -> list[Difference]:
    if left is None or right is None:
        return [Difference(relation, "only in the " + ("second" if left is None else "first"))]
    found = []
    if left != right:
        other = sorted({column for column, _ in set(left) ^ set(right)})
        found.append(Difference(relation, f"columns differ: {', '.join(other) or 'in their order'}"))
    shared = ", ".join(f'"{column}"' for column, data_type in left if (column, data_type) in right)
    counts = connection.execute(
        f"select (select count(*) from (select {shared} from left_side.{relation}"  # noqa: S608 - names from the catalog
        f" except all select {shared} from right_side.{relation})),"
        f" (select count(*) from (select {shared} from right_side.{relation}"
        f" except all select {shared} from left_side.{relation}))"
    ).fetchone()
    only_left, only_right = counts or (0, 0)
    if only_left or only_right:
        found.append(Difference(relation, f"{only_left:,} rows only in the first, {only_right:,} only in the second"))
    return found
