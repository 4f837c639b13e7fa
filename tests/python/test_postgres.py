"""A hostile world on a real PostgreSQL server gives the same published marts as DuckDB, row for row."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import duckdb
import psycopg2
import pytest
from postgres_server import HABITS, PIPELINE, Server, programs_with_icu, started_server
from psycopg2 import errors, sql
from same_rows import Row, differences
from worlds import SALT, WITH_UNIT_TESTS, ZONES, World

from python_helpers.postgres.builder import builder
from python_helpers.postgres.session import session_options
from python_helpers.publishing.project import BUILT, Relation, read_relations
from python_helpers.publishing.release import KNOWS_THE_TIME


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server made as docs/server.md says, where nobody of ours is a superuser and nothing is as DuckDB has it."""
    with started_server(tmp_path_factory.mktemp("postgres") / "data", in_order_of_words=True) as started:
        yield started


@pytest.fixture(scope="module")
def on_postgres(server: Server, hostile_world: World) -> World:
    """The hostile world's delivery, loaded, built and published on the server."""
    variables = {
        **server.variables,
        **WITH_UNIT_TESTS,
        "PGOPTIONS": session_options(SALT),
        "DBT_TARGET_PATH": str(hostile_world.root / "target_postgres"),
        "DBT_LOG_PATH": str(hostile_world.root / "logs_postgres"),
        "FSU_PUBLISHED": str(hostile_world.root / "published_postgres"),
    }
    world = dataclasses.replace(hostile_world, extra_environment=variables)
    world.run("fsu", "load-postgres")
    world.run("dbt", "build")
    world.run("fsu", "publish")
    return world


def read_server(server: Server, schema: str, relation: Relation, columns: list[str]) -> list[Row]:
    listed = ", ".join(f'"{column}"' for column in columns)
    return server.run(PIPELINE, f'select {listed} from "{schema}"."{relation.name}"')


def read_release(file: Path) -> tuple[list[str], list[Row]]:
    with duckdb.connect() as connection:
        cursor = connection.execute("select * from read_parquet(?)", [str(file)])
        return [column[0] for column in cursor.description or []], cursor.fetchall()


def read_warehouse(world: World, relation: Relation) -> tuple[list[str], list[Row]]:
    with duckdb.connect(str(world.warehouse), read_only=True) as connection:
        cursor = connection.execute(f'select * from "{relation.zone}"."{relation.name}"')
        return [column[0] for column in cursor.description or []], cursor.fetchall()


def assert_same(
    server: Server, expected: list[tuple[Relation, list[str], list[Row]]], before_zone: str = BUILT
) -> None:
    """Rows of DuckDB are those of the server, in what a build left there or, with nothing before it, in the release."""
    different: dict[str, list[str]] = {}
    for relation, columns, rows in expected:
        there = read_server(server, f"{before_zone}{relation.zone}", relation, columns)
        if found := differences(columns, rows, there):
            different[f"{relation.zone}.{relation.name}"] = found
    assert not different, "DuckDB left, PostgreSQL right:\n" + "\n".join(
        f"{name}: {'; '.join(found)}" for name, found in different.items()
    )


def test_every_published_relation_has_the_same_rows_on_both_engines(
    on_postgres: World, hostile_world: World, server: Server
) -> None:
    del on_postgres  # there is something to read
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
    assert_same(server, expected, before_zone="")


def test_the_same_rows_came_from_a_server_of_other_habits(server: Server) -> None:
    assert server.run(PIPELINE, "show datestyle") == [("ISO, DMY",)]  # the driver asks for the form, not for the order
    assert server.run(PIPELINE, "show timezone") == [(HABITS["timezone"],)]
    if programs_with_icu() is None:
        pytest.skip("no server with ICU on this machine: install PostgreSQL of the system (apt-get install postgresql)")
    assert server.run(PIPELINE, "select 'a' < 'B', 'É' < 'F'") == [(True, True)]


def test_fsu_parity_finds_the_server_and_the_warehouse_the_same(on_postgres: World) -> None:
    assert ", 0 differ" in on_postgres.run("fsu", "parity", str(on_postgres.warehouse), "postgres").stdout


