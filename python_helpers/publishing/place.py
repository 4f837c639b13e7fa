"""What a publication publishes from, and where readers find it beside the folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import duckdb

from python_helpers.publishing.decided import BUILT_FROM
from python_helpers.publishing.project import GENERAL, LINKAGE, RESTRICTED, Relation
from python_helpers.publishing.release import open_warehouse
from python_helpers.publishing.scan import READ_FROM
from python_helpers.publishing.withdrawn import KEY_LEDGER, SEALED_KEYS
from python_helpers.settings import warehouse_path

ZONES = (*GENERAL, RESTRICTED, LINKAGE)
_READ = {*READ_FROM, KEY_LEDGER, SEALED_KEYS, BUILT_FROM, "int_window__bounds"}
"""What a publication reads besides what it publishes and what lives from refresh to refresh."""


def taken(relations: list[Relation]) -> list[Relation]:
    """The relations that a publication needs, of all that were built."""
    return [relation for relation in relations if relation.zone in ZONES or relation.is_state or relation.name in _READ]


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
    """The warehouse that `FSU_TARGET` means: the file, Spark's tables, or the server, for whoever is alone there."""
    target = os.environ.get("FSU_TARGET", "duckdb")
    if target == "duckdb":
        return nullcontext(Place())
    if target == "spark":
        from python_helpers.spark.place import OnSpark  # noqa: PLC0415 - it needs this module

        return nullcontext(OnSpark())
    from python_helpers.postgres.place import on_server  # noqa: PLC0415 - only where there is a server

    return on_server(say)
