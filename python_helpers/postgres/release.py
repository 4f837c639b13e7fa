"""A release on the server: written beside what readers see, and put in its place by one transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from psycopg2 import errors, sql

from python_helpers.errors import FsuError
from python_helpers.postgres.access import grant_relations, missing_roles, usage_of_schemas
from python_helpers.postgres.carried import carry_to_relations, move_entrance
from python_helpers.postgres.indexes import make_indexes
from python_helpers.postgres.session import connect
from python_helpers.postgres.witness import refuse_a_lost_build
from python_helpers.publishing.project import GENERAL, LINKAGE, RESTRICTED, Relation

if TYPE_CHECKING:
    from psycopg2 import extensions

ZONES = (*GENERAL, RESTRICTED, LINKAGE)
PATIENCE_SECONDS = 900
"""How long a publication waits for a moment in which nobody is in the middle of reading."""


@dataclass(frozen=True)
class Names:
    """Schemas of the zones, all with the prefix of the world that was built."""

    prefix: str

    def incoming(self, zone: str) -> str:
        """Where a release is written before it takes its place."""
        return f"{self.prefix}incoming_{zone}"

    def live(self, zone: str) -> str:
        """What readers name."""
        return f"{self.prefix}{zone}"

    def kept(self, zone: str, number: int) -> str:
        """Where a release goes when the next one takes its place."""
        return f"{self.prefix}kept_{number}_{zone}"

    @property
    def releases(self) -> sql.Identifier:
        """Table of the releases on the server, one row each, with their manifests."""
        return sql.Identifier(f"{self.prefix}releases", "releases")


def published_on_server(relations: list[Relation]) -> list[Relation]:
    """The relations that a server's readers find."""
    return [relation for relation in relations if relation.zone in ZONES]


def names_of(relations: list[Relation]) -> Names:
    """Names for the world that the manifest is of."""
    return Names(next((relation.prefix for relation in published_on_server(relations)), ""))


def write_incoming(relations: list[Relation]) -> None:
    """Copy what was built to schemas that no reader may enter, with its keys, indexes, comments, grants and policies.

    Raises:
        FsuError: the server cannot be reached, has lost the build, refuses a statement, or holds schemas of these names
            that are not ours.
    """
    names, published = names_of(relations), published_on_server(relations)
    schemas = {zone: names.incoming(zone) for zone in ZONES}
    with closing(connect()) as connection, connection, connection.cursor() as cursor:
        refuse_a_lost_build(cursor, published)
        _make_table_of_releases(cursor, names)
        _refuse_foreign_schemas(cursor, names)
        for schema in schemas.values():
            cursor.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema)))
            cursor.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
        for relation in published:
            _copy(cursor, relation, sql.Identifier(schemas[relation.zone], relation.name))
        grant_relations(cursor, published, schemas)
        for zone in ZONES:
            carry_to_relations(cursor, names.live(zone), names.incoming(zone))
    _tidy(published, schemas)


def _tidy(published: list[Relation], schemas: dict[str, str]) -> None:
    """Statistics for the planner; and no reader is the first to find that every row is there for everybody."""
    with closing(connect()) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for relation in published:
                table = sql.Identifier(schemas[relation.zone], relation.name)
                cursor.execute(sql.SQL("vacuum (analyze) {}").format(table))


def _make_table_of_releases(cursor: extensions.cursor, names: Names) -> None:
    cursor.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(f"{names.prefix}releases")))
    cursor.execute(
        sql.SQL(
            "create table if not exists {} (number integer primary key, release text not null, is_current boolean not"
            " null, is_synthetic boolean not null, manifest jsonb not null, state text[] not null)"
        ).format(names.releases)
    )


def _refuse_foreign_schemas(cursor: extensions.cursor, names: Names) -> None:
    """A schema of a zone's name with relations in it, where nothing has been published, is somebody else's."""
    cursor.execute(sql.SQL("select count(*) from {} where is_current").format(names.releases))
    if cursor.fetchone() != (0,):
        return
    cursor.execute(
        "select distinct nspname from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid"
        " where nspname = any(%s) and relkind in ('r', 'v', 'm', 'p', 'f')",
        [[names.live(zone) for zone in ZONES]],
    )
    if found := sorted(row[0] for row in cursor.fetchall()):
        raise FsuError(
            f"The server has relations in {', '.join(found)} that no publication left there. Rename or drop what is in "
            "the way (alter schema marts rename to marts_before), then publish."
        )


