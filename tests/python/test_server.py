"""What a server's readers see: whole releases, each its own zones, whatever happens while the next one is made."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import landing_extracts as extracts
import psycopg2
import pytest
from postgres_server import PIPELINE, Server, started_server
from psycopg2 import errors
from test_salt import GOOD, LEDGER, OTHER, RECORDS, give_people, under
from tiny_built_warehouse import NAMED, RELATIONS
from tiny_server import ZONES, TinyServer
from typer.testing import CliRunner
from worlds import PROGRAMS

from python_helpers import cli
from python_helpers.errors import FsuError
from python_helpers.postgres import release
from python_helpers.postgres.builder import builder
from python_helpers.publishing import state
from python_helpers.publishing.back import go_back
from python_helpers.publishing.project import read_relations
from python_helpers.publishing.publish import publish
from python_helpers.publishing.rotate import rotate
from python_helpers.purge import server as purge
from python_helpers.purge.retention import Kept
from python_helpers.tokens import server_salt_check
from python_helpers.warehouse import default_file

READS = 1000

ONE_STATEMENT = """
select people.record_count, ranked.score, cast(definitions.value as integer)
from (select max(record_count) as record_count, count(*) from marts.dim_people) as people
cross join (select max(score) as score, count(*) from marts.fsu_ranked) as ranked
cross join (select max(value) as value, count(*) from governance.gov_definitions) as definitions
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started_server(tmp_path_factory.mktemp("postgres") / "data") as started:
        for user, role in {
            "A.ANALYST": "fsu_analyst",
            "AN.OFFICER": "fsu_restricted",
            "A.DATA.TEAM": "fsu_linkage",
        }.items():
            started.add_user(user, role)
        started.add_user("made_before_the_first_build", "pg_read_all_stats")
        yield started


NUMBERS = itertools.count(1)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> TinyServer:
    database = server.add_database(f"tiny_{next(NUMBERS)}")
    database.administer(f"grant connect on database {database.database} to made_before_the_first_build")
    return TinyServer(tmp_path / "site", monkeypatch, database)


def version(number: int) -> dict[str, Any]:
    """Relations that say of which refresh they are."""
    said = {
        "marts.dim_people": f"{number} as record_count",
        "marts.fsu_ranked": f"cast({number} as double) as score",
        "governance.gov_definitions": f"'{number}' as value",
    }
    return {name.split(".")[1]: f"select * replace ({it}) from ({RELATIONS[name]})" for name, it in said.items()}


def seen(built: TinyServer) -> set[int]:
    ((people, ranked, definitions),) = built.server.run("A.ANALYST", ONE_STATEMENT)
    return {people, ranked, definitions}


def kept_numbers(built: TinyServer) -> list[tuple[int, bool]]:
    return built.server.run(PIPELINE, "select number, is_current from releases.releases order by number")


def test_readers_find_the_release_and_its_comments_and_the_pipeline_its_manifest(built: TinyServer) -> None:
    published = publish("test")
    names = {
        row[0] for row in built.server.run("A.ANALYST", "select relname from pg_class where relname = 'fsu_ranked'")
    }
    assert names == {"fsu_ranked"}
    assert len(built.server.run("A.ANALYST", "select * from marts.fsu_ranked")) == 20
    assert built.server.run("A.ANALYST", "select obj_description('marts.fsu_ranked'::regclass)") == [
        ("One row per thing of fsu_ranked; it's small.",)
    ]
    ((name, manifest),) = built.server.run(PIPELINE, "select release, manifest from releases.releases")
    assert name == published.name
    assert manifest == json.loads((published / "manifest.json").read_text())


def test_the_folder_and_the_server_have_the_same_rows(built: TinyServer) -> None:
    published = publish("test")
    with duckdb.connect(str(published / "fsu.duckdb"), read_only=True) as connection:
        for relation in ("marts.dim_people", "marts.fsu_ranked", "governance.gov_definitions", "governance.gov_runs"):
            rows = connection.execute(f"from {relation}").fetchall()
            assert sorted(built.server.run(PIPELINE, f"select * from {relation}")) == sorted(rows)


@pytest.mark.parametrize(
    ("user", "zones"),
    [("A.ANALYST", {"marts", "governance"}), ("AN.OFFICER", {"restricted"}), ("A.DATA.TEAM", {"linkage"})],
)
def test_each_role_reads_its_zones_and_is_refused_the_others(built: TinyServer, user: str, zones: set[str]) -> None:
    for number in (1, 2):
        built.build(**version(number))
        publish("test")
    places = built.server.run(
        PIPELINE, "select schemaname, tablename from pg_tables where tableowner = current_user order by 1, 2"
    )
    assert {schema for schema, _ in places} > {"staging", "intermediate", "next_marts", "kept_1_marts", "releases"}
    for schema, table in places:
        read = f'select count(*) from "{schema}"."{table}"'
        if schema in zones:
            assert built.server.run(user, read)
        else:
            with pytest.raises(errors.InsufficientPrivilege):
                built.server.run(user, read)
        with pytest.raises(errors.InsufficientPrivilege):
            built.server.run(user, f'delete from "{schema}"."{table}"')


