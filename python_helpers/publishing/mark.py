"""What a warehouse was built from: made-up or real people, and under which salt (macros/frame/build_mark.sql)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from python_helpers.demo import deliveries_of
from python_helpers.settings import delivery_is_synthetic

TABLE = "build_mark"


@dataclass(frozen=True)
class Mark:
    """The one row of the mark."""

    schema: str
    is_synthetic: bool
    salt_check: str
    carried_as_of_date: date | None
    """Newest refresh whose keys were carried to this salt: built again, that date keeps them."""


def read_mark(connection: duckdb.DuckDBPyConnection) -> Mark | None:
    """The mark of the open warehouse; None where it was built before there were any, or never."""
    schemas = connection.execute(
        "select schema_name from duckdb_tables() where table_name = ? and database_name = current_database()"
        " order by schema_name",
        [TABLE],
    ).fetchall()
    for (schema,) in schemas:
        row = connection.execute(
            f'select is_synthetic, salt_check, carried_as_of_date from "{schema}"."{TABLE}"'  # noqa: S608 - from the catalog
        ).fetchone()
        if row:
            return Mark(schema, *row)
    return None


def holds_demo(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the open warehouse was built from synthetic extracts; one without a mark, whether any build of it was."""
    mark = read_mark(connection)
    if mark is not None:
        return mark.is_synthetic
    return any(delivery_is_synthetic(delivery) for delivery in deliveries_of(connection))


def write_mark(connection: duckdb.DuckDBPyConnection, mark: Mark) -> None:
    """Replace the mark."""
    table = f'"{mark.schema}"."{TABLE}"'
    connection.execute(f'create schema if not exists "{mark.schema}"')
    connection.execute(
        f"create or replace table {table} (is_synthetic boolean, salt_check varchar, carried_as_of_date date)"
    )
    connection.execute(
        f"insert into {table} values (?, ?, ?)",  # noqa: S608 - the schema's name comes from the state's index
        [mark.is_synthetic, mark.salt_check, mark.carried_as_of_date],
    )
