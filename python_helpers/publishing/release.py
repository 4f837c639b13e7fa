"""Writes one release: Parquet a relation, one DuckDB file, a manifest; restricted, linkage and state apart."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.errors import FsuError
from python_helpers.json_files import read_json
from python_helpers.private import spill_folder
from python_helpers.publishing.files import sha256, sync
from python_helpers.publishing.project import GENERAL, LINKAGE, QLIK, RESTRICTED, Relation
from python_helpers.publishing.qvd import write_qvd
from python_helpers.settings import duckdb_threads
from python_helpers.version import project_version
from python_helpers.warehouse import SETTINGS, require_file

STORAGE_VERSION = "v1.4.0"
"""Oldest DuckDB that opens the published files."""

LEAST_MEMORY = 2
"""GiB for writing a release, or one a thread where there are more: sorts spill, and a force-year takes no longer."""

READABLE_TYPES = {
    "BOOLEAN", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "VARCHAR", "DATE", "TIMESTAMP",
}  # fmt: skip
"""Column types that Parquet readers, Qlik and spreadsheets understand alike."""

PERSON = "%person"
"""Key of a person in schema `qlik`, where a grain can be another key that is made of it."""

KNOWS_THE_TIME = ("governance", "gov_runs")
"""The one relation that differs from build to build of the same input, so it has no part in a release's name."""


@dataclass
class Folder:
    """One part of a release with its own DuckDB file, manifest and mode bits."""

    path: Path
    database_name: str
    zones: tuple[str, ...]
    file_mode: int
    folder_mode: int
    keeps_parquet: bool = True
    relations: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Release:
    """A written release, not yet switched to."""

    path: Path
    name: str
    """Date and content: the same rows of the same delivery have the same name."""
    people: int
    identified_people: int
    is_synthetic: bool


