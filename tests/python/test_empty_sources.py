"""Any one landed table may be empty: everything downstream builds, and every data test passes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from worlds import World

from python_helpers.landing.contract import load_contract

TABLES = [table.label for table in load_contract().tables]


@pytest.fixture(scope="module")
def raw_of_a_few_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = World(tmp_path_factory.mktemp("few"))
    world.synthesise("typical", 0.001)
    return world.raw


@pytest.mark.parametrize("empty", TABLES)
def test_build_passes_where_one_table_is_empty(raw_of_a_few_people: Path, tmp_world: World, empty: str) -> None:
    shutil.copytree(raw_of_a_few_people, tmp_world.raw)
    folder = tmp_world.raw / empty.replace(".", "/")
    shutil.rmtree(folder)
    folder.mkdir()
    columns = load_contract().table(empty).columns
    (folder / "header_only.csv").write_text(",".join(columns) + "\n")
    tmp_world.run("fsu", "land", str(tmp_world.raw))
    # Unit tests bring their own rows and say nothing about this world.
    tmp_world.run("dbt", "build", "--exclude-resource-type", "unit_test")


def test_build_passes_where_every_table_is_empty(raw_of_a_few_people: Path, tmp_world: World) -> None:
    shutil.copytree(raw_of_a_few_people, tmp_world.raw)
    for table in load_contract().tables:
        folder = tmp_world.raw / table.label.replace(".", "/")
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / "header_only.csv").write_text(",".join(table.columns) + "\n")
    tmp_world.run("fsu", "land", str(tmp_world.raw))
    tmp_world.run("dbt", "build", "--exclude-resource-type", "unit_test")
