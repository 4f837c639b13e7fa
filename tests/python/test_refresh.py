"""`fsu refresh` does what is needed and no more, and never mixes made-up with real people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from tiny_built_warehouse import RELATIONS, TinyBuild
from worlds import World

from python_helpers import refresh
from python_helpers.dbt_duckdb_plugin import Plugin
from python_helpers.errors import FsuError
from python_helpers.publishing.publish import publish
from python_helpers.settings import SettingsError, duckdb_memory

MEASURES = "select person_key, 3 as volume, 2 as approaches, 1.5::double as total_hours from marts.dim_people"
COHORT = "select 'a' as person_key, 'volume' as scheme_code"


class Recorder:
    """Stands in for the steps' processes; notes each command and leaves what it would leave."""

    def __init__(self, built: TinyBuild, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of `_Steps._run`."""
        self.built = built
        self.commands: list[str] = []
        monkeypatch.setattr(refresh._Steps, "_run", lambda _, command, unshown=(): self._note([*command, *unshown]))

    def _note(self, command: list[str]) -> None:
        self.commands.append(" ".join([Path(command[0]).name, command[1]]))
        if command[1] == "build":
            self.built.build()
            with duckdb.connect(str(self.built.warehouse)) as connection:
                connection.execute(f"create or replace table marts.fsu_person_measures as {MEASURES}")
                connection.execute(f"create or replace table marts.fsu_cohort as {COHORT}")
        if command[1] == "publish":
            publish("test")

    def since_last(self) -> list[str]:
        """Commands since the last time this was asked."""
        said, self.commands = self.commands, []
        return said


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBuild:
    built = TinyBuild(tmp_path, monkeypatch)
    built.write_manifest({**RELATIONS, "marts.fsu_person_measures": "", "marts.fsu_cohort": ""})
    return built


@pytest.fixture
def steps(built: TinyBuild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    (tmp_path / "project" / "models").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    return Recorder(built, monkeypatch)


def request_for(tmp_path: Path, as_of: str = "") -> refresh.Request:
    return refresh.Request(tmp_path / "raw", tmp_path / "demo", 0.05, as_of)


ALL_STEPS = ["fsu land", "fsu restore-state", "dbt build", "fsu publish"]
ONLY_LAND = ["fsu land"]


def test_nothing_is_built_again_where_nothing_has_changed(steps: Recorder, tmp_path: Path) -> None:
    refresh.refresh(request_for(tmp_path))
    assert steps.since_last() == ALL_STEPS
    refresh.refresh(request_for(tmp_path))
    assert steps.since_last() == ONLY_LAND


def test_another_model_date_delivery_or_salt_is_built(
    built: TinyBuild, steps: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh.refresh(request_for(tmp_path))
    steps.since_last()
    (tmp_path / "project" / "models" / "new.sql").write_text("select 1")
    refresh.refresh(request_for(tmp_path))
    assert steps.since_last() == ALL_STEPS
    refresh.refresh(request_for(tmp_path, as_of="2026-07-01"))
    assert steps.since_last() == ALL_STEPS
    built.land(is_synthetic=True, delivery_id="the-next")
    refresh.refresh(request_for(tmp_path, as_of="2026-07-01"))
    assert steps.since_last() == ALL_STEPS
    monkeypatch.setenv("FSU_TOKEN_SALT", "b8e3075fd1c96a24e05d8b71f3962ac4")
    refresh.refresh(request_for(tmp_path, as_of="2026-07-01"))
    assert steps.since_last() == ALL_STEPS


def test_a_damaged_or_missing_release_is_built_again(built: TinyBuild, steps: Recorder, tmp_path: Path) -> None:
    refresh.refresh(request_for(tmp_path))
    steps.since_last()
    file = built.current / "parquet" / "marts" / "fsu_ranked.parquet"
    file.chmod(0o644)
    file.write_bytes(b"")
    refresh.refresh(request_for(tmp_path))
    assert steps.since_last() == ALL_STEPS
    built.current.unlink()
    refresh.refresh(request_for(tmp_path))
    assert steps.since_last() == ALL_STEPS


def test_real_extracts_start_in_a_warehouse_without_demo_people(
    built: TinyBuild, steps: Recorder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built.land(is_synthetic=False, delivery_id="real")
    with duckdb.connect(str(built.warehouse)) as connection:
        connection.execute("create table marts.of_the_demo as select 1 as x")
    refresh.refresh(request_for(tmp_path))
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        tables = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    assert "fsu_ranked" in tables
    assert "of_the_demo" not in tables
    assert "has made way for the real extracts" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("as_of", ["01/10/2026", "2026-13-01", "yesterday"])
def test_a_date_that_is_none_is_refused_before_anything_is_done(steps: Recorder, tmp_path: Path, as_of: str) -> None:
    with pytest.raises(FsuError, match="is not a date"):
        refresh.refresh(request_for(tmp_path, as_of=as_of))
    assert steps.since_last() == []


def test_demo_extracts_are_made_once(built: TinyBuild, steps: Recorder, tmp_path: Path) -> None:
    demo = refresh.Request(None, tmp_path / "demo", 0.05, "")
    refresh.refresh(demo)
    assert steps.since_last() == ["fsu synthesise", *ALL_STEPS]
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "synthetic.json").write_text("{}")
    refresh.refresh(demo)
    assert steps.since_last() == ONLY_LAND


def test_the_demo_is_measured_for_its_report_and_own_extracts_are_not(
    built: TinyBuild, steps: Recorder, tmp_path: Path
) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "synthetic.json").write_text("{}")
    for truth in ("demo_truth", "raw_truth"):
        (tmp_path / truth).mkdir()
    refresh.refresh(refresh.Request(None, tmp_path / "demo", 0.05, ""))
    assert steps.since_last() == [*ALL_STEPS[:-1], "fsu evaluate", "fsu publish"]
    built.land(is_synthetic=True, delivery_id="f" * 16)
    refresh.refresh(request_for(tmp_path))
    assert steps.since_last() == ALL_STEPS


def test_second_refresh_of_a_world_is_quick_and_publishes_nothing(small_world: World) -> None:
    audit = small_world.published / "audit.jsonl"
    before = audit.read_text()
    said = small_world.run("fsu", "refresh", "--raw-dir", str(small_world.raw)).stdout
    assert "Nothing has changed since the last publication" in said
    assert audit.read_text() == before


def test_what_to_look_at_is_printed(small_world: World) -> None:
    said = small_world.run("fsu", "refresh", "--raw-dir", str(small_world.raw)).stdout
    manifest = json.loads((small_world.release / "manifest.json").read_text())
    assert f"Top 10 of marts.fsu_ranked, as of {manifest['as_of_date']}" in said
    assert manifest["release"] in said
    assert "select * from marts.fsu_ranked limit 5" in " ".join(said.split())


@pytest.mark.parametrize(("given", "limit"), [("", "4.6 GiB"), ("600MB", "572.2 MiB"), ("2GiB", "2.0 GiB")])
def test_a_build_keeps_to_its_memory(given: str, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_MEMORY", given)
    config: dict[str, Any] = {}
    Plugin.update_connection_config(object.__new__(Plugin), DuckDBCredentials(), config)
    with duckdb.connect(config=config) as connection:
        assert connection.execute("select current_setting('memory_limit')").fetchone() == (limit,)


@pytest.mark.parametrize("given", ["lots", "0GB", "80%", "5 GB", "-1GB"])
def test_what_is_no_amount_of_memory_is_named(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_MEMORY", given)
    with pytest.raises(SettingsError, match="FSU_MEMORY"):
        duckdb_memory()
