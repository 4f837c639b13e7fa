"""What a refresh of a force-year costs, step by step, and what DuckDB alone needs to read, cast and write the same.

Run by `make benchmark-year`, in a folder of its own. Prints the tables of docs/data-team.md: wall time, processor time
and peak memory by phase, the ten costliest nodes, and staging beside DuckDB's own read, cast and write of the same
Parquet, all from one run on one machine. With `FSU_TARGET=postgres` on a server of this machine, what its processes use
counts too. Reads /proc, so it needs Linux.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from rich.console import Console

from benchmark.server_use import ServerUse, database_bytes
from python_helpers.landing.contract import Table, load_contract
from python_helpers.landing.forms import form_of
from python_helpers.postgres.session import is_target, session_options

PROGRAMS = Path(sys.executable).parent
SALT = "9d41f07ac2be58e36f1b7d04a8c95e2b63"
"""For made-up people alone: a benchmark needs keys, not secrets."""
EVERY_SECONDS = 0.1
GIB = 2**30
CASTS = {
    "timestamp_utc": "timestamp",
    "timestamp_civil": "timestamp",
    "date": "date",
    "date_of_birth": "date",
    "whole_number": "bigint",
    "number": "double",
}
"""What DuckDB alone makes of a column by its form; every other column stays text."""
COSTLIEST = 10

console = Console()


@dataclass
class Step:
    """One command's wall and processor seconds, and its largest resident memory in bytes."""

    name: str
    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    server_cpu: float = 0.0
    """The server's share of `cpu`."""
    samples: list[tuple[float, float, int]] = field(default_factory=list)
    """Time, processor seconds so far and resident bytes, every tenth of a second."""


def run(name: str, command: list[str], environment: dict[str, str], server: ServerUse | None = None) -> Step:
    """Run a command to its end, looking at it and at the server every tenth of a second.

    Raises:
        typer.Exit: it failed; its own words are above.
    """
    step = Step(name)
    console.print(f"{name} ...")
    started, before = time.time(), server.processor_seconds() if server else 0.0
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own programs
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, step, over, server))
    watcher.start()
    _, status, used = os.wait4(process.pid, 0)
    over.set()
    watcher.join()
    step.wall, step.cpu, step.peak = time.time() - started, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
    if server:
        step.server_cpu = server.processor_seconds() - before
        step.cpu += step.server_cpu
        step.peak = max((resident for _, _, resident in step.samples), default=step.peak)
    if status:
        raise typer.Exit(1)
    return step


def _watch(process_id: int, step: Step, over: threading.Event, server: ServerUse | None) -> None:
    ticks, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    while not over.wait(EVERY_SECONDS):
        try:
            fields = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            pages = int(Path(f"/proc/{process_id}/statm").read_text(encoding="utf-8").split()[1])
        except (FileNotFoundError, ProcessLookupError, IndexError):
            return
        used, resident = (int(fields[11]) + int(fields[12])) / ticks, pages * page
        if server:
            used, resident = used + server.processor_seconds(), resident + server.resident_bytes()
        step.samples.append((time.time(), used, resident))


def phase_of(node_id: str, paths: dict[str, str]) -> str:
    """Phase of a build that a node belongs to."""
    kind = node_id.partition(".")[0]
    if kind in {"test", "unit_test"}:
        return {"test": "data tests", "unit_test": "unit tests"}[kind]
    path = paths.get(node_id, "")
    if path.startswith("models/staging/"):
        return "staging"
    return "identity" if path.startswith("models/intermediate/identity/") else "the other models"


def executions(results: dict[str, Any]) -> Iterator[tuple[str, float, float]]:
    """Each node's id, and the times at which it started and ended."""
    for result in results["results"]:
        for timing in result["timing"]:
            if timing["name"] == "execute":
                began, ended = (datetime.fromisoformat(timing[key]) for key in ("started_at", "completed_at"))
                yield result["unique_id"], began.timestamp(), ended.timestamp()


def name_of(node_id: str) -> str:
    """How people call a node: a unit test by its own name, everything else without package and hash."""
    parts = node_id.split(".")
    return parts[-1] if parts[0] == "unit_test" else parts[2]


def phases(build: Step, results: dict[str, Any], paths: dict[str, str]) -> list[Step]:
    """The build by phase: what was used while a phase's nodes ran, shared out evenly where two phases ran at once."""
    ran = [(phase_of(node, paths), began, ended) for node, began, ended in executions(results)]
    found: dict[str, Step] = defaultdict(lambda: Step(""))
    for (before, used_before, _), (now, used, resident) in zip(build.samples, build.samples[1:], strict=False):
        running = [phase for phase, began, ended in ran if began <= now and ended >= before]
        for phase in set(running) or {"between nodes"}:
            share = running.count(phase) / len(running) if running else 1.0
            found[phase].wall += (now - before) * share
            found[phase].cpu += (used - used_before) * share
            found[phase].peak = max(found[phase].peak, resident)
    for name, step in found.items():
        step.name = f"of it {name}"
    return sorted(found.values(), key=lambda step: -step.cpu)


