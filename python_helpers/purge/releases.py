"""The releases' part of a purge: those of an earlier window go whole; the others lose whom the delivery no longer has.

Every folder of a release that has a manifest of its own is a zone, whatever its name; `state` has an index instead.
"""

# ruff: noqa: S608 -- every name in the SQL is the project's own
from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.errors import FsuError
from python_helpers.json_files import has_types, read_object
from python_helpers.landing.contract import load_contract
from python_helpers.private import owner_only
from python_helpers.publishing.files import sha256, switch_link, sync
from python_helpers.publishing.publish import CURRENT
from python_helpers.publishing.release import STORAGE_VERSION, sql_text
from python_helpers.publishing.state import FOLDER, INDEX
from python_helpers.purge.retention import Kept

_RECORDS = {"source_system", "record_type", "record_id"}
"""Columns by which a relation names records of the source systems."""

_REJECTS = {"source_system", "table_name", "record_id"}
"""Columns by which a relation names rejected rows of a landed table, the parts of their key joined by '|'."""

_LANDED = {
    ("connect", "nominal"): ("connect/nominals", "nominal_id"),
    ("compact", "person"): ("compact/people", "person_ref"),
    ("avaya", "call"): ("avaya/call_segments", "ucid"),
    ("controlworks", "person_entry"): ("controlworks/people", "person_entry_id"),
}


@dataclass(frozen=True)
class Rules:
    """What may stay: records of the purged delivery, and state for as long as the retention list says."""

    delivery: Path
    kept: Mapping[str, Kept]
    as_of: date


@dataclass(frozen=True)
class Plan:
    """Releases that go, releases that are written anew with the rows they lose, and whether the current one goes."""

    removed: tuple[str, ...]
    rows_removed: Mapping[str, int]
    withdraws_current: bool


def plan(published: Path, rules: Rules, held_deliveries: frozenset[str]) -> Plan:
    """What would go from the published folder."""
    removed, changed = [], {}
    for release in releases_of(published):
        facts = _read(release / "manifest.json")
        if facts.get("delivery_id") in held_deliveries:
            continue
        # A release holds the events of the 12 months before its own date.
        if str(facts.get("as_of_date", "")) < rules.as_of.isoformat():
            removed.append(release.name)
        elif rows := _rows_to_go(release, rules):
            changed[release.name] = rows
    return Plan(tuple(removed), changed, current_of(published) in removed)


def carry_out(published: Path, planned: Plan, rules: Rules) -> None:
    """Write releases anew by the rules, point `current` to the new one, and remove what goes."""
    for name in planned.rows_removed:
        old = published / name
        is_current = (published / CURRENT).resolve() == old.resolve()
        new = _written_anew(old, rules)
        if is_current:
            switch_link(published / CURRENT, new.name)
        shutil.rmtree(old)
    withdraw(published, planned.removed)


def withdraw(published: Path, names: Iterable[str]) -> None:
    """Remove releases, and what a purge that was killed left of others."""
    for name in names:
        if (published / CURRENT).resolve() == (published / name).resolve():
            (published / CURRENT).unlink()
        shutil.rmtree(published / name)
    for leftover in published.glob(".*.partial"):
        shutil.rmtree(leftover)
    sync(published)


def releases_of(published: Path) -> list[Path]:
    """Folders of the releases."""
    return sorted(path.parent for path in published.glob("*/manifest.json") if not path.parent.is_symlink())


def current_of(published: Path) -> str:
    """Name of the release that readers get."""
    return (published / CURRENT).resolve().name


def delivery_of(release: Path) -> str:
    """Id of the delivery that a release was built from."""
    return str(_read(release / "manifest.json").get("delivery_id", ""))


def _zones(release: Path) -> list[Path]:
    return [release, *sorted(path.parent for path in release.glob("*/manifest.json"))]


_ENTRY = {"schema": str, "relation": str, "rows": int}
_DATABASE = {"file": str, "sha256": str}


