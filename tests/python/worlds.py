"""Small worlds, built the way a user builds: synthetic extracts, `fsu refresh`, a release. No command has a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
from parsed_once import parsed_once

from python_helpers.tokens import hand_over

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
GUARD = Path(__file__).parent / "network_guard"

SALT = "q7Vd2rXk9mTz4bHy8wLc3nFs"
"""Found nowhere else, so that a search for it finds only leaks."""

WITH_UNIT_TESTS = {"DBT_EXCLUDE_RESOURCE_TYPES": ""}
"""They judge the code on rows of their own, so one build an engine runs them: a third of a small build."""

WITH_EVERY_LINE = {"DBT_LOG_LEVEL_FILE": "debug"}
"""As a user has it. Where a test does not read the log, it is written without the statements, which takes less time."""

ZONES = ("marts", "governance", "qlik", "linkage", "restricted")


@cache
def no_network() -> tuple[str, ...]:
    """Prefix that runs a command in a network namespace without any interface; empty where the system forbids that.

    The audit hook of `network_guard` sees Python; this also holds for native code, which then finds no network at all.
    """
    for prefix in (("unshare", "-n"), ("unshare", "-rn")):
        if (
            shutil.which("unshare")
            and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
        ):
            return prefix
    return ()


@dataclass(frozen=True)
class World:
    """One checkout's worth of data folders, and the commands that work in them."""

    root: Path
    extra_environment: dict[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> Path:
        """Extracts."""
        return self.root / "raw"

    @property
    def landing(self) -> Path:
        """Landing folder."""
        return self.root / "landing"

    @property
    def warehouse(self) -> Path:
        """Warehouse file."""
        return self.root / "warehouse" / "fsu.duckdb"

    @property
    def published(self) -> Path:
        """Published folder."""
        return self.root / "published"

    @property
    def release(self) -> Path:
        """Current release."""
        return self.published / "current"

    @property
    def target(self) -> Path:
        """Artefacts of dbt."""
        return self.root / "target"

    @property
    def logs(self) -> Path:
        """Logs of dbt."""
        return self.root / "logs"

    @property
    def network_log(self) -> Path:
        """One line an attempt to leave the machine; absent where there was none."""
        return self.root / "network.log"

    @property
    def environment(self) -> dict[str, str]:
        """Variables that make every command work in this world."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("FSU_", "DBT_", "PG"))}
        return {
            **inherited,
            "FSU_LANDING": str(self.landing),
            "FSU_WAREHOUSE": str(self.warehouse),
            "FSU_PUBLISHED": str(self.published),
            "FSU_TOKEN_SALT": SALT,
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.logs),
            "DBT_LOG_LEVEL_FILE": "info",
            "PYTHONPATH": str(GUARD),
            "NETWORK_GUARD_LOG": str(self.network_log),
            "DBT_EXCLUDE_RESOURCE_TYPES": "unit_test",
            **self.extra_environment,
        }

    def command(self, program: str, *arguments: str) -> list[str]:
        """A command line of this project's program, without a network."""
        return [*no_network(), str(PROGRAMS / program), *arguments]

    def run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `fsu` or `dbt` in the project's root, in this world.

        Raises:
            AssertionError: the command failed and `check` is set; the end of what it said is in the message.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with self._parsing(program, arguments):
            done = subprocess.run(
                self.command(program, *arguments),
                cwd=PROJECT,
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
            )
        assert done.returncode == 0 or not check, f"{program} {' '.join(arguments)}: {_last_words(done)}"
        return done

    def _parsing(self, program: str, arguments: tuple[str, ...]) -> AbstractContextManager[None]:
        """Around `dbt` and `fsu refresh`: the project is parsed once a session."""
        parses = program == "dbt" or arguments[:1] == ("refresh",)
        if not parses or "--vars" in arguments or "--no-partial-parse" in arguments:
            return nullcontext()
        given = dict(pairwise(arguments))
        return parsed_once(self.environment, Path(given.get("--project-dir", PROJECT)))

    def synthesise(self, profile: str, scale: float, seed: int = 7) -> None:
        """Write the extracts."""
        self.run("fsu", "synthesise", str(self.raw), "--profile", profile, "--scale", str(scale), "--seed", str(seed))

    def refresh(self, *arguments: str) -> None:
        """`make build RAW_DIR=...` without make."""
        self.run("fsu", "refresh", "--raw-dir", str(self.raw), *arguments)

    def make(self, *selected: str) -> None:
        """Build the seeds and what is selected by one command, for a test that is about rows, not about data tests."""
        no_tests = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
        self.run("dbt", "-q", "build", *no_tests, "--select", "resource_type:seed", *selected)

    def published_relations(self) -> dict[str, Path]:
        """Parquet file of every published relation, restricted ones included, by `<schema>.<relation>`."""
        files = [*self.release.glob("parquet/*/*.parquet"), *self.release.glob("restricted/parquet/*/*.parquet")]
        return {f"{file.parent.name}.{file.stem}": file for file in sorted(files)}

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of the warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            hand_over(connection, SALT)
            return connection.execute(statement).fetchall()


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    """What a failed command said at the end: of dbt's hundreds of lines, those after the last node."""
    said = done.stdout.rpartition("Completed with")[2] or done.stdout
    return f"exit code {done.returncode}\n{said[-4000:]}\n{done.stderr[-2000:]}"