def floor_select(table: Table, files: str) -> str:
    """DuckDB's own read and cast of one landed table, with nothing that knows what a record is."""
    read = []
    for column in table.columns:
        cast = CASTS.get(form_of(table, column))
        read.append(f'try_cast("{column}" as {cast}) as "{column}"' if cast else f'"{column}"')
    return f"select {', '.join(read)} from read_parquet('{files}')"  # noqa: S608 - the contract's names


def write_floor(landing: Path, database: Path) -> None:
    """Read, cast and write every landed table: the work that no staging can do without."""
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database), config={"threads": int(os.environ.get("FSU_THREADS") or 2)}) as connection:
        for table in load_contract().tables:
            files = str(landing / "current" / table.system / table.name / "*.parquet").replace("'", "''")
            connection.execute(f'create table "{table.system}_{table.name}" as {floor_select(table, files)}')


def as_table(heads: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, ["---"] * len(heads), *rows])


def line(step: Step) -> list[str]:
    """One line of the table of steps."""
    return [step.name, f"{step.wall:.0f} s", f"{step.cpu:.0f} s", f"{step.peak / GIB:.1f} GiB"]


def report(steps: list[Step], parts: list[Step], floor: Step, results: dict[str, Any]) -> str:
    """The tables, ready for docs/data-team.md."""
    rows = []
    for step in steps:
        rows.append(line(step))
        rows += [line(part) for part in parts if step.name == "`dbt build`"]
    costs = sorted(((ended - began, name_of(node)) for node, began, ended in executions(results)), reverse=True)
    staging = next(part for part in parts if part.name == "of it staging")
    return "\n\n".join(
        (
            as_table(["step", "wall", "processor", "peak memory"], rows),
            as_table(["costliest node", "seconds"], [[f"`{name}`", f"{took:.1f}"] for took, name in costs[:COSTLIEST]]),
            f"Staging took {staging.cpu:.1f} s of processor time; DuckDB alone reads, casts and writes the same rows "
            f"in {floor.cpu:.1f} s ({floor.wall:.1f} s of wall time): {staging.cpu / floor.cpu:.1f} times.",
        )
    )


def main(
    folder: Path,
    scale: float = 1.0,
    raw_dir: Annotated[Path | None, typer.Option(help="Extracts to use in place of made-up ones")] = None,
    floor_only: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Land, build and publish in `folder`, and print what each step cost."""
    folder = folder.resolve()
    if floor_only:
        write_floor(Path(os.environ["FSU_LANDING"]), folder / "floor.duckdb")
        return
    for name in ("", "warehouse", "published"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    salt = os.environ.get("FSU_TOKEN_SALT") or SALT
    server = ServerUse() if is_target() else None
    environment = {
        **os.environ,
        **({"PGOPTIONS": session_options(salt)} if server else {}),
        "FSU_TOKEN_SALT": salt,
        "FSU_LANDING": str(folder / "landing"),
        "FSU_WAREHOUSE": str(folder / "warehouse" / "fsu.duckdb"),
        "FSU_PUBLISHED": str(folder / "published"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    fsu, dbt = str(PROGRAMS / "fsu"), str(PROGRAMS / "dbt")
    raw = raw_dir or folder / "raw"
    if not raw.exists():
        run("made-up extracts", [fsu, "synthesise", str(raw), "--scale", str(scale)], environment)
    for left in (folder / "warehouse").glob("fsu.duckdb*"):
        left.unlink()
    steps = [run("`fsu land`", [fsu, "land", str(raw)], environment)]
    floor = run(
        "DuckDB's read, cast and write",
        [sys.executable, __file__, str(folder), "--floor-only"],
        environment,
    )
    (folder / "floor.duckdb").unlink()
    if server:
        steps.append(run("`fsu load-postgres`", [fsu, "load-postgres"], environment, server))
    build = run("`dbt build`", [dbt, "--quiet", "build"], environment, server)
    results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    nodes = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    paths = {node_id: node["original_file_path"] for node_id, node in nodes.items()}
    size = database_bytes() if server else Path(environment["FSU_WAREHOUSE"]).stat().st_size
    steps += [build, run("`fsu publish`", [fsu, "publish"], environment, server)]
    said = report(steps, phases(build, results, paths), floor, results)
    said += f"\n\nThe warehouse takes {size / GIB:.1f} GiB before publication."
    if server:
        seconds = ", ".join(f"{step.name} {step.server_cpu:.0f} s" for step in steps if step.server_cpu)
        said += f" Of the processor time the server's is: {seconds}. Then it takes {database_bytes() / GIB:.1f} GiB."
    (folder / "costs.txt").write_text(f"{said}\n", encoding="utf-8")
    console.print(said, markup=False, soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