def _copy(cursor: extensions.cursor, relation: Relation, table: sql.Identifier) -> None:
    built = sql.Identifier(relation.schema, relation.name)
    cursor.execute(sql.SQL("create table {} (like {} including all)").format(table, built))
    cursor.execute(sql.SQL("insert into {} select * from {}").format(table, built))
    make_indexes(cursor, relation, table)
    if relation.description:
        cursor.execute(sql.SQL("comment on table {} is {}").format(table, sql.Literal(relation.description)))
    for column, description in relation.column_descriptions.items():
        cursor.execute(
            sql.SQL("comment on column {}.{} is {}").format(table, sql.Identifier(column), sql.Literal(description))
        )


def put_in_place(relations: list[Relation], manifest: dict[str, Any], say: Callable[[str], None]) -> None:
    """Let readers see what `write_incoming` wrote, in one transaction, and keep what they saw until now.

    A statement finds its relations one after the other, so nobody may be in the middle of one: the transaction first
    locks every relation that readers see, or gives up before the server would look for a deadlock and end a reader.
    Whoever has read one relation in a transaction keeps the release to its end, and the publication waits.

    Args:
        relations: the project's.
        manifest: of the release, from its folder; kept beside it.
        say: told once, where readers have to be waited for.

    Raises:
        FsuError: somebody was reading all the time. Nothing has changed for any reader.
    """
    names = names_of(relations)

    def change(cursor: extensions.cursor) -> None:
        _switch(cursor, names, relations, names.incoming)
        _note(cursor, names, manifest, [relation.quoted for relation in relations if relation.is_state])

    _while_nobody_reads(names, change, say)


def go_back(relations: list[Relation], name: str, say: Callable[[str], None]) -> None:
    """Let readers see a kept release again, in one transaction as at a publication; the present one is kept.

    Args:
        relations: the project's.
        name: of the release; of several under one name the newest.
        say: told once, where readers have to be waited for.

    Raises:
        FsuError: the server does not have it, or somebody was reading all the time. Nothing has changed for any reader.
    """
    names = names_of(relations)

    def change(cursor: extensions.cursor) -> None:
        cursor.execute(
            sql.SQL("select max(number) from {} where release = %s and not is_current").format(names.releases), [name]
        )
        (number,) = cursor.fetchone() or (None,)
        if number is None:
            raise FsuError(f"The server keeps no release {name}. It has gone, or is the one that readers see.")
        for zone in ZONES:
            carry_to_relations(cursor, names.live(zone), names.kept(zone, number))
        _switch(cursor, names, relations, lambda zone: names.kept(zone, number))
        cursor.execute(sql.SQL("update {} set is_current = (number = %s)").format(names.releases), [number])

    _while_nobody_reads(names, change, say)


def _while_nobody_reads(names: Names, change: Callable[[extensions.cursor], None], say: Callable[[str], None]) -> None:
    """Make a change in one transaction that begins when no reader is in the middle of a statement or a transaction."""
    until = time.monotonic() + PATIENCE_SECONDS
    has_said = False
    with closing(connect()) as connection:
        while True:
            try:
                with connection, connection.cursor() as cursor:
                    _lock_out_readers(cursor, names)
                    change(cursor)
                return
            except (errors.QueryCanceled, errors.LockNotAvailable) as error:
                if time.monotonic() > until:
                    with connection.cursor() as cursor:
                        readers = _readers(cursor, names)
                    raise FsuError(
                        f"Nothing was published on the server: for {PATIENCE_SECONDS // 60} minutes somebody was in "
                        f"the middle of reading, now {readers}. Let them end, or end them (pg_terminate_backend), then "
                        "publish."
                    ) from error
            if not has_said:
                say("Waiting for a moment in which nobody is in the middle of reading ...")
                has_said = True
            time.sleep(0.1)


