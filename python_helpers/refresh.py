"""`make build`: extracts -> landing -> dbt build -> release; what has not changed is not done again."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rich.console import Console

from python_helpers import audit, force_settings
from python_helpers.before_landing import check as check_before_landing
from python_helpers.corrections import store as corrections
from python_helpers.errors import FsuError
from python_helpers.private import make_warehouse_private
from python_helpers.publishing.digest import project_digest
from python_helpers.publishing.publish import CURRENT
from python_helpers.publishing.release import is_whole
from python_helpers.publishing.state import leave_demo_behind
from python_helpers.publishing.summary import say_what_to_look_at
from python_helpers.settings import (
    landing_dir,
    published_dir,
    read_as_of,
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
    accept_as_of: str = ""


@dataclass(frozen=True)
class _Steps:
    """Runs the steps as processes of their own, each giving its memory back; the lock lives on in them."""

    environment: Mapping[str, str]
    lock: IO[str]

    def fsu(self, *arguments: str) -> None:
        self._run([str(Path(sys.executable).with_name("fsu")), *arguments])

    def dbt(self, *arguments: str) -> None:
        """Run dbt, told of a force's own parameters; they stay off the screen, one of them is a name."""
        self._run([str(Path(sys.executable).with_name("dbt")), *arguments], force_settings.vars_for_dbt())

    def _run(self, command: list[str], unshown: Sequence[str] = ()) -> None:
        shown = " ".join([Path(command[0]).name, *command[1:]])
        console.rule(f"[bold]{shown}", align="left")
        status = subprocess.run(  # noqa: S603 - our own programs, no shell
            [*command, *unshown], env=dict(self.environment), pass_fds=[self.lock.fileno()], check=False
        ).returncode
        if status:
            raise FsuError(f"`{shown}` failed (exit code {status}); its own words are above. Nothing was published.")


def refresh(request: Request) -> None:
    """Bring `published/current` up to date with the extracts, the project and the date; do nothing where it is.

    Raises:
        FsuError: a step failed, or the request makes no sense. `published/current` is then what it was.
    """
    read_as_of(request.as_of, "AS_OF")
    force_settings.read()  # what is wrong there is said before anything lands
    raw_dir = request.raw_dir or request.demo_dir
    with _alone() as lock:
        steps = _Steps(_environment(request), lock)
        if request.raw_dir is None and not (raw_dir / "synthetic.json").is_file():
            steps.fsu("synthesise", str(raw_dir), "--profile", "typical", "--scale", str(request.demo_scale))
        check_before_landing(raw_dir)
        steps.fsu("land", str(raw_dir))
        target = os.environ.get("FSU_TARGET", "duckdb")
        if target == "postgres":
            _refresh_server(steps)
        elif target == "spark":
            _build_and_publish(steps)
        else:
            _refresh_file(steps, raw_dir if request.raw_dir is None else None)
    say_what_to_look_at(console, published_dir() / CURRENT)


def _refresh_file(steps: _Steps, demo_dir: Path | None) -> None:
    """Build and publish the DuckDB warehouse, unless that would change nothing; the demo is scored as well."""
    if leave_demo_behind():
        console.print(f"{warehouse_path()} held demo data; it has made way for the real extracts.")
    inputs = _digest_of_inputs(steps.environment)
    if _is_up_to_date(inputs):
        console.print("Nothing has changed since the last publication: extracts, project and date are the same.")
        return
    steps.fsu("restore-state")
    steps.dbt("build")
    steps.fsu("publish", *(_evaluation(steps, demo_dir) if demo_dir else ()))
    _remember(inputs)


def _evaluation(steps: _Steps, raw_dir: Path) -> tuple[str, ...]:
    """Score the demo, whose truth lies beside it, and say where the figures are, for the release's report."""
    truth = raw_dir.with_name(f"{raw_dir.name}_truth")
    if not truth.is_dir():
        return ()
    file = warehouse_path().with_name(f"{warehouse_path().name}.evaluation.json")
    steps.fsu("evaluate", str(truth), "--json", str(file), "--quiet")
    return ("--evaluation", str(file))


def _refresh_server(steps: _Steps) -> None:
    """Load, build and publish on PostgreSQL, as the only one who writes there."""
    from python_helpers.postgres.builder import HOLDER, builder  # noqa: PLC0415 - only where there is a server
    from python_helpers.postgres.session import session_options  # noqa: PLC0415

    with builder(console.print) as holder:
        salted = {"PGOPTIONS": session_options(token_salt()), HOLDER: holder}
        server = _Steps({**steps.environment, **salted}, steps.lock)
        server.fsu("load-postgres")
        server.fsu("restore-state")
        _build_and_publish(server)


def _build_and_publish(steps: _Steps) -> None:
    """Where dbt itself cannot write its line of the audit log."""
    with audit.refusals_noted("build", "refresh"):
        steps.dbt("build")
        audit.append("build", purpose="refresh", command="dbt build", extent="passed")
    steps.fsu("publish")


def _environment(request: Request) -> dict[str, str]:
    asked = {"FSU_AS_OF": request.as_of, "FSU_ACCEPT_AS_OF": request.accept_as_of}
    return {**os.environ, **QUIET_TOOLS, **{name: value for name, value in asked.items() if value}}


@contextmanager
def _alone() -> Iterator[IO[str]]:
    """Wait for an earlier refresh of this warehouse to end, also one whose starter was killed; then hold the lock."""
    lock = warehouse_path().with_name(f".{warehouse_path().name}.lock")
    make_warehouse_private(warehouse_path())
    with lock.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.print(f"Another refresh of {warehouse_path()} is under way; waiting for it to end ...")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream


def _memory() -> Path:
    return warehouse_path().with_name(f"{warehouse_path().name}.published.json")


def _digest_of_inputs(environment: Mapping[str, str]) -> str:
    """One digest over all that a release depends on. Keyed with the salt, which thereby counts and stays secret."""
    inputs = {
        "delivery": Path(os.path.realpath(landing_dir() / "current")).name,
        "project": project_digest(Path()),
        "own settings": force_settings.read().digests,
        "corrections": corrections.digest(),
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
    try:
        known = json.loads(memory.read_bytes())
    except ValueError:  # cut off: what is remembered there only saves time
        return False
    return bool(known == {"inputs": inputs, "release": current.resolve().name}) and is_whole(current)


def _remember(inputs: str) -> None:
    memory = _memory()
    new = memory.with_name(f".{memory.name}.new")
    new.write_text(
        json.dumps({"inputs": inputs, "release": (published_dir() / CURRENT).resolve().name}), encoding="utf-8"
    )
    new.replace(memory)
