"""What `fsu evaluate` does: score, print, store, and fail where a floor is missed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from python_helpers import settings
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
        typer.Exit: with code 1 where a floor is missed or there is nothing to score; the reason has been printed.
    """
    console = Console()
    complaints = Console(stderr=True, soft_wrap=True, highlight=False)
    warehouse = request.warehouse or settings.warehouse_path()
    try:
        with open_world(request.truth, warehouse, request.schema_prefix, request.resolved) as world:
            evaluation = evaluate(world)
            print_report(evaluation, console)
            if request.with_errors:
                print_patterns(patterns(world), console)
    except EvaluationError as error:
        complaints.print(f"[red]error[/red] {escape(str(error))}")
        raise typer.Exit(1) from error
    if request.json_path:
        write_json(evaluation, request.json_path)
    missed = floors.missed(evaluation)
    for sentence in missed:
        complaints.print(f"[red]floor missed[/red] {sentence}")
    if missed:
        raise typer.Exit(1)
