"""The scripts for SQL Server and Fabric: every published relation, typed; loaded by DuckDB, in place of a server."""

from __future__ import annotations

import dataclasses
import json
import re
import stat
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
import sqlglot
from personal_values import personal_values
from sqlglot import exp
from tiny_built_warehouse import RELATIONS, TinyBuild
from worlds import World

from python_helpers.errors import FsuError
from python_helpers.publishing.publish import publish
from python_helpers.publishing.release import READABLE_TYPES
from python_helpers.sql_server import command
from python_helpers.sql_server.script import (
    INDEX_BYTES,
    KEY_BYTES,
    TEXT_BYTES,
    TYPES,
    Fabric,
    SqlServer,
    Target,
    column_type,
    scripts,
)
from python_helpers.sql_server.tables import TEXT, Column, Handed, Table

SERVER = SqlServer("fsu_release")
FABRIC = Fabric("https://onelake.dfs.fabric.microsoft.com/w/l/Files/fsu")
TARGETS = pytest.mark.parametrize("target", [SERVER, FABRIC], ids=["SQL Server", "Fabric"])


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBuild:
    built = TinyBuild(tmp_path, monkeypatch)
    publish("test")
    return built


UNKNOWN_TO_PARSER = re.compile(
    r"if schema_id\('\w+'\) is null exec\('create schema \[\w+\]'\)|if @\w+ > 0 throw 5000\d, '.*', 1"
    r"|begin try|begin transaction|alter schema \[\w+\] transfer object::\[\w+\]\.\[\w+\]|commit transaction"
    r"|end try|begin catch|if @@trancount > 0 rollback transaction|throw|end catch"
    r"|alter table \S+ add constraint \S+ (primary key|unique) nonclustered \(.*\) not enforced"
)
"""Statements that sqlglot does not read, or only with what follows them."""
FILE = re.compile(
    r"openrowset\(bulk '/([\w/]+[.]parquet)', data_source = 'fsu_release', format = 'PARQUET'\) as \[rows\]"
)
HINT = " with (tablock)"
"""Which it takes for the beginning of something else."""


def parsed(script: str) -> list[exp.Expr]:
    """Every statement of a script that the parser knows; any other fails."""
    bare = re.sub(r"^--.*\n", "", script, flags=re.MULTILINE)
    texts = [text.strip() for text in re.split(r";\s*\n|(?<=begin try)\n|(?<=end try)\n|(?<=begin catch)\n", bare)]
    known = [text for text in texts if text and not UNKNOWN_TO_PARSER.fullmatch(text)]
    found = [sqlglot.parse_one(FILE.sub(r"read_parquet('\1')", text.replace(HINT, "")), read="tsql") for text in known]
    assert [each.sql() for each in found if isinstance(each, exp.Command)] == []
    return found


def made(script: str) -> dict[str, exp.Create]:
    """Tables that a script makes, by `<schema>.<table>`."""
    found = [each for each in parsed(script) if isinstance(each, exp.Create) and each.kind == "TABLE"]
    return {f"{table.db}.{table.name}": create for create in found if (table := create.find(exp.Table))}


def columns(create: exp.Create) -> dict[str, exp.ColumnDef]:
    return {column.name: column for column in create.find_all(exp.ColumnDef)}


def is_not_null(column: exp.ColumnDef) -> bool:
    kinds = [each.kind for each in column.constraints]
    return any(isinstance(kind, exp.NotNullColumnConstraint) and not kind.args.get("allow_null") for kind in kinds)


def moved(script: str) -> list[tuple[str, str]]:
    """What the switch does within its transaction: the table that goes, and the one that comes."""
    (inside,) = re.findall(r"begin transaction;(.*)commit transaction;", script, re.DOTALL)
    steps = [line.strip() for line in inside.strip().splitlines()]
    pairs = []
    for drop, transfer in zip(steps[::2], steps[1::2], strict=True):
        gone = re.fullmatch(r"drop table if exists \[(\w+)\]\.\[(\w+)\];", drop)
        come = re.fullmatch(r"alter schema \[(\w+)\] transfer object::\[(\w+)\]\.\[(\w+)\];", transfer)
        assert gone and come
        assert come[1] == gone[1]
        pairs.append((f"{gone[1]}.{gone[2]}", f"{come[2]}.{come[3]}"))
    return pairs


def read(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in sorted(folder.glob("*.sql"))}


