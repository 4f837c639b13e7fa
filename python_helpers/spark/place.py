"""Publishes from Spark: to the folder, by a copy of what it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from python_helpers.publishing.place import Place, taken
from python_helpers.publishing.project import Relation
from python_helpers.publishing.release import open_warehouse
from python_helpers.settings import warehouse_path
from python_helpers.spark.copy import copy_relations


class OnSpark(Place):
    """Spark's tables: they are the pipeline's own, and readers have the folder."""

    @contextmanager
    def opened(self, relations: list[Relation]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A copy, for as long as it takes: what judges a release is one and the same for every engine."""
        file = warehouse_path().with_name(f"{warehouse_path().name}.spark")
        try:
            copy_relations(taken(relations), file)
            with open_warehouse(file) as connection:
                yield connection
        finally:
            file.unlink(missing_ok=True)
