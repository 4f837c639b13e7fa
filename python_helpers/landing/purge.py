"""`fsu purge`: what is older than the window leaves the landing folder, and so do all deliveries but the current one.

The purged delivery takes the place of the current one in one step, like any other. Staging, intermediate and marts hold
what the next `dbt build` makes of it; what they keep from refresh to refresh carries no personal data.
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
class Purged:
    """What a purge did: rows removed by table, deliveries removed, and the delivery that is current now."""

    delivery_id: str
    window_start_on: date
    rows_removed: Mapping[str, int]
    rows_kept: Mapping[str, int]
    deliveries_removed: tuple[str, ...]


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "retention.yml").read_text(encoding="utf-8"))
    return rules


def purge(landing_dir: Path, as_of: date) -> Purged:
    """Remove what is older than the 12 months before `as_of`, and every delivery but the current one.

    Raises:
        LandingError: nothing has landed, or the current delivery is not whole; nothing has changed.
    """
    store = Store(landing_dir)
    with store.locked():
        current = store.current_id()
        if not current or not store.is_whole(current):
            what = "holds no whole delivery to purge."
            raise LandingError([Finding(str(landing_dir), what, "Land the newest extracts first: fsu land RAW_DIR")])
        window_start = _twelve_months_before(as_of)
        with store.workspace() as folder:
            before = _row_counts(store.manifest(current))
            after = _write_purged(store.deliveries / current, folder, window_start)
            removed = {label: before[label] - after[label] for label in before}
            if any(removed.values()):
                manifest = _manifest(store.manifest(current), folder, window_start, after)
                current = manifest["delivery_id"]
                for name in ("verdict.json", "verdict.html"):
                    shutil.copy(store.deliveries / manifest["purged_from"] / name, folder / name)
                write_json(folder / "manifest.json", manifest)
                store.install(folder, current)
                store.make_current(current, summary(manifest))
        gone = store.retire(keep=0)
    return Purged(current, window_start, removed, after, tuple(gone))


def _twelve_months_before(day: date) -> date:
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


def _write_purged(source: Path, folder: Path, window_start: date) -> dict[str, int]:
    """Write every table without its old rows; rows left by table."""
    contract = load_contract()
    left: dict[str, int] = {}
    with rows.scratch(folder) as (connection, _):
        for table in contract.tables:
            path = source / table.system / table.name / "part-0.parquet"
            connection.execute(f"create view {_view(table.label)} as select * from read_parquet('{path}')")
        removed = {table.label: "false" for table in contract.tables}
        _find_old_events(connection, window_start, removed)
        _find_old_parts(connection, removed)
        _find_unnamed_people(connection, removed)
        for table in contract.tables:
            left[table.label] = _copy_rest(connection, table, removed[table.label], folder)
    return left


def _view(label: str) -> str:
    return label.replace(".", "__")


def _find_old_events(connection: duckdb.DuckDBPyConnection, window_start: date, removed: dict[str, str]) -> None:
    for label, rule in _rules()["events"].items():
        civil = _civil_start(load_contract().table(label), rule["starts"])
        connection.execute(
            f"create table old_{_view(label)} as select {rule['same']} as id from {_view(label)}"
            f" group by {rule['same']} having max({civil}) < date '{window_start}'"
        )
        is_old = f"{rule['same']} in (select id from old_{_view(label)} where id is not null)"
        removed[label] = f"case when {rule['same']} is null then {civil} < date '{window_start}' else {is_old} end"


def _civil_start(table: Table, column: str) -> str:
    """SQL that reads the time as staging does, and gives it in the civil time that the window is counted in."""
    start = forms.reading(table, column, f"({forms.cleaned(column)})")
    is_utc = forms.form_of(table, column) == "timestamp_utc"
    return f"({staging_sql.macro('utc_to_civil', f'({start})') if is_utc else start})"


def _find_old_parts(connection: duckdb.DuckDBPyConnection, removed: dict[str, str]) -> None:
    for label, parents in _rules()["parts"].items():
        names_old, names_kept = [], []
        for column, parent in parents.items():
            same = _rules()["events"][parent]["same"]
            kept = f"select {same} from {_view(parent)} where not coalesce({removed[parent]}, false)"
            connection.execute(f"create table kept_{_view(label)}_{column} as {kept} and {same} is not null")
            names_old.append(f"coalesce({column} in (select id from old_{_view(parent)}), false)")
            names_kept.append(f"coalesce({column} in (from kept_{_view(label)}_{column}), false)")
        removed[label] = f"({' or '.join(names_old)}) and not ({' or '.join(names_kept)})"


def _find_unnamed_people(connection: duckdb.DuckDBPyConnection, removed: dict[str, str]) -> None:
    for label, rule in _rules()["people"].items():
        person = rule["id"]
        named = " union ".join(
            f"select {person} as id from {_view(naming)} where not coalesce({removed[naming]}, false)"
            for naming in rule["named_by"]
        )
        connection.execute(f"create table named_{_view(label)} as {named}")
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
    rest = f"select * from {_view(table.label)} where not coalesce({removed}, false)"
    written = connection.execute(f"copy ({rest}) to '{target}' (format parquet, compression zstd)").fetchone()
    return int(written[0]) if written else 0
