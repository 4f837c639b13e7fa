"""Copies relations of the server into a DuckDB file, under the names that the helpers know them by."""

# ruff: noqa: S608 -- names come from dbt's manifest and from the server's catalogue
from __future__ import annotations

import tempfile
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from psycopg2 import sql

from python_helpers.errors import FsuError
from python_helpers.postgres.session import connect
from python_helpers.postgres.witness import BUILD_LOG, refuse_a_lost_build
from python_helpers.private import make_warehouse_private, owner_only
from python_helpers.publishing.mark import TABLE as MARK
from python_helpers.publishing.mark import read_mark, write_mark
from python_helpers.publishing.project import GOVERNANCE, Relation
from python_helpers.publishing.release import sql_text
from python_helpers.settings import token_salt
from python_helpers.tokens import salt_check, server_salt_check
from python_helpers.warehouse import open_for_writing

if TYPE_CHECKING:
    from psycopg2 import extensions

INTERMEDIATE = "intermediate"

TYPES = {
    "bigint": "bigint",
    "boolean": "boolean",
    "character varying": "varchar",
    "date": "date",
    "double precision": "double",
    "integer": "integer",
    "numeric": "double",
    "real": "float",
    "smallint": "smallint",
    "text": "varchar",
    "timestamp without time zone": "timestamp",
}
"""DuckDB's type for each type of the server that the project's relations have."""


def copy_relations(relations: Collection[Relation], file: Path, *, as_built: bool = True) -> None:
    """Write the relations that the server has, and its build log and mark, to a new file.

    Args:
        relations: what to copy; one that the server lacks is left out, and whoever needs it says so.
        file: beside the warehouse: personal data, for its owner only.
        as_built: under the schemas that a build writes to; otherwise as a DuckDB warehouse names them.

    Raises:
        FsuError: the server cannot be reached, has lost the build, or a column has a type that no relation of the
            project should have.
    """
    named: dict[tuple[str, str], str] = {}
    for relation in relations:
        schema = relation.schema if as_built else relation.prefix + relation.zone
        named[relation.schema, relation.name] = schema
        if relation.zone == GOVERNANCE:
            named[relation.schema, BUILD_LOG] = schema
        if relation.zone == INTERMEDIATE:
            named[relation.schema, MARK] = schema
    make_warehouse_private(file)
    file.unlink(missing_ok=True)
    with owner_only(), closing(connect()) as server, server, server.cursor() as cursor:
        # One view of the data for all relations, whatever is committed meanwhile.
        cursor.execute("set transaction isolation level repeatable read, read only")
        refuse_a_lost_build(cursor, relations)
        with (
            open_for_writing(file) as copy,
            tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder,
        ):
            for (schema, name), there in named.items():
                _copy(cursor, copy, sql.Identifier(schema, name), f'"{there}"."{name}"', Path(folder) / "rows")
            if (mark := read_mark(copy)) and mark.salt_check == server_salt_check(token_salt()):
                # Each engine has its own proof of the salt; the copy's reader compares DuckDB's.
                write_mark(copy, replace(mark, salt_check=salt_check(token_salt())))


def _copy(
    cursor: extensions.cursor, copy: duckdb.DuckDBPyConnection, source: sql.Identifier, table: str, file: Path
) -> None:
    cursor.execute(
        "select column_name, data_type from information_schema.columns where table_schema = %s and table_name = %s"
        " order by ordinal_position",
        source.strings,
    )
    columns = cursor.fetchall()
    if not columns:
        return
    unknown = [f"{column} {kind}" for column, kind in columns if kind not in TYPES]
    if unknown:
        raise FsuError(f"{table} has columns of types that cannot be copied: {', '.join(unknown)}.")
    with file.open("wb") as stream:
        # A first column that is never empty: a lone NULL would be an empty line, which is no row.
        query = sql.SQL("copy (select 1, relation.* from {} as relation) to stdout (format csv, force_quote *)")
        cursor.copy_expert(query.format(source).as_string(cursor), stream)
    kinds = ", ".join(f"'{sql_text(column)}': '{TYPES[kind]}'" for column, kind in columns)
    copy.execute(f"create schema if not exists {table.split('.', maxsplit=1)[0]}")
    copy.execute(
        f"create table {table} as select * exclude (first_of_line) from read_csv("
        f"'{sql_text(file)}', auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
        f" nullstr = '', allow_quoted_nulls = false, columns = {{'first_of_line': 'integer', {kinds}}})"
    )
