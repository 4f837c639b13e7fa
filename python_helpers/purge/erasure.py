"""`fsu erase`: one person leaves landing, warehouse, kept state, corrections and every release; dry by default.

A release is one piece, so one that shows the person goes whole, as it does for whoever is sealed. The next build and
publication make the releases that follow. What a legal hold names is not erased.
"""

# ruff: noqa: S608 -- every name in the SQL is the project's own
from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import typer

from python_helpers import audit
from python_helpers.corrections import store as corrections
from python_helpers.corrections.judge import COLUMNS
from python_helpers.errors import FsuError
from python_helpers.explain.command import PERSON_KEY
from python_helpers.landing.erase import Erased, erase
from python_helpers.landing.health import says_something
from python_helpers.person_keys import keys_ever
from python_helpers.postgres.builder import builder
from python_helpers.postgres.copy import copy_relations
from python_helpers.private import owner_only
from python_helpers.publishing.files import exclusive
from python_helpers.publishing.project import read_relations, target_dir
from python_helpers.publishing.release import sql_text
from python_helpers.publishing.state import NEXT_SALT
from python_helpers.purge import releases, server, warehouse
from python_helpers.purge.holds import read_holds
from python_helpers.purge.retention import read_retention
from python_helpers.settings import landing_dir, published_dir, token_salt, warehouse_path
from python_helpers.tokens import hand_over, token_sql
from python_helpers.warehouse import open_read_only

_READ = ("link_person_records", "gov_identity_changes", "int_window__bounds")
"""Relations that tell whose records are whose."""

_FILES = {
    corrections.FILE: COLUMNS,
    corrections.WITHDRAWN: corrections.WITHDRAWN_COLUMNS,
    corrections.REMARKS: corrections.REMARK_COLUMNS,
}


@dataclass(frozen=True)
class Person:
    """Who is erased: the keys they ever had, their records by sort, and the records' tokens."""

    keys: tuple[str, ...]
    records: dict[str, set[str]]
    tokens: tuple[str, ...]
    as_of: date

    @property
    def record_count(self) -> int:
        """How many records are theirs."""
        return sum(len(ids) for ids in self.records.values())


def run(person_key: str, reason: str, *, is_applied: bool, accepts_no_current: bool) -> None:
    """Say what would go, or erase.

    Raises:
        FsuError: no reason, no such person, a legal hold, or the current release would go and that was not accepted.
    """
    if not says_something(reason):
        raise FsuError("Say on what ground: --reason, for the line of the audit log. It names nobody.")
    if (published_dir() / NEXT_SALT).exists():
        raise FsuError("Another salt is prepared (fsu rotate-salt). Finish that first: refresh with the new salt.")
    audit.require_log()
    with owner_only(), ExitStack() as locks:
        store, published = warehouse_path(), published_dir()
        if _is_on_server():
            locks.enter_context(builder(typer.echo))
        locks.enter_context(exclusive(store.with_name(f".{store.name}.lock"), "refreshing"))
        if published.is_dir():
            locks.enter_context(exclusive(published / ".lock", "publishing"))
        with _opened() as built:
            person = _find(built, person_key)
            forgotten = _forgotten(built, person)
        held = read_holds(landing_dir(), person.as_of)
        if held.nominals & person.records["connect/nominal"] or held.people & person.records["compact/person"]:
            raise FsuError(
                "A legal hold keeps a record of this person. Nothing was erased. What must be kept as evidence can be "
                "restricted instead: fsu corrections add restrict_processing."
            )
        planned = _plan(published, person, held.deliveries)
        foreseen = erase(landing_dir(), person.records, held.deliveries, is_dry_run=True)
        _say(person, foreseen, planned, len(held.deliveries))
        if planned.withdraws_current and not accepts_no_current:
            what = "published/current shows the person, and goes with nothing in its place until the next `make build`."
            if is_applied:
                raise FsuError(f"{what} Add --withdraw-current. Nothing was erased.")
            typer.echo(f"Needs to be accepted: {what} Add --withdraw-current.")
        if not is_applied:
            typer.echo("Nothing was erased: this only says what would be. To do it: fsu erase ... --apply")
            return
        done = erase(landing_dir(), person.records, held.deliveries)
        if _is_on_server():
            left = {folder.name for folder in releases.releases_of(published)} - {*planned.removed}
            server.empty(forgotten, done.delivery_id, withdraws_current=planned.withdraws_current, kept=left)
        else:
            warehouse.empty(store, forgotten, done.delivery_id)
        releases.withdraw(published, planned.removed)
        noted = _forget_corrections(person)
        audit.append(
            "erase",
            purpose=reason.strip(),
            people=1,
            records=person.record_count,
            landed_rows=done.rows_removed,
            deliveries=len(done.deliveries_removed),
            releases=len(planned.removed),
            corrections=noted,
            held=len(held.deliveries),
            delivery=done.delivery_id,
        )
    typer.echo(
        "Erased. The warehouse is empty but for what lives from refresh to refresh: `make build` fills it again."
    )


def _is_on_server() -> bool:
    return os.environ.get("FSU_TARGET", "duckdb") != "duckdb"


