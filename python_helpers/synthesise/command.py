"""The command `fsu synthesise`."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from python_helpers.errors import FsuError
from python_helpers.synthesise.extracts import Options, synthesise


def run(out: Path, truth: Path | None, options: Options) -> None:
    """Write extracts and truth, with progress on standard error and the row counts on standard output.

    Raises:
        FsuError: the options or the folders do not fit.

    """
    truth_dir = truth or out.parent / f"{out.resolve().name}_truth"
    columns = (TextColumn("{task.description:<28}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("synthesise", total=1.0)

        def report(step: str, share: float) -> None:
            progress.update(task, description=f"synthesise: {step}", completed=share)

        try:
            counts = synthesise(out, truth_dir, options, report)
        except ValueError as error:
            raise FsuError(str(error)) from error
    table = Table(
        "Table", "Rows", title=f"Synthetic extracts: {options.profile}, scale {options.scale:g}, seed {options.seed}"
    )
    table.columns[1].justify = "right"
    for name, rows in counts.items():
        table.add_row(name, f"{rows:,}")
    console = Console()
    console.print(table)
    console.print(f"Extracts: {out}\nTruth:    {truth_dir}", highlight=False, soft_wrap=True)
