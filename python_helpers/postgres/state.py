"""What lives from refresh to refresh, on the server: whose it is, and how a lost part of it comes back."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from psycopg2 import sql

from python_helpers import audit
from python_helpers.errors import FsuError
from python_helpers.postgres.builder import builder
from python_helpers.postgres.load import QUOTED, ROWS_AT_A_TIME
from python_helpers.postgres.release import ZONES
from python_helpers.postgres.session import connect
from python_helpers.publishing.mark import TABLE as MARK
from python_helpers.publishing.mark import Mark
from python_helpers.publishing.project import BUILT
from python_helpers.publishing.state import Kept, Restored
from python_helpers.tokens import server_salt_check

if TYPE_CHECKING:
    from psycopg2 import extensions


def server_mark() -> Mark | None:
    """What the server was built from; None where nothing was. Its proof of the salt is PostgreSQL's own.

    Raises:
        FsuError: the server cannot be reached.
    """
    with closing(connect()) as connection, connection, connection.cursor() as cursor:
        return _read_mark(cursor)


def _read_mark(cursor: extensions.cursor) -> Mark | None:
    cursor.execute("select table_schema from information_schema.tables where table_name = %s order by 1", [MARK])
    for (schema,) in cursor.fetchall():
        cursor.execute(
            sql.SQL("select is_synthetic, salt_check, carried_as_of_date from {}").format(sql.Identifier(schema, MARK))
        )
        if row := cursor.fetchone():
            return Mark(schema, *row)
    return None


def restore_on_server(kept: Kept | None, salt: str, say: Callable[[str], None]) -> list[Restored]:
    """Put back every state relation that the server lacks, or has under another salt; one transaction.

    Args:
        kept: the copy that fits the salt; None where there is none.
        salt: in force.
        say: told what it waits for.

    Raises:
        FsuError: a kept file is damaged, or of a form that only DuckDB carries over.
    """
    if kept is None:
        return []
    if not kept.fits(salt):
        raise FsuError(
            f"{kept.folder} has the tokens of an earlier version, and a PostgreSQL server cannot carry them over. Do "
            "it on DuckDB first: unset FSU_TARGET, make build."
        )
    with builder(say), closing(connect()) as connection, connection, connection.cursor() as cursor:
        mark = _read_mark(cursor)
        has_other_salt = mark is not None and mark.salt_check != server_salt_check(salt)
        entries = [entry for entry in kept.index["relations"] if has_other_salt or _is_missing(cursor, entry)]
        if entries:
            kept.check_files()
        restored = [_restore_one(cursor, kept, entry) for entry in entries]
        if mark is not None and has_other_salt:
            cursor.execute(
                sql.SQL("update {} set salt_check = %s, carried_as_of_date = %s").format(
                    sql.Identifier(mark.schema, MARK)
                ),
                [server_salt_check(salt), kept.carried_as_of_date],
            )
        if restored:
            audit.append("restore-state", purpose="refresh", rows=sum(relation.rows for relation in restored))
    return restored


def _place_of(entry: dict[str, Any]) -> tuple[str, str]:
    """Schema and name that a build on the server reads and writes."""
    zone = str(entry["file"]).split(".", 1)[0]
    prefix = str(entry["schema"]).removesuffix(zone)
    return prefix + (BUILT if zone in ZONES else "") + zone, str(entry["relation"])


def _is_missing(cursor: extensions.cursor, entry: dict[str, Any]) -> bool:
    cursor.execute(
        "select count(*) from information_schema.tables where table_schema = %s and table_name = %s", _place_of(entry)
    )
    return cursor.fetchone() == (0,)


def _restore_one(cursor: extensions.cursor, kept: Kept, entry: dict[str, Any]) -> Restored:
    schema, name = _place_of(entry)
    table = sql.Identifier(schema, name)
    source = pyarrow.parquet.ParquetFile(kept.folder / entry["file"])
    # A contract of marts says varchar; anywhere else a select gives text. A build refuses a state of other types.
    text = "varchar" if str(entry["file"]).split(".", 1)[0] in ZONES else "text"
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(field.name), sql.SQL(_server_type(field.type, text)))
        for field in source.schema_arrow
    )
    cursor.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
    cursor.execute(sql.SQL("drop table if exists {}").format(table))
    cursor.execute(sql.SQL("create table {} ({})").format(table, columns))
    copy = sql.SQL("copy {} from stdin (format csv)").format(table).as_string(cursor)
    for batch in source.iter_batches(ROWS_AT_A_TIME):
        sink = pa.BufferOutputStream()
        pyarrow.csv.write_csv(batch, sink, QUOTED)
        cursor.copy_expert(copy, io.BytesIO(sink.getvalue()))
    return Restored(f"{schema}.{name}", int(entry["rows"]))


def _server_type(kind: pa.DataType, text: str) -> str:
    if pa.types.is_string(kind):
        return text
    if pa.types.is_timestamp(kind):
        return "timestamp"
    names = {pa.bool_(): "boolean", pa.int32(): "integer", pa.int64(): "bigint", pa.float64(): "double precision"}
    return "date" if pa.types.is_date(kind) else names[kind]