def test_what_was_granted_by_hand_goes_from_release_to_release(built: TinyServer) -> None:
    built.server.run(PIPELINE, "create schema marts")
    built.server.run(PIPELINE, "grant usage on schema marts to made_before_the_first_build")
    built.server.run(
        PIPELINE, "alter default privileges in schema marts grant select on tables to made_before_the_first_build"
    )
    for number in range(1, 11):
        built.build(**version(number))
        publish("test")
        if number == 2:
            built.server.run(PIPELINE, "grant usage on schema governance to made_before_the_first_build")
            built.server.run(PIPELINE, "grant select on governance.gov_definitions to made_before_the_first_build")
    assert built.server.run("made_before_the_first_build", "select max(record_count) from marts.dim_people") == [(10,)]
    assert built.server.run("made_before_the_first_build", "select value from governance.gov_definitions") == [("10",)]
    with pytest.raises(errors.InsufficientPrivilege):
        built.server.run("made_before_the_first_build", "select * from governance.gov_runs")
    with pytest.raises(errors.InsufficientPrivilege):
        built.server.run("made_before_the_first_build", "select * from kept_9_marts.dim_people")


def test_each_release_has_its_indexes_and_its_statistics(built: TinyServer) -> None:
    for number in (1, 2):
        built.build(**version(number))
        publish("test")
    indexes = built.server.run(PIPELINE, "select tablename, indexdef from pg_indexes where schemaname = 'marts'")
    assert {(table, made.partition(" INDEX ")[0], made.partition(" USING ")[2]) for table, made in indexes} == {
        ("dim_people", "CREATE UNIQUE", "btree (person_key) NULLS NOT DISTINCT"),
        ("dim_people", "CREATE", "btree (record_count)"),
        ("fsu_ranked", "CREATE UNIQUE", "btree (scheme_code, person_key) NULLS NOT DISTINCT"),
        ("fsu_ranked", "CREATE", "btree (person_key)"),
    }
    # What autovacuum would do sooner or later, but not before the first reader.
    assert built.server.run(
        PIPELINE,
        "select relname, reltuples, vacuum_count > 0, analyze_count > 0 from pg_class"
        " inner join pg_stat_user_tables using (relname) where relnamespace = 'marts'::regnamespace"
        " and relkind = 'r' and schemaname = 'marts' order by 1",
    ) == [("dim_people", 20, True, True), ("fsu_ranked", 20, True, True)]


def test_as_many_releases_are_kept_as_in_the_folder(built: TinyServer) -> None:
    for number in range(1, 5):
        built.build(**version(number))
        publish("test", keep=2)
    assert kept_numbers(built) == [(3, False), (4, True)]
    schemas = built.server.run(PIPELINE, "select nspname from pg_namespace where nspname like 'kept%' order by 1")
    assert {row[0] for row in schemas} == {f"kept_3_{zone}" for zone in ZONES}
    assert built.server.run(PIPELINE, "select max(record_count) from kept_3_marts.dim_people") == [(3,)]


def test_readers_go_back_to_a_kept_release_and_on_with_the_next(built: TinyServer) -> None:
    releases = []
    for number in (1, 2):
        built.build(**version(number))
        releases.append(publish("test").name)
    built.server.run(PIPELINE, "grant usage on schema marts to made_before_the_first_build")
    built.server.run(PIPELINE, "grant select on marts.dim_people to made_before_the_first_build")
    go_back(releases[0], "the second one shows a fault")
    assert seen(built) == {1}
    assert built.current.resolve().name == releases[0]
    assert kept_numbers(built) == [(1, True), (2, False)]
    assert built.server.run("made_before_the_first_build", "select max(record_count) from marts.dim_people") == [(1,)]
    with pytest.raises(errors.InsufficientPrivilege):
        built.server.run("A.ANALYST", "select * from kept_2_marts.dim_people")
    go_back(releases[1], "there was no fault")
    assert seen(built) == {2}
    built.build(**version(3))
    publish("test")
    assert seen(built) == {3}
    assert kept_numbers(built) == [(1, False), (2, False), (3, True)]


