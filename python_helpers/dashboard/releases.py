"""The published release that pages are read from; a new one is taken up between requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from python_helpers.errors import FsuError
from python_helpers.json_files import read_object
from python_helpers.publishing.project import RESTRICTED
from python_helpers.publishing.publish import CURRENT
from python_helpers.settings import published_dir
from python_helpers.warehouse import SETTINGS

Row = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """One release, open for reading: a page reads all of itself from one."""

    folder: Path
    name: str
    as_of_date: str
    is_synthetic: bool
    manifest: Row
    general: duckdb.DuckDBPyConnection

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Rows of the general release, as column name to value."""
        return _rows(self.general.cursor(), sql, parameters)

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """First row, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    def restricted_rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Rows of the restricted part, which is opened for this alone."""
        with _open(self.folder / RESTRICTED / "fsu_restricted.duckdb") as connection:
            return _rows(connection, sql, parameters)


class Releases:
    """Hands out the current release; one that is no longer current closes when the last page has been read from it."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._lock = Lock()
        self._open: Release | None = None

    def current(self) -> Release:
        """The release that published/current names now.

        Raises:
            FsuError: nothing is published.
        """
        link = published_dir() / CURRENT
        with self._lock:
            folder = link.resolve()
            if not (folder / "fsu.duckdb").is_file():
                self._open = None
                raise FsuError("Nothing is published. Run `make build`.")
            if self._open is None or self._open.folder != folder:
                manifest = read_object(
                    folder / "manifest.json", ["as_of_date", "is_synthetic", "release"], "Publish again: make build."
                )
                self._open = Release(
                    folder,
                    str(manifest["release"]),
                    str(manifest["as_of_date"]),
                    bool(manifest["is_synthetic"]),
                    manifest,
                    _open(folder / "fsu.duckdb"),
                )
            return self._open


def _open(database: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(database), read_only=True, config=dict(SETTINGS))
    connection.execute("set TimeZone = 'UTC'")
    return connection


def _rows(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object]) -> list[Row]:
    cursor.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
