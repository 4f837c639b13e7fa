"""`fsu rotate-salt`: another salt from the next refresh on, and everybody keeps their key."""

# ruff: noqa: S608 -- names come from dbt's manifest
from __future__ import annotations

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
from python_helpers.publishing import state
from python_helpers.publishing.files import exclusive, sync
from python_helpers.publishing.mark import holds_demo, read_mark
from python_helpers.publishing.place import place
from python_helpers.publishing.project import Relation, read_relations, target_dir
from python_helpers.publishing.rekey import FORMER_KEY, LEDGER, find_records, former_token, rekeyed_ledger
from python_helpers.publishing.release import count_people, sql_text, write_parquet
from python_helpers.settings import (
    DEMO_SALT,
    check_strength,
    given_salt,
    published_dir,
    salt_file_content,
)
from python_helpers.tokens import hand_over, salt_check


@dataclass(frozen=True)
class Rotated:
    """What waits for the new salt."""

    folder: Path
    people: int


def rotate(new_salt_file: Path, say: Callable[[str], None] = lambda _: None) -> Rotated:
    """Write the state under the salt in a file; the former one stays as it is, and works until a release has the new.

    Args:
        new_salt_file: holds the new salt, readable for its owner alone.
        say: told what it waits for.

    Raises:
        FsuError: a salt does not fit, or the warehouse does not hold everybody of the newest refresh.
    """
    new = salt_file_content(new_salt_file, "--new-salt-file")
    former = given_salt()[0] or DEMO_SALT
    if new == former:
        raise FsuError(f"{new_salt_file} holds the salt that is in force. Put another one there.")
    published = published_dir()
    published.mkdir(parents=True, exist_ok=True)
    known = read_relations(target_dir() / "manifest.json")
    relations = [relation for relation in known if relation.is_state]
    ledger = next((relation for relation in relations if relation.name == LEDGER), None)
    if ledger is None:
        raise FsuError(
            f"{target_dir() / 'manifest.json'} knows no {LEDGER}. Run `dbt parse` from the project's root first."
        )
    with exclusive(published / ".lock", "publishing"), place(say) as where, where.opened(known) as connection:
        mark = read_mark(connection)
        is_synthetic = holds_demo(connection)
        # Without a mark the tokens are of the version before; whether the salt is theirs shows as they are looked for.
        if mark is not None and mark.salt_check != salt_check(former):
            raise FsuError(
                "The warehouse was not built with the salt that FSU_TOKEN_SALT gives now. Set the salt in force, "
                "and build and publish with it once more (make build); then rotate."
            )
        state.check_continuity(is_synthetic=is_synthetic, salt=former)
        if not is_synthetic:
            check_strength(new, str(new_salt_file))
        hand_over(connection, new)
        hand_over(connection, former, FORMER_KEY)
        connection.execute("set variable fsu_former_salt = ?", [former])
        partial = published / f".{os.getpid()}.{state.NEXT_SALT}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir(mode=0o700)
            token = former_token(is_of_earlier_form=mark is None)
            carried, entries = _write(connection, relations, ledger, partial, token)
            state.write_index(partial, entries, is_synthetic=is_synthetic, salt=new, carried=carried)
            people = count_people(connection, ledger)
            audit.append("rotate-salt", purpose="another salt", people=people)
            _put_in_place(partial, published / state.NEXT_SALT)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return Rotated(published / state.NEXT_SALT, people)


def _write(
    connection: duckdb.DuckDBPyConnection, relations: list[Relation], ledger: Relation, folder: Path, token: str
) -> tuple[date | None, list[dict[str, Any]]]:
    """Write every relation, the ledger under the new salt; its newest refresh, and the index's entries."""
    database = connection.execute("select current_database()").fetchone()
    find_records(connection, str(database[0]) if database else "")
    entries = []
    for relation in relations:
        file = folder / f"{relation.zone}.{relation.name}.parquet"
        if relation is ledger:
            query = rekeyed_ledger(connection, ledger.quoted, token)
            row = connection.execute(
                f"copy (select * from ({query}) order by all) to '{sql_text(file)}' (format parquet)"
            ).fetchone()
            rows = int(row[0]) if row else 0
        else:
            rows = write_parquet(connection, relation, file)
        entries.append(state.index_entry(relation, file, rows))
    newest = connection.execute(f"select max(as_of_date) from {ledger.quoted}").fetchone()
    return newest[0] if newest else None, entries


def _put_in_place(partial: Path, final: Path) -> None:
    """One rename; a rotation that was not used yet makes way."""
    if final.exists():
        former = final.with_name(f".{os.getpid()}.former.partial")
        final.rename(former)
        shutil.rmtree(former)
    partial.rename(final)
    sync(final.parent)
