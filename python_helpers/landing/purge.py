"""The landing's part of `fsu purge`: what is older than the window goes, and every delivery but the current one.

The purged delivery takes the place of the current one in one step, like any other. A legal hold keeps the deliveries,
or the people with their events, that it names.
"""

# ruff: noqa: S608 -- every name in the SQL is the contract's or this module's own
from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from python_helpers.landing import forms, rows, staging_sql
from python_helpers.landing.contract import Table, load_contract
from python_helpers.landing.findings import Finding, LandingError
from python_helpers.landing.land import summary
from python_helpers.landing.store import Store, write_json


@dataclass(frozen=True)
class Held:
    """What a legal hold keeps: deliveries, Connect nominals and Compact people, by id."""

    deliveries: frozenset[str] = frozenset()
    nominals: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


NOTHING_HELD = Held()


@dataclass(frozen=True)
class Purged:
    """What a purge did, or would do: rows removed by table, deliveries removed, the delivery that is current then."""

    delivery_id: str
    window_start_on: date
    rows_removed: Mapping[str, int]
    rows_kept: Mapping[str, int]
    deliveries_removed: tuple[str, ...]
    newest_event_on: date | None


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "retention.yml").read_text(encoding="utf-8"))
    return rules


def purge(landing_dir: Path, as_of: date, held: Held = NOTHING_HELD, *, is_dry_run: bool = False) -> Purged:
    """Remove what is older than the 12 months before `as_of`, and every delivery but the current one.

    Args:
        landing_dir: the landing folder.
        as_of: first day that is not counted.
        held: what a legal hold keeps.
        is_dry_run: only count what would go.

    Raises:
        LandingError: nothing has landed, or the current delivery is not whole; nothing has changed.
    """
    store = Store(landing_dir)
    with store.locked():
        current = store.current_id()
        if not current or not store.is_whole(current):
            what = "holds no whole delivery to purge: current/manifest.json, or a file it names, is missing or cut off."
            raise LandingError([Finding(str(landing_dir), what, "Land the newest extracts first: fsu land RAW_DIR")])
        window_start = twelve_months_before(as_of)
        with store.workspace() as folder:
            before = _row_counts(store.manifest(current))
            after, newest = _write_purged(store, current, folder, window_start, held)
            removed = {label: before[label] - after[label] for label in before}
            if any(removed.values()) and not is_dry_run:
                manifest = _manifest(store.manifest(current), folder, window_start, after)
                current = manifest["delivery_id"]
                for name in ("verdict.json", "verdict.html"):
                    shutil.copy(store.deliveries / manifest["purged_from"] / name, folder / name)
                write_json(folder / "manifest.json", manifest)
                store.install(folder, current)
                store.make_current(current, summary(manifest))
        gone = store.retirable(0, held.deliveries) if is_dry_run else store.retire(0, held.deliveries)
    return Purged(current, window_start, removed, after, tuple(gone), newest)


def twelve_months_before(day: date) -> date:
    """First day of the window that ends before `day`."""
    found = duckdb.execute("select cast(cast(? as date) - interval 12 month as date)", [day]).fetchone()
    return found[0] if found else day


def _row_counts(manifest: dict[str, Any]) -> dict[str, int]:
    return {f"{table['system']}.{table['table']}": table["rows"] for table in manifest["tables"]}


def _manifest(before: dict[str, Any], folder: Path, window_start: date, after: Mapping[str, int]) -> dict[str, Any]:
    """The current delivery's manifest with what is left; `content_id` says which extracts it was landed from."""
    content_id = before.get("content_id", before["delivery_id"])
    tables = [
        table
        | {
            "rows": after[f"{table['system']}.{table['table']}"],
            "bytes": (folder / table["file"]).stat().st_size,
        }
        for table in before["tables"]
    ]
    return before | {
        "delivery_id": hashlib.sha256(f"{content_id}/{window_start}".encode()).hexdigest()[:16],
        "previous_delivery_id": before["delivery_id"],
        "purged_from": before["delivery_id"],
        "content_id": content_id,
        "purged_before": window_start.isoformat(),
        "tables": tables,
    }


def _write_purged(
    store: Store, delivery_id: str, folder: Path, window_start: date, held: Held
) -> tuple[dict[str, int], date | None]:
    """Write every table without its old rows; rows left by table, and the day of the newest event."""
    contract = load_contract()
    left: dict[str, int] = {}
    with rows.scratch(folder) as (connection, _):
        for table in contract.tables:
            path = store.deliveries / delivery_id / table.system / table.name / "part-0.parquet"
            numbered = f"read_parquet('{path}', file_row_number = true)"
            connection.execute(f"create view {_view(table.label)} as select * from {numbered}")
        for name, ids in (("held_nominals", held.nominals), ("held_people", held.people)):
            connection.execute(f"create table {name} as select unnest(cast(? as varchar[])) as id", [sorted(ids)])
        _read_starts(connection)
        newest = _newest_event(connection)
        delivered = _delivered_at(store.manifest(delivery_id), newest)
        removed = {table.label: "false" for table in contract.tables}
        _find_old_events(connection, window_start, delivered, removed)
        _find_old_parts(connection, removed, is_old_delivery=delivered < window_start)
        _find_unnamed_people(connection, removed)
        for table in contract.tables:
            left[table.label] = _copy_rest(connection, table, removed[table.label], folder)
    return left, newest


def _read_starts(connection: duckdb.DuckDBPyConnection) -> None:
    """Read each event's time once: a row's number, the event that it is of, and when that was in civil time."""
    for label, rule in _rules()["events"].items():
        column = rule["starts"]
        civil = _civil_start(load_contract().table(label), column)
        # Cleaned apart: a reading names its text many times over, and DuckDB would clean it as often.
        cleaned = f"select file_row_number as place, {rule['same']} as id, {forms.cleaned(column)} as {column}"
        connection.execute(
            f"create table started_{_view(label)} as"
            f" select place, id, {civil} as starts from ({cleaned} from {_view(label)})"
        )


