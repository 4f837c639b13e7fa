"""The server's part of a purge: what was built goes, but for what lives from refresh to refresh; kept releases go, too.

What stays is written anew, so that no deleted row is left in a file of the server's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from psycopg2 import sql

from python_helpers.postgres import release
from python_helpers.postgres.load import SCHEMA as LANDING
from python_helpers.postgres.session import connect
from python_helpers.publishing.mark import TABLE as MARK
from python_helpers.publishing.project import Relation, read_relations, target_dir
from python_helpers.purge.retention import Kept
from python_helpers.purge.warehouse import BUILD_LOG, Emptied

if TYPE_CHECKING:
    from psycopg2 import extensions


def plan(kept: Mapping[str, Kept], as_of: date) -> Emptied:
    """What would go.

    Raises:
        FsuError: the server cannot be reached, or nothing was built from here.
    """
    relations = read_relations(target_dir() / "manifest.json")
    with closing(connect()) as connection, connection, connection.cursor() as cursor:
        tables = list(_tables(cursor, relations))
        rows = {}
        for schema, name in tables:
            if name in kept:
                cursor.execute(
                    sql.SQL("select count(*) from {} where ").format(sql.Identifier(schema, name))
                    + sql.SQL(kept[name].is_over(as_of))
                )
                (rows[name],) = cursor.fetchone() or (0,)
    return Emptied(sum(name not in kept and name not in {BUILD_LOG, MARK} for _, name in tables), rows)


def empty(gone: Mapping[str, str], delivery_id: str, *, withdraws_current: bool, kept: Collection[str] = ()) -> None:
    """Remove it, in one transaction, and the releases that no reader sees; on request also the one that they see.

    Args:
        gone: for each relation that is kept, SQL that tells which of its rows go.
        delivery_id: the delivery that is current now.
        withdraws_current: leave readers with nothing until the next publication.
        kept: names of releases that stay, though no reader sees them.
    """
    relations = read_relations(target_dir() / "manifest.json")
    staying = []
    with closing(connect()) as connection:
        with connection, connection.cursor() as cursor:
            for schema, name in list(_tables(cursor, relations)):
                table = sql.Identifier(schema, name)
                if name in gone:
                    cursor.execute(sql.SQL("delete from {} where ").format(table) + sql.SQL(gone[name]))
                elif name == BUILD_LOG:
                    cursor.execute(
                        sql.SQL(
                            "insert into {0} select 'purge', 'purge', 'purged', %s,"
                            " coalesce(max(logged_at), timestamp '2000-01-01') + interval '1 microsecond' from {0}"
                        ).format(table),
                        [delivery_id],
                    )
                elif name != MARK:
                    # Views hang on some; the next build makes both again.
                    cursor.execute(sql.SQL("drop table {} cascade").format(table))
                    continue
                staying.append(table)
        release.remove_all_but(relations, kept)
        if withdraws_current:
            release.withdraw_current(relations)
        connection.autocommit = True
        with connection.cursor() as cursor:
            for table in staying:
                cursor.execute(sql.SQL("vacuum (full) {}").format(table))


def _tables(cursor: extensions.cursor, relations: list[Relation]) -> Iterator[tuple[str, str]]:
    """Tables of the landing and of the schemas that a build writes to; seeds are the project's own, and stay."""
    schemas = {relation.schema for relation in relations if relation.zone != "reference"}
    cursor.execute(
        "select nspname, relname from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid"
        " where nspname = any(%s) and relkind = 'r' order by 1, 2",
        [[*schemas, LANDING]],
    )
    yield from cursor.fetchall()
