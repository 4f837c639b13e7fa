"""Files with personal data are for their owner only: under a wide umask, and in a folder that others made readable."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import landing_extracts as extracts
import pytest
from tiny_built_warehouse import TinyBuild
from worlds import World

from python_helpers.errors import FsuError
from python_helpers.landing.findings import LandingError
from python_helpers.landing.land import land
from python_helpers.private import make_warehouse_private, refuse_open_parents
from python_helpers.publishing.publish import publish
from python_helpers.publishing.release import open_warehouse


@pytest.fixture(autouse=True)
def _wide_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def readable_by_others(folder: Path) -> list[Path]:
    everything = [folder, *folder.rglob("*")]
    return [path for path in everything if not path.is_symlink() and mode(path) & 0o077]


def test_landing_is_closed_also_where_the_folder_was_open(tmp_path: Path) -> None:
    raw = extracts.write_extracts(tmp_path / "raw")
    landing = tmp_path / "landing"
    (landing / "deliveries" / "older").mkdir(parents=True)
    (landing / "deliveries" / "older" / "part-0.parquet").write_text("x")
    land(raw, landing)
    assert readable_by_others(landing) == []


def test_the_warehouse_that_dbt_makes_is_closed_in_a_folder_made_before(tmp_world: World) -> None:
    folder = tmp_world.warehouse.parent
    folder.mkdir(parents=True)
    tmp_world.warehouse.with_suffix(".duckdb.tmp").mkdir()
    tmp_world.run("dbt", "seed", "--select", "team_types")
    assert tmp_world.warehouse.is_file()
    assert readable_by_others(folder) == []
    audited = (tmp_world.published / "audit.jsonl").read_text(encoding="utf-8")
    assert '"operation": "combination", "action": "build", "outcome": "success"' in audited


def test_what_lay_open_beside_is_left_alone(tmp_path: Path) -> None:
    warehouse, other = tmp_path / "fsu.duckdb", tmp_path / "notes.txt"
    for path in (warehouse, tmp_path / "fsu.duckdb.wal", other):
        path.write_text("x")
        path.chmod(0o644)
    tmp_path.chmod(0o755)
    make_warehouse_private(warehouse)
    assert [mode(path) for path in (warehouse, tmp_path / "fsu.duckdb.wal", other, tmp_path)] == [
        *(0o600, 0o600),
        *(0o644, 0o755),
    ]


def test_a_release_is_open_to_its_readers_and_closed_in_its_closed_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = TinyBuild(tmp_path, monkeypatch)
    os.umask(0o077)
    publish("test")
    closed = ("linkage", "restricted", "state")
    for path in [built.current, *built.current.rglob("*")]:
        if not set(path.relative_to(built.current).parts) & set(closed):
            assert mode(path) & 0o044 == 0o044, path
    for name in closed:
        assert readable_by_others(built.current / name) == []


def test_what_does_not_fit_into_memory_goes_beside_the_warehouse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = TinyBuild(tmp_path, monkeypatch)
    with open_warehouse(built.warehouse) as connection:
        (found,) = connection.execute("select current_setting('temp_directory')").fetchall()
    assert Path(found[0]).parent == built.warehouse.parent


def test_a_parent_that_anybody_may_write_to_is_refused_by_name(tmp_path: Path) -> None:
    parent = tmp_path / "shared"
    (parent / "inner").mkdir(parents=True)
    parent.chmod(0o777)
    with pytest.raises(FsuError, match=f"Anybody may write to {parent}.*chmod o-w"):
        refuse_open_parents(parent / "inner" / "fsu.duckdb")
    with pytest.raises(LandingError, match="Anybody may write to"):
        land(extracts.write_extracts(tmp_path / "raw"), parent / "landing")
    assert not (parent / "landing").exists()
    parent.chmod(0o1777)
    refuse_open_parents(parent / "inner" / "fsu.duckdb")