def _lock_out_readers(cursor: extensions.cursor, names: Names) -> None:
    cursor.execute("select setting::integer from pg_settings where name = 'deadlock_timeout'")
    (milliseconds,) = cursor.fetchone() or (1000,)
    cursor.execute(
        "select nspname, relname from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid"
        " where nspname = any(%s) and relkind = 'r' order by 1, 2",
        [[names.live(zone) for zone in ZONES]],
    )
    if live := [sql.Identifier(schema, name) for schema, name in cursor.fetchall()]:
        cursor.execute("select set_config('statement_timeout', %s, true)", [str(max(milliseconds * 8 // 10, 1))])
        cursor.execute(sql.SQL("lock table {} in access exclusive mode").format(sql.SQL(", ").join(live)))
        cursor.execute("set local statement_timeout = 0")


def _switch(cursor: extensions.cursor, names: Names, relations: list[Relation], arriving: Callable[[str], str]) -> None:
    """Give the schemas of a release the names that readers know, and those that have them now the names of kept ones.

    Args:
        cursor: of a transaction that has locked readers out.
        names: of the world's schemas.
        relations: the project's.
        arriving: name of the schema of each zone that takes its place.
    """
    cursor.execute(sql.SQL("select max(number) filter (where is_current) from {}").format(names.releases))
    (current,) = cursor.fetchone() or (None,)
    entering = usage_of_schemas(published_on_server(relations), missing_roles(cursor))
    for zone in ZONES:
        live, taking_over = sql.Identifier(names.live(zone)), sql.Identifier(arriving(zone))
        move_entrance(cursor, names.live(zone), arriving(zone))
        for role in entering.get(zone, []):
            cursor.execute(sql.SQL("grant usage on schema {} to {}").format(taking_over, sql.Identifier(role)))
        if current is None:
            cursor.execute(sql.SQL("drop schema if exists {}").format(live))
        else:
            kept = sql.Identifier(names.kept(zone, current))
            cursor.execute(sql.SQL("alter schema {} rename to {}").format(live, kept))
        cursor.execute(sql.SQL("alter schema {} rename to {}").format(taking_over, live))


def _note(cursor: extensions.cursor, names: Names, manifest: dict[str, Any], state: list[str]) -> None:
    """The release's row: its manifest, and the names of what lives from refresh to refresh."""
    cursor.execute(sql.SQL("update {} set is_current = false where is_current").format(names.releases))
    cursor.execute(
        sql.SQL("insert into {0} select coalesce(max(number), 0) + 1, %s, true, %s, %s, %s from {0}").format(
            names.releases
        ),
        [manifest["release"], manifest["is_synthetic"], json.dumps(manifest), state],
    )


def _readers(cursor: extensions.cursor, names: Names) -> str:
    """Who holds what readers see, by the server's process and user."""
    cursor.execute(
        "select distinct reading.pid, activity.usename from pg_locks as reading"
        " inner join pg_class as relation on reading.relation = relation.oid"
        " inner join pg_namespace as schema on relation.relnamespace = schema.oid and schema.nspname = any(%s)"
        " inner join pg_stat_activity as activity on reading.pid = activity.pid and reading.pid <> pg_backend_pid()"
        " where reading.database = (select oid from pg_database where datname = current_database()) order by 1",
        [[names.live(zone) for zone in ZONES]],
    )
    return ", ".join(f"process {pid} of {user}" for pid, user in cursor.fetchall()) or "sessions"


def remove_all_but(relations: list[Relation], kept: Collection[str]) -> list[str]:
    """Remove the releases that are neither current nor named, and say which went.

    Raises:
        FsuError: something of somebody else's hangs on one, such as a view.
    """
    names = names_of(relations)
    with closing(connect()) as connection:
        with connection, connection.cursor() as cursor:
            _make_table_of_releases(cursor, names)
            cursor.execute(
                sql.SQL(
                    "select number, release from {0} where not is_current and (release <> all(%s)"
                    " or release = (select release from {0} where is_current)) order by number"
                ).format(names.releases),
                [list(kept)],
            )
            leaving = cursor.fetchall()
        for number, _ in leaving:
            with connection, connection.cursor() as cursor:
                _remove(cursor, names, number)
    return [release for _, release in leaving]


def withdraw_current(relations: list[Relation]) -> None:
    """Remove the release that readers see, with nothing in its place; its schemas stay, and who may enter them."""
    names = names_of(relations)
    with closing(connect()) as connection, connection, connection.cursor() as cursor:
        _drop_tables(cursor, [names.live(zone) for zone in ZONES])
        cursor.execute(sql.SQL("delete from {} where is_current").format(names.releases))


def _remove(cursor: extensions.cursor, names: Names, number: int) -> None:
    schemas = [names.kept(zone, number) for zone in ZONES]
    _drop_tables(cursor, schemas)
    for schema in schemas:
        cursor.execute(sql.SQL("drop schema if exists {}").format(sql.Identifier(schema)))
    cursor.execute(sql.SQL("delete from {} where number = %s").format(names.releases), [number])


def _drop_tables(cursor: extensions.cursor, schemas: list[str]) -> None:
    cursor.execute(
        "select nspname, relname from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid"
        " where nspname = any(%s) and relkind = 'r' order by 1, 2",
        [schemas],
    )
    tables = [sql.Identifier(schema, name) for schema, name in cursor.fetchall()]
    if not tables:
        return
    try:
        # All in one statement, since our own policies hang on tables among them, and nothing else may.
        cursor.execute(sql.SQL("drop table {}").format(sql.SQL(", ").join(tables)))
    except errors.DependentObjectsStillExist as error:
        raise FsuError(
            f"An old release cannot be removed from the server, as something hangs on it: {error.diag.message_detail} "
            "Make it anew on the schemas that readers name, then publish."
        ) from error