def test_what_lives_from_refresh_to_refresh_and_what_people_read_outlives_a_crash(
    on_postgres: World, server: Server
) -> None:
    relations = read_relations(on_postgres.root / "target_postgres" / "manifest.json")
    state = {relation.name for relation in relations if relation.is_state}
    models = {relation.name for relation in relations} - state
    logged = server.run(
        PIPELINE,
        "select nspname, relname, relpersistence = 'p' from pg_class inner join pg_namespace on relnamespace ="
        " pg_namespace.oid where relkind = 'r' and nspname !~ '^pg_' and nspname <> 'information_schema'",
    )
    lost = {name for _, name, is_logged in logged if not is_logged}
    assert state
    assert state & lost == set()
    assert {name for schema, name, is_logged in logged if schema in ZONES and not is_logged} == set()
    # A build makes them anew, and its witness goes with them.
    assert {"build_witness", "base_avaya__call_segments", "int_identity__people", "fct_interactions"} <= lost
    assert lost <= models | {"build_witness"}


def test_loading_the_same_delivery_again_does_nothing(on_postgres: World) -> None:
    assert "is on the server already" in on_postgres.run("fsu", "load-postgres").stdout


def test_a_session_without_the_salt_is_refused_with_the_remedy(on_postgres: World) -> None:
    without = {name: value for name, value in on_postgres.extra_environment.items() if name != "PGOPTIONS"}
    world = dataclasses.replace(on_postgres, extra_environment=without)
    refused = world.run("dbt", "build", "--select", "int_window__bounds", check=False)
    assert refused.returncode != 0
    assert "export PGOPTIONS=" in refused.stdout


def test_the_salt_is_nowhere_on_the_server(on_postgres: World, server: Server) -> None:
    del on_postgres
    columns = server.run(
        PIPELINE,
        "select table_schema, table_name, column_name from information_schema.columns "
        "where table_schema not in ('pg_catalog', 'information_schema') "
        "and data_type in ('text', 'character varying', 'jsonb', 'ARRAY')",
    )
    assert len(columns) > 100
    for schema, table, column in columns:
        quoted = column.replace("%", "%%")
        statement = f'select count(*) from "{schema}"."{table}" where strpos("{quoted}"::text, %s) > 0'
        assert server.run(PIPELINE, statement, [SALT]) == [(0,)], f"{schema}.{table}.{column}"


SEES = {
    "%person": 'select "%person" from qlik_person_areas where "%area" in (select "%area" from mine)',
    "%person_scheme": 'select "%person_scheme" from qlik_ranks where "%person" in (from people)',
    "%interaction": 'select "%interaction" from qlik_roles where "%person" in (from people)',
    "%household": 'select "%household" from qlik_people where "%person" in (from people)',
    "%area": 'select "%area" from mine',
}
"""What Section Access leaves of each key when only one user's areas are left: the areas' people, and what is theirs."""


def reduced(release: Path, user: str) -> dict[str, list[Row]]:
    """Rows of each table of schema qlik that Section Access would leave, from the Parquet files of a release."""
    rows: dict[str, list[Row]] = {}
    with duckdb.connect() as connection:
        for file in sorted((release / "parquet" / "qlik").glob("*.parquet")):
            connection.execute(f"create view {file.stem} as from read_parquet('{file}')")
        connection.execute('create table mine as select "%area" from qlik_security_access where "USERID" = ?', [user])
        connection.execute(f"create table people as {SEES['%person']}")
        views = connection.execute("select view_name from duckdb_views() where view_name like 'qlik%'").fetchall()
        for (table,) in views:
            columns = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
            keys = [
                key for key in ("%area", "%person", "%person_scheme", "%interaction", "%household") if key in columns
            ]
            left = f'where "{keys[0]}" in ({SEES[keys[0]]})' if keys else ""
            rows[table] = connection.execute(f"from {table} {left}").fetchall()
        rows["qlik_security_access"] = connection.execute(
            'from qlik_security_access where "USERID" = ?', [user]
        ).fetchall()
    return rows


