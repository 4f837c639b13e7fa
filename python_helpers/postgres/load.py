"""Copies the current delivery to schema `landing` of the server, where the `postgres` target finds its sources."""

from __future__ import annotations

import io
import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from psycopg2 import sql

from python_helpers import force_settings
from python_helpers.corrections import store as corrections
from python_helpers.errors import FsuError
from python_helpers.json_files import read_object
from python_helpers.postgres.builder import builder
from python_helpers.postgres.session import connect
from python_helpers.settings import LAND_AGAIN, landing_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from psycopg2 import extensions

SCHEMA = "landing"
CORRECTIONS = "corrections__decisions"
ROWS_AT_A_TIME = 100_000
QUOTED = pyarrow.csv.WriteOptions(include_header=False, quoting_style="all_valid")
"""Every value is quoted and a NULL is not, which is how PostgreSQL tells it from an empty string."""


def load(progress: Callable[[str], None] = lambda _: None) -> str:
    """Replace the server's copy by the current delivery, in one transaction; return the delivery's id.

    Args:
        progress: told each table's name and row count.

    Raises:
        FsuError: nothing has landed, or the server cannot be reached.
    """
    folder = landing_dir() / "current"
    if not (folder / "manifest.json").is_file():
        raise FsuError(f"Nothing has landed in {landing_dir()}: run `fsu land RAW_DIR` first.")
    folder = folder.resolve()  # one delivery to the end, even where another lands meanwhile
    manifest = read_object(folder / "manifest.json", ["delivery_id", "is_synthetic"], LAND_AGAIN)
    delivery_id = str(manifest["delivery_id"])
    decided = corrections.as_table(corrections.read())
    with builder(progress), closing(connect()) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(SCHEMA)))
        _replace_settings(cursor)
        # They change from day to day, whatever the delivery.
        progress(f"corrections: {_copy_table(cursor, CORRECTIONS, decided.schema.names, decided.to_batches()):,} rows")
        if _loaded_delivery(cursor) == delivery_id:
            _note_delivery(cursor, delivery_id, is_synthetic=bool(manifest["is_synthetic"]))
            progress(f"delivery {delivery_id} is on the server already")
            return delivery_id
        for file in sorted(folder.glob("*/*/*.parquet")):
            name = f"{file.parent.parent.name}__{file.parent.name}"
            progress(f"{name}: {_replace_table(cursor, name, file):,} rows")
        _note_delivery(cursor, delivery_id, is_synthetic=bool(manifest["is_synthetic"]))
    return delivery_id


def _loaded_delivery(cursor: extensions.cursor) -> str | None:
    cursor.execute("select to_regclass(%s)", [f"{SCHEMA}.delivery"])
    if cursor.fetchone() == (None,):
        return None
    cursor.execute(sql.SQL("select delivery_id from {}").format(sql.Identifier(SCHEMA, "delivery")))
    row = cursor.fetchone()
    return str(row[0]) if row else None


def _replace_table(cursor: extensions.cursor, name: str, file: Path) -> int:
    source = pyarrow.parquet.ParquetFile(file)
    return _copy_table(cursor, name, source.schema_arrow.names, source.iter_batches(ROWS_AT_A_TIME))


def _copy_table(cursor: extensions.cursor, name: str, columns: list[str], batches: Iterable[pa.RecordBatch]) -> int:
    table = sql.Identifier(SCHEMA, name)
    typed = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(column)) for column in columns)
    # Cascade: dbt's views on the table, if any, are made again by the build that follows.
    cursor.execute(sql.SQL("drop table if exists {} cascade").format(table))
    cursor.execute(sql.SQL("create table {} ({})").format(table, typed))
    copy = sql.SQL("copy {} from stdin (format csv)").format(table).as_string(cursor)
    rows = 0
    for batch in batches:
        rows += batch.num_rows
        sink = pa.BufferOutputStream()
        pyarrow.csv.write_csv(batch, sink, QUOTED)
        cursor.copy_expert(copy, io.BytesIO(sink.getvalue()))
    cursor.execute(sql.SQL("analyze {}").format(table))
    return rows


def _replace_settings(cursor: extensions.cursor) -> None:
    """Leave a force's own settings where dbt finds them (macros/cross_db/settings_register.sql)."""
    own = force_settings.read()
    cursor.execute(
        "select table_name from information_schema.tables where table_schema = %s and table_name like %s",
        [SCHEMA, r"settings\_\_%"],
    )
    for name in ("settings", *(row[0] for row in cursor.fetchall())):
        cursor.execute(sql.SQL("drop table if exists {}").format(sql.Identifier(SCHEMA, name)))
    register = sql.Identifier(SCHEMA, "settings")
    cursor.execute(sql.SQL("create table {} (register text not null)").format(register))
    cursor.execute(sql.SQL("insert into {} values (%s)").format(register), [json.dumps(own.register())])
    for file in own.files.values():
        table = sql.Identifier(SCHEMA, f"settings__{file.name}")
        columns = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(column)) for column in file.columns)
        cursor.execute(sql.SQL("create table {} ({})").format(table, columns))
        values = sql.SQL(", ").join(sql.Placeholder(column) for column in file.columns)
        cursor.executemany(sql.SQL("insert into {} values ({})").format(table, values), list(file.rows))


def _note_delivery(cursor: extensions.cursor, delivery_id: str, *, is_synthetic: bool) -> None:
    """Leave id and kind where dbt finds them (macros/cross_db/landed_delivery_id.sql, landed_is_synthetic.sql)."""
    delivery = sql.Identifier(SCHEMA, "delivery")
    cursor.execute(sql.SQL("drop table if exists {}").format(delivery))
    cursor.execute(
        sql.SQL("create table {} (delivery_id text not null, is_synthetic boolean not null)").format(delivery)
    )
    cursor.execute(sql.SQL("insert into {} values (%s, %s)").format(delivery), [delivery_id, is_synthetic])
