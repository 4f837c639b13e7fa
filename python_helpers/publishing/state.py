"""What lives from refresh to refresh, such as people's keys: kept with each release, put back when lost.

A relation tagged `state` in the dbt project cannot be computed again from the extracts alone. Each release carries a
copy in its own folder, and a warehouse that has lost the relation gets it back before it is built, so that nobody is
renumbered. `fsu rotate-salt` leaves a second copy for another salt (`published/next_salt`); whichever copy the salt in
force fits is the one that is put back, so the former salt works until a release has been published with the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from python_helpers import audit
from python_helpers.errors import FsuError
from python_helpers.json_files import has_types, read_json
from python_helpers.private import make_warehouse_private, owner_only
from python_helpers.publishing.files import refuse_no_link, sha256, sync
from python_helpers.publishing.mark import Mark, holds_demo, read_mark, write_mark
from python_helpers.publishing.project import Relation
from python_helpers.publishing.rekey import LEDGER, find_records, former_token, is_of_earlier_form, rekeyed_ledger
from python_helpers.publishing.release import write_parquet
from python_helpers.settings import current_delivery_is_synthetic, published_dir, token_salt, warehouse_path
from python_helpers.tokens import hand_over, salt_check
from python_helpers.warehouse import open_for_writing, open_read_only

FOLDER = "state"
INDEX = "state.json"
NEXT_SALT = "next_salt"
"""Folder beside the releases with the state under the salt that `fsu rotate-salt` was given."""


@dataclass(frozen=True)
class Restored:
    """One relation that was put back."""

    name: str
    rows: int


@dataclass(frozen=True)
class Kept:
    """A folder with a copy of the state, and its index."""

    folder: Path
    index: dict[str, Any]

    @property
    def is_synthetic(self) -> bool:
        """Whether the state is of made-up people."""
        return bool(self.index["is_synthetic"])

    def fits(self, salt: str) -> bool:
        """Whether the state is of this salt."""
        return bool(self.index["salt_check"] == salt_check(salt))

    def fits_in_earlier_form(self, salt: str) -> bool:
        """Whether it is of this salt, in the form that tokens had in the version before."""
        return bool(self.index["salt_check"] == hashlib.sha256(f"{salt}fsu/state".encode()).hexdigest()[:32])

    def check_files(self) -> None:
        """Refuse a copy that is not whole.

        Raises:
            FsuError: a file is missing or damaged.
        """
        for entry in self.index["relations"]:
            file = self.folder / entry["file"]
            if not file.is_file() or sha256(file) != entry["sha256"]:
                raise FsuError(
                    f"{file} is missing or damaged. Take it from a backup, or from an older release in "
                    f"{published_dir()}."
                )

    @property
    def carried_as_of_date(self) -> date | None:
        """Newest refresh whose keys were carried to this salt."""
        given = self.index.get("carried_as_of_date")
        return date.fromisoformat(given) if given else None


_INDEX = {"salt_check": str, "relations": list}
_ENTRY = {"schema": str, "relation": str, "file": str, "sha256": str, "rows": int}


def read_kept(folder: Path) -> Kept | None:
    """The state that a folder keeps; None where it keeps none.

    Raises:
        FsuError: its index is cut off or is none.
    """
    file = folder / INDEX
    if not file.is_file():
        return None
    try:
        index = read_json(file)
        kept = Kept(folder, index)
        if not has_types(index, _INDEX) or not all(has_types(entry, _ENTRY) for entry in index["relations"]):
            raise ValueError
        _ = (kept.is_synthetic, kept.carried_as_of_date)
    except (ValueError, KeyError, TypeError) as error:
        raise FsuError(
            f"{file} is not the index that a publication wrote. Take it from a backup, or point {folder.parent} "
            f"at an older release."
        ) from error
    return kept


def released() -> Kept | None:
    """The state of the current release.

    Raises:
        FsuError: `current` is no link to a release, or what the release keeps is not as a publication wrote it.
    """
    refuse_no_link(published_dir() / "current")
    return read_kept(published_dir() / "current" / FOLDER)


def rotated() -> Kept | None:
    """The state that waits for another salt."""
    return read_kept(published_dir() / NEXT_SALT)


def check_continuity(*, is_synthetic: bool, salt: str) -> Kept | None:
    """The copy of the state that fits extracts of a kind and a salt; None where there is none, or only a demo's.

    Raises:
        FsuError: demo data would follow real data, or no copy fits the salt.
    """
    current = released()
    if current is None or (current.is_synthetic and not is_synthetic):
        return None
    if is_synthetic and not current.is_synthetic:
        raise FsuError(
            f"{published_dir()} holds real people and the extracts are synthetic. Build demo data elsewhere: "
            "set FSU_LANDING, FSU_WAREHOUSE and FSU_PUBLISHED to folders of its own."
        )
    if current.fits(salt) or current.fits_in_earlier_form(salt):
        return current
    waiting = rotated()
    if waiting is not None and waiting.is_synthetic == is_synthetic and waiting.fits(salt):
        return waiting
    raise FsuError(
        "FSU_TOKEN_SALT is not the salt that the published release was built with. With another salt every person "
        "would get a new key and no history would carry over. Set the former salt, or change it with "
        f"`fsu rotate-salt`; or, to begin anew on purpose, move {warehouse_path()} and {published_dir()}/current away."
    )


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
            entries.append(index_entry(relation, file, rows))
    mark = read_mark(connection)
    write_index(
        folder,
        entries,
        is_synthetic=is_synthetic,
        salt=token_salt(is_synthetic=is_synthetic),
        carried=mark.carried_as_of_date if mark else None,
    )


def index_entry(relation: Relation, file: Path, rows: int) -> dict[str, Any]:
    """What the index says of one relation; its schema as every engine but a server has it, wherever it came from."""
    return {
        "schema": relation.prefix + relation.zone,
        "relation": relation.name,
        "rows": rows,
        "file": file.name,
        "sha256": sha256(file),
    }


def write_index(
    folder: Path, entries: list[dict[str, Any]], *, is_synthetic: bool, salt: str, carried: date | None
) -> None:
    """Write the index of a folder of state, and make everything there its owner's alone."""
    content = {
        "is_synthetic": is_synthetic,
        "salt_check": salt_check(salt),
        "carried_as_of_date": carried.isoformat() if carried else None,
        "relations": entries,
    }
    (folder / INDEX).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    for file in folder.iterdir():
        file.chmod(0o600)
        sync(file)
    sync(folder)