def test_a_release_that_the_server_has_lost_is_none_to_go_back_to(built: TinyServer) -> None:
    releases = []
    for number in (1, 2):
        built.build(**version(number))
        releases.append(publish("test").name)
    release.remove_all_but(read_relations(built.target / "manifest.json"), [])
    with pytest.raises(FsuError, match="keeps no release"):
        go_back(releases[0], "the second one shows a fault")
    assert seen(built) == {2}
    assert built.current.resolve().name == releases[1]


def test_something_of_somebody_elses_on_an_old_release_is_not_removed_in_silence(built: TinyServer) -> None:
    built.build(**version(1))
    publish("test")
    built.server.administer("create view public.theirs as select * from marts.dim_people")
    built.build(**version(2))
    with pytest.raises(FsuError, match=r"public\.theirs|view theirs"):
        publish("test", keep=1)
    assert seen(built) == {2}
    built.server.administer("drop view public.theirs")
    built.build(**version(3))
    publish("test", keep=1)
    assert kept_numbers(built) == [(3, True)]


def test_relations_that_no_publication_left_are_not_touched(built: TinyServer) -> None:
    built.server.run(PIPELINE, "create schema marts")
    built.server.run(PIPELINE, "create table marts.theirs as select 1 as one")
    with pytest.raises(FsuError, match="marts that no publication left there"):
        publish("test")
    assert built.server.run(PIPELINE, "select one from marts.theirs") == [(1,)]


def test_personal_values_are_found_on_the_server(built: TinyServer) -> None:
    built.build(**version(1))
    publish("test")
    built.build(
        **{**version(2), "dim_people": f"select surname as person_key, 2 as record_count from (select {NAMED})"}
    )
    with pytest.raises(FsuError, match=r"would hold personal values .*dim_people") as refused:
        publish("test")
    assert "QUILLFEATHER" not in str(refused.value)
    assert seen(built) == {1}


def test_a_failed_build_is_not_published(built: TinyServer) -> None:
    built.build(**version(1))
    publish("test")
    built.build(events=("started", "failed"), **version(2))
    with pytest.raises(FsuError, match="a model or a test failed"):
        publish("test")
    assert seen(built) == {1}


def test_no_copy_of_the_server_is_left_behind(built: TinyServer) -> None:
    publish("test")
    assert {path.name for path in built.warehouse.parent.iterdir()} == {built.warehouse.name}


def test_one_builder_at_a_time_and_the_second_says_that_it_waits(built: TinyServer) -> None:
    said: list[str] = []
    order: list[str] = []

    def second() -> None:
        with builder(said.append):
            order.append("second")

    with builder(said.append):
        waiting = threading.Thread(target=second)
        waiting.start()
        wait_for(lambda: bool(said))
        time.sleep(0.1)
        order.append("first")
    waiting.join(timeout=30)
    assert order == ["first", "second"]
    assert said == ["Another refresh or publication is at work on this server; waiting for it to end ..."]


def test_a_publication_waits_for_a_transaction_that_is_reading(built: TinyServer) -> None:
    built.build(**version(1))
    publish("test")
    built.build(**version(2))
    said: list[str] = []
    with closing(built.server.connect("A.ANALYST")) as reader, reader.cursor() as cursor:
        reader.autocommit = False
        cursor.execute("select max(record_count) from marts.dim_people")
        publishing = threading.Thread(target=lambda: publish("test", say=said.append))
        publishing.start()
        wait_for(lambda: bool(said))
        cursor.execute("select max(score) from marts.fsu_ranked")
        assert cursor.fetchone() == (1,)
        reader.commit()
        publishing.join(timeout=60)
    assert seen(built) == {2}
    assert said == ["Waiting for a moment in which nobody is in the middle of reading ..."]


