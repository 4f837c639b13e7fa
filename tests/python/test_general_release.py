"""What analysts and dashboards read holds no source's id and no second; what ties the two together lies apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
import pytest
import yaml
from worlds import World

LONDON = ZoneInfo("Europe/London")
GENERAL = ("marts", "governance", "qlik")
CONTRACT = Path(__file__).parent / "published_contract.yml"
"""The relations and columns that readers rely on, by schema; types are DuckDB's."""

IDS = ("_id", "_no", "_ref", "ucid", "uprn", "merged_into")
"""How columns of staging end that name a record, an event or a place in its source system."""
SHORTEST_ID = 6
"""Shorter ones are numbers of segments and the like, which any count may equal by chance."""


@pytest.fixture(scope="module")
def release(hostile_world: World) -> Iterator[duckdb.DuckDBPyConnection]:
    """The general file, read beside the warehouse that it was made from; `ids` are the ids of its staging."""
    connection = duckdb.connect(str(hostile_world.release / "fsu.duckdb"), read_only=True)
    connection.execute(f"attach '{hostile_world.warehouse}' as warehouse (read_only)")
    connection.execute(f"attach '{hostile_world.release / 'linkage' / 'fsu_linkage.duckdb'}' as apart (read_only)")
    columns = connection.execute(
        "select table_name, column_name from duckdb_columns() where database_name = 'warehouse' "
        "and schema_name = 'staging' and data_type = 'VARCHAR' order by all"
    ).fetchall()
    of_ids = [(table, column) for table, column in columns if column.endswith(IDS)]
    assert {column for _, column in of_ids} >= {"nominal_id", "log_no", "ucid", "crime_no", "custody_ref", "pnc_id"}
    queries = " union ".join(f'select "{column}" as id from warehouse.staging."{table}"' for table, column in of_ids)
    connection.execute(f"create temp table ids as select id from ({queries}) where length(id) >= {SHORTEST_ID}")
    yield connection
    connection.close()


def text_columns(connection: duckdb.DuckDBPyConnection, database: str = "fsu") -> list[tuple[str, str, str]]:
    return connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = ? and data_type = 'VARCHAR' order by all",
        [database],
    ).fetchall()


def count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_no_two_rows_share_the_grain_that_the_manifest_names(
    release: duckdb.DuckDBPyConnection, hostile_world: World
) -> None:
    relations = json.loads((hostile_world.release / "manifest.json").read_text())["relations"]
    grains = {f'"{entry["schema"]}"."{entry["relation"]}"': entry["grain"] for entry in relations if entry["grain"]}
    assert {name.split(".")[0].strip('"') for name in grains} == set(GENERAL)
    for name, grain in grains.items():
        columns = ", ".join(f'"{column}"' for column in grain)
        assert count(release, f"select count(*) - count(distinct ({columns})) from fsu.{name}") == 0, name


def test_no_general_relation_holds_a_sources_id(release: duckdb.DuckDBPyConnection) -> None:
    assert count(release, "select count(*) from ids") > 1000
    found = {}
    for schema, table, column in text_columns(release):
        hits = count(
            release,
            "select count(*) from ("
            f' select distinct unnest(list_append(regexp_split_to_array("{column}", \'[|/ ,;]+\'), "{column}")) as part'
            f' from fsu."{schema}"."{table}") where part in (from ids)',
        )
        if hits:
            found[f"{schema}.{table}.{column}"] = hits
    assert found == {}


def test_no_relation_of_the_pipeline_holds_a_sources_id_beside_keys(release: duckdb.DuckDBPyConnection) -> None:
    of_tokens = [column for column in text_columns(release, "warehouse") if column[0] == "intermediate"]
    assert len({table for _, table, _ in of_tokens}) > 30
    found = {
        f"{table}.{column}": hits
        for _, table, column in of_tokens
        if (
            hits := count(
                release,
                f'select count(*) from (select distinct "{column}" as text from warehouse.intermediate."{table}")'
                " where text in (from ids)",
            )
        )
    }
    assert found == {}


def test_no_key_is_a_plain_hash_of_a_sources_id(release: duckdb.DuckDBPyConnection) -> None:
    kinds = ["", "person", "caller", "number", "property", "victim", "reject", "interaction"]
    kinds += ["call", "contact", "incident", "crime", "custody", "missing"]
    starts = ", ".join(f"'{kind}{mark}'" for kind in kinds for mark in ("-", "/"))
    release.execute(
        "create or replace temp table plain as select left(hashed, 32) as hashed from ("
        " select unnest([md5(start || id), sha256(start || id), sha1(start || id)]) as hashed"
        f" from ids, unnest(['', {starts}]) as starts(start))"
    )
    keys = [(schema, table, column) for schema, table, column in text_columns(release) if column.endswith("_key")]
    keys.append(("governance", "gov_rejects", "record_id"))
    assert {column for _, _, column in keys} >= {"interaction_key", "chain_key", "person_key", "household_key"}
    found = {
        f"{schema}.{table}.{column}": hits
        for schema, table, column in keys
        if (
            hits := count(
                release,
                f'select count(*) from (select distinct "{column}" as key from fsu."{schema}"."{table}")'
                " where left(key, 32) in (from plain)",
            )
        )
    }
    assert found == {}


def test_only_the_log_of_builds_knows_a_time(release: duckdb.DuckDBPyConnection) -> None:
    timed = release.execute(
        "select distinct schema_name || '.' || table_name from duckdb_columns() "
        "where database_name = 'fsu' and (data_type like 'TIME%' or column_name like '%\\_at' escape '\\')"
    ).fetchall()
    assert timed == [("governance.gov_runs",)]