def forget_rotation(salt: str) -> None:
    """Remove the state that waited for a salt, once a release carries it."""
    waiting = published_dir() / NEXT_SALT
    if (kept := rotated()) is not None and kept.fits(salt):
        shutil.rmtree(waiting)


def leave_demo_behind() -> bool:
    """Remove a demo's warehouse before real extracts are built: made-up people must not have a past among real ones.

    The demo's warehouse can be made again; its release stays readable until the real one takes its place.
    """
    warehouse = warehouse_path()
    if current_delivery_is_synthetic() or not warehouse.is_file():
        return False
    with open_read_only(warehouse) as connection:
        if not holds_demo(connection):
            return False
    warehouse.unlink()
    warehouse.with_name(f"{warehouse.name}.wal").unlink(missing_ok=True)
    return True


def restore(say: Callable[[str], None] = lambda _: None) -> list[Restored]:
    """Put back every state relation that the warehouse lacks, or has under another salt; one transaction.

    A synthetic release's state is never put under real extracts. Tokens of the version before are carried over.

    Raises:
        FsuError: the salt has changed, demo data would follow real data, or a kept file is damaged.
    """
    is_synthetic, salt = current_delivery_is_synthetic(), token_salt()
    kept = check_continuity(is_synthetic=is_synthetic, salt=salt)
    if os.environ.get("FSU_TARGET", "duckdb") != "duckdb":
        from python_helpers.postgres.state import restore_on_server  # noqa: PLC0415 - only where there is a server

        return restore_on_server(kept, salt, say)
    leave_demo_behind()
    warehouse = warehouse_path()
    if kept is None and not warehouse.is_file():
        return []
    make_warehouse_private(warehouse)
    with owner_only(), open_for_writing(warehouse) as connection:
        hand_over(connection, salt)
        connection.execute("set variable fsu_former_salt = ?", [salt])
        connection.begin()
        restored = _restore_into(connection, kept, is_synthetic=is_synthetic, salt=salt)
        if restored:
            audit.append("restore-state", purpose="refresh", rows=sum(relation.rows for relation in restored))
        connection.commit()
    return restored


