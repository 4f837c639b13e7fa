"""What `fsu evaluate` does: score, print, store, and fail where a floor is missed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from python_helpers import audit, settings
from python_helpers.demo import holds_real_people
from python_helpers.evaluate.errors import patterns, print_patterns
from python_helpers.evaluate.floors import Floors
from python_helpers.evaluate.report import print_report, write_json
from python_helpers.evaluate.scores import evaluate
from python_helpers.evaluate.world import EvaluationError, open_world


@dataclass(frozen=True)
class Request:
    """What to score and where the figures go; see `fsu evaluate --help`."""

    truth: Path
    warehouse: Path | None
    schema_prefix: str
    resolved: Path | None
    json_path: Path | None
    with_errors: bool


def run(request: Request, floors: Floors) -> None:
    """Score a warehouse against a truth.

    Raises:
        EvaluationError: a floor is missed, or there is nothing to score.
    """
    console = Console()
    warehouse = request.warehouse or settings.warehouse_path()
    if warehouse.is_file() and holds_real_people(warehouse):
        audit.append("evaluate", purpose="quality of the linkage", recipients=audit.who())
    with open_world(request.truth, warehouse, request.schema_prefix, request.resolved) as world:
        evaluation = evaluate(world)
        print_report(evaluation, console)
        if request.with_errors:
            print_patterns(patterns(world), console)
    if request.json_path:
        write_json(evaluation, request.json_path)
    missed = floors.missed(evaluation)
    if missed:
        raise EvaluationError("Floor missed: " + "; ".join(missed) + ".")