def test_days_and_hours_are_those_of_a_clock_in_london(release: duckdb.DuckDBPyConnection) -> None:
    shown = release.execute(
        "select occurred_on, occurred_hour, occurred_at from fsu.marts.fct_interactions"
        " inner join apart.linkage.link_interaction_refs using (interaction_key)"
        " union all select occurred_on, occurred_hour, occurred_at from fsu.marts.fct_call_attempts"
        " inner join apart.linkage.link_call_attempt_refs using (call_attempt_key)"
        " union all select occurred_on, occurred_hour, occurred_at from fsu.marts.fct_person_interactions"
        " inner join apart.linkage.link_interaction_refs using (interaction_key)"
    ).df()
    civil = shown["occurred_at"].dt.tz_localize("UTC").dt.tz_convert(LONDON)
    assert (civil.dt.date != shown["occurred_at"].dt.date).any(), "no event between the midnights of London and UTC"
    told = shown["occurred_hour"].notna()
    assert (~told).sum() < len(shown) / 100, "only an event on which somebody must be and nobody is shown has no hour"
    days = pd.to_datetime(shown["occurred_on"]).dt.date
    assert (days[told] == civil[told].dt.date).all()
    assert (shown["occurred_hour"][told] == civil[told].dt.hour).all()
    assert [(day.year, day.month) for day in days[~told]] == [(at.year, at.month) for at in civil[~told]]


def test_linkage_names_what_the_general_release_hides(release: duckdb.DuckDBPyConnection) -> None:
    for general, key, apart, apart_key in (
        ("marts.fct_interactions", "interaction_key", "link_interaction_refs", "interaction_key"),
        ("marts.fct_call_attempts", "call_attempt_key", "link_call_attempt_refs", "call_attempt_key"),
        ("governance.gov_rejects", "record_id", "link_rejects", "reject_key"),
    ):
        hidden, named = f"select {key} from fsu.{general}", f"select {apart_key} from apart.linkage.{apart}"
        assert count(release, f"select count(*) from ({hidden})") > 0, general
        for left, right in ((hidden, named), (named, hidden)):
            assert count(release, f"select count(*) from ({left} except all {right})") == 0, general
    people = "select distinct person_key from"
    assert (
        count(
            release,
            f"select count(*) from ({people} fsu.marts.dim_people except {people} apart.linkage.link_person_records)",
        )
        == 0
    )


def test_linkage_is_a_file_of_its_own_for_its_owner_only(hostile_world: World) -> None:
    folder = hostile_world.release / "linkage"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert [file.name for file in files] == ["fsu_linkage.duckdb", "manifest.json"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    with duckdb.connect(str(folder / "fsu_linkage.duckdb"), read_only=True) as connection:
        assert connection.execute("select distinct schema_name from duckdb_tables()").fetchall() == [("linkage",)]
    assert not list(hostile_world.release.rglob("link_*"))


def test_the_general_manifest_says_that_linkage_is_there_and_nothing_of_it(hostile_world: World) -> None:
    manifest = json.loads((hostile_world.release / "manifest.json").read_text())
    assert {entry["schema"] for entry in manifest["relations"]} == set(GENERAL)
    listed = {part["folder"]: part for part in manifest["apart"]}
    assert set(listed) == {"restricted", "linkage"}
    assert {"link_person_records", "link_interaction_refs"} <= set(listed["linkage"]["relations"])
    assert all(set(part) == {"folder", "relations"} for part in manifest["apart"])


def test_no_dashboard_reads_linkage(hostile_world: World) -> None:
    manifest = json.loads((hostile_world.target / "manifest.json").read_text())
    readers = {
        exposure["name"]
        for exposure in manifest["exposures"].values()
        if any(".link_" in node for node in exposure["depends_on"]["nodes"])
    }
    assert readers == {"records_and_references"}


def test_the_published_relations_are_those_of_the_contract(hostile_world: World) -> None:
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    files = {
        "marts": "fsu.duckdb",
        "governance": "fsu.duckdb",
        "qlik": "fsu.duckdb",
        "linkage": "linkage/fsu_linkage.duckdb",
        "restricted": "restricted/fsu_restricted.duckdb",
    }
    assert set(contract) == set(files)
    for schema, relations in contract.items():
        with duckdb.connect(str(hostile_world.release / files[schema]), read_only=True) as connection:
            for relation, promised in relations.items():
                rows = connection.execute(
                    "select column_name, lower(data_type) from duckdb_columns() "
                    "where schema_name = ? and table_name = ?",
                    [schema, relation],
                ).fetchall()
                published = {column: kind for column, kind in rows if column in promised}
                assert published == promised, f"{schema}.{relation}"


def test_keys_come_from_the_salt_and_stay_with_it(tmp_world: World) -> None:
    tmp_world.synthesise("typical", 0.001)
    tmp_world.run("fsu", "land", str(tmp_world.raw))

    def keys(salt: str) -> set[str]:
        world = replace(tmp_world, extra_environment={"FSU_TOKEN_SALT": salt})
        world.make("+link_interaction_refs", "+int_people__incident_places")
        rows = world.query(
            "select interaction_key from linkage.link_interaction_refs"
            " union select chain_key from intermediate.int_events__in_window where chain_key is not null"
            " union select property_key from intermediate.int_people__incident_places"
        )
        return {key for (key,) in rows}

    first = keys("one-salt-of-the-key-tests-7d3a91")
    assert len(first) > 500
    assert keys("one-salt-of-the-key-tests-7d3a91") == first
    assert keys("other-salt-of-the-key-tests-c04e2b").isdisjoint(first)
    assert all(key == key.lower() and len(key) == 32 for key in first)
