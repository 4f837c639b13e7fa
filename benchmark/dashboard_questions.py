"""How long the twelve questions of the dashboard take on a published file: median and slowest of several runs each.

Run by `make benchmark-dashboard`. Reads published/current/fsu.duckdb (`FSU_PUBLISHED`) read-only, with two threads.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from python_helpers.settings import published_dir

QUESTIONS = Path(__file__).parent / "dashboard_questions"
AIM_MS = 100.0
"""Longest that an answer may take, in milliseconds: what a person feels as at once."""


def run_times(connection: duckdb.DuckDBPyConnection, statement: str, person_key: str, runs: int) -> list[float]:
    """Milliseconds of each run of one statement, all rows fetched."""
    parameters = {"person_key": person_key} if "$person_key" in statement else None
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        connection.execute(statement, parameters).fetchall()
        times.append((time.perf_counter() - started) * 1000)
    return times


def main(database: Path | None = None, runs: int = 15, threads: int = 2) -> None:
    """Print the table; exit code 1 where a median is over the aim."""
    file = database or published_dir() / "current" / "fsu.duckdb"
    table = Table("question", "median ms", "slowest ms", title=f"{file}, {threads} threads, {runs} runs each")
    too_slow = False
    with duckdb.connect(str(file), read_only=True, config={"threads": threads}) as connection:
        first = connection.execute("select person_key from marts.fsu_cohort where rank = 1").fetchone()
        person_key = str(first[0]) if first else ""
        for question in sorted(QUESTIONS.glob("*.sql")):
            times = run_times(connection, question.read_text(encoding="utf-8"), person_key, runs)
            median = statistics.median(times)
            too_slow |= median > AIM_MS
            table.add_row(question.stem, f"{median:.1f}", f"{max(times):.1f}")
    Console(width=100).print(table)
    raise typer.Exit(1 if too_slow else 0)


if __name__ == "__main__":
    typer.run(main)
