"""The published release that pages are read from; a new one is made ready beside the old one, then takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from typing import Any

import duckdb

from python_helpers.errors import FsuError
from python_helpers.json_files import read_object
from python_helpers.publishing.project import RESTRICTED
from python_helpers.publishing.publish import CURRENT
from python_helpers.publishing.release import sql_text
from python_helpers.settings import published_dir
from python_helpers.warehouse import SETTINGS

Row = dict[str, Any]
MEMORY = "256MB"
"""Most that one release takes of it, whatever its size; what is worked out for a force-year fits."""
LOOK_AGAIN_SECONDS = 1.0
"""How often it is looked whether there is a new release."""
RELEASE, KEPT = "release", "kept"
"""Databases of one connection: the release's file, and in memory what is worked out of it once. Both go together."""


@dataclass(frozen=True, eq=False)
class Release:
    """One release, open for reading: a page reads all of itself from one."""

    folder: Path
    name: str
    as_of_date: str
    is_synthetic: bool
    manifest: Row
    general: duckdb.DuckDBPyConnection
    _spill: TemporaryDirectory[str] = field(repr=False)
    """Where it goes on when its memory is used up; it is removed with the release."""
    _lock: Lock = field(default_factory=Lock, repr=False)
    _made: set[str] = field(default_factory=set, repr=False)
    _answers: dict[tuple[str, tuple[object, ...]], list[Row]] = field(default_factory=dict, repr=False)

    def rows(self, sql: str, parameters: Sequence[object] = (), database: str = RELEASE) -> list[Row]:
        """Rows of the general release, as column name to value; its tables are looked for in one of the databases."""
        return _rows(self._cursor(database), sql, parameters)

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """First row, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    def once(self, sql: str, *parameters: object) -> list[Row]:
        """Rows that are every reader's: asked of the release once. They are not to be changed."""
        question = (sql, parameters)
        if question not in self._answers:
            self._answers[question] = self.rows(sql, parameters)
        return self._answers[question]

    def make(self, script: str) -> None:
        """Run a script that makes tables in `kept`, once."""
        with self._lock:
            if script not in self._made:
                self._cursor().execute(script)
                self._made.add(script)

    @cached_property
    def linked_to(self) -> frozenset[str]:
        """The people whom pages link to: `kept` has all of them."""
        return frozenset(row["person_key"] for row in self.rows("select person_key from kept.people"))

    def _cursor(self, database: str = RELEASE) -> duckdb.DuckDBPyConnection:
        """What one thread reads by; it does not know which database the connection uses that it comes from."""
        return self.general.cursor().execute(f"use {database}")

    def restricted_rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Rows of the restricted part, which is opened for this alone."""
        file = self.folder / RESTRICTED / "fsu_restricted.duckdb"
        with duckdb.connect(str(file), read_only=True, config=dict(SETTINGS)) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return _rows(connection, sql, parameters)


class Releases:
    """Hands out the current release; one that is no longer current closes when the last page has been read from it."""

    def __init__(self, make_ready: Callable[[Release], None] = lambda _: None) -> None:
        """Open nothing yet.

        Args:
            make_ready: does with a release what no reader should wait for.
        """
        self._make_ready = make_ready
        self._lock = Lock()
        self._current: Release | None = None
        self._is_watched = False

    def current(self) -> Release:
        """The release that published/current names now.

        While they are watched: the one before it until that is ready, unless it has been withdrawn since, for then it
        may show somebody whom nobody is to see.

        Raises:
            FsuError: nothing is published.
        """
        try:
            folder = _current_folder()
        except FsuError:
            self._current = None
            raise
        before = self._current
        if before is not None and (before.folder == folder or (self._is_watched and _is_there(before.folder))):
            return before
        return self._take_up(folder)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Take up what is published in the meantime, so that no reader waits for it."""
        done = Event()

        def watch() -> None:
            while True:
                try:
                    self._take_up(_current_folder())
                except Exception:  # the next reader comes upon it, and is told
                    self._current = None
                if done.wait(LOOK_AGAIN_SECONDS):
                    return

        watcher = Thread(target=watch, name="releases", daemon=True)
        watcher.start()
        self._is_watched = True
        try:
            yield
        finally:
            self._is_watched = False
            done.set()
            watcher.join()

    def _take_up(self, folder: Path) -> Release:
        with self._lock:
            current = self._current
            if current is None or current.folder != folder:
                current = _opened(folder)
                self._make_ready(current)
                self._current = current
            return current


def _current_folder() -> Path:
    folder = (published_dir() / CURRENT).resolve()
    if not _is_there(folder):
        raise FsuError("Nothing is published. Run `make build`.")
    return folder


def _is_there(release: Path) -> bool:
    return (release / "fsu.duckdb").is_file()


def _opened(folder: Path) -> Release:
    manifest = read_object(
        folder / "manifest.json", ["as_of_date", "is_synthetic", "release"], "Publish again: make build."
    )
    # A page's query runs in the thread that answers it: with one reader beside another, more threads only wait.
    spill = TemporaryDirectory(prefix="fsu-dashboard-")
    general = duckdb.connect(config={**SETTINGS, "threads": 1, "memory_limit": MEMORY, "temp_directory": spill.name})
    general.execute(f"attach '{sql_text(folder / 'fsu.duckdb')}' as {RELEASE} (read_only)")
    general.execute(f"attach ':memory:' as {KEPT} (compress)")
    general.execute("set global TimeZone = 'UTC'")
    return Release(
        folder,
        str(manifest["release"]),
        str(manifest["as_of_date"]),
        bool(manifest["is_synthetic"]),
        manifest,
        general,
        spill,
    )


def _rows(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object]) -> list[Row]:
    cursor.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
