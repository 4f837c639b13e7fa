"""Proof that the warehouse is what a whole and wholly passed `dbt build` left, read from the build log."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from python_helpers.errors import FsuError
from python_helpers.settings import warehouse_path

AGAIN = "Run `dbt build` (or `make build`) to the end, then publish."


@dataclass(frozen=True)
class BuildProof:
    """The build that may be published."""

    invocation_id: str
    delivery_id: str


def read_proof(connection: duckdb.DuckDBPyConnection, governance_schema: str = "governance") -> BuildProof:
    """Proof from the last dbt command that wrote to the warehouse (macros/frame/build_log.sql).

    Args:
        connection: open on the warehouse.
        governance_schema: schema of the build log, with its prefix.

    Raises:
        FsuError: that command was killed, failed, was a selection or no `dbt build`, or the landing changed under it.
    """
    try:
        logged = connection.execute(
            f"""
            select invocation_id, command, event, delivery_id
            from "{governance_schema}".build_log
            order by logged_at, rowid
            """  # noqa: S608 - the schema's name comes from dbt's manifest
        ).fetchall()
    except duckdb.CatalogException:
        logged = []
    if not logged:
        raise FsuError(f"{warehouse_path()} holds no finished build. {AGAIN}")
    invocation_id, command, event, delivery_id = logged[-1]
    first = next(place for place, row in enumerate(logged) if row[0] == invocation_id)
    rows = [row for row in logged[first:] if row[0] == invocation_id]
    if rows != logged[first:]:
        raise FsuError(f"Two dbt commands wrote at the same time, so the warehouse may be a mixture. {AGAIN}")
    if event == "started":
        raise FsuError(f"The last dbt command (`dbt {command}`) was stopped before its end, or still runs. {AGAIN}")
    if event == "failed":
        raise FsuError(f"In the last `dbt {command}` a model or a test failed; nothing was published. Mend it. {AGAIN}")
    if event == "purged":
        raise FsuError(f"`fsu purge` has emptied the warehouse since the last build. {AGAIN}")
    if event != "passed":
        raise FsuError(
            f"The last dbt command (`dbt {command}`) ran a part of the project; nothing vouches for the whole. {AGAIN}"
        )
    if {row[3] for row in rows} != {delivery_id}:
        raise FsuError(f"Another delivery landed while dbt was building, so two may be mixed. {AGAIN}")
    return BuildProof(invocation_id=invocation_id, delivery_id=delivery_id)
