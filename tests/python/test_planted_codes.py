"""A world with personal values in every code and reference column: nobody reads what lands in the wrong field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from planted_codes import TEXTS, leaves_a_trace, plant
from worlds import World


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Built, tested and published by `fsu refresh`, like any other."""
    world = World(tmp_path_factory.mktemp("planted") / "world")
    world.synthesise("hostile", 0.004)
    assert plant(world.raw) > 200
    world.refresh()
    return world


def texts(database: Path, schemas: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Relation and column, and each distinct text in it."""
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where list_contains(?, schema_name) and data_type = 'VARCHAR' order by all",
            [list(schemas)],
        ).fetchall()
        for schema, table, column in columns:
            query = f'select distinct "{column}" from "{schema}"."{table}" where "{column}" is not null'
            for (text,) in connection.execute(query).fetchall():
                yield f"{table}.{column}", text


def test_every_form_of_the_planted_person_is_recognised() -> None:
    assert [text for text in TEXTS if not leaves_a_trace(text)] == []
    assert not leaves_a_trace("UNMAPPED NOT LISTED 2026-10-01")


def test_they_are_staged_and_the_data_team_finds_them_in_linkage(planted: World) -> None:
    listed = {place for place, text in texts(planted.warehouse, ("linkage",)) if leaves_a_trace(text)}
    assert {"link_unmapped_codes.code", "link_interaction_refs.source_ref", "link_person_records.record_id"} <= listed
    columns = planted.query(
        "select table_name || '.' || column_name from linkage.link_unmapped_codes where code like '%QUILLFEATHER%'"
    )
    assert {name for (name,) in columns} >= {
        *("contacts.channel", "contacts.npu_code", "logs.final_grade", "logs.qualifiers", "people.organisation"),
        *("crime_people.role", "crimes.markers", "deployments.team_type", "episodes.risk_grade"),
        *("nominal_addresses.address_type", "custody_records.ho_offence_code"),
    }


def test_nothing_of_them_is_in_the_general_release(planted: World) -> None:
    found = {place for place, text in texts(planted.warehouse, ("marts", "governance")) if leaves_a_trace(text)}
    assert found == set()
    assert {
        place for place, text in texts(planted.release / "fsu.duckdb", ("marts", "governance")) if leaves_a_trace(text)
    } == set()
    for file in planted.release.glob("parquet/*/*.parquet"):
        described = duckdb.sql(
            f"select column_name from (describe select * from '{file}') where column_type = 'VARCHAR'"
        )
        for (column,) in described.fetchall():
            values = duckdb.sql(f'select distinct "{column}" from \'{file}\' where "{column}" is not null').fetchall()
            assert [1 for (value,) in values if leaves_a_trace(value)] == [], f"{file.stem}.{column}"
    assert not leaves_a_trace(json.dumps(json.loads((planted.release / "manifest.json").read_text())["definitions"]))


def test_the_events_are_counted_and_found_under_unmapped(planted: World) -> None:
    assert planted.query("select count(*) from marts.fct_interactions where npu_code = 'UNMAPPED'")[0][0] > 5
    assert planted.query(
        "select count(*) from marts.fct_interactions as events left join marts.dim_npus using (npu_code) "
        "where npu_code is not null and npu_name is null"
    ) == [(0,)]
    assert planted.query(
        "select count(*) from marts.fct_interactions as events "
        "left join marts.dim_offences as offences using (ho_offence_code) "
        "where events.ho_offence_code is not null and offences.harm_weight is null"
    ) == [(0,)]
    assert planted.query(
        "select volume is null or volume > 0 from marts.fsu_agencies where organisation = 'NOT LISTED'"
    ) == [(True,)]
    (counted,) = planted.query("select sum(code_count) from governance.gov_unmapped_codes")[0]
    assert counted == planted.query("select count(*) from linkage.link_unmapped_codes")[0][0]