def loaded(folder: Path) -> duckdb.DuckDBPyConnection:
    """What the scripts of SQL Server would load, loaded by DuckDB: their own tables, their own selects, their files."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    texts = read(folder)
    for name, create in made(texts["1_tables.sql"]).items():
        connection.execute(f"create schema if not exists {name.split('.')[0]}")
        for collation in list(create.find_all(exp.CollateColumnConstraint)):
            if collation.parent:
                collation.parent.pop()
        # There a float has 53 bits where nothing else is said; elsewhere 24.
        for kind in create.find_all(exp.DataType):
            if kind.is_type(exp.DataType.Type.FLOAT):
                kind.replace(exp.DataType.build("double"))
        connection.execute(create.sql(dialect="duckdb"))
    for insert in parsed(texts["2_load.sql"]):
        if isinstance(insert, exp.Insert):
            connection.execute(insert.sql(dialect="duckdb").replace("'parquet/", f"'{folder}/parquet/"))
    return connection


def test_every_type_that_a_release_can_have_has_one_there() -> None:
    assert set(TYPES) | {TEXT} == READABLE_TYPES


@TARGETS
def test_each_relation_has_its_table_its_rows_counted_and_its_move(
    built: TinyBuild, tmp_path: Path, target: Target
) -> None:
    texts = read(command.run(built.current, tmp_path / "out", target, []))
    assert list(texts) == ["1_tables.sql", "2_load.sql", "3_switch.sql"]
    names = {name for name in RELATIONS if name.split(".")[0] in {"marts", "governance"}}
    assert set(made(texts["1_tables.sql"])) == {f"incoming_{name}" for name in names}
    assert set(moved(texts["3_switch.sql"])) == {(name, f"incoming_{name}") for name in names}
    counted = dict(re.findall(r"select '(\S+)' as relation, count_big\(\*\) as found, (\d+) as", texts["3_switch.sql"]))
    assert set(counted) == names
    assert counted["marts.dim_people"] == "20"
    assert len(parsed(texts["2_load.sql"])) >= len(names)
    assert {type(each) for each in parsed(texts["3_switch.sql"])} >= {exp.Declare, exp.Select, exp.Drop}


def test_the_tables_of_the_script_hold_what_was_published(built: TinyBuild, tmp_path: Path) -> None:
    folder = command.run(built.current, tmp_path / "out", SERVER, ["restricted", "linkage"])
    with loaded(folder) as there, duckdb.connect(str(built.warehouse), read_only=True) as here:
        names = [name for name in RELATIONS if name.split(".")[0] in {"marts", "governance", "restricted", "linkage"}]
        for name in names:
            rows = here.execute(f"from {name} order by all").fetchall()
            assert there.execute(f"from incoming_{name} order by all").fetchall() == rows
        assert len(names) == 6


def test_times_are_instants_in_the_files(built: TinyBuild, tmp_path: Path) -> None:
    command.run(built.current, tmp_path / "out", SERVER, [])
    schema = pq.read_schema(tmp_path / "out" / "parquet" / "governance" / "gov_runs.parquet")
    assert schema.field("started_at").type.tz == "UTC"


def test_who_people_are_goes_along_only_where_it_is_named(built: TinyBuild, tmp_path: Path) -> None:
    general = command.run(built.current, tmp_path / "general", SERVER, [])
    assert {path.name for path in (general / "parquet").iterdir()} == {"marts", "governance"}
    assert not re.search(r"restricted|linkage|MADEUP", "".join(read(general).values()))
    named = command.run(built.current, tmp_path / "named", SERVER, ["linkage"])
    assert {path.name for path in (named / "parquet").iterdir()} == {"marts", "governance", "linkage"}
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in [named, *named.rglob("*")])
    lines = [json.loads(line) for line in (built.published / "audit.jsonl").read_text().splitlines()]
    noted = [(line["people"], line["zones"]) for line in lines if line["action"] == "sql-server-script"]
    assert noted == [(20, "general"), (20, "linkage")]


def table(*found: Column, grain: tuple[str, ...] = ("a", "b")) -> Table:
    return Table("marts", "m", 1, grain, found, "")


GIVEN, EMPTY, NUMBER = Column("a", TEXT, True, 32), Column("b", TEXT, False, 32), Column("b", "BIGINT", True, 0)


def keys_of(subject: Table, target: Target) -> str:
    return scripts(Handed("r", "2026-10-01", (subject,)), target)["2_load.sql"]


def test_a_grain_is_a_primary_key_where_it_is_given_and_unique_where_it_may_be_empty() -> None:
    assert "primary key nonclustered ([a], [b]);" in keys_of(table(GIVEN, NUMBER), SERVER)
    assert "create unique index [by_0] on [incoming_marts].[m] ([a], [b]);" in keys_of(table(GIVEN, EMPTY), SERVER)
    assert "primary key nonclustered ([a], [b]) not enforced;" in keys_of(table(GIVEN, NUMBER), FABRIC)
    assert "unique nonclustered ([a], [b]) not enforced;" in keys_of(table(GIVEN, EMPTY), FABRIC)
    assert "constraint" not in keys_of(table(GIVEN, grain=()), FABRIC)
    (create,) = made(scripts(Handed("r", "2026-10-01", (table(GIVEN, EMPTY),)), SERVER)["1_tables.sql"]).values()
    assert {name: is_not_null(column) for name, column in columns(create).items()} == {"a": True, "b": False}


def test_a_text_that_is_too_long_takes_a_longer_type_and_no_index() -> None:
    def types(longest: int, name: str) -> str:
        column = Column(name, TEXT, True, longest)
        return column_type(table(column), column, FABRIC)

    assert types(KEY_BYTES, "a") == f"varchar({KEY_BYTES})"
    assert types(KEY_BYTES + 1, "a") == f"varchar({TEXT_BYTES})"
    assert types(TEXT_BYTES + 1, "a") == "varchar(max)"
    assert types(1, "c") == f"varchar({TEXT_BYTES})"
    long = keys_of(table(dataclasses.replace(GIVEN, longest=KEY_BYTES + 1), EMPTY), SERVER)
    assert "-- No index on marts.m ([a], [b])" in long
    assert "create" not in long
    six = tuple(Column(f"c{number}", TEXT, True, 1) for number in range(6))
    assert "-- No index" in keys_of(table(*six, grain=tuple(column.name for column in six)), SERVER)


@pytest.mark.parametrize(
    ("data_source", "fabric_url"),
    [("", ""), ("a", "https://b"), ("a'b", ""), ("", "http://b"), ("", "https://b/c?sig=d"), ("", "https://b/'c")],
)
def test_one_place_is_named_and_no_secret_with_it(data_source: str, fabric_url: str) -> None:
    with pytest.raises(FsuError, match=r"--(data-source|fabric-url)"):
        command.target_of(data_source, fabric_url)


def test_a_place_is_what_it_was_given_as() -> None:
    assert command.target_of("fsu_release", "") == SERVER
    assert command.target_of("", FABRIC.url) == FABRIC
    assert f"from '{FABRIC.url}/parquet/marts/m.parquet'" in keys_of(table(GIVEN, NUMBER), Fabric(f"{FABRIC.url}/"))


def test_a_folder_in_use_another_zone_and_an_older_manifest_are_refused(built: TinyBuild, tmp_path: Path) -> None:
    with pytest.raises(FsuError, match="not empty"):
        command.run(built.current, built.root, SERVER, [])
    with pytest.raises(FsuError, match="--zone staging"):
        command.run(built.current, tmp_path / "out", SERVER, ["staging"])
    release = tmp_path / "older"
    release.mkdir()
    manifest = json.loads((built.current / "manifest.json").read_text())
    del manifest["relations"][0]["columns"]
    (release / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(FsuError, match="earlier version"):
        command.run(release, tmp_path / "out", SERVER, [])
    assert not (tmp_path / "out").exists()


@TARGETS
def test_every_published_relation_of_a_world_has_its_table(
    small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: Target
) -> None:
    monkeypatch.setenv("FSU_PUBLISHED", str(tmp_path / "published"))
    folder = command.run(small_world.release, tmp_path / "out", target, ["restricted", "linkage"])
    texts = read(folder)
    tables = made(texts["1_tables.sql"])
    release = small_world.release
    entries = [
        entry
        for part in ("", "restricted", "linkage")
        for entry in json.loads((release / part / "manifest.json").read_text())["relations"]
    ]
    assert set(tables) == {f"incoming_{entry['schema']}.{entry['relation']}" for entry in entries}
    for entry in entries:
        found = columns(tables[f"incoming_{entry['schema']}.{entry['relation']}"])
        names = [column["name"] for column in entry["columns"]]
        assert list(found) == names
        # SQL Server takes names that differ in case for one.
        assert len({name.upper() for name in names}) == len(names)
        given = {column["name"] for column in entry["columns"] if column["is_given"]}
        assert {name for name, column in found.items() if is_not_null(column)} == given
        assert (folder / "parquet" / entry["schema"] / f"{entry['relation']}.parquet").is_file()
    assert "-- No index" not in texts["2_load.sql"]
    assert "(max)" not in texts["1_tables.sql"]
    assert len([entry for entry in entries if any(column["is_given"] for column in entry["columns"])]) > 90
    assert KEY_BYTES * max(len(entry["grain"]) for entry in entries) <= INDEX_BYTES
    assert personal_values(small_world).distinctive().found_in("\n".join(texts.values())) == {}


def test_the_tables_of_a_world_hold_what_its_release_does(
    small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FSU_PUBLISHED", str(tmp_path / "published"))
    folder = command.run(small_world.release, tmp_path / "out", SERVER, ["restricted", "linkage"])
    compared = 0
    with loaded(folder) as there:
        for part in ("fsu", "restricted/fsu_restricted", "linkage/fsu_linkage"):
            there.execute(f"attach '{small_world.release}/{part}.duckdb' as released (read_only)")
            listed = "select schema_name, table_name from duckdb_tables() where database_name = 'released'"
            for schema, name in there.execute(listed).fetchall():
                sides = f'incoming_{schema}."{name}"', f'released.{schema}."{name}"'
                for one, other in (sides, sides[::-1]):
                    assert there.execute(f"select count(*) from (from {one} except all from {other})").fetchone() == (
                        0,
                    )
                compared += 1
            there.execute("detach released")
    assert compared > 90
