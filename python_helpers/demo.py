"""Whether a warehouse holds real people, or only people who are made up."""

from __future__ import annotations

from pathlib import Path

import duckdb

from python_helpers.settings import delivery_is_synthetic


def deliveries_of(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Ids of the deliveries that the open warehouse was built from, by its build log."""
    tables = connection.execute(
        "select schema_name from duckdb_tables() where table_name = 'build_log' order by schema_name"
    ).fetchall()
    return {
        row[0]
        for (schema,) in tables
        for row in connection.execute(f'select distinct delivery_id from "{schema}".build_log').fetchall()  # noqa: S608
        if row[0]
    }


def holds_real_people(warehouse: Path) -> bool:
    """Whether a warehouse may hold real people: unless every delivery it was built from is known to be made up."""
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            deliveries = deliveries_of(connection)
    except duckdb.Error:
        return True
    return not deliveries or not all(delivery_is_synthetic(delivery) for delivery in deliveries)
