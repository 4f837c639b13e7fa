"""How long a server takes for the dashboard's questions while several people ask at once: median and 95th percentile.

Run by `make benchmark-server`, as the user of FSU_POSTGRES_USER: the questions on schema marts where they may read it,
and those on schema qlik, whose rows are held to their areas. Nothing is written.
"""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

from python_helpers.errors import FsuError
from python_helpers.postgres.session import connect

if TYPE_CHECKING:
    from psycopg2 import extensions

FOLDERS = {"marts": "dashboard_questions", "qlik": "area_questions"}
FIRST = {
    "marts": "select person_key from marts.fsu_cohort order by rank limit 1",
    "qlik": (
        'select "Cohort Person" from qlik.qlik_cohort where "Cohort Scheme In Force" = \'Yes\''
        ' order by "Cohort Rank" limit 1'
    ),
}
"""Whose page is asked for: the first of the cohort whom the user sees."""
AIM_MS = 100.0
"""Longest that the 95th percentile of a question may be, in milliseconds: what a person feels as at once."""


@dataclass(frozen=True)
class Question:
    """One statement, and the person whom it asks about."""

    name: str
    statement: str
    person_key: str

    def ask(self, connection: extensions.connection) -> float:
        """Milliseconds until every row is here."""
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(self.statement, {"person_key": self.person_key})
            cursor.fetchall()
        return (time.perf_counter() - started) * 1000

    def costliest(self, connection: extensions.connection) -> str:
        """The step of the plan that takes longest by itself, and how many milliseconds, without other readers."""
        with connection.cursor() as cursor:
            cursor.execute(f"explain (analyze, format json) {self.statement}", {"person_key": self.person_key})
            (found,) = cursor.fetchone() or ([{}],)
        milliseconds, name = max(steps(found[0]["Plan"]))
        return f"{name}: {milliseconds:.1f}"


def steps(plan: dict[str, Any]) -> list[tuple[float, str]]:
    """Milliseconds of each step of a plan by itself, and what it is."""
    inner = plan.get("Plans", [])
    taken = _milliseconds(plan) - sum(_milliseconds(each) for each in inner)
    name = " ".join([plan["Node Type"], *(str(plan[key]) for key in ("Relation Name", "Index Name") if key in plan)])
    return [(taken, name), *(step for each in inner for step in steps(each))]


def _milliseconds(plan: dict[str, Any]) -> float:
    return float(plan["Actual Total Time"]) * float(plan["Actual Loops"])


def questions_of(connection: extensions.connection) -> list[Question]:
    """The questions that the user may ask.

    Raises:
        FsuError: there are none.
    """
    found = []
    with connection.cursor() as cursor:
        for schema, folder in FOLDERS.items():
            cursor.execute("select has_schema_privilege(oid, 'usage') from pg_namespace where nspname = %s", [schema])
            if cursor.fetchone() != (True,):
                continue
            cursor.execute(FIRST[schema])
            first = cursor.fetchone()
            for file in sorted((Path(__file__).parent / folder).glob("*.sql")):
                statement = file.read_text(encoding="utf-8").replace("%", "%%")
                found.append(
                    Question(
                        f"{schema}/{file.stem}",
                        statement.replace("$person_key", "%(person_key)s"),
                        str(first[0]) if first else "",
                    )
                )
    if not found:
        raise FsuError("The user of FSU_POSTGRES_USER may read neither marts nor qlik: see docs/server.md.")
    return found


def ask_in_turn(asked: list[Question]) -> list[tuple[str, float]]:
    """Ask over one connection, as one reader does."""
    with closing(connect()) as connection:
        connection.autocommit = True
        return [(question.name, question.ask(connection)) for question in asked]


def percentile_95(times: list[float]) -> float:
    """The smallest time that 95% of them do not exceed."""
    return sorted(times)[-(-len(times) * 95 // 100) - 1]


def main(readers: int = 8, rounds: int = 20) -> None:
    """Print the table; exit code 1 where a question misses the aim."""
    with closing(connect()) as connection:
        connection.autocommit = True
        questions = questions_of(connection)
        costliest = {question.name: question.costliest(connection) for question in questions}
    # Everybody goes round, each beginning elsewhere.
    turns = [list(islice(cycle(questions), start, start + rounds * len(questions))) for start in range(readers)]
    started = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        answers = [answer for one in pool.map(ask_in_turn, turns) for answer in one]
    seconds = time.perf_counter() - started
    table = Table("question", "median ms", "p95 ms", "costliest step, ms alone")
    too_slow = False
    for question in questions:
        times = [taken for name, taken in answers if name == question.name]
        p95 = percentile_95(times)
        too_slow |= p95 > AIM_MS
        table.add_row(question.name, f"{statistics.median(times):.1f}", f"{p95:.1f}", costliest[question.name])
    console = Console(width=120)
    console.print(table)
    everything = [taken for _, taken in answers]
    console.print(
        f"{readers} readers, {len(answers):,} answers, {len(answers) / seconds:,.0f} a second; "
        f"of all, median {statistics.median(everything):.1f} ms, 95th percentile {percentile_95(everything):.1f} ms."
    )
    raise typer.Exit(1 if too_slow else 0)


if __name__ == "__main__":
    typer.run(main)