def open_warehouse(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Connection that reads the warehouse, attached as the default database, and can write other files.

    Raises:
        FsuError: the warehouse does not exist.
        duckdb.Error: it is none, or another process writes to it.
    """
    require_file(warehouse)
    connection = duckdb.connect(config=dict(SETTINGS))
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"set temp_directory = '{sql_text(spill_folder(warehouse))}'")
    if threads := duckdb_threads():
        connection.execute(f"set threads = {threads}")
    _leave_memory(connection)
    # Under the name that dbt gives it, which views hold on to.
    connection.execute(f"attach '{sql_text(warehouse)}' as \"{warehouse.stem}\" (read_only)")
    connection.execute(f'use "{warehouse.stem}"')
    return connection


def _leave_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Take less than DuckDB's four fifths of the machine: what it keeps of tables once read is of no use here."""
    threads, granted = connection.execute(
        "select current_setting('threads'), current_setting('memory_limit')"
    ).fetchone() or (0, "0 bytes")
    enough = max(LEAST_MEMORY, threads)
    amount, unit = granted.split()
    if unit == "GiB" and float(amount) > enough:
        connection.execute(f"set memory_limit = '{enough}GiB'")


def sql_text(value: object) -> str:
    """Text for between single quotes."""
    return str(value).replace("'", "''")


def write_release(
    connection: duckdb.DuckDBPyConnection, relations: list[Relation], path: Path, facts: dict[str, Any], proof: str = ""
) -> Release:
    """Write every zone that readers see and its manifest below `path`, and wait until all of it is on disk.

    Args:
        connection: from `open_warehouse`.
        relations: the project's relations; those of other zones are passed over.
        path: an empty folder.
        facts: what the manifest says besides rows and checksums (delivery, as_of_date, definitions ...).
        proof: of the salt; it counts for the name, since the same rows under another salt have another state.

    Raises:
        FsuError: a relation is missing in the warehouse, or has a column type that readers stumble over.
    """
    folders = (
        Folder(path, "fsu.duckdb", GENERAL, file_mode=0o444, folder_mode=0o755),
        Folder(path / RESTRICTED, "fsu_restricted.duckdb", (RESTRICTED,), file_mode=0o600, folder_mode=0o700),
        Folder(
            path / LINKAGE, "fsu_linkage.duckdb", (LINKAGE,), file_mode=0o600, folder_mode=0o700, keeps_parquet=False
        ),
    )
    general, *apart = folders
    for folder in folders:
        folder.path.mkdir(exist_ok=True)
        folder.path.chmod(folder.folder_mode)
        _write_folder(connection, folder, [relation for relation in relations if relation.zone in folder.zones])
    digest = hashlib.sha256()
    digest.update((json.dumps(facts, sort_keys=True, default=str) + proof).encode())
    for folder in folders:
        for entry in folder.relations:
            if (entry["schema"], entry["relation"]) != KNOWS_THE_TIME:
                digest.update(f"{entry['schema']}.{entry['relation']} {entry['sha256']}\n".encode())
    name = f"{facts['as_of_date']}_{digest.hexdigest()[:12]}"
    for folder in apart:
        _write_manifest(folder, {"release": name, **facts})
    _write_manifest(general, {"release": name, **facts, "apart": [_outline(folder) for folder in apart]})
    rows = {entry["relation"]: entry["rows"] for folder in folders for entry in folder.relations}
    identified = [
        count_people(connection, relation)
        for relation in relations
        if relation.zone == RESTRICTED and "person_key" in columns_of(connection, relation)
    ]
    return Release(
        path,
        name,
        people=rows.get("dim_people", 0),
        identified_people=max(identified, default=0),
        is_synthetic=bool(facts["is_synthetic"]),
    )


def _outline(folder: Folder) -> dict[str, Any]:
    """What the general manifest says of a part that lies apart: that it is there, and no more of it than names."""
    return {"folder": folder.path.name, "relations": [entry["relation"] for entry in folder.relations]}


def count_people(connection: duckdb.DuckDBPyConnection, relation: Relation) -> int:
    """How many people a relation is about."""
    row = connection.execute(f"select count(distinct person_key) from {relation.quoted}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def columns_of(connection: duckdb.DuckDBPyConnection, relation: Relation) -> dict[str, str]:
    """Columns and types of a relation of the warehouse.

    Raises:
        FsuError: the project has the relation and the warehouse does not.
    """
    rows = connection.execute(
        "select column_name, data_type from duckdb_columns() "
        "where database_name = current_database() and schema_name = ? and table_name = ? order by column_index",
        [relation.schema, relation.name],
    ).fetchall()
    if not rows:
        raise FsuError(
            f"{relation.schema}.{relation.name} is in the project but not in the warehouse: "
            "the project has changed since the build. Run `dbt build`, then publish."
        )
    return dict(rows)


def write_parquet(connection: duckdb.DuckDBPyConnection, relation: Relation, file: Path) -> int:
    """Write one relation in the order of its grain, so that the same rows are the same bytes; return the row count.

    The grain's columns as they stand in the relation (dbt lists them by the alphabet), which no two rows share, as a
    test of the build says; where nothing is said, all columns give the order. Before a key that does not name the
    person goes the person: what is asked for together lies together.
    """
    columns = list(columns_of(connection, relation))
    key = [column for column in columns if not relation.grain or column in relation.grain]
    person = [PERSON] if PERSON in columns and PERSON not in key else []
    order = ", ".join(f'"{column}"' for column in [*person, *key])
    file.parent.mkdir(parents=True, exist_ok=True)
    row = connection.execute(
        f"copy (select * from {relation.quoted} order by {order}) to '{sql_text(file)}' (format parquet)"  # noqa: S608
    ).fetchone()
    return int(row[0]) if row else 0


def _write_folder(connection: duckdb.DuckDBPyConnection, folder: Folder, relations: list[Relation]) -> None:
    database = folder.path / folder.database_name
    written = []
    connection.execute(f"attach '{sql_text(database)}' as release_being_written (storage_version '{STORAGE_VERSION}')")
    try:
        for zone in folder.zones:
            connection.execute(f'create schema release_being_written."{zone}"')
        for relation in relations:
            columns = columns_of(connection, relation)
            _check_types(relation, columns)
            file = folder.path / "parquet" / relation.zone / f"{relation.name}.parquet"
            rows = write_parquet(connection, relation, file)
            # From the Parquet just written: one sort for both, and proof that the file can be read.
            copy = f'release_being_written."{relation.zone}"."{relation.name}"'
            connection.execute(f"create table {copy} as select * from read_parquet('{sql_text(file)}')")  # noqa: S608
            _describe(connection, copy, relation)
            entry = {
                "schema": relation.zone,
                "relation": relation.name,
                "grain": list(relation.grain),
                "columns": [
                    {"name": name, "type": kind, "is_given": name in relation.given} for name, kind in columns.items()
                ],
                "rows": rows,
                "sha256": sha256(file),
            }
            if folder.keeps_parquet:
                entry["file"] = str(file.relative_to(folder.path))
                written.append(file)
                if relation.zone == QLIK:
                    qvd = folder.path / "qvd" / f"{relation.name}.qvd"
                    write_qvd(file, qvd)
                    entry["qvd"] = {"file": str(qvd.relative_to(folder.path)), "sha256": sha256(qvd)}
                    written.append(qvd)
            else:
                file.unlink()
            folder.relations.append(entry)
    finally:
        connection.execute("detach release_being_written")
    if not folder.keeps_parquet:
        shutil.rmtree(folder.path / "parquet", ignore_errors=True)
    files = [database, *written]
    for file in files:
        file.chmod(folder.file_mode)
        sync(file)
    for subfolder in sorted({parent for file in files for parent in file.parents if folder.path in parent.parents}):
        subfolder.chmod(folder.folder_mode)
        sync(subfolder)


def _check_types(relation: Relation, columns: dict[str, str]) -> None:
    unreadable = {name: kind for name, kind in columns.items() if kind not in READABLE_TYPES}
    if unreadable:
        listed = ", ".join(f"{name} {kind}" for name, kind in unreadable.items())
        raise FsuError(
            f"{relation.schema}.{relation.name} has columns of types that readers of Parquet stumble over: {listed}. "
            f"Cast them in the model to one of {', '.join(sorted(READABLE_TYPES))}, and say so in its contract."
        )


def _describe(connection: duckdb.DuckDBPyConnection, copy: str, relation: Relation) -> None:
    """Carry the project's descriptions into the file, so that an analyst reads them where the data is."""
    if relation.description:
        connection.execute(f"comment on table {copy} is '{sql_text(relation.description)}'")
    for name, description in relation.column_descriptions.items():
        connection.execute(f"comment on column {copy}.\"{name}\" is '{sql_text(description)}'")


def _write_manifest(folder: Folder, facts: dict[str, Any]) -> None:
    manifest = {
        **facts,
        "database": {"file": folder.database_name, "sha256": sha256(folder.path / folder.database_name)},
        "relations": folder.relations,
    }
    file = folder.path / "manifest.json"
    file.write_text(json.dumps(manifest, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    file.chmod(folder.file_mode)
    sync(file)
    sync(folder.path)


def versions() -> dict[str, str]:
    """Versions of the project and of the tools whose version can change a figure."""
    packages = {name: importlib.metadata.version(name) for name in ("dbt-core", "dbt-duckdb", "duckdb")}
    return {"python": platform.python_version(), "frequent-service-users": project_version(), **packages}


def is_whole(release: Path) -> bool:
    """Whether every file that a release's manifests name is there with the checksum they give."""
    for manifest in (release / part / "manifest.json" for part in ("", RESTRICTED, LINKAGE)):
        if not manifest.is_file():
            return False
        try:
            content = read_json(manifest)
            files = [(manifest.parent / entry["file"], entry["sha256"]) for entry in _files_in(content)]
        except (ValueError, KeyError, TypeError):  # cut off, or another program's
            return False
        if any(not file.is_file() or sha256(file) != digest for file, digest in files):
            return False
    return True


def _files_in(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    relations = manifest["relations"]
    return [
        manifest["database"],
        *(entry for entry in relations if "file" in entry),
        *(entry["qvd"] for entry in relations if "qvd" in entry),
        *manifest.get("report", []),
    ]
