"""No model and no test of one compares every row with every row: quick on a small world, endless on a force-year."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from worlds import SALT, World

from python_helpers.corrections.store import as_table
from python_helpers.dbt_duckdb_plugin import CORRECTIONS
from python_helpers.tokens import hand_over

EVERY_ROW_WITH_EVERY_ROW = {"BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN", "PIECEWISE_MERGE_JOIN", "CROSS_PRODUCT"}
"""What DuckDB falls back on where a join has no equality, or a left join a condition on its left side alone."""

FEW_ROWS = 100
"""A relation known to have no more than this may be met by every row: the window, a seed of thresholds. In an outer
join it may not: there DuckDB does so for a condition on one side beside an equality, whatever it expects."""

Plan = dict[str, Any]


def expected_rows(plan: Plan) -> int:
    """DuckDB's estimate; of the input where a node has none of its own. A sum over everything is one row."""
    while "Estimated Cardinality" not in plan["extra_info"] and plan["children"]:
        if plan["name"] == "UNGROUPED_AGGREGATE":
            return 1
        plan = plan["children"][0]
    return int(plan["extra_info"].get("Estimated Cardinality", 0))


def boundless_joins(plan: Plan) -> Iterator[str]:
    if plan["name"] in EVERY_ROW_WITH_EVERY_ROW:
        is_inner = plan["extra_info"].get("Join Type", "INNER") == "INNER"
        smaller, larger = sorted(map(expected_rows, plan["children"]))
        if (smaller if is_inner else larger) > FEW_ROWS:
            yield plan["name"]
    for child in plan["children"]:
        yield from boundless_joins(child)


def explained(connection: duckdb.DuckDBPyConnection, query: str) -> Plan:
    row = connection.execute(f"explain (format json) {query}").fetchone()
    assert row is not None
    return dict(json.loads(row[1])[0])


def compiled(world: World) -> list[Path]:
    """Models, and data tests: below a folder named like a YAML file, or in the folder of the singular ones."""
    folder = world.target / "compiled" / "frequent_service_users"
    return sorted(path for part in ("models", "tests") for path in (folder / part).rglob("*.sql"))


def test_no_join_without_an_equality(small_world: World) -> None:
    queries = compiled(small_world)
    assert len([query for query in queries if "models" in query.parts]) > 150
    assert len([query for query in queries if "tests" in query.parts]) > 50
    with duckdb.connect(str(small_world.warehouse), read_only=True) as connection:
        hand_over(connection, SALT)
        connection.register(CORRECTIONS, as_table([]))
        plans = {query: explained(connection, query.read_text(encoding="utf-8")) for query in queries}
    slow = {query.stem: joins for query, plan in plans.items() if (joins := set(boundless_joins(plan)))}
    assert slow == {}


def test_a_join_without_an_equality_is_seen() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table many as select cast(range as integer) as i from range(1000)")
        plan = explained(connection, "select * from many as a left join many as b on a.i > 3 and a.i = b.i")
    assert set(boundless_joins(plan)) == {"BLOCKWISE_NL_JOIN"}
