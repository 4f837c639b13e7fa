"""References between the landed tables: how many find the row that they name, and how many would but for spelling."""

# ruff: noqa: S608 -- every name in the SQL is the contract's or this module's own
from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from python_helpers.landing import forms, staging_sql
from python_helpers.landing.profile import ProfileRow, row_name


def measure_references(
    connection: duckdb.DuckDBPyConnection, folder: Path, profile: Sequence[ProfileRow], accepted: Collection[str]
) -> None:
    """Add to the profile's rows of references how many are there and which share finds its row.

    A table without rows, or whose few rows were accepted, is not held against what refers to it.
    """
    rows = {row_name(row): row for row in profile}
    targets: dict[str, str] = {}
    for reference in staging_sql.macro_value("source_references"):
        row = rows[f"{reference['system']}.{reference['table']}.{reference['column']}"]
        target = f"{reference['to_system']}.{reference['to_table']}"
        if not rows[target]["row_count"] or target in accepted:
            continue
        row["refers_to"] = f"{target}.{reference['to_column']}"
        if target not in targets:
            targets[target] = f"ids_{len(targets)}"
            there = _ids(folder, reference["to_system"], reference["to_table"], reference["to_column"], is_own=True)
            connection.execute(f"create temp table {targets[target]} as select distinct id from {there}")
        named, found, alike = _count(connection, folder, reference, targets[target])
        row["reference_count"] = named
        if named:
            row["found_share"], row["misspelt_share"] = found / named, alike / named


def _count(
    connection: duckdb.DuckDBPyConnection, folder: Path, reference: dict[str, str], target: str
) -> tuple[int, int, int]:
    """How many rows refer to something, for how many it is there, and for how many more in another spelling."""
    named = _ids(folder, reference["system"], reference["table"], reference["column"], is_own=False)
    connection.execute(
        "create or replace temp table named as select named.id, named.n, there.id is not null as is_found"
        f" from {named} as named left join {target} as there on named.id = there.id where named.id is not null"
    )
    folded = staging_sql.macro("folded_id", "id")
    counted = connection.execute(
        "select coalesce(sum(n), 0)::bigint, coalesce(sum(n) filter (where is_found), 0)::bigint from named"
    ).fetchone()
    total, found = counted or (0, 0)
    if found == total:
        return total, found, 0
    alike = connection.execute(
        f"select coalesce(sum(n), 0)::bigint from named where not is_found"
        f" and {folded} in (select {folded} from {target} where id is not null)"
    ).fetchone()
    return total, found, alike[0] if alike else 0


def _ids(folder: Path, system: str, table: str, column: str, *, is_own: bool) -> str:
    """Relation of a column's ids as staging takes them up, and how many rows have each."""
    read = staging_sql.macro("reference_id", "text", is_own=is_own)
    source = folder / system / table / "part-0.parquet"
    return (
        f"(select {read} as id, n from (select {forms.cleaned('raw')} as text, n from"
        f" (select {column} as raw, count(*) as n from read_parquet('{source}') group by raw)))"
    )
