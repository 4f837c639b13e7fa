"""What `fsu land` prints: results on stdout, problems on stderr, exit code 2 where nothing was done."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

import typer

from python_helpers import audit, force_settings
from python_helpers.json_files import date_in, read_object
from python_helpers.landing.findings import Finding, LandingError
from python_helpers.landing.inputs import is_synthetic
from python_helpers.landing.land import Landed, land
from python_helpers.landing.request import Asked
from python_helpers.landing.store import Store
from python_helpers.landing.window import AsOf
from python_helpers.settings import as_of, landing_dir, published_dir

_REFUSED = 2


@dataclass(frozen=True)
class Accepted:
    """What the user says is meant: (nearly) empty tables, files left out, a date far off, purged rows back."""

    empty: list[str]
    ignored: list[str]
    as_of: date | None
    with_purged: bool = False


def run(raw_dir: Path, accepted: Accepted) -> None:
    """Land, and say what happened.

    Raises:
        typer.Exit: with code 2 where the landing was refused.
    """
    from python_helpers.before_landing import check  # noqa: PLC0415 -- `fsu purge` has no use for it

    force_settings.read()
    if raw_dir.is_dir():
        check(raw_dir)
    audit.require_log()
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


def _as_of(raw_dir: Path, accepted: date | None) -> AsOf:
    """The date asked for, with that of the current release, where that is of the same kind of people."""
    manifest = published_dir() / "current" / "manifest.json"
    remedy = "Publish again (make build)."
    last = read_object(manifest, ["as_of_date"], remedy) if manifest.is_file() else {}
    is_comparable = last.get("is_synthetic") == is_synthetic(raw_dir)
    return AsOf(
        as_of(),
        accepted,
        date_in(last, "as_of_date", manifest, remedy) if is_comparable else None,
    )


def _land(raw_dir: Path, accepted: Accepted) -> Landed:
    asked = Asked(frozenset(accepted.ignored), _as_of(raw_dir, accepted.as_of), accepted.with_purged)
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
    if purged and landed.action == "unchanged":
        typer.echo("What was purged stays away. To bring it back on purpose: fsu land RAW_DIR --with-purged")
    if landed.action == "landed":
        for table in manifest["tables"]:
            typer.echo(f"  {table['system'] + '.' + table['table']:<30} {table['rows']:>12,}")
        for warning in warnings:
            typer.echo(f"Warning: {warning}", err=True)
    typer.echo(f"Verdict: {manifest['outcome']}, {len(warnings)} warnings: {landed.folder / 'verdict.html'}")
