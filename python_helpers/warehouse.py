"""Opens the DuckDB warehouse; what stands in the way is one sentence (python_helpers/sentences.py)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from python_helpers.errors import FsuError
from python_helpers.settings import warehouse_path

_MARK = slice(8, 12)
DISABLED_OPTIMIZER = "common_subplan"
"""Pass of the optimizer that is off: DuckDB 1.5.6 answers some UNION ALLs wrongly with it (test_engine_guard.py)."""

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "disabled_optimizers": DISABLED_OPTIMIZER,
}


def require_file(warehouse: Path) -> None:
    """Refuse a path that holds no file.

    Raises:
        FsuError: nothing is there, or a folder, or another program's file, for which
            DuckDB would look for an extension.
    """
    if warehouse.is_dir():
        raise FsuError(f"{warehouse} is a folder, not a warehouse. Name the DuckDB file with FSU_WAREHOUSE.")
    if not warehouse.is_file():
        raise FsuError(
            f"The warehouse {warehouse} does not exist. Run `make build`, or name the file with FSU_WAREHOUSE."
        )
    with warehouse.open("rb") as file:
        is_duckdb = file.read(_MARK.stop)[_MARK] == b"DUCK"
    if not is_duckdb:
        raise FsuError(
            f"{warehouse} is not a DuckDB file. Name the right one with FSU_WAREHOUSE; or move it away, and "
            "`make build` makes it anew."
        )


def default_file() -> Path:
    """The DuckDB file that a command reads where none is named (`FSU_WAREHOUSE`).

    Raises:
        FsuError: what was built is on a server; a file that lies here, too, would be of some earlier build.
    """
    if os.environ.get("FSU_TARGET", "duckdb") != "duckdb":
        raise FsuError(
            "This command reads a DuckDB warehouse, and FSU_TARGET means a server. Run `fsu copy-server FILE`; then "
            "unset FSU_TARGET and set FSU_WAREHOUSE to that file."
        )
    return warehouse_path()


@contextmanager
def open_read_only(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads an existing warehouse.

    Raises:
        FsuError: there is no such file.
    """
    require_file(warehouse)
    with duckdb.connect(str(warehouse), read_only=True, config=dict(SETTINGS)) as connection:
        yield connection


@contextmanager
def open_for_writing(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes the warehouse, which is made where there is none.

    Raises:
        FsuError: a folder is in the way.
    """
    if warehouse.exists():
        require_file(warehouse)
    with duckdb.connect(str(warehouse), config=dict(SETTINGS)) as connection:
        yield connection