@pytest.mark.parametrize("user", ["DEMO\\LEADER", "DEMO\\SERGEANT_BE", "DEMO\\SERGEANT_CV", "NOBODY\\KNOWN"])
def test_a_user_of_the_dashboard_reads_the_rows_that_section_access_leaves_and_no_others(
    on_postgres: World, server: Server, user: str
) -> None:
    name = user.lower()  # a database's administrator writes it as they like
    server.add_user(name, "fsu_dashboard")
    release = Path(on_postgres.extra_environment["FSU_PUBLISHED"]) / "current"
    expected = reduced(release, user)
    everything = {table: server.run(PIPELINE, f"select count(*) from qlik.{table}")[0][0] for table in expected}
    for table, rows in expected.items():
        if user == "DEMO\\LEADER" and table != "qlik_security_access":  # events of nobody known are the force's, too
            assert server.run(name, f"select count(*) from qlik.{table}") == [(everything[table],)], table
            continue
        found = server.run(name, f"select * from qlik.{table}")
        assert not differences([str(place) for place in range(len(rows[0]) if rows else 0)], rows, found), table
    people = len(expected["qlik_people"])
    if user == "DEMO\\LEADER":
        assert people == everything["qlik_people"]
    elif user == "NOBODY\\KNOWN":
        assert people == 0
    else:
        assert 0 < people < everything["qlik_people"]
        assert 0 < len(expected["qlik_interactions"]) < everything["qlik_interactions"]


def test_no_setting_makes_a_user_of_the_dashboard_another(on_postgres: World, server: Server) -> None:
    del on_postgres
    server.add_user("demo\\sergeant_be", "fsu_dashboard")
    server.add_user("demo\\leader", "fsu_dashboard")
    with closing(server.connect("demo\\sergeant_be")) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from qlik.qlik_people")
        (theirs,) = cursor.fetchone() or (0,)
        for statement in ('set role "demo\\leader"', "set session authorization postgres", "set row_security = off"):
            with suppress(psycopg2.Error):
                cursor.execute(statement)
        with suppress(psycopg2.Error):
            cursor.execute("select count(*) from qlik.qlik_people")
            assert cursor.fetchone() == (theirs,)
        cursor.execute("set row_security = on")
        cursor.execute("set role fsu_dashboard")
        cursor.execute("select count(*) from qlik.qlik_people")
        assert cursor.fetchone() == (0,), "the role itself is nobody"


