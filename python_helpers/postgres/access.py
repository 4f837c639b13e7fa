"""Who may read what on the server: grants from the models' config, and rows by area from the access list."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from psycopg2 import sql

from python_helpers.publishing.project import QLIK, Relation
from python_helpers.qlik.association import ways_from

if TYPE_CHECKING:
    from psycopg2 import extensions

ROLES = ("fsu_analyst", "fsu_dashboard", "fsu_restricted", "fsu_linkage")
"""Roles of readers; docs/server.md has the statements that make them, as no build may make roles."""

BY_AREA = "fsu_dashboard"
"""The role whose members see the rows of their areas alone."""

AREAS = "qlik_areas"
USERS = "qlik_security_access"

OF_NOBODY = frozenset({"%date", "%offence", "%theme"})
"""Keys of the calendar and of code lists, which everybody may read whole."""

_MINE = sql.SQL('"USERID" = upper(current_user)')


def missing_roles(cursor: extensions.cursor) -> list[str]:
    """Roles that the server does not have; what would be granted to them is granted to nobody."""
    cursor.execute("select rolname from pg_roles where rolname = any(%s)", [list(ROLES)])
    known = {row[0] for row in cursor.fetchall()}
    return [role for role in ROLES if role not in known]


def grant_relations(cursor: extensions.cursor, relations: list[Relation], schemas: dict[str, str]) -> None:
    """Grant each relation to the roles that its model names, and hold the rows of schema qlik to their areas.

    Args:
        cursor: of the owner of the schemas.
        relations: what is published.
        schemas: schema of each zone where the new relations are.
    """
    absent = missing_roles(cursor)
    for relation in relations:
        table = sql.Identifier(schemas[relation.zone], relation.name)
        for role in relation.readers:
            if role not in absent:
                cursor.execute(sql.SQL("grant select on {} to {}").format(table, sql.Identifier(role)))
    in_qlik = [relation for relation in relations if relation.zone == QLIK]
    if {AREAS, USERS} <= {relation.name for relation in in_qlik}:
        cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(schemas[QLIK], AREAS)))
        (areas,) = cursor.fetchone() or (0,)
        for statement in _policies(in_qlik, schemas[QLIK], areas, absent):
            cursor.execute(statement)


def usage_of_schemas(relations: list[Relation], absent: Collection[str]) -> dict[str, list[str]]:
    """Roles that need to enter each zone: whoever may read a relation there."""
    return {
        zone: sorted({role for relation in relations if relation.zone == zone for role in relation.readers} - {*absent})
        for zone in {relation.zone for relation in relations}
    }


def _policies(relations: list[Relation], schema: str, areas: int, absent: Collection[str]) -> Iterator[sql.Composed]:
    """Row-level security as Section Access reduces: what hangs on an area, by whatever way, goes with the area.

    Who reads is `current_user`, whom the server has let in; a setting of the session would be whoever they say they
    are. Whoever was let in by another grant than ours gets no more rows than a user of the dashboard. Whoever sees all
    of the `areas` is asked that once, and then for no row where it belongs. For anybody else each row is asked whether
    it hangs on one they see: by an index where a few rows are read, and by one list of keys where most are.
    """
    fields = {
        relation.name: frozenset(relation.column_descriptions) - OF_NOBODY
        for relation in relations
        if relation.name != USERS
    }
    ways = ways_from(AREAS, fields)
    for relation in relations:
        table = sql.Identifier(schema, relation.name)
        yield sql.SQL("alter table {} enable row level security").format(table)
        if relation.name == USERS:
            condition: sql.Composable = _MINE
        elif relation.name == AREAS:
            condition = sql.SQL("{0} in (select {0} from {1} where {2})").format(
                sql.Identifier("%area"), sql.Identifier(schema, USERS), _MINE
            )
        elif relation.name in ways:
            key, nearer = ways[relation.name]
            condition = sql.SQL("(select count(*) = {} from {} where {}) or {}").format(
                sql.Literal(areas),
                sql.Identifier(schema, USERS),
                _MINE,
                _hangs_on(sql.Identifier(key), table, sql.Identifier(schema, nearer)),
            )
        else:
            condition = sql.SQL("true")
        yield sql.SQL("create policy rows_of_their_areas on {} for select using ({})").format(table, condition)
        for role in relation.readers:
            if role not in {BY_AREA, *absent}:
                yield sql.SQL("create policy {} on {} for select to {} using (true)").format(
                    sql.Identifier(f"all_rows_for_{role}"), table, sql.Identifier(role)
                )


def _hangs_on(key: sql.Identifier, table: sql.Identifier, nearer: sql.Identifier) -> sql.Composed:
    """SQL: a relation that is nearer to the areas has the key, in a row that the reader may see."""
    return sql.SQL("exists (select from {} as nearer where nearer.{} = {}.{})").format(nearer, key, table, key)