@contextmanager
def _opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """What tells whose records are whose: the warehouse; of a server a copy of that alone, for as long as it takes."""
    if not _is_on_server():
        with open_read_only(warehouse_path()) as connection:
            yield connection
        return
    file = warehouse_path().with_name(f"{warehouse_path().name}.server")
    needed = {*_READ, *read_retention()}
    try:
        relations = read_relations(target_dir() / "manifest.json")
        copy_relations([relation for relation in relations if relation.name in needed], file, as_built=False)
        with open_read_only(file) as connection:
            yield connection
    finally:
        file.unlink(missing_ok=True)


def _find(connection: duckdb.DuckDBPyConnection, person_key: str) -> Person:
    if not PERSON_KEY.fullmatch(person_key):
        raise FsuError("A person is named by their person_key, 32 letters and digits from a mart of the last build.")
    hand_over(connection, token_salt())
    records: dict[str, set[str]] = defaultdict(set)
    found = connection.execute(
        "select source_system || '/' || record_type, record_id from linkage.link_person_records"
        " where person_key = ? order by all",
        [person_key],
    ).fetchall()
    for kind, record in found:
        records[kind].add(record)
    if not records:
        raise FsuError("There is no such person in the last build. Take the key from a mart of it.")
    names = [f"{kind}/{record}" for kind, record in found]
    tokens = connection.execute(
        f"select {token_sql('name', 'record')} from (select unnest(cast(? as varchar[])) as name)", [names]
    ).fetchall()
    as_of = connection.execute("select as_of_date from intermediate.int_window__bounds").fetchone()
    if as_of is None:
        raise FsuError("The last build has no date. Run `make build` first.")
    return Person(keys_ever(connection, person_key), records, tuple(token for (token,) in tokens), as_of[0])


def _plan(published: Path, person: Person, held: Collection[str]) -> releases.Plan:
    """Releases that show the person, by any key they ever had; those of a delivery that is held stay."""
    removed = [
        folder.name
        for folder in releases.releases_of(published)
        if releases.delivery_of(folder) not in held and _shows(folder, person)
    ]
    return releases.Plan(tuple(removed), {}, releases.current_of(published) in removed)


def _shows(release: Path, person: Person) -> bool:
    """Whether a text of the release is one of the keys; what cannot be read cannot be cleared."""
    wanted = [*person.keys, *person.tokens]
    try:
        with duckdb.connect() as connection:
            return any(
                _holds(connection, f"read_parquet('{sql_text(file)}')", wanted)
                for file in sorted(release.rglob("*.parquet"))
            )
    except (OSError, duckdb.Error):
        return True


def _holds(connection: duckdb.DuckDBPyConnection, relation: str, wanted: list[str]) -> bool:
    described = connection.execute(f"describe select * from {relation}").fetchall()
    texts = [str(column[0]).replace('"', '""') for column in described if column[1] == "VARCHAR"]
    if not texts:
        return False
    condition = " or ".join(f'"{name}" in (select unnest(cast($wanted as varchar[])))' for name in texts)
    return connection.execute(
        f"select count(*) > 0 from {relation} where {condition}", {"wanted": wanted}
    ).fetchone() == (True,)


def _forgotten(connection: duckdb.DuckDBPyConnection, person: Person) -> dict[str, str]:
    """For each relation of kept state, the condition of the rows that are the person's."""
    listed = ", ".join(f"'{value}'" for value in (*person.keys, *person.tokens))
    kept = read_retention()
    columns = connection.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns()"
        " where data_type = 'VARCHAR' and table_name in (select unnest(?)) group by table_name",
        [list(kept)],
    ).fetchall()
    texts = {str(table): names for table, names in columns}
    return {
        name: " or ".join(f'"{column}" in ({listed})' for column in texts.get(name, [])) or "false" for name in kept
    }


def _forget_corrections(person: Person) -> int:
    """Take the person out of corrections and remarks; how many lines that were."""
    names = {f"{kind}/{record}" for kind, ids in person.records.items() for record in ids}
    gone = 0
    if not any(corrections.rows_of(file) for file in _FILES):
        return 0
    with corrections.changing():
        for file, columns in _FILES.items():
            rows = corrections.rows_of(file)
            rest = [
                row
                for row in rows
                if not {row.get("record"), row.get("other_record")} & names and row.get("person_key") not in person.keys
            ]
            if len(rest) < len(rows):
                gone += len(rows) - len(rest)
                corrections.write(file, columns, rest)
    return gone


def _say(person: Person, foreseen: Erased, planned: releases.Plan, held: int) -> None:
    kinds = ", ".join(f"{len(ids):,} {kind}" for kind, ids in sorted(person.records.items()) if ids)
    typer.echo(f"One person of {person.record_count:,} records: {kinds}.")
    typer.echo(f"landing: {foreseen.rows_removed:,} rows, and {len(foreseen.deliveries_removed)} earlier deliveries")
    typer.echo("warehouse: emptied but for kept state, which loses the person; the next build makes it again")
    typer.echo(f"releases that show the person, which go whole: {', '.join(planned.removed) or 'none'}")
    if held:
        typer.echo(f"Deliveries that a legal hold keeps as they are: {held}. The person stays in them.")
    for line in audit.recipients_of(person.keys):
        typer.echo(f"Has had a document about this person, and is to be told: {line}.")
