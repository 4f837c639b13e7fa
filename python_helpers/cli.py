"""The program `fsu`: each command is a thin function over a module of this package."""

from __future__ import annotations

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Helpers around the Frequent Service Users dbt project.",
    pretty_exceptions_show_locals=False,
)


@app.callback()
def main() -> None:
    """Helpers around the Frequent Service Users dbt project."""
