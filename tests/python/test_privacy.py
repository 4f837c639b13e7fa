"""Actual names, phones, dates of birth, addresses and ids of a world's people, searched wherever they must not be."""

from __future__ import annotations

import pickletools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from personal_values import PersonalValues, personal_values
from worlds import SALT, World

TEXT_TYPES = ("VARCHAR",)
TOKEN = re.compile(r"\b[0-9a-f]{32}\b")

ALLOWED = {
    # Organisations are named after places and founders; a full name, a number or an address is still a leak here.
    ("marts", "fsu_agencies", "organisation"): {"name"},
    ("marts", "fct_interaction_organisations", "organisation"): {"name"},
    ("marts", "fsu_agency_months", "organisation"): {"name"},
    ("qlik", "qlik_event_organisations", "Organisation"): {"name"},
}

KINDS = {"name", "full name", "phone", "date of birth", "address", "postcode", "person id"}


@pytest.fixture(scope="module")
def personal(small_world: World) -> PersonalValues:
    return personal_values(small_world)


def text_columns(connection: duckdb.DuckDBPyConnection, schemas: list[str]) -> list[tuple[str, str, str]]:
    return connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where list_contains(?, schema_name) and list_contains(?, data_type) order by all",
        [schemas, list(TEXT_TYPES)],
    ).fetchall()


def text_of(connection: duckdb.DuckDBPyConnection, schema: str, table: str, column: str) -> str:
    rows = connection.execute(f'select distinct "{column}" from "{schema}"."{table}" where "{column}" is not null')
    return "\n".join(str(row[0]) for row in rows.fetchall())


def leaks(database: Path, schemas: list[str], personal: PersonalValues) -> dict[str, Counter[str]]:
    found = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for schema, table, column in text_columns(connection, schemas):
            hits = personal.found_in(text_of(connection, schema, table, column))
            for kind in ALLOWED.get((schema, table, column), set()):
                hits.pop(kind, None)
            if hits:
                found[f"{schema}.{table}.{column}"] = hits
    return found


def test_the_search_finds_every_kind_where_it_is(small_world: World, personal: PersonalValues) -> None:
    with duckdb.connect(str(small_world.warehouse), read_only=True) as connection:
        kinds: Counter[str] = Counter()
        for schema, table, column in text_columns(connection, ["staging"]):
            kinds += personal.found_in(text_of(connection, schema, table, column))
        births = connection.execute("select distinct date_of_birth from staging.stg_connect__nominals").fetchall()
        kinds += personal.found_in(" ".join(str(row[0]) for row in births))
        rows = connection.execute("select forename, surname from staging.stg_connect__nominals").fetchall()
        kinds += personal.found_in("; ".join(f"{forename} {surname}" for forename, surname in rows))
    assert set(kinds) == KINDS


def test_no_personal_value_in_marts_and_governance(small_world: World, personal: PersonalValues) -> None:
    assert leaks(small_world.warehouse, ["marts", "governance", "qlik"], personal) == {}


def test_no_personal_value_in_what_is_published_to_all(small_world: World, personal: PersonalValues) -> None:
    assert leaks(small_world.release / "fsu.duckdb", ["marts", "governance", "qlik"], personal) == {}
    texts = [small_world.release / "manifest.json", *sorted((small_world.release / "report").iterdir())]
    assert len(texts) > 2
    assert {file.name: personal.distinctive().found_in(text_in(file)) for file in texts} == {
        file.name: Counter() for file in texts
    }


def test_no_date_of_birth_in_a_date_column(small_world: World, personal: PersonalValues) -> None:
    """Of people who were born before the window; reference dates of areas and the calendar aside."""
    with duckdb.connect(str(small_world.release / "fsu.duckdb"), read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where data_type in ('DATE', 'TIMESTAMP') "
            "and table_name not in ('dim_npus', 'gov_npus_history', 'dim_dates') order by all"
        ).fetchall()
        assert columns
        window = connection.execute("select min(occurred_on) from marts.fct_interactions").fetchone()
        births = {born for born in personal.births if window and born < window[0]}
        for schema, table, column in columns:
            dates = connection.execute(f'select distinct cast("{column}" as date) from "{schema}"."{table}"').fetchall()
            found = len(births & {row[0] for row in dates})
            assert found == 0, f"{schema}.{table}.{column}"


def test_no_token_of_identity_in_marts(small_world: World) -> None:
    """The keyed tokens of records and values stay in intermediate: joined back, they would tell who is who."""
    with duckdb.connect(str(small_world.warehouse), read_only=True) as connection:
        tokens: set[str] = set()
        for schema, table, column in text_columns(connection, ["intermediate"]):
            if column.endswith(("record_key", "_token")):
                tokens.update(TOKEN.findall(text_of(connection, schema, table, column)))
        assert len(tokens) > 1000
        for schema, table, column in text_columns(connection, ["marts", "governance", "qlik"]):
            found = len(tokens.intersection(TOKEN.findall(text_of(connection, schema, table, column))))
            assert found == 0, f"{schema}.{table}.{column}"


def artefacts(world: World) -> Iterator[Path]:
    for folder in (world.target, world.logs):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def text_in(file: Path) -> str:
    """What a file says; strings that stand side by side only in a pickle are kept apart, or they would make a name."""
    if file.suffix != ".gpickle":
        return file.read_bytes().decode("utf-8", errors="replace")
    said = [argument for _, argument, _ in pickletools.genops(file.read_bytes()) if isinstance(argument, str)]
    return " betweenstrings ".join(said)


def test_no_personal_value_in_logs_and_artefacts(small_world: World, personal: PersonalValues) -> None:
    distinctive = personal.distinctive()
    found = {}
    files = list(artefacts(small_world))
    assert any(file.name == "dbt.log" and "[debug]" in text_in(file) for file in files)
    for file in files:
        if hits := distinctive.found_in(text_in(file)):
            found[str(file.relative_to(small_world.root))] = hits
    assert found == {}


def test_the_salt_is_in_no_file(small_world: World) -> None:
    files = [path for path in small_world.root.rglob("*") if path.is_file()]
    assert small_world.warehouse in files
    assert [str(file) for file in files if SALT.encode() in file.read_bytes()] == []


def test_restricted_is_for_its_owner_only(small_world: World) -> None:
    restricted = small_world.release / "restricted"
    assert [path for path in (restricted, *restricted.rglob("*.duckdb")) if path.stat().st_mode & 0o077] == []
