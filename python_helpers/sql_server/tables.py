"""The tables of a release: names and grains as its manifests have them, columns and lengths as its files do."""

# ruff: noqa: S608 -- names come from the release's own manifests
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.errors import FsuError
from python_helpers.json_files import read_object
from python_helpers.publishing.release import sql_text
from python_helpers.settings import duckdb_threads
from python_helpers.warehouse import SETTINGS

TEXT = "VARCHAR"
TIMESTAMP = "TIMESTAMP"

_AGAIN = "Publish again: make build."


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    kind: str
    """Type that the release's manifest gives it, which is DuckDB's."""
    is_given: bool
    """Whether the project's tests hold that it is never empty."""
    longest: int
    """Bytes of its longest text, as UTF-8; 0 where it holds none."""


@dataclass(frozen=True)
class Table:
    """One relation of the release."""

    zone: str
    name: str
    rows: int
    grain: tuple[str, ...]
    columns: tuple[Column, ...]
    source: str
    """Where its rows are, for a FROM of the connection that it was read by."""

    @property
    def full_name(self) -> str:
        """Name with its schema, unquoted."""
        return f"{self.zone}.{self.name}"

    @property
    def file(self) -> str:
        """Its Parquet file, from the folder that is handed over."""
        return f"parquet/{self.zone}/{self.name}.parquet"


@dataclass(frozen=True)
class Handed:
    """A release as it is handed over."""

    name: str
    as_of_date: str
    tables: tuple[Table, ...]

    @property
    def people(self) -> int:
        """How many people it is about."""
        return next((table.rows for table in self.tables if table.full_name == "marts.dim_people"), 0)


def reader() -> duckdb.DuckDBPyConnection:
    """Connection that reads a release's files, in UTC."""
    connection = duckdb.connect(config=dict(SETTINGS))
    connection.execute("set TimeZone = 'UTC'")
    if threads := duckdb_threads():
        connection.execute(f"set threads = {threads}")
    return connection

    return connection


def read_release(connection: duckdb.DuckDBPyConnection, release: Path, zones: Iterable[str]) -> Handed:
    """The general tables of a release, and those of the zones named beside them.

    Raises:
        FsuError: the release is none, or of a version whose manifest does not say which columns there are.
    """
    general = _manifest(release)
    tables = _tables(connection, release, general)
    for zone in zones:
        tables += _tables(connection, release / zone, _manifest(release / zone))
    return Handed(general["release"], general["as_of_date"], tuple(tables))


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / "manifest.json"
    if not file.is_file():
        raise FsuError(f"{file} does not exist. {_AGAIN}")
    manifest = read_object(file, ["release", "as_of_date", "database", "relations"], _AGAIN)
    if any("columns" not in entry for entry in manifest["relations"]):
        raise FsuError(f"{file} does not say which columns there are: an earlier version wrote it. {_AGAIN}")
    return manifest


def _tables(connection: duckdb.DuckDBPyConnection, folder: Path, manifest: dict[str, Any]) -> list[Table]:
    database = folder / manifest["database"]["file"]
    attached = f'"{database.stem}"'
    connection.execute(f"attach '{sql_text(database)}' as {attached} (read_only)")
    return [_table(connection, attached, entry) for entry in manifest["relations"]]


def _table(connection: duckdb.DuckDBPyConnection, attached: str, entry: dict[str, Any]) -> Table:
    # From the database and not from Parquet: what lies in linkage has no other file.
    source = f'{attached}."{entry["schema"]}"."{entry["relation"]}"'
    texts = [column["name"] for column in entry["columns"] if column["type"] == TEXT]
    longest: dict[str, int] = {}
    if texts:
        lengths = ", ".join(f'coalesce(max(strlen("{name}")), 0)' for name in texts)
        found = connection.execute(f"select {lengths} from {source}").fetchone() or ()
        longest = dict(zip(texts, found, strict=True))
    columns = tuple(
        Column(column["name"], column["type"], column["is_given"], longest.get(column["name"], 0))
        for column in entry["columns"]
    )
    return Table(entry["schema"], entry["relation"], entry["rows"], tuple(entry["grain"]), columns, source)


def write_parquet(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> None:
    """Write a table's rows to its file, times as instants in UTC: readers take others for a bare number."""
    file = folder / table.file
    file.parent.mkdir(parents=True, exist_ok=True)
    selected = ", ".join(
        f'cast("{column.name}" as timestamptz) as "{column.name}"' if column.kind == TIMESTAMP else f'"{column.name}"'
        for column in table.columns
    )
    connection.execute(f"copy (select {selected} from {table.source}) to '{sql_text(file)}' (format parquet)")
