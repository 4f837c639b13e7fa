"""What `fsu parity` compares, laid side by side in one DuckDB session under one name a side."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import psycopg2
import pyarrow as pa

from python_helpers.errors import FsuError
from python_helpers.postgres.session import connect
from python_helpers.spark.files import parquet_files
from python_helpers.warehouse import require_file

if TYPE_CHECKING:
    from psycopg2 import extensions

PUBLISHED_SCHEMAS = ("marts", "governance", "qlik", "linkage", "restricted")
KNOWS_THE_TIME = ("build_log", "gov_runs")
"""Relations that hold when a build ran, and so differ between two equal builds."""

Columns = dict[str, str]
"""Type by name, in the relation's order; types as DuckDB calls them, a text without its length."""

_TYPES = {
    "bigint": "BIGINT",
    "boolean": "BOOLEAN",
    "character varying": "VARCHAR",
    "date": "DATE",
    "double precision": "DOUBLE",
    "integer": "INTEGER",
    "smallint": "SMALLINT",
    "text": "VARCHAR",
    "timestamp without time zone": "TIMESTAMP",
    "timestamp with time zone": "TIMESTAMP WITH TIME ZONE",
}
_ROWS_AT_ONCE = 50_000


def attach(
    connection: duckdb.DuckDBPyConnection, side: str, place: str, schemas: Sequence[str] = PUBLISHED_SCHEMAS
) -> dict[str, Columns]:
    """Lay a side's relations of some schemas under its name, and say which columns each has.

    Raises:
        FsuError: it is missing, or cannot be reached.
    """
    if place == "postgres" or place.startswith(("postgres://", "postgresql://")):
        return _from_server(connection, side, place, schemas)
    if Path(place).is_dir():
        _from_folder(connection, side, Path(place), schemas)
    else:
        require_file(Path(place))
        connection.execute(f"attach '{_text(place)}' as {side} (read_only)")
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
        " where database_name = ? and list_contains(?, schema_name) and not list_contains(?, table_name)"
        " order by schema_name, table_name, column_index",
        [side, list(schemas), list(KNOWS_THE_TIME)],
    ).fetchall()
    columns: dict[str, Columns] = {}
    for relation, column, data_type in rows:
        # Spark writes its timestamps as instants; a session in UTC reads the same clock from them.
        columns.setdefault(relation, {})[column] = "TIMESTAMP" if data_type.startswith("TIMESTAMP") else data_type
    return columns


def _from_folder(connection: duckdb.DuckDBPyConnection, side: str, folder: Path, schemas: Sequence[str]) -> None:
    connection.execute(f"attach ':memory:' as {side}")
    for schema in schemas:
        connection.execute(f"create schema {side}.{schema}")
        # Spark's warehouse has a folder `<schema>.db`.
        for path in sorted([*(folder / schema).glob("*"), *(folder / f"{schema}.db").glob("*")]):
            files = parquet_files(path) if path.is_dir() else [path] if path.suffix == ".parquet" else []
            if files:
                listed = ", ".join(f"'{_text(file)}'" for file in files)
                connection.execute(f'create view {side}.{schema}."{path.stem}" as from read_parquet([{listed}])')


def _from_server(
    connection: duckdb.DuckDBPyConnection, side: str, place: str, schemas: Sequence[str]
) -> dict[str, Columns]:
    columns: dict[str, Columns] = {}
    connection.execute(f"attach ':memory:' as {side}")
    for schema in schemas:
        connection.execute(f"create schema {side}.{schema}")
    with closing(_server(place)) as server:
        with server.cursor() as cursor:
            cursor.execute(
                "select table_schema || '.' || table_name, column_name, data_type, numeric_precision, numeric_scale"
                " from information_schema.columns where table_schema = any(%s) and table_name <> all(%s)"
                " order by table_schema, table_name, ordinal_position",
                (list(schemas), list(KNOWS_THE_TIME)),
            )
            for relation, column, data_type, precision, scale in cursor.fetchall():
                decimal = f"DECIMAL({precision},{scale})" if precision else "DECIMAL"
                columns.setdefault(relation, {})[column] = _TYPES.get(data_type, decimal)
        for relation, types in columns.items():
            _copy(connection, server, side, relation, types)
    return columns


def _copy(
    connection: duckdb.DuckDBPyConnection, server: extensions.connection, side: str, relation: str, types: Columns
) -> None:
    listed = ", ".join(f'"{name}" {data_type}' for name, data_type in types.items())
    connection.execute(f"create table {side}.{relation} ({listed})")
    schema = connection.table(f"{side}.{relation}").limit(0).to_arrow_table().schema
    with server.cursor(name="parity") as cursor:
        names = ", ".join(f'"{name}"' for name in types)
        cursor.execute(f"select {names} from {relation}")  # noqa: S608 - names from the catalog
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            values = zip(*rows, strict=True)
            arrays = [pa.array(column, type=field.type) for column, field in zip(values, schema, strict=True)]
            connection.register("copied", pa.Table.from_arrays(arrays, schema=schema))
            connection.execute(f"insert into {side}.{relation} from copied")
            connection.unregister("copied")


def _server(place: str) -> extensions.connection:
    if place == "postgres":
        return connect()
    try:
        return psycopg2.connect(place)
    except psycopg2.OperationalError:
        raise FsuError(
            "No connection to the PostgreSQL server of that address. Is the address right, and the server up?"
        ) from None


def _text(path: str | Path) -> str:
    return str(path).replace("'", "''")
