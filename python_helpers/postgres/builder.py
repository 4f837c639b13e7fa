"""One builder at a time: an advisory lock on the server, which ends with its session, however that ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from python_helpers.postgres.session import connect

LOCK = (7375, 1)
"""Key of the lock; macros/cross_db/require_one_builder.sql looks for the same one."""

HOLDER = "FSU_BUILDER"
"""Variable with the server process that holds the lock for this command: the one that started it has it already."""

_HELD = (
    "select pid from pg_locks where locktype = 'advisory' and classid = %s and objid = %s and granted"
    " and database = (select oid from pg_database where datname = current_database())"
)


@contextmanager
def builder(say: Callable[[str], None]) -> Iterator[str]:
    """Be the only command that writes to the server, after whoever is at it now; gives the value for `HOLDER`.

    Args:
        say: told once, where it has to wait.

    Raises:
        FsuError: the server cannot be reached.
    """
    with closing(connect()) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(_HELD, LOCK)
            holder = cursor.fetchone()
            if holder and str(holder[0]) == os.environ.get(HOLDER):
                yield str(holder[0])
                return
            cursor.execute("select pg_try_advisory_lock(%s, %s)", LOCK)
            if cursor.fetchone() != (True,):
                say("Another refresh or publication is at work on this server; waiting for it to end ...")
                cursor.execute("select pg_advisory_lock(%s, %s)", LOCK)
            yield str(connection.info.backend_pid)
