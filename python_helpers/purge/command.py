"""What `fsu purge` does: say zone by zone what would go, and only when told to, let it go and note the destruction."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta

import typer

from python_helpers import audit
from python_helpers.json_files import read_object
from python_helpers.landing.findings import Finding, LandingError
from python_helpers.landing.purge import Held, Purged, purge
from python_helpers.postgres.builder import builder
from python_helpers.private import owner_only
from python_helpers.publishing.files import exclusive
from python_helpers.purge import releases, server, warehouse
from python_helpers.purge.holds import FILE, read_holds
from python_helpers.purge.retention import read_retention
from python_helpers.settings import landing_dir, published_dir, read_as_of, warehouse_path

_REFUSED = 2


@dataclass(frozen=True)
class Request:
    """What to purge by; `is_applied` False only says what would go. The others accept what is refused without them."""

    as_of: date | None
    is_applied: bool = False
    accepts_after_newest: bool = False
    accepts_most_rows: bool = False
    accepts_no_current: bool = False


@dataclass(frozen=True)
class _Plan:
    landing: Purged
    warehouse: warehouse.Emptied | None
    releases: releases.Plan


def run(request: Request) -> None:
    """Say what would go, or purge.

    Raises:
        typer.Exit: with code 2 where there is nothing to purge, no date to purge by, or more goes than was accepted.
    """
    try:
        with owner_only():
            _run(request)
    except LandingError as error:
        typer.echo("Not purged. Nothing has changed.", err=True)
        for problem in error.problems:
            typer.echo(f"  {problem}", err=True)
        raise typer.Exit(_REFUSED) from None


def _run(request: Request) -> None:
    as_of = request.as_of or _as_of_date()
    held = read_holds(landing_dir(), as_of)
    kept = read_retention()
    landing, store, published = landing_dir(), warehouse_path(), published_dir()
    on_server = os.environ.get("FSU_TARGET", "duckdb") != "duckdb"
    with ExitStack() as locks:
        if on_server:
            locks.enter_context(builder(typer.echo))
        if store.parent.is_dir():
            locks.enter_context(exclusive(store.with_name(f".{store.name}.lock"), "refreshing"))
        if published.is_dir():
            locks.enter_context(exclusive(published / ".lock", "publishing"))
        foreseen = purge(landing, as_of, held, is_dry_run=True)
        rules = releases.Rules(landing / "current", kept, as_of)
        emptied = server.plan(kept, as_of) if on_server else warehouse.plan(store, kept, as_of)
        planned = _Plan(foreseen, emptied, releases.plan(published, rules, held.deliveries))
        _say(planned, held, as_of)
        _check(planned, request, as_of)
        if not request.is_applied:
            typer.echo("Nothing was removed: this only says what would be. To do it: fsu purge ... --apply")
            return
        done = purge(landing, as_of, held)
        # Whom the purged delivery has is known only now, and decides which rows of releases go.
        planned = _Plan(done, planned.warehouse, releases.plan(published, rules, held.deliveries))
        gone = {name: each.is_over(as_of) for name, each in kept.items()}
        if on_server:
            server.empty(gone, done.delivery_id, withdraws_current=planned.releases.withdraws_current)
        else:
            warehouse.empty(store, gone, done.delivery_id)
        releases.carry_out(published, planned.releases, rules)
        _note(planned, held, as_of)
    typer.echo(
        "Purged. The warehouse is empty but for what lives from refresh to refresh: `make build` fills it again."
    )


def _check(planned: _Plan, request: Request, as_of: date) -> None:
    """Refuse what is probably a slip, unless it was accepted by name."""
    newest = planned.landing.newest_event_on
    removed, left = (sum(rows.values()) for rows in (planned.landing.rows_removed, planned.landing.rows_kept))
    refused = []
    if newest and as_of > newest + timedelta(days=1) and not request.accepts_after_newest:
        what = f"is after the newest event, which is of {newest}."
        refused.append(Finding(f"--as-of {as_of}", what, "If the date is meant, add --after-newest-event."))
    if removed > left and not request.accepts_most_rows:
        what = f"would lose {removed:,} of {removed + left:,} rows, which is more than half."
        refused.append(Finding("The landing", what, "If so much is meant, add --more-than-half."))
    if planned.releases.withdraws_current and not request.accepts_no_current:
        what = f"has events before {planned.landing.window_start_on}, and would be withdrawn with nothing in its place."
        remedy = "Build and publish as of the new date first, or add --withdraw-current."
        refused.append(Finding("published/current", what, remedy))
    if refused and request.is_applied:
        raise LandingError(refused)
    for finding in refused:
        typer.echo(f"Needs to be accepted: {finding}")


def _say(planned: _Plan, held: Held, as_of: date) -> None:
    landing, removed = planned.landing, sum(planned.landing.rows_removed.values())
    typer.echo(f"What is older than {landing.window_start_on}, as of {as_of}, zone by zone.")
    typer.echo(f"landing: {removed:,} rows; rows that go and rows that stay:")
    for label, count in landing.rows_removed.items():
        typer.echo(f"  {label:<30} {count:>12,} {landing.rows_kept[label]:>12,}")
    typer.echo(f"  earlier deliveries that go: {len(landing.deliveries_removed)}")
    if planned.warehouse:
        typer.echo(f"warehouse: {planned.warehouse.relations_removed} relations, which the next build makes again")
        for name, count in planned.warehouse.rows_removed.items():
            typer.echo(f"  {name:<30} {count:>12,} rows past their retention")
    else:
        typer.echo("warehouse: there is none")
    typer.echo(
        f"releases: {len(planned.releases.removed)} go, of an earlier window: {_listed(planned.releases.removed)}"
    )
    for name, count in planned.releases.rows_removed.items():
        typer.echo(
            f"  {name} is written anew without {count:,} rows of people and history that go, closed zones included"
        )
    count = len(held.deliveries) + len(held.nominals) + len(held.people)
    typer.echo(f"held by {FILE}: {count}")
    if os.environ.get("FSU_TARGET", "duckdb") != "duckdb":
        typer.echo(
            "releases on the server: kept ones go; the current one shows what it shows until the next publication"
        )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"


def _note(planned: _Plan, held: Held, as_of: date) -> None:
    landing = planned.landing
    indexes = ("connect.nominals", "compact.people")
    audit.append(
        "purge",
        purpose="retention",
        people=sum(landing.rows_removed[label] for label in indexes),
        as_of_date=as_of.isoformat(),
        removed_before=landing.window_start_on.isoformat(),
        landed_rows=sum(landing.rows_removed.values()),
        deliveries=len(landing.deliveries_removed),
        warehouse_relations=planned.warehouse.relations_removed if planned.warehouse else 0,
        releases=len(planned.releases.removed),
        release_rows=sum(planned.releases.rows_removed.values()),
        held=len(held.deliveries) + len(held.nominals) + len(held.people),
        delivery=landing.delivery_id,
    )


def _as_of_date() -> date:
    """The date of FSU_AS_OF, or of the current release: rows go by the window that was last built, no other."""
    manifest = published_dir() / "current" / "manifest.json"
    text, given_in = os.environ.get("FSU_AS_OF", ""), "FSU_AS_OF"
    if not text and manifest.is_file():
        given_in = f"as_of_date of {manifest}"
        text = str(read_object(manifest, ["as_of_date"], "Publish again (make build), or give --as-of.")["as_of_date"])
    day = read_as_of(text, given_in)
    if day is None:
        what = "there is no date to count the window back from."
        raise LandingError([Finding("--as-of", what, "Give it as --as-of YYYY-MM-DD.")])
    return day
