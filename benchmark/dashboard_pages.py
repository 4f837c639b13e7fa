"""How long the dashboard's server takes for a page while several people read at once: 95th percentile, cold and warm.

Run by `make benchmark-dashboard`. Serves published/current (`FSU_PUBLISHED`) on this machine alone, and asks for
each page from so many readers at once. The time is the server's, from the request to the last byte of the answer.
"""

from __future__ import annotations

import http.client
import resource
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

import typer
import uvicorn
from rich.console import Console
from rich.table import Table

from python_helpers.dashboard import queries
from python_helpers.dashboard.access import reader
from python_helpers.dashboard.app import create_app
from python_helpers.dashboard.releases import Releases

AIM_MS = 150.0
"""Longest that the 95th percentile of a page may be, in milliseconds."""
HEADER = "x-benchmark-user"
PORT = 8612
KEY_LENGTH = 32

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class Timed:
    """An application whose answers are timed."""

    def __init__(self, application: Application) -> None:
        """Time nothing yet."""
        self._application = application
        self.times: list[tuple[str, float]] = []

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401 -- as ASGI has it
        """Answer, and note how many milliseconds it took."""
        started = time.perf_counter()
        await self._application(scope, receive, send)
        if scope["type"] == "http":
            self.times.append((scope["path"], (time.perf_counter() - started) * 1000))

    def taken(self, count: int) -> list[tuple[str, float]]:
        """Path and time of so many answers; a reader may have the last byte before its time is noted."""
        while len(self.times) < count:
            time.sleep(0.01)
        noted, self.times = self.times, []
        return noted


@contextmanager
def served(application: Application) -> Iterator[None]:
    """The application on this machine's own address."""
    config = uvicorn.Config(application, host="127.0.0.1", port=PORT, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def read(user: str, address: str) -> int:
    """Status of one page."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("GET", address, headers={HEADER: user})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def percentile_95(times: list[float]) -> float:
    """The smallest time that 95% of them do not exceed."""
    return sorted(times)[-(-len(times) * 95 // 100) - 1]


def addresses(user: str) -> list[str]:
    """Each page once; of people, the first whom the reader sees."""
    release, who = Releases().current(), reader(user)
    if who is None:
        raise SystemExit(f"{user} may not read the dashboard: see seeds/access/dashboard_users.csv.")
    key = queries.cohort(release, who, queries.Choice.of({}, [], release), 1)[0]["Cohort Person"]
    person = [f"/person/{key}{end}" for end in ("", "/events", "/why")]
    return ["/", "/areas", "/places", "/trust", *person]


def _name(page: str) -> str:
    """The page without whose it is."""
    return "/".join("..." if len(part) == KEY_LENGTH else part for part in page.split("/"))


def main(user: str = "DEMO\\LEADER", readers: int = 8, rounds: int = 20) -> None:
    """Print the table; exit code 1 where a page misses the aim or cannot be read."""
    pages = addresses(user)
    application = Timed(create_app(HEADER))
    with served(application), ThreadPoolExecutor(readers) as pool:
        # Cold: the first time that anybody asks. Then everybody goes round, each beginning elsewhere.
        statuses = [read(user, page) for page in pages]
        cold = application.taken(len(pages))
        asked = [page for start in range(readers) for page in islice(cycle(pages), start, start + rounds * len(pages))]
        statuses += pool.map(lambda page: read(user, page), asked)
        warm = application.taken(len(asked))
    table = Table("page", "first ms", "p95 ms", "requests", title=f"{readers} readers at once, {len(warm):,} requests")
    too_slow = any(status != 200 for status in statuses)
    for page in pages:
        first = next(taken for path, taken in cold if path == page)
        times = [taken for path, taken in warm if path == page]
        p95 = percentile_95(times)
        too_slow |= max(p95, first) > AIM_MS
        table.add_row(_name(page), f"{first:.0f}", f"{p95:.0f}", f"{len(times):,}")
    console = Console(width=100)
    console.print(table)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    console.print(f"Most memory of the server and its readers: {memory:,} MB.")
    sys.exit(1 if too_slow else 0)


if __name__ == "__main__":
    typer.run(main)
