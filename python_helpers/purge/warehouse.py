"""The warehouse's part of a purge: a new file with only what lives from refresh to refresh.

DuckDB does not overwrite what it frees, so rows are not deleted: the file is written anew, and the old one removed with
its write-ahead log. `dbt build` fills the new one again from the purged delivery.
"""

# ruff: noqa: S608 -- every name in the SQL is the project's own
from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from python_helpers.errors import FsuError
from python_helpers.private import owner_only, spill_folder
from python_helpers.publishing.files import sync
from python_helpers.publishing.release import sql_text
from python_helpers.purge.retention import Kept
from python_helpers.warehouse import DISABLED_OPTIMIZER

BUILD_LOG = "build_log"


@dataclass(frozen=True)
class Emptied:
    """What goes from the warehouse: relations as a whole, and rows of those that stay."""

    relations_removed: int
    rows_removed: Mapping[str, int]


def plan(warehouse: Path, kept: Mapping[str, Kept], as_of: date) -> Emptied | None:
    """What would go; None where there is no warehouse.

    Raises:
        FsuError: another process writes to it, or it is no warehouse.
    """
    if not warehouse.is_file():
        return None
    with _attached(warehouse) as connection:
        return _plan(connection, kept, as_of)


def empty(warehouse: Path, gone: Mapping[str, str], delivery_id: str) -> None:
    """Write the warehouse anew with the state that is kept, and its build log, the purge its last command.

    Args:
        warehouse: the file.
        gone: for each relation that is kept, SQL that tells which of its rows go.
        delivery_id: the delivery that is current now.
    """
    if not warehouse.is_file():
        return
    new = warehouse.with_name(f".{warehouse.name}.new")
    new.unlink(missing_ok=True)
    try:
        with owner_only(), _attached(warehouse) as connection:
            connection.execute(f"attach '{sql_text(new)}' as emptied")
            for schema, name in _tables(connection):
                if name in gone or name == BUILD_LOG:
                    rest = f"where not coalesce({gone[name]}, false)" if name in gone else ""
                    connection.execute(f'create schema if not exists emptied."{schema}"')
                    connection.execute(
                        f'create table emptied."{schema}"."{name}" as from old."{schema}"."{name}" {rest}'
                    )
                if name == BUILD_LOG:
                    connection.execute(
                        f"insert into emptied.\"{schema}\".build_log select 'purge', 'purge', 'purged', ?,"
                        f" coalesce(max(logged_at), timestamp '2000-01-01') from emptied.\"{schema}\".build_log",
                        [delivery_id],
                    )
            connection.execute("detach emptied")
        sync(new)
        new.replace(warehouse)
    finally:
        new.unlink(missing_ok=True)
    warehouse.with_name(f"{warehouse.name}.wal").unlink(missing_ok=True)
    warehouse.with_name(f"{warehouse.name}.published.json").unlink(missing_ok=True)
    shutil.rmtree(spill_folder(warehouse), ignore_errors=True)
    sync(warehouse.parent)


def _plan(connection: duckdb.DuckDBPyConnection, kept: Mapping[str, Kept], as_of: date) -> Emptied:
    tables = _tables(connection)
    rows = {
        name: _count(connection, f'from old."{schema}"."{name}" where {kept[name].is_over(as_of)}')
        for schema, name in tables
        if name in kept
    }
    return Emptied(sum(name not in kept and name != BUILD_LOG for _, name in tables), rows)


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'old' order by all"
    ).fetchall()


def _count(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    found = connection.execute(f"select count(*) {rows}").fetchone()
    return int(found[0]) if found else 0


@contextmanager
def _attached(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "disabled_optimizers": DISABLED_OPTIMIZER,
        "temp_directory": spill_folder(warehouse),
    }
    with duckdb.connect(config=config) as connection:
        try:
            connection.execute(f"attach '{sql_text(warehouse)}' as old (read_only)")
        except duckdb.Error:
            raise FsuError(
                f"The warehouse {warehouse} cannot be opened: another process holds it, or it is no DuckDB file. "
                "Nothing was purged."
            ) from None
        yield connection
