"""Publishes from the server: to the folder, by a copy of what it takes, and on the server itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from python_helpers.postgres import release as release_on_server
from python_helpers.postgres.builder import builder
from python_helpers.postgres.copy import copy_relations
from python_helpers.publishing.place import Place, taken
from python_helpers.publishing.project import Relation, read_relations, target_dir
from python_helpers.publishing.release import open_warehouse
from python_helpers.settings import warehouse_path


@contextmanager
def on_server(say: Callable[[str], None]) -> Iterator[Place]:
    """Publish from the server, alone."""
    with builder(say):
        yield _Server(say)


class _Server(Place):
    """The server: readers have its schemas, and the folder as well."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    @contextmanager
    def opened(self, relations: list[Relation]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A copy, for as long as it takes: what judges a release is one and the same for every engine."""
        file = warehouse_path().with_name(f"{warehouse_path().name}.server")
        try:
            copy_relations(taken(relations), file)
            with open_warehouse(file) as connection:
                yield connection
        finally:
            file.unlink(missing_ok=True)

    def write(self, relations: list[Relation]) -> None:
        """Beside what readers see, in schemas that they may not enter."""
        release_on_server.write_incoming(relations)

    def put_in_place(self, relations: list[Relation], manifest: dict[str, Any]) -> None:
        """By one transaction."""
        release_on_server.put_in_place(relations, manifest, self._say)

    def go_back(self, release: str) -> None:
        """By one transaction, too."""
        release_on_server.go_back(read_relations(target_dir() / "manifest.json"), release, self._say)

    def remove_all_but(self, relations: list[Relation], kept: Collection[str]) -> None:
        """Old ones go from both places together, and with them those that show somebody who is sealed since."""
        release_on_server.remove_all_but(relations, kept)
