"""`make build`: extracts -> landing -> dbt build -> release; what has not changed is not done again."""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb
from rich.console import Console

from python_helpers.errors import FsuError
from python_helpers.publishing.digest import project_digest
from python_helpers.publishing.publish import CURRENT
from python_helpers.publishing.release import is_whole
from python_helpers.publishing.summary import say_what_to_look_at
from python_helpers.settings import (
    current_delivery_is_synthetic,
    delivery_is_synthetic,
    landing_dir,
    published_dir,
    token_salt,
    warehouse_path,
)

QUIET_TOOLS = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DBT_VERSION_CHECK": "false",
    "GX_ANALYTICS_ENABLED": "false",
}
"""No step may call out: no usage statistics, no version check."""

console = Console()


@dataclass(frozen=True)
class Request:
    """What to refresh from; `raw_dir` None means the demo extracts."""

    raw_dir: Path | None
    demo_dir: Path
    demo_scale: float
    as_of: str


@dataclass(frozen=True)
class _Steps:
    """Runs the steps as processes of their own, each giving its memory back; the lock lives on in them."""

    environment: Mapping[str, str]
    lock: IO[str]

    def fsu(self, *arguments: str) -> None:
        self._run([str(Path(sys.executable).with_name("fsu")), *arguments])

    def dbt(self, *arguments: str) -> None:
        self._run([str(Path(sys.executable).with_name("dbt")), *arguments])

    def _run(self, command: list[str]) -> None:
        shown = " ".join([Path(command[0]).name, *command[1:]])
        console.rule(f"[bold]{shown}", align="left")
        status = subprocess.run(  # noqa: S603 - our own programs, no shell
            command, env=dict(self.environment), pass_fds=[self.lock.fileno()], check=False
        ).returncode
        if status:
            raise FsuError(f"`{shown}` failed (exit code {status}); its own words are above. Nothing was published.")


def refresh(request: Request) -> None:
    """Bring `published/current` up to date with the extracts, the project and the date; do nothing where it is.

    Raises:
        FsuError: a step failed, or the request makes no sense. `published/current` is then what it was.
    """
    _check_date(request.as_of)
    raw_dir = request.raw_dir or request.demo_dir
    with _alone() as lock:
        steps = _Steps(_environment(request.as_of), lock)
        if request.raw_dir is None and not (raw_dir / "synthetic.json").is_file():
            steps.fsu("synthesise", str(raw_dir), "--profile", "typical", "--scale", str(request.demo_scale))
        steps.fsu("land", str(raw_dir))
        if os.environ.get("FSU_TARGET", "duckdb") == "postgres":
            _refresh_server(steps)
            return
        _leave_demo_behind()
        inputs = _digest_of_inputs(steps.environment)
        if _is_up_to_date(inputs):
            console.print("Nothing has changed since the last publication: extracts, project and date are the same.")
        else:
            steps.fsu("restore-state")
            steps.dbt("build")
            steps.fsu("publish")
            _remember(inputs)
    say_what_to_look_at(console, published_dir() / CURRENT)


def _refresh_server(steps: _Steps) -> None:
    """Build on PostgreSQL, where readers use the marts in place."""
    from python_helpers.postgres.session import session_options  # noqa: PLC0415 - only where there is a server

    steps.fsu("load-postgres")
    _Steps({**steps.environment, "PGOPTIONS": session_options(token_salt())}, steps.lock).dbt("build")
    console.print(
        "On the server are up to date: schemas marts and governance and, for named users, restricted and linkage."
    )


def _check_date(as_of: str) -> None:
    if as_of:
        try:
            datetime.date.fromisoformat(as_of)
        except ValueError as error:
            raise FsuError(
                f"AS_OF={as_of} is not a date. Write it as YYYY-MM-DD, for example AS_OF=2026-10-01."
            ) from error


def _environment(as_of: str) -> dict[str, str]:
    environment = {**os.environ, **QUIET_TOOLS}
    if as_of:
        environment["FSU_AS_OF"] = as_of
    return environment


@contextmanager
def _alone() -> Iterator[IO[str]]:
    """Wait for an earlier refresh of this warehouse to end, also one whose starter was killed; then hold the lock."""
    lock = warehouse_path().with_name(f".{warehouse_path().name}.lock")
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.print(f"Another refresh of {warehouse_path()} is under way; waiting for it to end ...")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream


def _leave_demo_behind() -> None:
    """Start real extracts in a warehouse of their own: made-up people must not have a past among real ones.

    The demo's warehouse can be made again; its release stays readable until the real one takes its place.
    """
    warehouse = warehouse_path()
    if current_delivery_is_synthetic() or not warehouse.is_file() or not _holds_demo(warehouse):
        return
    console.print(f"{warehouse} holds demo data; it makes way for the real extracts.")
    warehouse.unlink()
    warehouse.with_name(f"{warehouse.name}.wal").unlink(missing_ok=True)


def _holds_demo(warehouse: Path) -> bool:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name from duckdb_tables() where table_name = 'build_log' order by schema_name"
        ).fetchall()
        deliveries = {
            row[0]
            for (schema,) in tables
            for row in connection.execute(f'select distinct delivery_id from "{schema}".build_log').fetchall()  # noqa: S608
        }
    return any(delivery_is_synthetic(delivery) for delivery in deliveries if delivery)


def _memory() -> Path:
    return warehouse_path().with_name(f"{warehouse_path().name}.published.json")


def _digest_of_inputs(environment: Mapping[str, str]) -> str:
    """One digest over all that a release depends on. Keyed with the salt, which thereby counts and stays secret."""
    inputs = {
        "delivery": (landing_dir() / "current").resolve().name,
        "project": project_digest(Path()),
        "settings": {
            name: value for name, value in environment.items() if name.startswith("FSU_") and "SALT" not in name
        },
    }
    return hmac.new(token_salt().encode(), json.dumps(inputs, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def _is_up_to_date(inputs: str) -> bool:
    memory = _memory()
    if not memory.is_file() or not warehouse_path().is_file():
        return False
    current = published_dir() / CURRENT
    known = json.loads(memory.read_text(encoding="utf-8"))
    return known == {"inputs": inputs, "release": current.resolve().name} and is_whole(current)


def _remember(inputs: str) -> None:
    memory = _memory()
    new = memory.with_name(f".{memory.name}.new")
    new.write_text(
        json.dumps({"inputs": inputs, "release": (published_dir() / CURRENT).resolve().name}), encoding="utf-8"
    )
    new.replace(memory)