def test_a_reader_who_never_ends_is_named(built: TinyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    publish("test")
    built.build(**version(2))
    monkeypatch.setattr(release, "PATIENCE_SECONDS", 0)
    with closing(built.server.connect("A.ANALYST")) as reader, reader.cursor() as cursor:
        reader.autocommit = False
        cursor.execute("select * from marts.dim_people")
        with pytest.raises(FsuError, match=f"process {reader.info.backend_pid} of A.ANALYST"):
            publish("test")
    assert kept_numbers(built) == [(1, True)]


# --- What lives from refresh to refresh -------------------------------------------------------------------------------


@pytest.fixture
def real(built: TinyServer, monkeypatch: pytest.MonkeyPatch) -> TinyServer:
    """Real people with their ledger, published from the server."""
    monkeypatch.setenv("FSU_TOKEN_SALT", GOOD)
    built.land(is_synthetic=False)
    give_people(built)
    built.copy_to_server()
    built.server.run(PIPELINE, "update intermediate.build_mark set salt_check = %s", [server_salt_check(GOOD)])
    publish("test")
    return built


def ledger(built: TinyServer) -> list[tuple[Any, ...]]:
    return built.server.run(PIPELINE, f"select as_of_date::text, record_key, person_key from {LEDGER} order by 1, 2")


def test_a_ledger_that_the_server_has_lost_comes_back(real: TinyServer) -> None:
    before = ledger(real)
    assert state.restore() == []
    real.server.run(PIPELINE, "drop schema intermediate cascade")
    assert [(relation.name, relation.rows) for relation in state.restore()] == [(LEDGER, len(before))]
    assert ledger(real) == before


def test_state_goes_from_a_file_to_a_server_and_back(real: TinyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger(real)
    real.warehouse.unlink()
    monkeypatch.setenv("FSU_TARGET", "duckdb")
    state.restore()
    with duckdb.connect(str(real.warehouse)) as connection:
        assert connection.execute(f"select count(*) from {LEDGER}").fetchone() == (len(before),)


def test_another_salt_is_refused_before_anything_lands(real: TinyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    extracts.write_extracts(real.root / "raw")
    monkeypatch.setenv("FSU_TOKEN_SALT", OTHER)
    for has_release, words in ((True, "published release"), (False, "The server was built with")):
        if not has_release:
            real.current.unlink()
        refused = CliRunner().invoke(cli.app, ["land", str(real.root / "raw")])
        assert isinstance(refused.exception, FsuError)
        assert words in str(refused.exception)
    assert len(list((real.landing / "deliveries").iterdir())) == 1


def test_a_rotation_on_the_server_keeps_every_key(real: TinyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger(real)
    file = real.root / "new.salt"
    file.write_text(OTHER)
    file.chmod(0o600)
    assert rotate(file).people == len(RECORDS) + 1
    assert ledger(real) == before
    monkeypatch.setenv("FSU_TOKEN_SALT", OTHER)
    state.restore()
    after = ledger(real)
    assert under(OTHER) <= set(after)
    assert sorted((day, key) for day, _, key in after) == sorted((day, key) for day, _, key in before)
    assert not {row[1] for row in before} & {row[1] for row in after}
    assert real.server.run(PIPELINE, "select salt_check from intermediate.build_mark") == [(server_salt_check(OTHER),)]
    publish("test")
    assert not (real.published / "next_salt").exists()


def test_a_copy_of_the_server_is_a_warehouse_for_those_who_read_one(real: TinyServer) -> None:
    file = real.root / "copy" / "server.duckdb"
    done = CliRunner().invoke(cli.app, ["copy-server", str(file)])
    assert done.exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    with duckdb.connect(str(file), read_only=True) as copied, duckdb.connect(str(real.warehouse)) as built:
        relations = built.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
        assert (
            relations
            == copied.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
        )
        for (name,) in relations:
            rows = f"select * exclude (salt_check) from {name}" if name.endswith("build_mark") else f"from {name}"
            assert copied.execute(f"{rows} order by all").fetchall() == built.execute(f"{rows} order by all").fetchall()
    again = CliRunner().invoke(cli.app, ["copy-server", str(file)])
    assert isinstance(again.exception, FsuError)


def test_what_reads_in_a_file_alone_refuses_a_server(real: TinyServer) -> None:
    """Whatever lies where the warehouse would be is of some earlier build."""
    with pytest.raises(FsuError, match="fsu copy-server FILE"):
        default_file()
    assert real.warehouse.is_file()


def test_a_purge_leaves_what_lives_from_refresh_to_refresh_and_no_kept_release(real: TinyServer) -> None:
    before = ledger(real)
    for column, relation in (
        ("record_count", "next_marts.dim_people"),
        ("score", "next_marts.fsu_ranked"),
        ("value", "next_governance.gov_definitions"),
    ):
        real.server.run(PIPELINE, f"update {relation} set {column} = 2")
    publish("test")
    kept = {"int_identity__key_ledger": Kept("int_identity__key_ledger", "as_of_date", 2)}
    as_of = date(2026, 10, 1)
    foreseen = purge.plan(kept, as_of)
    gone = {name: each.is_over(as_of) for name, each in kept.items()}
    newest = [row for row in before if row[0] == "2026-10-01"]
    assert foreseen.rows_removed == {"int_identity__key_ledger": len(before) - len(newest)}
    purge.empty(gone, "delivery", withdraws_current=False)
    assert ledger(real) == newest
    assert kept_numbers(real) == [(2, True)]
    assert seen(real) == {2}
    tables = real.server.run(
        PIPELINE,
        "select schemaname || '.' || tablename from pg_tables where schemaname <> all(%s)",
        [["pg_catalog", "information_schema", *ZONES]],
    )
    assert {row[0] for row in tables} == {
        LEDGER,
        "intermediate.build_mark",
        "next_governance.build_log",
        "releases.releases",
    }
    with pytest.raises(FsuError, match="fsu purge` has emptied"):
        publish("test")
    purge.empty(gone, "delivery", withdraws_current=True)
    with pytest.raises(errors.UndefinedTable):
        seen(real)


# --- A server that stopped without a shutdown -------------------------------------------------------------------------


def test_what_a_crash_has_emptied_is_neither_published_nor_copied(built: TinyServer, tmp_path: Path) -> None:
    witness = "next_governance.build_witness"
    ((last,),) = built.server.run(
        PIPELINE, "select invocation_id from next_governance.build_log order by logged_at desc limit 1"
    )
    built.server.run(PIPELINE, f"create unlogged table {witness} as select cast(%s as text) as invocation_id", [last])
    published = publish("test")

    built.server.run(PIPELINE, f"delete from {witness}")  # as the server itself does when it starts again
    with pytest.raises(FsuError, match="stopped without a shutdown since the last build"):
        publish("test")
    copied = CliRunner().invoke(cli.app, ["copy-server", str(tmp_path / "copy.duckdb")])
    assert copied.exit_code != 0
    assert not (tmp_path / "copy.duckdb").exists()
    assert [name for name, _ in built.server.run(PIPELINE, "select release, 1 from releases.releases")] == [
        published.name
    ]


# --- Readers while publications, kills and failures happen ------------------------------------------------------------


def wait_for(moment: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not moment():
        assert time.monotonic() < until
        time.sleep(0.002)


class Readers:
    """Threads that read one statement again and again, each time after the one before, and keep what they saw."""

    def __init__(self, server: Server) -> None:
        """Readers of a server, who have not begun."""
        self._server = server
        self.done = threading.Event()
        self.rows: list[tuple[int, ...]] = []
        self.failed: list[str] = []

    @contextmanager
    def reading(self, count: int = 4) -> Iterator[Readers]:
        """Read until the block ends."""
        threads = [threading.Thread(target=self._read, args=(number / 1000,)) for number in range(count)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.done.set()
            for thread in threads:
                thread.join(timeout=60)

    def _read(self, pause: float) -> None:
        with closing(self._server.connect("A.ANALYST")) as connection, connection.cursor() as cursor:
            while not self.done.is_set():
                try:
                    cursor.execute(ONE_STATEMENT)
                    self.rows += cursor.fetchall()
                except psycopg2.Error as error:
                    self.failed.append(str(error))
                    return
                time.sleep(pause)


def killed_while_publishing(when: Callable[[], bool]) -> None:
    """`fsu publish` as a process of its own, killed at a moment."""
    process = subprocess.Popen(
        [str(PROGRAMS / "fsu"), "publish"], env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for(lambda: when() or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=60) == -signal.SIGKILL


def test_a_thousand_reads_during_publications_kills_and_failures_see_no_mixture(
    built: TinyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.build(**version(1))
    publish("test")

    def is_copying() -> bool:
        return next(built.warehouse.parent.glob("*.server"), None) is not None

    def has_incoming() -> bool:
        return bool(built.server.run(PIPELINE, "select 1 from pg_namespace where nspname = 'incoming_marts'"))

    def fails(*_: object) -> None:
        raise OSError("the line is cut")

    with Readers(built.server).reading() as readers:
        for number in range(2, 8):
            built.build(**version(number))
            publish("test")
            assert seen(built) == {number}
        for number, when in ((8, is_copying), (9, has_incoming)):
            built.build(**version(number))
            killed_while_publishing(when)
            built.build(events=("started", "failed"), **version(number))
            with pytest.raises(FsuError, match="a model or a test failed"):
                publish("test")
        built.build(**version(10))
        with monkeypatch.context() as cut, pytest.raises(OSError, match="the line is cut"):
            cut.setattr(release, "_note", fails)  # in the transaction, after the schemas have changed their names
            publish("test")
        publish("test")
        assert seen(built) == {10}
        wait_for(lambda: len(readers.rows) >= READS or bool(readers.failed))
    assert readers.failed == []
    assert [row for row in readers.rows if len(set(row)) > 1] == []
    assert {row[0] for row in readers.rows} >= {1, 7, 10}
    # Killed while it was copied: nobody ever saw it. The other kill comes before or after its switch.
    assert 8 not in {row[0] for row in readers.rows}
