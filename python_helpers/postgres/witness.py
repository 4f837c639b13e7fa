"""Whether the server still has all that the last build left there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from psycopg2 import sql

from python_helpers.errors import FsuError
from python_helpers.publishing.project import BUILT, GOVERNANCE, Relation

if TYPE_CHECKING:
    from psycopg2 import extensions

BUILD_LOG = "build_log"
WITNESS = "build_witness"
"""What the server loses together with a build (macros/cross_db/leave_crash_witness.sql)."""


def refuse_a_lost_build(cursor: extensions.cursor, relations: Iterable[Relation]) -> None:
    """Stop whoever is about to read a build, in the transaction in which they read it.

    What a build makes anew is not in the write-ahead log: a server that stops without a shutdown empties it.

    Raises:
        FsuError: the server has done so since the last build.
    """
    for schema in {f"{relation.prefix}{BUILT}{GOVERNANCE}" for relation in relations}:
        cursor.execute(
            "select count(*) from information_schema.tables where table_schema = %s and table_name in (%s, %s)",
            [schema, BUILD_LOG, WITNESS],
        )
        if cursor.fetchone() != (2,):
            continue  # nothing was built, or by a version that kept all of it in the log
        cursor.execute(
            sql.SQL(
                "select count(*) from {log} as last where last.event = 'passed'"
                " and last.logged_at = (select max(logged_at) from {log})"
                " and last.invocation_id not in (select invocation_id from {witness})"
            ).format(log=sql.Identifier(schema, BUILD_LOG), witness=sql.Identifier(schema, WITNESS))
        )
        if cursor.fetchone() != (0,):
            raise FsuError(
                "The server stopped without a shutdown since the last build, and has emptied what was not in its "
                "write-ahead log. Readers see what they saw. Run `dbt build` (or `make build`) again."
            )
