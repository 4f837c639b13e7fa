"""What a correction would change, by the warehouse as it was last built: who would be joined, split or left alone."""

# ruff: noqa: S608 -- every name in the SQL is the project's own
from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
import networkx as nx

from python_helpers.corrections.judge import Correction, kind_of
from python_helpers.corrections.kinds import KINDS
from python_helpers.explain.chains import Record
from python_helpers.person_keys import keys_ever
from python_helpers.settings import token_salt, warehouse_path
from python_helpers.tokens import hand_over, token_sql
from python_helpers.warehouse import open_read_only

NOT_BUILT = "No DuckDB warehouse is built here, so what it would change is not known before the next build."
NOBODY = "belongs to nobody in the last build: mistyped, not in the window, or sealed"

_NEEDED = (
    *("link_person_records", "int_identity__links", "int_identity__people", "int_identity__mention_phones"),
    *("int_identity__person_records", "int_identity__match_rules", "fsu_ranked", "fct_person_interactions"),
    *("gov_identity_changes", "link_interaction_refs"),
)
_TOKEN = token_sql("cast(? as varchar)", "record")
_OFFENCES_OF = {
    "crime": ("stg_connect__crimes", "crime_no"),
    "custody": ("stg_connect__custody_records", "custody_ref"),
}
_ROLES_OF = {
    "person_entry": ("stg_controlworks__people", "person_entry_id", "person_entry_id"),
    "crime": ("stg_connect__crime_people", "nominal_id", "crime_no"),
    "custody": ("stg_connect__custody_records", "nominal_id", "custody_ref"),
    "episode": ("stg_compact__episodes", "person_ref", "episode_ref"),
}
"""Where the source systems' roles are staged: the table, whose role it is, and on what."""


@contextmanager
def opened() -> Iterator[duckdb.DuckDBPyConnection | None]:
    """The warehouse to ask, or None where identity has not been built."""
    if os.environ.get("FSU_TARGET", "duckdb") != "duckdb" or not warehouse_path().is_file():
        yield None
        return
    with open_read_only(warehouse_path()) as connection:
        hand_over(connection, token_salt())
        found = connection.execute(
            "select count(distinct table_name) from duckdb_tables() where table_name in (select unnest(?))",
            [list(_NEEDED)],
        ).fetchone()
        yield connection if found == (len(_NEEDED),) else None


def of_last_build(connection: duckdb.DuckDBPyConnection | None) -> dict[str, str]:
    """What each correction did in the last build, in words; a correction made since is not among them."""
    if connection is None:
        return {}
    built = "select count(*) > 0 from duckdb_tables() where table_name = 'gov_corrections'"
    if connection.execute(built).fetchone() != (True,):
        return {}
    found = connection.execute("select correction_id, effect from governance.gov_corrections").fetchall()
    return {correction_id: f"{what.replace('_', ' ')} in the last build." for correction_id, what in found}


def effect(connection: duckdb.DuckDBPyConnection | None, correction: Correction) -> str:
    """What it would do, in a sentence of keys and counts."""
    if connection is None:
        return NOT_BUILT
    if correction.kind == "wrong_offence":
        return _of_event(connection, correction)
    left = _person_of(connection, correction.record)
    if not KINDS[correction.kind].is_about_two:
        return _OF_ONE[correction.kind](connection, correction, left) if left else f"The record {NOBODY}."
    right = _person_of(connection, correction.other_record)
    if left is None or right is None:
        return f"The {'record' if left is None else 'other record'} {NOBODY}."
    return (_of_same if correction.kind == "must_link" else _of_two)(connection, correction, left, right)


def people(connection: duckdb.DuckDBPyConnection | None, correction: Correction) -> set[str]:
    """Every key of whom it is about: whose records are named, and who is on the event."""
    if connection is None:
        return set()
    found = {_person_of(connection, record) for record in (correction.record, correction.other_record) if record}
    if correction.kind == "wrong_offence":
        record = Record.parse(correction.record)
        on_event = connection.execute(
            "select distinct person_interactions.person_key from marts.fct_person_interactions as person_interactions"
            " inner join linkage.link_interaction_refs as refs"
            " on person_interactions.interaction_key = refs.interaction_key"
            " where refs.interaction_type = ? and refs.source_ref = ?",
            [record.record_type, record.record_id],
        ).fetchall()
        found |= {str(key) for (key,) in on_event}
    return {key for person in found if person for key in keys_ever(connection, person)}


def _of_same(connection: duckdb.DuckDBPyConnection, _: Correction, left: str, right: str) -> str:
    if left == right:
        return f"They are one person already, {left}: it would change nothing."
    one, other = (_records(connection, key) for key in (left, right))
    return (
        f"Would join {left} ({_counted(one)}) and {right} ({_counted(other)}): one person of {_counted(one + other)}."
    )


def _of_two(connection: duckdb.DuckDBPyConnection, correction: Correction, left: str, right: str) -> str:
    if left != right:
        return f"They are two people already, {left} and {right}: it only keeps them so."
    whole = f"{left} ({_counted(_records(connection, left))})"
    if "avaya/call" in {kind_of(correction.record), kind_of(correction.other_record)}:
        return f"The call would no longer be put to {whole}."
    if correction.beats_trusted_ids != "yes" and _are_tied(connection, correction, left):
        return (
            f"A trusted id ties them as {left}, so it would change nothing. If that id is wrong too, say that this "
            "beats trusted ids."
        )
    return f"Would split {whole}; who goes with which of the two, the next build says."


