"""T-SQL that takes a release over: its tables, its rows, and the moment in which readers see them.

Nothing here was run on SQL Server or in Fabric; the tests parse it and load the same tables and files elsewhere.
"""

# ruff: noqa: S608 -- names come from the release's own manifests
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from python_helpers.postgres.indexes import is_key
from python_helpers.publishing.release import sql_text
from python_helpers.sql_server.tables import TEXT, Column, Handed, Table

INCOMING = "incoming_"
"""Before the zone, in the name of the schema that is loaded while readers see the release before."""

TYPES = {
    "BOOLEAN": "bit",
    "SMALLINT": "smallint",
    "INTEGER": "int",
    "BIGINT": "bigint",
    "FLOAT": "real",
    "DOUBLE": "float",
    "DATE": "date",
    "TIMESTAMP": "datetime2(6)",
}
"""T-SQL's name of each type of a release, but of text."""

BY_BYTES = "Latin1_General_100_BIN2_UTF8"
"""Collation that compares as the project does; with another one, keys that differ in case are one."""

TEXT_BYTES = 8000
"""The longest varchar that is not kept apart from its row."""
INDEX_BYTES = 1700
"""What an index takes at most of one row."""
KEY_BYTES = 340
"""Of a text that an index names: five of them, the widest grain, fit into one."""
NUMBER_BYTES = 8


@dataclass(frozen=True)
class SqlServer:
    """SQL Server 2022 or later, which reads Parquet by way of an external data source."""

    data_source: str
    """Its name in the database: where the files were put, with the credential that opens them."""
    product = "SQL Server 2022 or later"
    collation = f" collate {BY_BYTES}"

    def load(self, table: Table) -> str:
        """Statement that fills the incoming table."""
        columns = ", ".join(quoted(column.name) for column in table.columns)
        return (
            f"insert into {incoming(table)} with (tablock) ({columns})\n"
            f"select {columns}\n"
            f"from openrowset(bulk '/{table.file}', data_source = '{self.data_source}', format = 'PARQUET') as [rows];"
        )

    def keys(self, table: Table) -> Iterator[str]:
        """Statements that hold the grain and help whoever asks by a key, made once all rows are there."""
        for number, (columns, is_unique) in enumerate(indexes(table)):
            listed = ", ".join(quoted(column) for column in columns)
            if not _fits(table, columns):
                yield f"-- No index on {table.full_name} ({listed}): a text is longer than an index takes."
            elif is_unique and _all_given(table, columns):
                yield _constraint(table, f"primary key nonclustered ({listed})")
            else:
                # A unique index takes two empty values for equal, as the grain's test does.
                kind = "unique " if is_unique else ""
                yield f"create {kind}index {quoted(f'by_{number}')} on {incoming(table)} ({listed});"

    def before_switch(self) -> str:
        """Session settings: an error undoes the whole transaction, and a deadlock ends it and not a reader."""
        return "set xact_abort on;\nset deadlock_priority low;"


@dataclass(frozen=True)
class Fabric:
    """A Fabric warehouse of its default collation."""

    url: str
    """Folder where the files were put: https, in OneLake or Azure storage."""
    product = "a Fabric warehouse"
    collation = ""

    def load(self, table: Table) -> str:
        """Statement that fills the incoming table: columns of the file go to those of the table by their order."""
        file = f"{self.url.rstrip('/')}/{table.file}"
        return f"copy into {incoming(table)} from '{sql_text(file)}' with (file_type = 'PARQUET');"

    def keys(self, table: Table) -> Iterator[str]:
        """The grain, which the warehouse believes and does not check; it has no indexes."""
        if table.grain:
            kind = "primary key" if _all_given(table, table.grain) else "unique"
            listed = ", ".join(quoted(column) for column in table.grain)
            yield _constraint(table, f"{kind} nonclustered ({listed}) not enforced")

    def before_switch(self) -> str:
        """Nothing: its transactions read a snapshot."""
        return ""


Target = SqlServer | Fabric


def scripts(handed: Handed, target: Target) -> dict[str, str]:
    """The scripts by file name, in the order in which they are run; each is one batch."""
    head = f"-- Release {handed.name}, as of {handed.as_of_date}, for {target.product}."
    parts = {
        "1_tables.sql": ["-- Empty tables beside those that readers see.", *_make(handed.tables, target)],
        "2_load.sql": ["-- Their rows and keys. After an error run 1_tables.sql again.", *_load(handed.tables, target)],
        "3_switch.sql": ["-- All or nothing: readers see the release before, or this one.", *_switch(handed, target)],
    }
    return {name: "\n\n".join([f"{head}\n{first}", *rest]) + "\n" for name, (first, *rest) in parts.items()}


