"""Whether two built warehouses hold the same rows: what a change that should change nothing has to show.

A side is a DuckDB file, a PostgreSQL server (`postgres` for the one that FSU_POSTGRES_HOST names, or its URL) or a
folder of Parquet files, `<schema>/<relation>.parquet`, each a file or a folder of parts. Rows are compared as
multisets, columns by name, types by their meaning; doubles may differ by a billionth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_helpers.errors import FsuError
from python_helpers.parity_sides import PUBLISHED_SCHEMAS, Columns, attach
from python_helpers.private import owner_only
from python_helpers.warehouse import SETTINGS

TOLERANCE = 1e-9
"""Of a double, relative above one: engines add up in another order."""


@dataclass(frozen=True)
class Difference:
    """How one relation differs; never a value, as it could be personal."""

    relation: str
    what: str


def compare(
    left: str | Path, right: str | Path, schemas: Sequence[str] = PUBLISHED_SCHEMAS
) -> tuple[int, list[Difference]]:
    """Compare every relation of some schemas, the published ones unless others are named, as multisets of rows.

    Returns:
        How many relations were compared, and what differs; no value is ever shown, as it could be personal.

    Raises:
        FsuError: one of them is missing, cannot be reached or holds no published relation.
    """
    with owner_only(), duckdb.connect(config=dict(SETTINGS)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        columns = {
            side: attach(connection, side, str(place), schemas) for side, place in (("first", left), ("second", right))
        }
        for side, place in (("first", left), ("second", right)):
            if not columns[side]:
                raise FsuError(f"{_shown(place)} holds no relation to compare. Run `dbt build` on it first.")
        found = [
            difference
            for relation in sorted(columns["first"].keys() | columns["second"].keys())
            for difference in _differences(
                connection, relation, columns["first"].get(relation), columns["second"].get(relation)
            )
        ]
    return len(columns["first"].keys() & columns["second"].keys()), found


def _shown(place: str | Path) -> str:
    return "The server" if str(place).startswith("postgres") else str(place)


def _differences(
    connection: duckdb.DuckDBPyConnection, relation: str, left: Columns | None, right: Columns | None
) -> list[Difference]:
    if left is None or right is None:
        return [Difference(relation, "only in the " + ("second" if left is None else "first"))]
    found = []
    if lone := sorted(left.keys() ^ right.keys()):
        found.append(Difference(relation, f"columns of one side alone: {', '.join(lone)}"))
    elif list(left) != list(right):
        found.append(Difference(relation, "columns in another order"))
    shared = [column for column in left if column in right]
    if others := [f"{column} ({left[column]}, {right[column]})" for column in shared if left[column] != right[column]]:
        found.append(Difference(relation, f"types differ: {', '.join(others)}"))
    doubles = [column for column in shared if "DOUBLE" in {left[column], right[column]}]
    only_first, only_second = _unmatched_rows(connection, relation, shared, doubles)
    if only_first or only_second:
        found.append(Difference(relation, f"{only_first:,} rows only in the first, {only_second:,} only in the second"))
        values = {
            column: max(_unmatched_rows(connection, relation, [column], [column] if column in doubles else []))
            for column in shared
        }
        by_column = ", ".join(f"{column} ({count:,} values)" for column, count in values.items() if count)
        found.append(Difference(relation, f"by column: {by_column or 'the same values, combined in other rows'}"))
    return found


def _unmatched_rows(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: list[str], doubles: list[str]
) -> tuple[int, int]:
    """Rows of either side that the other has not, in these columns.

    Rows that are alike in all other columns are paired in the order of their doubles, compared with a tolerance.
    """
    exact = [column for column in columns if column not in doubles]
    if not columns:
        return 0, 0
    names = [f'"{column}"' for column in columns]
    partition = f"partition by {', '.join(_quoted(exact))}" if exact else ""
    order = f"order by {', '.join(_quoted(doubles))}" if doubles else ""
    numbered = ", ".join([*names, f"row_number() over ({partition} {order}) as place"])
    alike = [f'first_rows."{column}" is not distinct from second_rows."{column}"' for column in exact]
    near = [
        f'coalesce(abs(first_rows."{column}" - second_rows."{column}") <= {TOLERANCE}'
        f' * greatest(1, abs(first_rows."{column}")), first_rows."{column}" is null and second_rows."{column}" is null)'
        for column in doubles
    ]
    condition = " and ".join([*alike, "first_rows.place = second_rows.place"])
    row = connection.execute(
        f"with first_rows as (select {numbered}, true as is_there from first.{relation}),"  # noqa: S608 - the catalog's
        f" second_rows as (select {numbered}, true as is_there from second.{relation}),"
        f" paired as (select first_rows.is_there as is_first, second_rows.is_there as is_second,"
        f" {' and '.join(near) or 'true'} as is_near from first_rows full outer join second_rows on {condition})"
        " select count(*) filter (is_second is null or not is_near),"
        " count(*) filter (is_first is null or not is_near) from paired"
    ).fetchone()
    only_first, only_second = row or (0, 0)
    return int(only_first), int(only_second)


def _quoted(columns: list[str]) -> list[str]:
    return [f'"{column}"' for column in columns]
