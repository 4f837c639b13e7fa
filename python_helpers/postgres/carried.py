"""What a database's administrator granted by hand on a release goes with the name to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg2 import sql

from python_helpers.postgres.access import ROLES

if TYPE_CHECKING:
    from psycopg2 import extensions

_GRANTEE = "case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end"
"""Quoted by the server where it needs quotes."""

_ON_RELATIONS = f"""
select relation.relname, {_GRANTEE}, acl.privilege_type
from pg_class as relation
inner join pg_namespace as schema on relation.relnamespace = schema.oid,
aclexplode(relation.relacl) as acl
where schema.nspname = %(live)s and acl.grantee <> relation.relowner and {_GRANTEE} <> all(%(ours)s)
union
select arriving.relname, {_GRANTEE}, acl.privilege_type
from pg_default_acl as given
inner join pg_namespace as schema on given.defaclnamespace = schema.oid and schema.nspname = %(live)s
inner join pg_namespace as incoming on incoming.nspname = %(incoming)s
inner join pg_class as arriving on arriving.relnamespace = incoming.oid and arriving.relkind = 'r',
aclexplode(given.defaclacl) as acl
where given.defaclobjtype = 'r' and acl.grantee <> given.defaclrole and {_GRANTEE} <> all(%(ours)s)
order by 1, 2, 3
"""  # noqa: S608 - a constant of this module

_ON_SCHEMA = f"""
select {_GRANTEE}, acl.privilege_type, is_default
from (
    select nspacl as privileges, nspowner as owner, false as is_default from pg_namespace where nspname = %(schema)s
    union all
    select given.defaclacl, given.defaclrole, true
    from pg_default_acl as given
    inner join pg_namespace as schema on given.defaclnamespace = schema.oid and schema.nspname = %(schema)s
    where given.defaclobjtype = 'r' and given.defaclrole = current_user::regrole
) as given, aclexplode(given.privileges) as acl
where acl.grantee <> given.owner
order by 1, 2, 3
"""  # noqa: S608


def carry_to_relations(cursor: extensions.cursor, live: str, incoming: str) -> None:
    """Grant on the relations of `incoming` what others than our roles have on those of the same name in `live`."""
    cursor.execute(
        "select relname from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid"
        " where relkind = 'r' and nspname = %s",
        [incoming],
    )
    arriving = {row[0] for row in cursor.fetchall()}
    cursor.execute(_ON_RELATIONS, {"live": live, "incoming": incoming, "ours": list(ROLES)})
    for name, role, privilege in cursor.fetchall():
        if name in arriving:
            cursor.execute(
                sql.SQL("grant {} on {} to {}").format(
                    sql.SQL(privilege), sql.Identifier(incoming, name), sql.SQL(role)
                )
            )


def move_entrance(cursor: extensions.cursor, leaving: str, arriving: str) -> None:
    """Let whoever may enter one schema enter the other instead, with what they are granted on relations to come."""
    cursor.execute(_ON_SCHEMA, {"schema": leaving})
    for role, privilege, is_default in cursor.fetchall():
        if is_default:
            statement = "alter default privileges in schema {schema} grant {privilege} on tables to {role}"
        else:
            statement = "grant {privilege} on schema {schema} to {role}"
            cursor.execute(sql.SQL("revoke all on schema {} from {}").format(sql.Identifier(leaving), sql.SQL(role)))
        if role not in ROLES:
            cursor.execute(
                sql.SQL(statement).format(
                    schema=sql.Identifier(arriving), privilege=sql.SQL(privilege), role=sql.SQL(role)
                )
            )
