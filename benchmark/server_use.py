"""What a PostgreSQL server on this machine uses: processor time and memory of all its processes, read from /proc."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from python_helpers.errors import FsuError
from python_helpers.postgres.session import connect

PROCESSES = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_MEMORY = re.compile(r"^(RssAnon|RssShmem):\s+(\d+) kB", re.MULTILINE)
_FOUND = """
select
    pg_backend_pid(),
    pg_database_size(current_database()),
    (select count(*) from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public'))
"""


class ServerUse:
    """The server that the variables of docs/server.md lead to, while one database of it is built."""

    def __init__(self) -> None:
        """Find its processes.

        Raises:
            FsuError: it is on another machine, or the database holds something, which a benchmark would write over.
        """
        backend, _, schemas = _ask()
        parent = _numbers(PROCESSES / str(backend))
        if not parent:
            raise FsuError("The server is on another machine: what it uses cannot be seen from here.")
        if schemas:
            raise FsuError("The database holds something already. Name an empty one in FSU_POSTGRES_DBNAME.")
        self._postmaster = PROCESSES / str(parent[1])

    def processor_seconds(self) -> float:
        """Processor seconds of every process since the server started, those that have ended among them."""
        while True:
            ended = self._of_the_ended()
            at_work = sum(sum(numbers[11:13]) for numbers in map(_numbers, self._backends()) if numbers)
            if self._of_the_ended() == ended:  # else one that ended meanwhile would count twice, or not at all
                return (ended + at_work) / _TICKS

    def resident_bytes(self) -> int:
        """Memory that each process has for itself, and once what they share: as much of it as one of them touched."""
        own, shared = 0, 0
        for process in self._backends():
            try:
                found = dict(_MEMORY.findall((process / "status").read_text(encoding="utf-8")))
            except (FileNotFoundError, ProcessLookupError):
                continue
            own += int(found.get("RssAnon", 0))
            shared = max(shared, int(found.get("RssShmem", 0)))
        return (own + shared) * 1024

    def _of_the_ended(self) -> int:
        return sum(_numbers(self._postmaster)[11:15])

    def _backends(self) -> Iterator[Path]:
        children = self._postmaster / "task" / self._postmaster.name / "children"
        return (PROCESSES / child for child in children.read_text(encoding="utf-8").split())


def database_bytes() -> int:
    """Size of the database on disk, with what readers see of it."""
    return _ask()[1]


def _ask() -> tuple[int, int, int]:
    with closing(connect()) as connection, connection.cursor() as cursor:
        cursor.execute(_FOUND)
        found: tuple[int, int, int] | None = cursor.fetchone()
    assert found
    return found


def _numbers(process: Path) -> list[int]:
    """Fields of a process's `stat` after its name, the first of which is a letter; none where it has ended."""
    try:
        fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [0, *map(int, fields[1:])]
