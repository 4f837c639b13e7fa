"""Splink and this project on the same staged records, in one run: quality and time side by side.

Run by `make benchmark-splink` in an environment of its own. Reads a built warehouse (its staging is both sides' input),
the truth of its world and dbt's own timing of the identity models, and sends nothing anywhere: Splink keeps no usage
statistics, and its sample data sets, which it would download, are not used.
"""

from __future__ import annotations

import json
import resource
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from splink_models import clusters_at, deterministic_clusters, quiet, scored_pairs

from python_helpers.evaluate.report import share_text
from python_helpers.evaluate.scores import Evaluation, evaluate
from python_helpers.evaluate.world import World, open_world

MATCH_WEIGHTS = (-6, -4, -2, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 25, 30)
"""Thresholds tried, in bits of evidence; the best by F1 is reported, chosen with the truth in hand."""

CAREFUL_PRECISION = 0.995
"""What this project asks of itself; the best Splink threshold that reaches it is reported too."""


@dataclass(frozen=True)
class Line:
    """One linker's figures; `seconds` run from staged rows to people, `peak_gib` is this process's peak so far."""

    linker: str
    precision: float | None
    recall: float | None
    f1: float | None
    two_true_persons: float | None
    seconds: float | None
    peak_gib: float | None = None


class Benchmark:
    """One world on which Splink runs and every answer is scored alike."""

    def __init__(self, world: World, truth: Path, warehouse: Path, scratch: Path) -> None:
        """Prepare Splink's input from staging, and keep how long that took."""
        self.world, self.truth, self.warehouse, self.scratch = world, truth, warehouse, scratch
        started = time.perf_counter()
        world.connection.execute((Path(__file__).parent / "splink_input.sql").read_text(encoding="utf-8"))
        self.preparation_seconds = time.perf_counter() - started

    def records(self) -> int:
        """Number of records that Splink is given."""
        (count,) = self.world.connection.execute("select count(*) from people").fetchone() or (0,)
        return int(count)

    def deterministic(self) -> Line:
        """Splink by rules alone."""
        started = time.perf_counter()
        clusters = deterministic_clusters(self.world.connection)
        seconds = time.perf_counter() - started
        return self._line("Splink, rules", clusters, seconds)

    def probabilistic(self) -> list[Line]:
        """Splink with a trained model: its best threshold by F1, and by F1 among the careful ones."""
        started = time.perf_counter()
        predictions = scored_pairs(self.world.connection)
        scoring_seconds = time.perf_counter() - started
        tried = []
        for match_weight in MATCH_WEIGHTS:
            started = time.perf_counter()
            clusters = clusters_at(predictions, match_weight)
            seconds = scoring_seconds + time.perf_counter() - started
            tried.append(self._line(f"Splink, weight >= {match_weight}", clusters, seconds))
        best = max(tried, key=lambda line: line.f1 or 0)
        careful = [line for line in tried if (line.precision or 0) >= CAREFUL_PRECISION]
        chosen = [best, max(careful, key=lambda line: line.f1 or 0)] if careful else [best]
        return list(dict.fromkeys(chosen))

    def _line(self, linker: str, clusters: str, seconds: float) -> Line:
        answer = self.scratch / "answer.parquet"
        self.world.connection.table(clusters).select(
            "source_system, record_type, record_id, cluster_id as person_key, "
            "'splink' as match_rule, false as is_inferred"
        ).write_parquet(str(answer))
        with open_world(self.truth, self.warehouse, resolved=answer) as scored:
            evaluation = evaluate(scored)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        return line_of(linker, evaluation, self.preparation_seconds + seconds, peak)


def line_of(linker: str, evaluation: Evaluation, seconds: float | None, peak_gib: float | None = None) -> Line:
    """One linker's line of the table."""
    pairs, mixed = evaluation.pairs, evaluation.people["share_with_two_true_persons"]
    return Line(linker, pairs.precision, pairs.recall, pairs.f1, mixed, seconds, peak_gib)


def identity_seconds(run_results: Path) -> float:
    """Seconds from the start of the first identity model to the end of the last, from dbt's run_results.json."""
    results = json.loads(run_results.read_text(encoding="utf-8"))["results"]
    times = [
        (datetime.fromisoformat(timing["started_at"]), datetime.fromisoformat(timing["completed_at"]))
        for result in results
        if ".int_identity__" in result["unique_id"]
        for timing in result["timing"]
        if timing["name"] == "execute"
    ]
    if not times:
        raise typer.BadParameter(f"{run_results}: no identity model was run. Run `make benchmark-splink`.")
    return (max(end for _, end in times) - min(start for start, _ in times)).total_seconds()


def main(
    truth: Annotated[Path, typer.Argument(help="Truth: records.parquet, or the folder that holds it.")],
    warehouse: Annotated[Path, typer.Option(help="Built DuckDB warehouse.")],
    run_results: Annotated[Path | None, typer.Option(help="dbt's run_results.json of the identity models.")] = None,
    json_path: Annotated[Path | None, typer.Option("--json", help="Store the figures here.")] = None,
) -> None:
    """Compare Splink's deterministic and probabilistic linkage with the warehouse's identity."""
    quiet()
    console = Console(width=100)
    with tempfile.TemporaryDirectory() as scratch, open_world(truth, warehouse) as world:
        lines = [line_of("this project", evaluate(world), identity_seconds(run_results) if run_results else None)]
        benchmark = Benchmark(world, truth, warehouse, Path(scratch))
        console.print(f"{benchmark.records():,} named records")
        lines += [benchmark.deterministic(), *benchmark.probabilistic()]
    console.print(_table(lines))
    if json_path:
        json_path.parent.mkdir(parents=True, exist_ok=True)
        json_path.write_text(json.dumps([asdict(line) for line in lines], indent=2) + "\n", encoding="utf-8")


def _table(lines: list[Line]) -> Table:
    table = Table(title="Same staged records, same run", title_justify="left")
    table.add_column("linker", no_wrap=True)
    for column in ("precision", "recall", "F1", "two true", "seconds", "GiB"):
        table.add_column(column, justify="right")
    for line in lines:
        table.add_row(
            line.linker,
            share_text(line.precision),
            share_text(line.recall),
            share_text(line.f1),
            share_text(line.two_true_persons),
            "-" if line.seconds is None else f"{line.seconds:.1f}",
            "-" if line.peak_gib is None else f"{line.peak_gib:.1f}",
        )
    return table


if __name__ == "__main__":
    typer.run(main)