def _suppressed(connection: duckdb.DuckDBPyConnection, _: Correction, key: str) -> str:
    return f"Would take the record out of {key}, which has {_counted(_records(connection, key))}."


def _without_phone(connection: duckdb.DuckDBPyConnection, correction: Correction, key: str) -> str:
    whole = f"{key} ({_counted(_records(connection, key))})"
    if kind_of(correction.record) == "avaya/call":
        return f"The call would no longer be put to {whole} by its number."
    others = _count(
        connection,
        "select count(distinct others.mention_id) from intermediate.int_identity__people as people"
        " inner join intermediate.int_identity__mention_phones as phones on people.mention_id = phones.mention_id"
        " inner join intermediate.int_identity__mention_phones as others"
        " on phones.phone_token = others.phone_token and others.mention_id <> phones.mention_id"
        f" where people.record_key = {_TOKEN}",
        correction.record,
    )
    if not others:
        return f"The record is of {whole}. No other record has its phone: only calls from it would go elsewhere."
    return f"The record is of {whole}. Its phone would no longer tie it to {_counted(others)} with that phone."


def _other_role(connection: duckdb.DuckDBPyConnection, correction: Correction, key: str) -> str:
    record = Record.parse(correction.record)
    event = Record.parse(correction.other_record) if correction.other_record else record
    table, named, on = _ROLES_OF[event.record_type]
    conditions = {named: record.record_id, on: event.record_id}
    if event.record_type in {"person_entry", "crime"}:
        conditions["role"] = correction.wrong_value
    where = " and ".join(f"{name} = ?" for name in conditions)
    if not _count(connection, f"select count(*) from staging.{table} where {where}", *conditions.values()):
        return f"The source system has no {correction.wrong_value} there: mistyped, or put right."
    whole = f"{key} ({_counted(_records(connection, key))})"
    return f"Would change one role of {whole}: {correction.right_value or 'none'} instead of {correction.wrong_value}."


def _restricted(connection: duckdb.DuckDBPyConnection, _: Correction, key: str) -> str:
    return f"Would mark {key} ({_counted(_records(connection, key))}) as restricted, in marts and on screens."


def _kept_out(connection: duckdb.DuckDBPyConnection, _: Correction, key: str) -> str:
    schemes = _count(connection, "select count(*) from marts.fsu_ranked where is_cohort and person_key = ?", key)
    return f"Would keep {key} out of every cohort; they are in that of {schemes} schemes now."


_OF_ONE: dict[str, Callable[[duckdb.DuckDBPyConnection, Correction, str], str]] = {
    "suppress_record": _suppressed,
    "not_this_phone": _without_phone,
    "wrong_role": _other_role,
    "restrict_processing": _restricted,
    "not_in_cohort": _kept_out,
}


def _of_event(connection: duckdb.DuckDBPyConnection, correction: Correction) -> str:
    record = Record.parse(correction.record)
    table, column = _OFFENCES_OF[record.record_type]
    sql = f"select count(*) from staging.{table} where {column} = ? and ho_offence_code = ?"
    if not _count(connection, sql, record.record_id, correction.wrong_value):
        return f"The source system has no {correction.wrong_value} there: mistyped, or put right."
    return f"Would change the offence of one event: {correction.right_value} instead of {correction.wrong_value}."


def _person_of(connection: duckdb.DuckDBPyConnection, record: str) -> str | None:
    asked = Record.parse(record)
    row = connection.execute(
        "select person_key from linkage.link_person_records"
        " where source_system = ? and record_type = ? and record_id = ?",
        [asked.source_system, asked.record_type, asked.record_id],
    ).fetchone()
    return str(row[0]) if row else None


def _records(connection: duckdb.DuckDBPyConnection, key: str) -> int:
    return _count(connection, "select count(*) from linkage.link_person_records where person_key = ?", key)


def _are_tied(connection: duckdb.DuckDBPyConnection, correction: Correction, key: str) -> bool:
    """Whether a chain of trusted ids leads from one of the two records to the other."""
    sql = f"select max(mention_id) from intermediate.int_identity__people where record_key = {_TOKEN}"
    ends = [_count(connection, sql, record) for record in (correction.record, correction.other_record)]
    links = connection.execute(
        "with members as (select distinct people.mention_id from intermediate.int_identity__people as people"
        " inner join intermediate.int_identity__person_records as records on people.record_key = records.record_key"
        " where records.person_key = ?)"
        " select links.left_mention_id, links.right_mention_id from intermediate.int_identity__links as links"
        " where links.is_accepted"
        " and links.left_mention_id in (from members) and links.right_mention_id in (from members)"
        " and links.match_rule in (select match_rule from intermediate.int_identity__match_rules where pass_number = 1)"
        " order by all",
        [key],
    ).fetchall()
    trusted: nx.Graph[int] = nx.Graph(links)
    return all(end in trusted for end in ends) and nx.has_path(trusted, *ends)


def _count(connection: duckdb.DuckDBPyConnection, sql: str, *values: str) -> int:
    row = connection.execute(sql, list(values)).fetchone()
    return int(row[0] or 0) if row else 0


def _counted(count: int) -> str:
    return f"{count:,} record" + ("" if count == 1 else "s")