def _make(tables: Iterable[Table], target: Target) -> Iterator[str]:
    for zone in _zones(tables):
        for schema in (zone, f"{INCOMING}{zone}"):
            yield f"if schema_id('{schema}') is null exec('create schema {quoted(schema)}');"
    for table in tables:
        columns = ",\n".join(f"    {_defined(table, column, target)}" for column in table.columns)
        yield f"drop table if exists {incoming(table)};\ncreate table {incoming(table)} (\n{columns}\n);"


def _defined(table: Table, column: Column, target: Target) -> str:
    nullable = "not null" if column.is_given else "null"
    return f"{quoted(column.name)} {column_type(table, column, target)} {nullable}"


def column_type(table: Table, column: Column, target: Target) -> str:
    """T-SQL type of a column: a text is as long as any can be, and shorter where an index names it."""
    if column.kind != TEXT:
        return TYPES[column.kind]
    limits = (KEY_BYTES, TEXT_BYTES) if _is_indexed(table, column.name) else (TEXT_BYTES,)
    length = next((str(limit) for limit in limits if column.longest <= limit), "max")
    return f"varchar({length}){target.collation}"


def _load(tables: Iterable[Table], target: Target) -> Iterator[str]:
    for table in tables:
        yield "\n".join([target.load(table), *target.keys(table)])


def _switch(handed: Handed, target: Target) -> Iterator[str]:
    tables = handed.tables
    if settings := target.before_switch():
        yield settings
    yield "declare @unlike int, @others int;"
    counted = "\n    union all\n".join(
        f"    select '{table.full_name}' as relation, count_big(*) as found, {table.rows} as expected "
        f"from {incoming(table)}"
        for table in tables
    )
    yield f"select @unlike = count(*)\nfrom (\n{counted}\n) as counted\nwhere found <> expected;"
    yield (
        "if @unlike > 0 throw 50001, 'Nothing was changed: tables were not loaded, or not once. "
        "Run 1_tables.sql and 2_load.sql again.', 1;"
    )
    zones = ", ".join(f"'{zone}'" for zone in _zones(tables))
    names = ",\n    ".join(f"'{table.full_name}'" for table in tables)
    # What an earlier version left of a load that was cut off holds people, too.
    zone = f"replace(schemas.name, '{INCOMING}', '')"
    yield (
        "select @others = count(*)\nfrom sys.tables as tables\n"
        "inner join sys.schemas as schemas on tables.schema_id = schemas.schema_id\n"
        f"where {zone} in ({zones}) and concat({zone}, '.', tables.name) not in (\n    {names}\n);"
    )
    yield (
        "if @others > 0 throw 50002, 'Nothing was changed: the schemas hold tables that this release does not have, "
        "of an earlier version or somebody else''s. Move or drop them.', 1;"
    )
    moves = "\n".join(
        f"    drop table if exists {live(table)};\n"
        f"    alter schema {quoted(table.zone)} transfer object::{incoming(table)};"
        for table in tables
    )
    yield (
        f"begin try\n    begin transaction;\n{moves}\n    commit transaction;\nend try\n"
        "begin catch\n    if @@trancount > 0 rollback transaction;\n    throw;\nend catch;"
    )


def indexes(table: Table) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Columns of each index and whether they name one row: the grain, and each key, as on a PostgreSQL server."""
    if table.grain:
        yield table.grain, True
    for column in table.columns:
        if is_key(column.name) and table.grain[:1] != (column.name,):
            yield (column.name,), False


def _is_indexed(table: Table, column: str) -> bool:
    return any(column in columns for columns, _ in indexes(table))


def _fits(table: Table, columns: tuple[str, ...]) -> bool:
    named = [column for column in table.columns if column.name in columns]
    return (
        all(column.longest <= KEY_BYTES for column in named)
        and sum(KEY_BYTES if column.kind == TEXT else NUMBER_BYTES for column in named) <= INDEX_BYTES
    )


def _all_given(table: Table, columns: tuple[str, ...]) -> bool:
    return all(column.is_given for column in table.columns if column.name in columns)


def _constraint(table: Table, what: str) -> str:
    return f"alter table {incoming(table)} add constraint {quoted(f'grain_of_{table.name}')} {what};"


def _zones(tables: Iterable[Table]) -> list[str]:
    return list(dict.fromkeys(table.zone for table in tables))


def quoted(name: str) -> str:
    """A name as T-SQL reads it whatever is in it."""
    return f"[{name.replace(']', ']]')}]"


def incoming(table: Table) -> str:
    """The table that is loaded."""
    return f"{quoted(INCOMING + table.zone)}.{quoted(table.name)}"


def live(table: Table) -> str:
    """The table that readers see."""
    return f"{quoted(table.zone)}.{quoted(table.name)}"
