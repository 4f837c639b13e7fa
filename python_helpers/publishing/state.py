"""What lives from refresh to refresh, such as people's keys: kept with each release, put back when lost.

A relation tagged `state` in the dbt project cannot be computed again from the extracts alone. Each release carries a
copy in its own folder, and a warehouse that has lost the relation gets it back before it is built, so that nobody is
renumbered.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.errors import FsuError
from python_helpers.publishing.files import sha256, sync
from python_helpers.publishing.project import Relation
from python_helpers.publishing.release import write_parquet
from python_helpers.settings import current_delivery_is_synthetic, published_dir, token_salt, warehouse_path
from python_helpers.tokens import salt_check

FOLDER = "state"
INDEX = "state.json"


@dataclass(frozen=True)
class Restored:
    """One relation that was put back."""

    name: str
    rows: int


def export(
    connection: duckdb.DuckDBPyConnection, relations: list[Relation], folder: Path, *, is_synthetic: bool
) -> None:
    """Copy every state relation of the warehouse into a folder for the owner only, with an index and checksums."""
    folder.mkdir(mode=0o700)
    entries = []
    for relation in relations:
        if relation.is_state:
            file = folder / f"{relation.zone}.{relation.name}.parquet"
            rows = write_parquet(connection, relation, file)
            entries.append(
                {
                    "schema": relation.schema,
                    "relation": relation.name,
                    "rows": rows,
                    "file": file.name,
                    "sha256": sha256(file),
                }
            )
    index = folder / INDEX
    content = {"is_synthetic": is_synthetic, "salt_check": salt_check(token_salt()), "relations": entries}
    index.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    for file in folder.iterdir():
        file.chmod(0o600)
        sync(file)
    sync(folder)


def restore() -> list[Restored]:
    """Put back, from the current release, every state relation that the warehouse lacks; one transaction.

    A synthetic release's state is never put under real extracts.

    Raises:
        FsuError: the salt has changed, demo data would follow real data, or a kept file is damaged.
    """
    folder = published_dir() / "current" / FOLDER
    if not (folder / INDEX).is_file():
        return []
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    if index["is_synthetic"] and not current_delivery_is_synthetic():
        return []
    _check_continuity(index)
    warehouse = warehouse_path()
    warehouse.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    restored = []
    with duckdb.connect(str(warehouse), config={"autoinstall_known_extensions": False}) as connection:
        connection.begin()
        for entry in index["relations"]:
            if _is_missing(connection, entry):
                restored.append(_restore_one(connection, folder, entry))
        connection.commit()
    return restored


def _check_continuity(index: dict[str, Any]) -> None:
    if current_delivery_is_synthetic() and not index["is_synthetic"]:
        raise FsuError(
            f"{published_dir()} holds real people and the landed delivery is synthetic. Build demo data elsewhere: "
            "set FSU_LANDING, FSU_WAREHOUSE and FSU_PUBLISHED to folders of its own."
        )
    if index["salt_check"] != salt_check(token_salt()):
        raise FsuError(
            "FSU_TOKEN_SALT is not the salt that the published release was built with. With another salt every person "
            "would get a new key and no history would carry over. Set the former salt; or, to begin anew on purpose, "
            f"move {warehouse_path()} and {published_dir() / 'current'} away."
        )


def _is_missing(connection: duckdb.DuckDBPyConnection, entry: dict[str, Any]) -> bool:
    row = connection.execute(
        "select count(*) from duckdb_tables() where schema_name = ? and table_name = ?",
        [entry["schema"], entry["relation"]],
    ).fetchone()
    return row == (0,)


def _restore_one(connection: duckdb.DuckDBPyConnection, folder: Path, entry: dict[str, Any]) -> Restored:
    file = folder / entry["file"]
    if not file.is_file() or sha256(file) != entry["sha256"]:
        raise FsuError(
            f"{file} is missing or damaged. Take it from a backup, or from an older release in {folder.parent}."
        )
    name = f'"{entry["schema"]}"."{entry["relation"]}"'
    path = str(file).replace("'", "''")
    connection.execute(f'create schema if not exists "{entry["schema"]}"')
    connection.execute(f"create table {name} as select * from read_parquet('{path}')")  # noqa: S608
    return Restored(f"{entry['schema']}.{entry['relation']}", entry["rows"])
