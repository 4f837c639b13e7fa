"""What `fsu land` and `fsu purge` print: results on stdout, problems on stderr, exit code 2 where nothing was done."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

import typer

from python_helpers import audit
from python_helpers.json_files import read_object
from python_helpers.landing.findings import Finding, LandingError
from python_helpers.landing.inputs import is_synthetic
from python_helpers.landing.land import Landed, land
from python_helpers.landing.request import Asked
from python_helpers.landing.store import Store
from python_helpers.landing.window import AsOf
from python_helpers.settings import as_of, landing_dir, published_dir, read_as_of

_REFUSED = 2


@dataclass(frozen=True)
class Accepted:
    """What the user says is meant: tables that may be (nearly) empty, files that are no part of it, a date far off."""

    empty: list[str]
    ignored: list[str]
    as_of: date | None


def run(raw_dir: Path, accepted: Accepted) -> None:
    """Land, and say what happened.

    Raises:
        typer.Exit: with code 2 where the landing was refused.
    """
    from python_helpers.before_landing import check  # noqa: PLC0415 -- `fsu purge` has no use for it

    if raw_dir.is_dir():
        check(raw_dir)
    try:
        landed = _land(raw_dir, accepted)
    except LandingError as error:
        _refuse(raw_dir, error.problems)
    if landed.action != "unchanged":
        people = _people_in(landed)
        audit.append("land", purpose="refresh", people=people, delivery=landed.delivery_id, how=landed.action)
    _report(landed)


def _people_in(landed: Landed) -> int:
    """Entries of the two person indexes of a delivery."""
    indexes = {("connect", "nominals"), ("compact", "people")}
    return sum(table["rows"] for table in landed.manifest["tables"] if (table["system"], table["table"]) in indexes)


def run_purge(as_of: date | None) -> None:
    """Purge, and say how many rows went from where.

    Raises:
        typer.Exit: with code 2 where there is nothing to purge, or no date to purge by.
    """
    from python_helpers.landing.purge import purge  # noqa: PLC0415 -- `fsu land` has no use for it

    try:
        purged = purge(landing_dir(), as_of or _as_of_date())
    except LandingError as error:
        typer.echo("Not purged. Nothing has changed.", err=True)
        _list_problems(error.problems)
        raise typer.Exit(_REFUSED) from None
    removed = sum(purged.rows_removed.values())
    typer.echo(f"Purged what is older than {purged.window_start_on}: {removed:,} rows removed; rows removed and kept:")
    for label, count in purged.rows_removed.items():
        typer.echo(f"  {label:<30} {count:>12,} {purged.rows_kept[label]:>12,}")
    typer.echo(f"Earlier deliveries removed: {len(purged.deliveries_removed)}. Current: {purged.delivery_id}.")
    typer.echo("Warehouse and releases follow with `make build`; `fsu publish --keep 1` removes older releases.")


def _as_of_date() -> date:
    """The date of FSU_AS_OF, or of the current release: rows go by the window that was last built, no other."""
    manifest = published_dir() / "current" / "manifest.json"
    text = os.environ.get("FSU_AS_OF", "")
    if not text and manifest.is_file():
        text = str(read_object(manifest, ["as_of_date"], "Publish again (make build), or give --as-of.")["as_of_date"])
    day = read_as_of(text, "FSU_AS_OF")
    if day is None:
        what = "there is no date to count the window back from."
        raise LandingError([Finding("--as-of", what, "Give it as --as-of YYYY-MM-DD.")])
    return day


def _as_of(raw_dir: Path, accepted: date | None) -> AsOf:
    """The date asked for, with that of the current release, where that is of the same kind of people."""
    manifest = published_dir() / "current" / "manifest.json"
    last = read_object(manifest, ["as_of_date"], "Publish again (make build).") if manifest.is_file() else {}
    is_comparable = last.get("is_synthetic") == is_synthetic(raw_dir)
    return AsOf(
        as_of(),
        accepted,
        date.fromisoformat(last["as_of_date"]) if is_comparable else None,
    )


def _land(raw_dir: Path, accepted: Accepted) -> Landed:
    asked = Asked(frozenset(accepted.ignored), _as_of(raw_dir, accepted.as_of))
    if not sys.stderr.isatty():
        return land(raw_dir, landing_dir(), accepted.empty, asked=asked)
    from rich.console import Console  # noqa: PLC0415 -- only where somebody watches

    with Console(stderr=True).status("landing") as status:
        return land(raw_dir, landing_dir(), accepted.empty, status.update, asked)


def _refuse(raw_dir: Path, problems: list[Finding]) -> NoReturn:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    current = Store(landing_dir()).current_id()
    stays = f"delivery {current} stays current" if current else "no delivery has landed yet"
    typer.echo(f"Not landed from {raw_dir}: {count}. Nothing has changed; {stays}.", err=True)
    _list_problems(problems)
    raise typer.Exit(_REFUSED)


def _list_problems(problems: list[Finding]) -> None:
    for number, problem in enumerate(problems, start=1):
        typer.echo(f"{number:>3}. {problem.where}: {problem.what}", err=True)
        if problem.remedy:
            typer.echo(f"     -> {problem.remedy}", err=True)


def _report(landed: Landed) -> None:
    manifest = landed.manifest
    warnings = landed.warnings
    total = sum(table["rows"] for table in manifest["tables"])
    kind = "synthetic" if manifest["is_synthetic"] else "real"
    purged = f", without what was purged before {manifest['purged_before']}" if "purged_before" in manifest else ""
    said = {
        "landed": "Landed",
        "unchanged": "Nothing to do: the same extracts are current already, as",
        "switched back": "The same extracts had landed before; switched back to",
    }[landed.action]
    typer.echo(
        f"{said} delivery {landed.delivery_id}: {total:,} rows in {len(manifest['tables'])} tables"
        f" ({kind} extracts{purged})."
    )
    if landed.action == "landed":
        for table in manifest["tables"]:
            typer.echo(f"  {table['system'] + '.' + table['table']:<30} {table['rows']:>12,}")
        for warning in warnings:
            typer.echo(f"Warning: {warning}", err=True)
    typer.echo(f"Verdict: {manifest['outcome']}, {len(warnings)} warnings: {landed.folder / 'verdict.html'}")
