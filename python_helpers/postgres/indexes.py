"""Indexes of a release on the server: what readers ask by, made once all rows are there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from psycopg2 import sql

from python_helpers.postgres.access import OF_NOBODY
from python_helpers.publishing.project import Relation

if TYPE_CHECKING:
    from psycopg2 import extensions

KEYS = frozenset({"person_key", "interaction_key", "household_key"})
"""What the marts are joined and asked by; in schema qlik every key of the star is, but those of code lists."""


def make_indexes(cursor: extensions.cursor, relation: Relation, table: sql.Identifier) -> None:
    """Index a relation's grain, its keys, and what its model's `indexes` name.

    Args:
        cursor: of the owner of the schema.
        relation: whose.
        table: where its rows already are; an index that is made of them all is smaller and sooner there than one that
            grows with each.
    """
    for columns, is_unique in indexes_of(relation):
        kind = sql.SQL("unique " if is_unique else "")
        # A grain's test takes two empty values for equal, too.
        end = sql.SQL(" nulls not distinct" if is_unique else "")
        listed = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
        cursor.execute(sql.SQL("create {}index on {} ({}){}").format(kind, table, listed, end))


def indexes_of(relation: Relation) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Columns of each index, and whether they name one row."""
    if relation.grain:
        yield relation.grain, True
    for column in relation.column_descriptions:
        if is_key(column) and relation.grain[:1] != (column,):
            yield (column,), False
    for columns in relation.indexes:
        yield columns, False


def is_key(column: str) -> bool:
    """Whether what is published is joined or asked by this column."""
    return column in KEYS or (column.startswith("%") and column not in OF_NOBODY)
