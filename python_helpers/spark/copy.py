"""Copies what Spark built into a DuckDB file, under the names that the helpers know."""

# ruff: noqa: S608 -- names come from dbt's manifest
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.errors import FsuError
from python_helpers.json_files import read_object
from python_helpers.private import make_warehouse_private, owner_only
from python_helpers.publishing.mark import TABLE as MARK
from python_helpers.publishing.mark import read_mark, write_mark
from python_helpers.publishing.project import GENERAL, GOVERNANCE, Relation, target_dir
from python_helpers.publishing.release import sql_text
from python_helpers.settings import token_salt
from python_helpers.spark.files import parquet_files, tables_dir
from python_helpers.tokens import salt_check, spark_salt_check
from python_helpers.warehouse import open_for_writing

BUILD_LOG = "build_log"
INTERMEDIATE = "intermediate"


def copy_relations(relations: Iterable[Relation], file: Path) -> None:
    """Write the relations that Spark has, and its build log and mark, to a new file.

    A view leaves no file: one that readers see is a view of the copy, too, in SQL that both engines read alike; others
    are left out.

    Args:
        relations: what to copy; one that is not there is left out, and whoever needs it says so.
        file: beside the warehouse: personal data, for its owner only.

    Raises:
        FsuError: Spark's tables are not on this machine.
    """
    tables = tables_dir()
    make_warehouse_private(file)
    file.unlink(missing_ok=True)
    try:
        with owner_only(), open_for_writing(file) as copy:
            _copy_all(copy, relations, tables)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _copy_all(copy: duckdb.DuckDBPyConnection, relations: Iterable[Relation], tables: Path) -> None:
    nodes = _nodes()
    views = []
    copy.execute("set TimeZone = 'UTC'")
    for relation in relations:
        copy.execute(f'create schema if not exists "{relation.schema}"')
        node = nodes.get((relation.schema, relation.name), {})
        if node.get("config", {}).get("materialized") == "view":
            views.append((relation, node))
        else:
            _copy(copy, tables, relation.schema, relation.name, node)
        beside = {GOVERNANCE: BUILD_LOG, INTERMEDIATE: MARK}.get(relation.zone)
        if beside:
            _copy(copy, tables, relation.schema, beside, {})
    for relation, node in views:
        if relation.zone in GENERAL:
            copy.execute(f"create view {relation.quoted} as {_compiled(node)}")
    if (mark := read_mark(copy)) and mark.salt_check == spark_salt_check(token_salt()):
        # Each engine has its own proof of the salt; the copy's reader compares DuckDB's.
        write_mark(copy, replace(mark, salt_check=salt_check(token_salt())))


def _nodes() -> dict[tuple[str, str], dict[str, Any]]:
    again = "Run `dbt build` from the project's root, with the same DBT_TARGET_PATH."
    nodes = read_object(target_dir() / "manifest.json", ["nodes"], again)["nodes"].values()
    return {
        (node["schema"], node["alias"]): node
        for node in nodes
        if node["resource_type"] in {"model", "seed", "snapshot"}
    }


def _copy(copy: duckdb.DuckDBPyConnection, tables: Path, schema: str, name: str, node: dict[str, Any]) -> None:
    """Copy one table; a contract says in which order its columns come, and Spark puts what it partitions by last."""
    table = tables / f"{schema}.db" / name
    if not table.is_dir() or _is_there(copy, schema, name):
        return
    quoted = f'"{schema}"."{name}"'
    types = {column: said.get("data_type") for column, said in node.get("columns", {}).items()}
    types = node.get("config", {}).get("column_types") or types
    files = parquet_files(table)
    if not files:
        # A table without rows may have no file that could say what its columns are.
        if types and all(types.values()):
            columns = ", ".join(f'"{column}" {data_type}' for column, data_type in types.items())
            copy.execute(f"create table {quoted} ({columns})")
        return
    listed = ", ".join(f"'{sql_text(path)}'" for path in files)
    source = f"read_parquet([{listed}], hive_partitioning = true, union_by_name = true)"
    found = copy.execute(f"describe from {source}").fetchall()
    read = {
        # Spark writes its timestamps as instants, in UTC.
        column: f'cast("{column}" as timestamp) as "{column}"' if kind.startswith("TIMESTAMP") else f'"{column}"'
        for column, kind, *_ in found
    }
    is_ordered = node.get("config", {}).get("contract", {}).get("enforced") and types.keys() == read.keys()
    selected = ", ".join(read[column] for column in (types if is_ordered else read))
    copy.execute(f"create table {quoted} as select {selected} from {source}")


def _is_there(copy: duckdb.DuckDBPyConnection, schema: str, name: str) -> bool:
    found = copy.execute("select 1 from duckdb_tables() where schema_name = ? and table_name = ?", [schema, name])
    return found.fetchone() is not None


def _compiled(node: dict[str, Any]) -> str:
    """SQL of a view, as the last command that compiled it left it; the manifest knows that of its own command alone."""
    file: Path = target_dir() / "compiled" / node["package_name"] / node["original_file_path"]
    if not file.is_file():
        raise FsuError(f"{file} does not exist, which says how {node['name']} is computed. Run `dbt build` again.")
    return file.read_text(encoding="utf-8")
