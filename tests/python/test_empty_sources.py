"""Any landed table may be empty: everything downstream builds, and every data test passes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from worlds import World

from python_helpers.landing.contract import load_contract

EVERY_TABLE = tuple(table.label for table in load_contract().tables)

EMPTY_TOGETHER = (
    ("avaya.call_segments", "controlworks.deployments", "connect.nominal_aliases", "compact.episodes"),
    ("controlworks.contacts", "connect.investigations", "connect.nominal_addresses", "compact.people"),
    ("controlworks.logs", "connect.nominal_phones", "connect.custody_records"),
    ("controlworks.people", "connect.crime_people"),
    ("connect.crimes",),
    ("connect.nominals",),
    EVERY_TABLE,
)
"""Tables that know nothing of each other share a build, so that each is empty while all that refers to it is there."""


@pytest.fixture(scope="module")
def raw_of_a_few_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = World(tmp_path_factory.mktemp("few"))
    world.synthesise("typical", 0.001)
    return world.raw


def test_each_table_has_its_turn() -> None:
    assert {table for tables in EMPTY_TOGETHER[:-1] for table in tables} == set(EVERY_TABLE)


@pytest.mark.parametrize("empty", EMPTY_TOGETHER, ids=lambda tables: "-".join(tables) if len(tables) < 5 else "all")
def test_build_passes_where_tables_are_empty(
    raw_of_a_few_people: Path, tmp_world: World, empty: tuple[str, ...]
) -> None:
    shutil.copytree(raw_of_a_few_people, tmp_world.raw)
    for label in empty:
        folder = tmp_world.raw / label.replace(".", "/")
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / "header_only.csv").write_text(",".join(load_contract().table(label).columns) + "\n")
    tmp_world.run("fsu", "land", str(tmp_world.raw))
    # Unit tests bring their own rows and say nothing about this world.
    tmp_world.run("dbt", "build", "--exclude-resource-type", "unit_test")
