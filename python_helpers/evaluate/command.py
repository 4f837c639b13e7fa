"""What `fsu evaluate` does: score, print, store, and fail where a floor is missed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console

from python_helpers import audit
from python_helpers.demo import holds_real_people
from python_helpers.evaluate.errors import patterns, print_patterns
from python_helpers.evaluate.floors import Floors
from python_helpers.evaluate.report import print_report, write_json
from python_helpers.evaluate.scores import evaluate
from python_helpers.evaluate.world import EvaluationError, open_world
from python_helpers.publishing.digest import project_digest
from python_helpers.warehouse import default_file


@dataclass(frozen=True)
class Request:
    """What to score and where the figures go; see `fsu evaluate --help`."""

    truth: Path
    warehouse: Path | None
    schema_prefix: str
    resolved: Path | None
    json_path: Path | None
    with_errors: bool
    is_quiet: bool = False


def run(request: Request, floors: Floors) -> None:
    """Score a warehouse against a truth.

    Raises:
        EvaluationError: a floor is missed, or there is nothing to score.
    """
    console = Console(quiet=request.is_quiet)
    warehouse = request.warehouse or default_file()
    if warehouse.is_file() and holds_real_people(warehouse):
        audit.append("evaluate", purpose="quality of the linkage", recipients=audit.who())
    with open_world(request.truth, warehouse, request.schema_prefix, request.resolved) as world:
        evaluation = evaluate(world)
        print_report(evaluation, console)
        if request.with_errors:
            print_patterns(patterns(world), console)
    if request.json_path:
        # Another linker's answer is no build of this project.
        write_json(evaluation, request.json_path, None if request.resolved else _measured_on(warehouse))
    missed = floors.missed(evaluation)
    if missed:
        raise EvaluationError("Floor missed: " + "; ".join(missed) + ".")


def _measured_on(warehouse: Path) -> dict[str, str] | None:
    """Delivery, date and version of the project of the build that was scored; None where the warehouse does not say."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        schemas = dict(
            connection.execute(
                "select table_name, min(schema_name) from duckdb_tables() "
                "where table_name in ('int_window__bounds', 'build_log') group by table_name"
            ).fetchall()
        )
        if len(schemas) != 2:
            return None
        row = connection.execute(
            f"""
            select last(log.delivery_id order by log.logged_at, log.rowid), min(bounds.as_of_date)
            from "{schemas["build_log"]}".build_log as log
            cross join "{schemas["int_window__bounds"]}".int_window__bounds as bounds
            """  # noqa: S608 - schemas of the project, from the catalogue
        ).fetchone()
    if row is None or None in row:
        return None
    return {"delivery_id": row[0], "as_of_date": str(row[1]), "project_sha256": project_digest(Path())}
