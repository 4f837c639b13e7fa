"""How long the dashboard's server takes for a page while several people read at once: 95th percentile, cold and warm.

Run by `make benchmark-dashboard`. Serves published/current (`FSU_PUBLISHED`) on this machine alone; the readers are
another process. The time is the server's, from the request to the last byte of the answer. Cold: a release has just
been taken up, and every reader asks for each page once; several times over. Warm: the same server goes on. The
processor's time of a page is that of one reader alone: what can be compared on a machine that does other things, too.
"""

from __future__ import annotations

import http.client
import os
import resource
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import typer
import uvicorn
from rich.console import Console
from rich.table import Table
from starlette.applications import Starlette

from python_helpers.dashboard import queries
from python_helpers.dashboard.access import reader
from python_helpers.dashboard.app import create_app
from python_helpers.dashboard.releases import Releases
from python_helpers.settings import published_dir

AIM_MS = 150.0
"""Longest that the 95th percentile of a page may be, in milliseconds."""
HEADER = "x-benchmark-user"
PORT = 8612
KEY_LENGTH = 32
RUNS_ALONE = 10

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class Timed:
    """An application whose answers are timed."""

    def __init__(self, application: Starlette) -> None:
        """Time nothing yet."""
        self._application = application
        self.releases: Releases = application.state.releases
        self.times: list[tuple[str, float]] = []

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401 -- as ASGI has it
        """Answer, and note how many milliseconds it took."""
        started = time.perf_counter()
        await self._application(scope, receive, send)
        if scope["type"] == "http":
            query = scope["query_string"].decode()
            address = f"{scope['path']}?{query}" if query else scope["path"]
            self.times.append((address, (time.perf_counter() - started) * 1000))

    def taken(self, count: int) -> list[tuple[str, float]]:
        """Address and time of so many answers; a reader may have the last byte before its time is noted."""
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


def read_at_once(user: str, asked: list[list[str]]) -> list[int]:
    """Statuses of what so many readers asked for, each one page after the other."""
    with ThreadPoolExecutor(len(asked)) as pool:
        return [
            status
            for of_one in pool.map(lambda pages: [read(user, page) for page in pages], asked)
            for status in of_one
        ]


def addresses(user: str) -> list[str]:
    """Each page once, a filtered list and its file; of people, the first whom the reader sees."""
    release, who = Releases().current(), reader(user)
    if who is None:
        raise SystemExit(f"{user} may not read the dashboard: see seeds/access/dashboard_users.csv.")
    key = queries.cohort(release, who, queries.Choice.of({}, [], release), 1)[0]["Cohort Person"]
    person = [f"/person/{key}{end}" for end in ("", "/events", "/why")]
    return ["/", "/?scheme=Hours&trend=Rising&page=2", "/areas", "/places", "/trust", *person, "/list.csv"]


def _name(page: str) -> str:
    """The page without whose it is."""
    return "/".join("..." if len(part) == KEY_LENGTH else part for part in page.split("/"))


def _turns(pages: list[str], readers: int, rounds: int) -> list[list[str]]:
    """What each reader asks for: everybody goes round, each beginning elsewhere."""
    return [[*pages[start % len(pages) :], *pages[: start % len(pages)]] * rounds for start in range(readers)]


@contextmanager
def _noted_elsewhere() -> Iterator[None]:
    """The release under a folder of its own, so that the files taken here are no lines of the real audit log."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "current").symlink_to((published_dir() / "current").resolve())
        os.environ["FSU_PUBLISHED"] = folder
        yield


def main(user: str = "DEMO\\LEADER", readers: int = 8, rounds: int = 20, cold_rounds: int = 5) -> None:
    """Print the table; exit code 1 where a page misses the aim or cannot be read."""
    with _noted_elsewhere(), ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        pages = addresses(user)
        elsewhere.submit(os.getpid).result()  # it has started
        statuses: list[int] = []
        cold: list[tuple[str, float]] = []
        processor: dict[str, float] = {}
        for round_ in range(1, cold_rounds + 1):
            started = time.process_time()
            application = Timed(create_app(HEADER))
            # As its watcher does before anybody asks for it.
            application.releases.current()
            ready = time.process_time() - started
            with served(application):
                asked = _turns(pages, readers, 1)
                statuses += elsewhere.submit(read_at_once, user, asked).result()
                cold += application.taken(sum(map(len, asked)))
                if round_ == cold_rounds:
                    asked = _turns(pages, readers, rounds)
                    statuses += elsewhere.submit(read_at_once, user, asked).result()
                    warm = application.taken(sum(map(len, asked)))
                    for page in pages:
                        started = time.process_time()
                        statuses += elsewhere.submit(read_at_once, user, [[page] * RUNS_ALONE]).result()
                        application.taken(RUNS_ALONE)
                        processor[page] = (time.process_time() - started) * 1000 / RUNS_ALONE
    table = Table(
        "page", "cold p95 ms", "warm p95 ms", "processor ms", title=f"{readers} readers at once, {len(warm):,} requests"
    )
    too_slow = any(status != 200 for status in statuses)
    cold_of, warm_of = _by_page(cold), _by_page(warm)
    for page in pages:
        first, then = percentile_95(cold_of[page]), percentile_95(warm_of[page])
        too_slow |= max(first, then) > AIM_MS
        table.add_row(_name(page), f"{first:.0f}", f"{then:.0f}", f"{processor[page]:.1f}")
    console = Console(width=100)
    console.print(table)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    console.print(f"Making a release ready: {ready:.1f} s of processor. Most memory of the server: {memory:,} MB.")
    sys.exit(1 if too_slow else 0)


def _by_page(times: list[tuple[str, float]]) -> dict[str, list[float]]:
    found = defaultdict(list)
    for page, taken in times:
        found[page].append(taken)
    return found


if __name__ == "__main__":
    typer.run(main)
