"""What Spark built, read by DuckDB: its release is that of the same rows in DuckDB; a copy is a warehouse."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from tiny_built_warehouse import RELATIONS, TinyBuild
from typer.testing import CliRunner

from python_helpers.before_landing import check
from python_helpers.cli import app
from python_helpers.errors import FsuError
from python_helpers.publishing.mark import read_mark
from python_helpers.publishing.publish import publish
from python_helpers.tokens import salt_check, spark_salt_check

SALT = "4c1d90e7ab52f8366d0b7ce91f2a5873"
LEDGER = "select 'token' as record_key, 'a' as person_key, date '2026-10-01' as as_of_date"


def write_table(build: TinyBuild, name: str, rows: str, partition: str = "") -> None:
    """One table as Spark leaves it: a folder of parts, a hidden one of a job that was killed beside them."""
    schema, table = name.split(".")
    folder = build.root / "spark" / "tables" / f"{schema}.db" / table
    folder.mkdir(parents=True)
    (folder / "_SUCCESS").touch()
    with duckdb.connect(str(build.warehouse), read_only=True) as connection:
        if partition:
            connection.execute(
                f"copy ({rows}) to '{folder}' (format parquet, partition_by ({partition}), overwrite_or_ignore)"
            )
        else:
            connection.execute(f"copy ({rows}) to '{folder}/part-00000.parquet' (format parquet)")
        killed = folder / ".spark-staging-17"
        killed.mkdir()
        connection.execute(f"copy ({rows}) to '{killed}/part-00000.parquet' (format parquet)")


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBuild:
    """The same rows in DuckDB's warehouse and in Spark's tables, FSU_TARGET still DuckDB's."""
    build = TinyBuild(tmp_path, monkeypatch)
    monkeypatch.setenv("FSU_SPARK_WAREHOUSE", str(tmp_path / "spark"))
    build.build(int_identity__key_ledger=LEDGER)
    for name in (*RELATIONS, "governance.build_log"):
        write_table(build, name, f"from {name}", "as_of_date" if name.endswith("key_ledger") else "")
    write_table(
        build,
        "intermediate.build_mark",
        f"select true as is_synthetic, '{spark_salt_check(SALT)}' as salt_check, null::date as carried_as_of_date",
    )
    return build


def log_on_spark(build: TinyBuild, event: str) -> None:
    """One dbt command more, which ended so."""
    folder = build.root / "spark" / "tables" / "governance.db" / "build_log"
    more = f"'later', 'build', '{event}', delivery_id, timestamp '2026-12-01'"
    row = f"select {more} from '{folder}/part-00000.parquet' limit 1"
    columns = "invocation_id, command, event, delivery_id, logged_at"
    duckdb.execute(
        f"copy (select * from ({row}) as logged ({columns})) to '{folder}/part-00001.parquet' (format parquet)"
    )


def test_a_release_of_the_same_rows_is_the_same(built: TinyBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    from_duckdb = publish("test").name
    monkeypatch.setenv("FSU_TARGET", "spark")
    built.warehouse.unlink()
    assert publish("test").name == from_duckdb
    assert not list(built.warehouse.parent.glob("*.spark"))


@pytest.mark.parametrize("event", ["started", "partial", "failed"])
def test_readers_keep_the_old_release_when_a_build_on_spark_is_not_whole(
    event: str, built: TinyBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FSU_TARGET", "spark")
    before = publish("test").name
    log_on_spark(built, event)
    with pytest.raises(FsuError, match="dbt build"):
        publish("test")
    assert built.current.resolve().name == before


def test_tables_that_are_not_here_are_said_to_be_elsewhere(built: TinyBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_TARGET", "spark")
    monkeypatch.setenv("FSU_SPARK_WAREHOUSE", str(built.root / "nowhere"))
    with pytest.raises(FsuError, match="FSU_SPARK_WAREHOUSE"):
        publish("test")


def test_a_copy_is_a_warehouse_of_this_salt(built: TinyBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_TARGET", "spark")
    file = built.root / "copy" / "spark.duckdb"
    assert CliRunner().invoke(app, ["copy-server", str(file)]).exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    with duckdb.connect(str(file), read_only=True) as copied, duckdb.connect(str(built.warehouse)) as here:
        mark = read_mark(copied)
        assert mark is not None
        assert mark.salt_check == salt_check(SALT)
        for name in RELATIONS:
            assert (
                copied.execute(f"from {name} order by all").fetchall()
                == here.execute(f"from {name} order by all").fetchall()
            )


def test_a_partitioned_table_without_rows_and_a_view_are_in_the_copy(
    built: TinyBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FSU_TARGET", "spark")
    manifest = built.target / "manifest.json"
    content = json.loads(manifest.read_text())
    content["nodes"]["model.gov_empty"] = {
        **json.loads(json.dumps(content["nodes"]["model.gov_runs"])),
        **{"name": "gov_empty", "alias": "gov_empty"},
        "columns": {"as_of_date": {"data_type": "date"}, "person_key": {"data_type": "varchar"}},
    }
    content["nodes"]["model.gov_runs"]["config"]["materialized"] = "view"
    content["nodes"]["model.gov_runs"] |= {"package_name": "project", "original_file_path": "models/gov_runs.sql"}
    manifest.write_text(json.dumps(content))
    compiled = built.target / "compiled" / "project" / "models"
    compiled.mkdir(parents=True)
    (compiled / "gov_runs.sql").write_text("select invocation_id as run_id from governance.build_log")
    empty = built.root / "spark" / "tables" / "governance.db" / "gov_empty"
    empty.mkdir()
    (empty / "_SUCCESS").touch()
    file = built.root / "spark.duckdb"
    assert CliRunner().invoke(app, ["copy-server", str(file)]).exit_code == 0
    with duckdb.connect(str(file), read_only=True) as copied:
        assert copied.execute("describe governance.gov_empty").fetchall()[0][:2] == ("as_of_date", "DATE")
        assert copied.execute("select count(*) from governance.gov_empty").fetchone() == (0,)
        assert set(copied.execute("from governance.gov_runs").fetchall()) == {("build-0",), ("build-2",)}


def test_a_copy_that_fails_leaves_no_file(built: TinyBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_TARGET", "spark")
    damaged = built.root / "spark" / "tables" / "marts.db" / "dim_people" / "part-00000.parquet"
    damaged.write_bytes(b"PAR1")
    file = built.root / "spark.duckdb"
    assert CliRunner().invoke(app, ["copy-server", str(file)]).exit_code == 1
    assert not file.exists()


def test_made_up_people_do_not_follow_real_ones_on_spark(
    built: TinyBuild, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FSU_TARGET", "spark")
    extracts = tmp_path / "extracts"
    extracts.mkdir()
    (extracts / "synthetic.json").write_text("{}")
    check(extracts)
    mark = built.root / "spark" / "tables" / "intermediate.db" / "build_mark" / "part-00000.parquet"
    duckdb.execute(f"copy (select * replace (false as is_synthetic) from '{mark}') to '{mark}.new' (format parquet)")
    Path(f"{mark}.new").replace(mark)
    with pytest.raises(FsuError, match="Spark's warehouse holds real people"):
        check(extracts)