def _read(path: Path) -> dict[str, Any]:
    remedy = "Take it from a backup, or move the release away; nothing was purged."
    needs = ["relations"] if path.name == INDEX else ["as_of_date", "database", "relations"]
    facts = read_object(path, needs, remedy)
    entries = facts["relations"]
    is_written = isinstance(entries, list) and all(has_types(entry, _ENTRY) for entry in entries)
    if not is_written or not has_types(facts.get("database", {"file": "", "sha256": ""}), _DATABASE):
        raise FsuError(f"{path} is not as this project wrote it. {remedy}")
    return facts


def _rows_to_go(release: Path, rules: Rules) -> int:
    count = 0
    with duckdb.connect() as connection:
        _know_landed(connection, rules.delivery)
        for zone in _zones(release):
            manifest = _read(zone / "manifest.json")
            with _attached(connection, zone / manifest["database"]["file"]):
                count += sum(_to_go(connection, _table(entry), entry, rules)[1] for entry in manifest["relations"])
        for entry in _state_of(release):
            count += _to_go(connection, _parquet(release / FOLDER / entry["file"]), entry, rules)[1]
    return count


def _state_of(release: Path) -> list[dict[str, Any]]:
    index = release / FOLDER / INDEX
    return list(_read(index)["relations"]) if index.is_file() else []


@contextmanager
def _attached(connection: duckdb.DuckDBPyConnection, database: Path) -> Iterator[None]:
    """A zone's own file, which every zone has; Parquet beside it, not every."""
    connection.execute(f"attach '{sql_text(database)}' as release_before (read_only)")
    try:
        yield
    finally:
        connection.execute("detach release_before")


def _table(entry: Mapping[str, Any]) -> str:
    return f'release_before."{entry["schema"]}"."{entry["relation"]}"'


def _parquet(file: Path) -> str:
    return f"read_parquet('{sql_text(file)}')"


def _know_landed(connection: duckdb.DuckDBPyConnection, delivery: Path) -> None:
    """The records that the delivery has, their ids by letters and digits alone: extracts write them in many ways."""
    selects = " union all ".join(
        f"select '{system}' as source_system, '{kind}' as record_type, {_bare(column)} as record_id"
        f" from read_parquet('{sql_text(delivery / folder / 'part-0.parquet')}')"
        for (system, kind), (folder, column) in _LANDED.items()
    )
    connection.execute(f"create table landed as select distinct * from ({selects})")
    connection.execute("create table landed_rows (source_system varchar, table_name varchar, record_id varchar)")
    for table in load_contract().tables:
        file = delivery / table.system / table.name / "part-0.parquet"
        if file.is_file():
            keys = f"select distinct {_bare(table.key[0])} from read_parquet('{sql_text(file)}')"
            connection.execute(f"insert into landed_rows select '{table.system}', '{table.name}', * from ({keys})")


def _bare(column: str) -> str:
    return f"upper(regexp_replace({column}, '[^A-Za-z0-9]+', '', 'g'))"


def _to_go(connection: duckdb.DuckDBPyConnection, rows: str, entry: Mapping[str, Any], rules: Rules) -> tuple[str, int]:
    """Which rows of a relation are to go, as a condition, and how many they are."""
    columns = {str(column[0]) for column in connection.execute(f"describe select * from {rows}").fetchall()}
    name = str(entry["relation"])
    conditions = [rules.kept[name].is_over(rules.as_of)] if name in rules.kept else []
    if columns >= _RECORDS:
        kinds = ", ".join(f"('{system}', '{kind}')" for system, kind in _LANDED)
        conditions.append(
            f"((source_system, record_type) in ({kinds}) and"
            f" (source_system, record_type, {_bare('record_id')}) not in (from landed))"
        )
    if columns >= _REJECTS:
        first_part = _bare("split_part(record_id, '|', 1)")
        conditions.append(f"(source_system, table_name, {first_part}) not in (from landed_rows)")
    condition = f"coalesce({' or '.join(conditions) or 'false'}, false)"
    found = connection.execute(f"select count(*) from {rows} where {condition}").fetchone()
    return condition, int(found[0]) if found else 0


