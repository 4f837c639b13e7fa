"""Carries the ledger of people's keys from one salt, or from an earlier form of the tokens, to the salt in force."""

# ruff: noqa: S608 -- names come from dbt's manifest, the catalogue or this module
from __future__ import annotations

from collections.abc import Iterable

import duckdb

from python_helpers.errors import FsuError
from python_helpers.tokens import token_sql

LEDGER = "int_identity__key_ledger"
FORMER_KEY = "fsu_former_token"
"""Session variables with the former salt's key blocks; `fsu_former_salt` is the salt itself, for the earlier form."""

_SOURCES = (
    # Relations with source records, the columns that say which, and how; whichever of them are there are read.
    (
        ("gov_person_records", "link_person_records"),
        ("source_system", "record_type", "record_id"),
        "source_system || '/' || record_type || '/' || record_id",
    ),
    (("stg_controlworks__people",), ("person_entry_id",), "'controlworks/person_entry/' || person_entry_id"),
    (("stg_controlworks__people", "stg_connect__nominals"), ("nominal_id",), "'connect/nominal/' || nominal_id"),
    (
        ("stg_connect__crime_people", "stg_connect__custody_records"),
        ("nominal_id",),
        "'connect/nominal/' || nominal_id",
    ),
    (("stg_connect__nominals",), ("merged_into",), "'connect/nominal/' || merged_into"),
    (("stg_compact__people", "stg_compact__episodes"), ("person_ref",), "'compact/person/' || person_ref"),
)


def former_token(*, is_of_earlier_form: bool) -> str:
    """SQL of a record's token as it was: under another salt, or SHA-256 over salt and value, as the version before."""
    if is_of_earlier_form:
        return "left(sha256(getvariable('fsu_former_salt') || record_name), 32)"
    return token_sql("record_name", "record", FORMER_KEY)


def find_records(connection: duckdb.DuckDBPyConnection, database: str, files: Iterable[str] = ()) -> None:
    """Collect into `records_known` the name of every source record that a warehouse, or a release's files, can name."""
    selects = [
        f'select {name} as record_name from "{database}"."{schema}"."{relation}"'
        for relations, columns, name in _SOURCES
        for relation in relations
        for schema in _schemas_of(connection, database, relation, columns)
    ]
    selects += [f"select {_SOURCES[0][2]} as record_name from read_parquet('{file}')" for file in files]
    union = " union ".join(selects) if selects else "select null as record_name where false"
    connection.execute(
        f"create or replace temp table records_known as select record_name from ({union}) where record_name is not null"
    )


def _schemas_of(
    connection: duckdb.DuckDBPyConnection, database: str, relation: str, columns: tuple[str, ...]
) -> list[str]:
    """Schemas that hold the relation with all of the columns."""
    rows = connection.execute(
        "select schema_name from duckdb_columns() where database_name = ? and table_name = ?"
        " and list_contains(?, column_name) group by schema_name having count(*) = ? order by schema_name",
        [database, relation, list(columns), len(columns)],
    ).fetchall()
    return [row[0] for row in rows]


def is_of_earlier_form(connection: duckdb.DuckDBPyConnection, ledger: str, *, is_salt_proven: bool) -> bool:
    """Whether a ledger's tokens are of the version before.

    Raises:
        FsuError: no record is under the salt in force in either form, and nothing proves that it is the right one.
    """
    earlier, todays, known = connection.execute(
        f"select count(*) filter (where {former_token(is_of_earlier_form=True)} in (select record_key from {ledger})),"
        f" count(*) filter (where {token_sql('record_name', 'record')} in (select record_key from {ledger})),"
        " count(*) from records_known"
    ).fetchone() or (0, 0, 0)
    if known and not earlier and not todays and not is_salt_proven:
        raise FsuError(
            "FSU_TOKEN_SALT is not the salt that the warehouse was built with: everybody would get a new key. Set the "
            "former salt; or, to begin anew on purpose, move the warehouse away."
        )
    return bool(earlier > todays)


def rekeyed_ledger(connection: duckdb.DuckDBPyConnection, ledger: str, former: str) -> str:
    """SQL of the ledger under the salt in force; `records_known` has to be filled.

    A record that nothing names any more keeps its row and key under a token that no record has.

    Raises:
        FsuError: records of the newest refresh cannot be named, so the keys of some people would be lost.
    """
    connection.execute(
        f"create or replace temp table rekeyed as select {former} as former_key,"
        f" {token_sql('record_name', 'record')} as record_key from records_known"
    )
    lost, total = connection.execute(
        f"select count(*) filter (where rekeyed.former_key is null), count(*) from {ledger} as ledger"
        f" left join rekeyed on ledger.record_key = rekeyed.former_key"
        f" where ledger.as_of_date = (select max(as_of_date) from {ledger})"
    ).fetchone() or (0, 0)
    if lost:
        raise FsuError(
            f"{lost:,} of the {total:,} records of the newest refresh are not in the warehouse under the former salt, "
            "so their people's keys cannot be carried over. Set the salt that the warehouse was built with, build "
            "and publish with it once more (make build); then try again."
        )
    return (
        f"select ledger.* replace (coalesce(rekeyed.record_key, {token_sql('ledger.record_key', 'forgotten_record')})"
        f" as record_key) from {ledger} as ledger left join rekeyed on ledger.record_key = rekeyed.former_key"
    )
