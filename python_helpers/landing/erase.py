"""The landing's part of an erasure: one person's rows leave the current delivery, and earlier deliveries go whole.

Rows of events stay: a log or a crime is not the person's alone. An entry or nominal of somebody else's that names an
erased nominal loses the reference.
"""

# ruff: noqa: S608 -- every name in the SQL is the contract's or this module's own
from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_helpers.landing import rows
from python_helpers.landing.contract import Table, load_contract
from python_helpers.landing.findings import Finding, LandingError
from python_helpers.landing.land import summary
from python_helpers.landing.store import Store, write_json

RECORDS = {
    "avaya/call": "ucid",
    "controlworks/person_entry": "person_entry_id",
    "connect/nominal": "nominal_id",
    "compact/person": "person_ref",
}
"""Which landed column names a record of each sort."""

_NAMED_ONLY = {("controlworks.people", "nominal_id"), ("connect.nominals", "merged_into")}
"""Where a row that is somebody else's may name a nominal."""


@dataclass(frozen=True)
class Erased:
    """What went, or would go: rows of the current delivery, earlier deliveries, and which one is current then."""

    delivery_id: str
    rows_removed: int
    deliveries_removed: tuple[str, ...]


def erase(
    landing_dir: Path, records: Mapping[str, Collection[str]], held: Collection[str] = (), *, is_dry_run: bool = False
) -> Erased:
    """Remove a person's rows.

    Args:
        landing_dir: the landing folder.
        records: ids of the person's records by sort, as in `RECORDS`.
        held: deliveries that a legal hold keeps as they are.
        is_dry_run: only count what would go.

    Raises:
        LandingError: nothing has landed, or the current delivery is not whole; nothing has changed.
    """
    store = Store(landing_dir)
    with store.locked():
        current = store.current_id()
        if not current or not store.is_whole(current):
            what = "holds no whole delivery to erase from."
            raise LandingError([Finding(str(landing_dir), what, "Land the newest extracts first: fsu land RAW_DIR")])
        before = store.manifest(current)
        with store.workspace() as folder:
            left = _write_rest(store, current, folder, records)
            counted = {f"{table['system']}.{table['table']}": table["rows"] for table in before["tables"]}
            removed = sum(counted.values()) - sum(left.values())
            if removed and not is_dry_run:
                # Landing the same extracts again then changes nothing: they are known by `content_id`.
                content_id = before.get("content_id", current)
                name = hashlib.sha256(f"{current}/without {removed} rows".encode()).hexdigest()[:16]
                tables = [
                    table
                    | {
                        "rows": left[f"{table['system']}.{table['table']}"],
                        "bytes": (folder / table["file"]).stat().st_size,
                    }
                    for table in before["tables"]
                ]
                after = before | {
                    "delivery_id": name,
                    "previous_delivery_id": current,
                    "content_id": content_id,
                    "tables": tables,
                }
                for page in ("verdict.json", "verdict.html"):
                    shutil.copy(store.deliveries / current / page, folder / page)
                write_json(folder / "manifest.json", after)
                store.install(folder, name)
                store.make_current(name, summary(after))
                current = name
        gone = store.retirable(0, held) if is_dry_run else store.retire(0, held)
    return Erased(current, removed, tuple(gone))


def _write_rest(store: Store, delivery_id: str, folder: Path, records: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Write every table without the person's rows; rows left by table."""
    left: dict[str, int] = {}
    with rows.scratch(folder) as (connection, _):
        for kind, column in RECORDS.items():
            ids = sorted(records.get(kind, ()))
            connection.execute(f"create table erased_{column} as select unnest(cast(? as varchar[])) as id", [ids])
        for table in load_contract().tables:
            source = store.deliveries / delivery_id / table.system / table.name / "part-0.parquet"
            left[table.label] = _copy_rest(connection, table, source, folder)
    return left


def _copy_rest(connection: duckdb.DuckDBPyConnection, table: Table, source: Path, folder: Path) -> int:
    target = folder / table.system / table.name / "part-0.parquet"
    target.parent.mkdir(parents=True)
    is_theirs, blanked = ["false"], []
    for name in table.columns:
        erased = "nominal_id" if name == "merged_into" else name
        if erased not in RECORDS.values():
            continue
        found = f"coalesce(trim({name}) in (from erased_{erased}), false)"
        if (table.label, name) in _NAMED_ONLY:
            blanked.append(f"case when not {found} then {name} end as {name}")
        else:
            is_theirs.append(found)
    columns = f"* replace ({', '.join(blanked)})" if blanked else "*"
    rest = f"select {columns} from read_parquet('{source}') where not ({' or '.join(is_theirs)})"
    written = connection.execute(f"copy ({rest}) to '{target}' (format parquet, compression zstd)").fetchone()
    return int(written[0]) if written else 0