def _written_anew(old: Path, rules: Rules) -> Path:
    """The release without the rows that go, beside the old one, under the name of its date and new content."""
    digest = hashlib.sha256(f"{old.name}/{rules.as_of}/{rules.delivery.resolve().name}".encode()).hexdigest()[:12]
    name = f"{old.name.rpartition('_')[0]}_{digest}"
    partial = old.parent / f".{name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    with owner_only(), duckdb.connect() as connection:
        shutil.copytree(old, partial, copy_function=os.link)
        _know_landed(connection, rules.delivery)
        for zone in _zones(partial):
            _write_zone(connection, zone, name, rules)
        _write_state(connection, partial / FOLDER, rules)
    new = old.parent / name
    if new.exists():  # left by a purge that was killed
        shutil.rmtree(new)
    partial.rename(new)
    sync(old.parent)
    return new


def _write_zone(connection: duckdb.DuckDBPyConnection, zone: Path, release: str, rules: Rules) -> None:
    manifest = _read(zone / "manifest.json")
    database = zone / manifest["database"]["file"]
    changed = {}
    with _attached(connection, database):
        for entry in manifest["relations"]:
            condition, count = _to_go(connection, _table(entry), entry, rules)
            if count:
                changed[entry["schema"], entry["relation"]] = condition
                entry["rows"] -= count
                if "file" in entry:
                    entry["sha256"] = _rewritten(connection, zone / entry["file"], condition)
        if changed:
            _write_database(connection, database, changed)
    manifest["database"]["sha256"] = sha256(database)
    manifest |= {"release": release, "purged_as_of": rules.as_of.isoformat()}
    _replace_text(zone / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def _write_state(connection: duckdb.DuckDBPyConnection, folder: Path, rules: Rules) -> None:
    if not (folder / INDEX).is_file():
        return
    index = _read(folder / INDEX)
    for entry in index["relations"]:
        condition, count = _to_go(connection, _parquet(folder / entry["file"]), entry, rules)
        if count:
            entry["rows"] -= count
            entry["sha256"] = _rewritten(connection, folder / entry["file"], condition)
    _replace_text(folder / INDEX, json.dumps(index, indent=2) + "\n")


def _rewritten(connection: duckdb.DuckDBPyConnection, file: Path, condition: str) -> str:
    """Replace a Parquet file by one without some rows; its new checksum."""
    new = file.with_name(f".{file.name}.new")
    rest = f"select * from {_parquet(file)} where not {condition}"
    connection.execute(f"copy ({rest}) to '{sql_text(new)}' (format parquet)")
    _replace(new, file)
    return sha256(file)


def _write_database(
    connection: duckdb.DuckDBPyConnection, database: Path, changed: Mapping[tuple[str, str], str]
) -> None:
    """Copy the file, so that nothing of the removed rows stays in blocks that it would free."""
    new = database.with_name(f".{database.name}.new")
    connection.execute(f"attach '{sql_text(new)}' as release_after (storage_version '{STORAGE_VERSION}')")
    try:
        for schema, name, comment in connection.execute(
            "select schema_name, table_name, comment from duckdb_tables()"
            " where database_name = 'release_before' order by all"
        ).fetchall():
            table = f'"{schema}"."{name}"'
            rest = f"where not {changed[schema, name]}" if (schema, name) in changed else ""
            connection.execute(f'create schema if not exists release_after."{schema}"')
            connection.execute(f"create table release_after.{table} as from release_before.{table} {rest}")
            if comment:
                connection.execute(f"comment on table release_after.{table} is '{sql_text(comment)}'")
        for schema, name, column, comment in connection.execute(
            "select schema_name, table_name, column_name, comment from duckdb_columns()"
            " where database_name = 'release_before' and comment is not null order by all"
        ).fetchall():
            described = f'release_after."{schema}"."{name}"."{column}"'
            connection.execute(f"comment on column {described} is '{sql_text(comment)}'")
    finally:
        connection.execute("detach release_after")
    _replace(new, database)


def _replace_text(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    _replace(new, path)


def _replace(new: Path, path: Path) -> None:
    """Put a file in the place of another, with its mode; a reader of the other keeps it."""
    new.chmod(path.stat().st_mode & 0o777)
    sync(new)
    new.replace(path)