def _newest_event(connection: duckdb.DuckDBPyConnection) -> date | None:
    days = " union all ".join(
        f"select max(cast(starts as date)) as day from started_{_view(label)}" for label in _rules()["events"]
    )
    found = connection.execute(f"select max(day) from ({days})").fetchone()
    return found[0] if found else None


def _delivered_at(manifest: dict[str, Any], newest: date | None) -> date:
    """The day that rows without a date share: their delivery's newest extract, else its newest event."""
    found = duckdb.execute(
        "select cast(try_cast(? as timestamp) as date)", [manifest["newest_extracted_at"]]
    ).fetchone()
    extracted: date | None = found[0] if found else None
    if newest and (extracted is None or extracted.year > newest.year + 1):
        return newest
    return extracted or newest or date.max


def _view(label: str) -> str:
    return label.replace(".", "__")


def _find_old_events(
    connection: duckdb.DuckDBPyConnection, window_start: date, delivered: date, removed: dict[str, str]
) -> None:
    for label, rule in _rules()["events"].items():
        started, old = f"started_{_view(label)}", f"< date '{window_start}'"
        held = " and ".join(f"id not in (from ({query}))" for query in _held_events(label, rule))
        connection.execute(
            f"create table old_{_view(label)} as select id from {started} where id is not null and {held}"
            f" group by id having coalesce(max(starts), date '{delivered}') {old}"
        )
        is_old = f"(id is null and coalesce(starts, date '{delivered}') {old}) or id in (from old_{_view(label)})"
        connection.execute(f"create table gone_{_view(label)} as select place from {started} where {is_old}")
        removed[label] = f"file_row_number in (from gone_{_view(label)})"


def _civil_start(table: Table, column: str) -> str:
    """SQL that reads a cleaned time as staging does, and gives it in the civil time that the window is counted in."""
    start = forms.reading(table, column)
    is_utc = forms.form_of(table, column) == "timestamp_utc"
    return f"({staging_sql.macro('utc_to_civil', f'({start})') if is_utc else start})"


def _held_events(label: str, rule: dict[str, Any]) -> list[str]:
    """Events that name somebody whom a legal hold keeps."""
    same = rule["same"]
    found = []
    for naming, person in (rule.get("names") or {}).items():
        held = "held_people" if person == "person_ref" else "held_nominals"
        found.append(f"select {same} from {_view(naming)} where {person} in (from {held}) and {same} is not null")
    return found or [f"select {same} from {_view(label)} where false"]


def _find_old_parts(connection: duckdb.DuckDBPyConnection, removed: dict[str, str], *, is_old_delivery: bool) -> None:
    for label, parents in _rules()["parts"].items():
        names_old, names_kept = [], []
        for column, parent in parents.items():
            same = _rules()["events"][parent]["same"]
            kept = f"select {same} from {_view(parent)} where not coalesce({removed[parent]}, false)"
            connection.execute(f"create table kept_{_view(label)}_{column} as {kept} and {same} is not null")
            names_old.append(f"coalesce({column} in (from old_{_view(parent)}), false)")
            names_kept.append(f"coalesce({column} in (from kept_{_view(label)}_{column}), false)")
        # A part of no event that is here has no date of its own, and follows its delivery.
        old = "true" if is_old_delivery else f"({' or '.join(names_old)})"
        gone = f"select file_row_number from {_view(label)} where {old} and not ({' or '.join(names_kept)})"
        connection.execute(f"create table gone_{_view(label)} as {gone}")
        removed[label] = f"file_row_number in (from gone_{_view(label)})"


def _find_unnamed_people(connection: duckdb.DuckDBPyConnection, removed: dict[str, str]) -> None:
    for label, rule in _rules()["people"].items():
        person = rule["id"]
        named = " union ".join(
            f"select {person} as id from {_view(naming)} where not coalesce({removed[naming]}, false)"
            for naming in rule["named_by"]
        )
        held = "held_people" if person == "person_ref" else "held_nominals"
        connection.execute(f"create table named_{_view(label)} as {named} union from {held}")
        if "merged_into" in rule:
            _add_merged(connection, label, rule)
        for related in (label, *rule.get("with", ())):
            removed[related] = f"not coalesce({person} in (from named_{_view(label)} where id is not null), true)"


def _add_merged(connection: duckdb.DuckDBPyConnection, label: str, rule: dict[str, Any]) -> None:
    """Add whoever is merged with a named person, along the chain in both directions."""
    person, into = rule["id"], rule["merged_into"]
    connection.execute(
        f"create table merged as select {person} as a, {into} as b from {_view(label)} where {into} is not null"
        f" union select {into}, {person} from {_view(label)} where {into} is not null"
    )
    reached = "select id from named union select merged.b from reached inner join merged on reached.id = merged.a"
    connection.execute(
        f"create or replace table named_{_view(label)} as with recursive named as (from named_{_view(label)}),"
        f" reached as ({reached}) from reached"
    )


def _copy_rest(connection: duckdb.DuckDBPyConnection, table: Table, removed: str, folder: Path) -> int:
    target = folder / table.system / table.name / "part-0.parquet"
    target.parent.mkdir(parents=True)
    rest = f"select * exclude (file_row_number) from {_view(table.label)} where not coalesce({removed}, false)"
    written = connection.execute(f"copy ({rest}) to '{target}' (format parquet, compression zstd)").fetchone()
    return int(written[0]) if written else 0
