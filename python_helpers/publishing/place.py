"""What a publication publishes from, and where readers find it beside the folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import duckdb

from python_helpers.publishing.project import Relation
from python_helpers.publishing.release import open_warehouse
from python_helpers.settings import warehouse_path


class Place:
    """The DuckDB warehouse: readers have the folder, and nothing else."""

    @contextmanager
    def opened(self, relations: list[Relation]) -> Iterator[duckdb.DuckDBPyConnection]:
        """What was built, for reading."""
        del relations
        with open_warehouse(warehouse_path()) as connection:
            yield connection

    def write(self, relations: list[Relation]) -> None:
        """Write the release where only the pipeline sees it; it has passed every check."""

    def put_in_place(self, relations: list[Relation], manifest: dict[str, Any]) -> None:
        """Let readers see it, whole or not at all."""

    def go_back(self, release: str) -> None:
        """Let readers see a kept release again, whole or not at all."""

    def remove_all_but(self, relations: list[Relation], kept: Collection[str]) -> None:
        """Remove the releases that are neither current nor kept in the folder."""


def place(say: Callable[[str], None]) -> AbstractContextManager[Place]:
    """The warehouse that `FSU_TARGET` means: the file, or the server, for whoever is alone there."""
    if os.environ.get("FSU_TARGET", "duckdb") == "duckdb":
        return nullcontext(Place())
    from python_helpers.postgres.place import on_server  # noqa: PLC0415 - only where there is a server

    return on_server(say)