@pytest.mark.parametrize(
    ("role", "zones"),
    [
        ("fsu_analyst", {"marts", "governance", "qlik"}),
        ("fsu_dashboard", {"qlik"}),
        ("fsu_restricted", {"restricted"}),
        ("fsu_linkage", {"linkage"}),
    ],
)
def test_each_role_reads_every_relation_of_its_zones_and_no_other(
    on_postgres: World, server: Server, role: str, zones: set[str]
) -> None:
    del on_postgres
    server.add_user(f"a reader of {role}", role)
    relations = server.run(
        PIPELINE,
        "select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    )
    assert {schema for schema, _ in relations} > {
        *ZONES,
        "staging",
        "intermediate",
        "landing",
        "next_marts",
        "releases",
    }
    readable = set()
    with closing(server.connect(f"a reader of {role}")) as connection, connection.cursor() as cursor:
        for schema, table in relations:
            try:
                cursor.execute(f'select 1 from "{schema}"."{table}" limit 1')
                readable.add((schema, table))
            except errors.InsufficientPrivilege:
                continue
    expected = {(schema, table) for schema, table in relations if schema in zones}
    if role == "fsu_analyst":
        expected -= {("qlik", "qlik_security_access")}
    assert readable == expected


def refused(world: World, **variables: str) -> str:
    """What dbt says when it refuses to write."""
    environment = {**world.extra_environment, **variables}
    done = dataclasses.replace(world, extra_environment=environment).run(
        "dbt", "run", "--select", "int_window__bounds", check=False
    )
    assert done.returncode != 0
    return " ".join(done.stdout.split())


def test_dbt_refuses_beside_another_builder_with_another_salt_and_without_the_ledger(
    on_postgres: World, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in server.variables.items():
        monkeypatch.setenv(name, value)
    with builder(print):
        assert "A command of `fsu` is at work on this server" in refused(on_postgres)

    log = "next_governance.build_log"
    server.run(
        PIPELINE,
        f"insert into {log} select 'at work', 'build', 'started', 'x', max(logged_at) + interval '1 s' from {log}",
    )
    with closing(server.connect(PIPELINE)) as connection, connection.cursor() as cursor:
        cursor.execute("set application_name = 'dbt'")
        assert "Another dbt command is at work on this server" in refused(on_postgres)
    server.run(PIPELINE, f"delete from {log} where invocation_id = 'at work'")

    holders = ("landing.delivery", "intermediate.build_mark")
    ledger = "int_identity__key_ledger"
    for holder in holders:
        server.run(PIPELINE, f"update {holder} set is_synthetic = false")
    assert "FSU_TOKEN_SALT is not the salt of this warehouse" in refused(
        on_postgres, PGOPTIONS=session_options(SALT[::-1])
    )
    server.run(PIPELINE, f"alter table intermediate.{ledger} rename to lost")
    assert "has lost what ties people to their keys" in refused(on_postgres)
    server.run(PIPELINE, f"alter table intermediate.lost rename to {ledger}")
    for holder in holders:
        server.run(PIPELINE, f"update {holder} set is_synthetic = true")


MADE = ("--resource-type", "model", "--resource-type", "seed", "--resource-type", "snapshot")
"""What a refresh makes. The data tests ran at the first one, on both engines."""


def test_the_second_and_the_third_refresh_have_the_same_rows_on_both_engines(
    on_postgres: World, hostile_world: World, server: Server, tmp_path: Path
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
    assert_same(server, expected)


def test_an_erased_person_is_in_no_table_of_the_server(
    on_postgres: World, hostile_world: World, server: Server, tmp_path: Path
) -> None:
    """The last test here: the server is empty after it, but for what lives from refresh to refresh."""
    shutil.copytree(hostile_world.landing, tmp_path / "landing", symlinks=True)
    world = dataclasses.replace(
        on_postgres, extra_environment={**on_postgres.extra_environment, "FSU_LANDING": str(tmp_path / "landing")}
    )
    ((person, *_),) = server.run(
        PIPELINE,
        "select cohort.person_key from next_marts.fsu_cohort as cohort inner join next_linkage.link_person_records as"
        " records on cohort.person_key = records.person_key group by cohort.person_key"
        " having count(*) > 5 and bool_or(record_type = 'nominal') order by count(*), cohort.person_key limit 1",
    )
    records = server.run(
        PIPELINE, f"select record_id from next_linkage.link_person_records where person_key = '{person}'"
    )
    ledger = "intermediate.int_identity__key_ledger"
    tokens = server.run(PIPELINE, f"select record_key from {ledger} where person_key = '{person}'")
    names = [person, *(name for (name,) in (*records, *tokens))]
    (before,) = server.run(PIPELINE, f"select count(distinct person_key) from {ledger}")[0]

    asked = ("fsu", "erase", person, "--reason", "erasure granted on request 7 of 2026")
    assert "Nothing was erased" in world.run(*asked).stdout
    assert "--withdraw-current" in world.run(*asked, "--apply", check=False).stderr
    assert holders_of(server, names)
    world.run(*asked, "--apply", "--withdraw-current")

    assert holders_of(server, names) == set()
    (after,) = server.run(PIPELINE, f"select count(distinct person_key) from {ledger}")[0]
    assert after == before - 1
    assert server.run(PIPELINE, "select count(*) from releases.releases") == [(0,)]
    assert not world.warehouse.with_name(f"{world.warehouse.name}.server").exists()


def holders_of(server: Server, names: list[str]) -> set[str]:
    """Columns of the server in which one of the names stands."""
    columns = server.run(
        PIPELINE,
        "select table_schema, table_name, column_name from information_schema.columns"
        " where table_schema not in ('pg_catalog', 'information_schema')"
        " and data_type in ('text', 'character varying')",
    )
    return {
        f"{schema}.{table}.{column}"
        for schema, table, column in columns
        if server.run(
            PIPELINE,
            sql.SQL("select exists (select from {} where {} = any(%s))").format(
                sql.Identifier(schema, table), sql.Identifier(column.replace("%", "%%"))
            ),
            [names],
        )
        == [(True,)]
    }
