"""No model compares every row with every row, which is quick on a small world and endless on a force-year."""

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
"""A relation known to have no more than this may be met by every row: the window, a seed of thresholds."""

Plan = dict[str, Any]


def expected_rows(plan: Plan) -> int:
    """DuckDB's estimate; of the input where a node has none of its own. A sum over everything is one row."""
    while "Estimated Cardinality" not in plan["extra_info"] and plan["children"]:
        if plan["name"] == "UNGROUPED_AGGREGATE":
            return 1
        plan = plan["children"][0]
    return int(plan["extra_info"].get("Estimated Cardinality", 0))


def boundless_joins(plan: Plan) -> Iterator[str]:
    if plan["name"] in EVERY_ROW_WITH_EVERY_ROW and min(map(expected_rows, plan["children"])) > FEW_ROWS:
        yield plan["name"]
    for child in plan["children"]:
        yield from boundless_joins(child)


def explained(connection: duckdb.DuckDBPyConnection, query: str) -> Plan:
    row = connection.execute(f"explain (format json) {query}").fetchone()
    assert row is not None
    return dict(json.loads(row[1])[0])


def compiled_models(world: World) -> list[Path]:
    folder = world.target / "compiled" / "frequent_service_users" / "models"
    # Below a folder named like a YAML file lie its tests.
    return [file for file in sorted(folder.rglob("*.sql")) if not any(part.endswith(".yml") for part in file.parts)]


def test_no_join_without_an_equality(small_world: World) -> None:
    models = compiled_models(small_world)
    assert len(models) > 150
    with duckdb.connect(str(small_world.warehouse), read_only=True) as connection:
        hand_over(connection, SALT)
        connection.register(CORRECTIONS, as_table([]))
        plans = {model.stem: explained(connection, model.read_text(encoding="utf-8")) for model in models}
    slow = {name: joins for name, plan in plans.items() if (joins := set(boundless_joins(plan)))}
    assert slow == {}


def test_a_join_without_an_equality_is_seen() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table many as select cast(range as integer) as i from range(1000)")
        plan = explained(connection, "select * from many as a left join many as b on a.i > 3 and a.i = b.i")
    assert set(boundless_joins(plan)) == {"BLOCKWISE_NL_JOIN"}