def _restore_into(
    connection: duckdb.DuckDBPyConnection, kept: Kept | None, *, is_synthetic: bool, salt: str
) -> list[Restored]:
    mark = read_mark(connection)
    ledgers = connection.execute(
        "select schema_name from duckdb_tables() where table_name = ? and database_name = current_database()"
        " order by schema_name",
        [LEDGER],
    ).fetchall()
    restored: list[Restored] = []
    if mark is None and ledgers:
        carried, rows = _carry_over(connection, ledgers[0][0], is_salt_proven=is_synthetic or kept is not None)
        mark = Mark(ledgers[0][0], is_synthetic, salt_check(salt), carried)
        write_mark(connection, mark)
        if rows:
            restored.append(Restored(f"{mark.schema}.{LEDGER}", rows))
    if kept is None:
        return restored
    has_other_salt = mark is not None and mark.salt_check != salt_check(salt)
    entries = [entry for entry in kept.index["relations"] if has_other_salt or _is_missing(connection, entry)]
    if entries:
        kept.check_files()
    restored += [_restore_one(connection, kept.folder, entry) for entry in entries]
    schema = next((entry["schema"] for entry in kept.index["relations"] if entry["relation"] == LEDGER), None)
    if schema is not None and (mark is None or has_other_salt):
        carried = kept.carried_as_of_date
        if not kept.fits(salt):
            carried, _ = _carry_over(connection, schema, is_salt_proven=True)
        write_mark(connection, Mark(schema, is_synthetic, salt_check(salt), carried))
    return restored


def _carry_over(connection: duckdb.DuckDBPyConnection, schema: str, *, is_salt_proven: bool) -> tuple[date | None, int]:
    """Give a ledger of the version before the tokens of today's form; its newest refresh, and how many rows it has."""
    database = connection.execute("select current_database()").fetchone()
    published = published_dir() / "current" / "parquet" / "governance" / "gov_person_records.parquet"
    files = [str(published).replace("'", "''")] if published.is_file() else []
    find_records(connection, str(database[0]) if database else "", files)
    ledger = f'"{schema}"."{LEDGER}"'
    if not is_of_earlier_form(connection, ledger, is_salt_proven=is_salt_proven):
        return None, 0
    connection.execute(
        "create or replace temp table carried as "
        + rekeyed_ledger(connection, ledger, former_token(is_of_earlier_form=True))
    )
    connection.execute(f"create or replace table {ledger} as from carried")
    newest, rows = connection.execute("select max(as_of_date), count(*) from carried").fetchone() or (None, 0)
    return newest, rows


def _is_missing(connection: duckdb.DuckDBPyConnection, entry: dict[str, Any]) -> bool:
    row = connection.execute(
        "select count(*) from duckdb_tables() where schema_name = ? and table_name = ?",
        [entry["schema"], entry["relation"]],
    ).fetchone()
    return row == (0,)


def _restore_one(connection: duckdb.DuckDBPyConnection, folder: Path, entry: dict[str, Any]) -> Restored:
    file = folder / entry["file"]
    name = f'"{entry["schema"]}"."{entry["relation"]}"'
    path = str(file).replace("'", "''")
    connection.execute(f'create schema if not exists "{entry["schema"]}"')
    connection.execute(f"create or replace table {name} as select * from read_parquet('{path}')")  # noqa: S608
    return Restored(f"{entry['schema']}.{entry['relation']}", entry["rows"])
