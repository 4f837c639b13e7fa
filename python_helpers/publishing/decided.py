"""Whether what is about to be published was built from the corrections that are in force now."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from python_helpers.corrections import store
from python_helpers.errors import FsuError
from python_helpers.publishing.project import Relation

BUILT_FROM = "stg_corrections__decisions"


def refuse_other_corrections(connection: duckdb.DuckDBPyConnection, relations: Iterable[Relation]) -> None:
    """Refuse a build that does not know of a correction: it may show somebody who is not to be shown since.

    Raises:
        FsuError: corrections were added, changed or taken back since the build, or their file is not right.
    """
    for relation in relations:
        if relation.name == BUILT_FROM:
            built = {tuple(row) for row in connection.execute(_as_given(relation)).fetchall()}
            given = {tuple(row.values()) for row in store.as_table(store.read()).to_pylist()}
            if built != given:
                raise FsuError(
                    f"The corrections have changed since the build: {len(given - built)} of them it does not know, and "
                    f"{len(built - given)} that it knows are in force no longer. Run `dbt build` (or `make build`), "
                    "then publish."
                )


def _as_given(relation: Relation) -> str:
    """SQL: the corrections that were built from, in the words of their file."""
    written = {"beats_trusted_ids": "case when beats_trusted_ids then 'yes' else 'no' end"}
    columns = ", ".join(written.get(name, f"cast({name} as varchar)") for name in store.BUILT_COLUMNS)
    return f"select {columns} from {relation.quoted}"  # noqa: S608 - names of the project's own
