"""Every key under which one person was ever known: releases and the audit log of earlier refreshes have those."""

from __future__ import annotations

import duckdb

_KEYS = """
    with recursive theirs as (
        select cast(? as varchar) as person_key
        union
        select changes.person_key
        from governance.gov_identity_changes as changes
        inner join theirs on changes.other_person_key = theirs.person_key
        where changes.change = 'merged'
    )

    select person_key from theirs order by person_key
"""


def keys_ever(connection: duckdb.DuckDBPyConnection, person_key: str) -> tuple[str, ...]:
    """Their key and those that were merged into it, along any chain, by the warehouse's history."""
    return tuple(str(key) for (key,) in connection.execute(_KEYS, [person_key]).fetchall())
