"""Any landed table may be empty: everything downstream builds, and every data test passes."""

from __future__ import annotations

import dataclasses
import shutil

import pytest
from worlds import World

from python_helpers.landing import staging_sql
from python_helpers.landing.contract import load_contract

EVERY_TABLE = tuple(table.label for table in load_contract().tables)

EMPTY_TOGETHER = (
    (
        "avaya.call_segments",
        "controlworks.logs",
        "connect.nominals",
        "connect.investigations",
        "compact.people",
    ),
    (
        "controlworks.contacts",
        "controlworks.deployments",
        "connect.crimes",
        "connect.nominal_phones",
        "connect.nominal_addresses",
        "compact.episodes",
    ),
    ("controlworks.people", "connect.crime_people", "connect.custody_records", "connect.nominal_aliases"),
)
"""Tables that know nothing of each other share a build, so that each is empty while all that refers to it is there."""


@pytest.fixture(scope="module")
def few_people(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Extracts of a few people. One place for all builds, so that dbt parses the project once."""
    world = World(tmp_path_factory.mktemp("few") / "world")
    world.synthesise("typical", 0.001)
    world.raw.rename(world.root / "full")
    return world


def land_with_empty(world: World, empty: tuple[str, ...]) -> None:
    """Land the extracts, those tables with a header and no row, in a warehouse that knows nothing yet."""
    for folder in (world.raw, world.landing, world.warehouse.parent):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(world.root / "full", world.raw)
    for label in empty:
        folder = world.raw / label.replace(".", "/")
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / "header_only.csv").write_text(",".join(load_contract().table(label).columns) + "\n")
    world.run("fsu", "land", str(world.raw))


def test_each_table_has_its_turn() -> None:
    assert {table for tables in EMPTY_TOGETHER for table in tables} == set(EVERY_TABLE)


def test_whatever_refers_to_an_empty_table_is_there() -> None:
    for reference in staging_sql.macro_value("source_references"):
        table, named = (f"{reference[f'{to}system']}.{reference[f'{to}table']}" for to in ("", "to_"))
        assert not any(table != named and {table, named} <= set(tables) for tables in EMPTY_TOGETHER), (table, named)


@pytest.mark.parametrize("empty", EMPTY_TOGETHER, ids="-".join)
def test_build_passes_where_tables_are_empty(few_people: World, empty: tuple[str, ...]) -> None:
    land_with_empty(few_people, empty)
    # Unit tests bring their own rows and say nothing about this world.
    few_people.run("dbt", "build", "--exclude-resource-type", "unit_test")


def test_a_stray_event_of_the_far_future_does_not_move_the_window(few_people: World) -> None:
    """Alone in its table, where no other row says when that was extracted."""
    land_with_empty(few_people, ("controlworks.logs",))
    logs = load_contract().table("controlworks.logs")
    values = {"log_no": "STRAY-1", "opened_at": "2098-01-01 00:00:00", "extracted_at": "2099-01-01 00:00:00"}
    lines = [logs.columns, [values.get(column, "") for column in logs.columns]]
    stray = few_people.raw / "controlworks" / "logs" / "stray.csv"
    stray.write_text("".join(",".join(line) + "\n" for line in lines))
    few_people.run("fsu", "land", str(few_people.raw), "--accept-empty", "controlworks.logs")
    test = "as_of_date_is_not_set_by_a_stray_event"
    refused = few_people.run("dbt", "build", "--indirect-selection", "empty", "--select", f"+{test}", check=False)
    assert refused.returncode != 0
    assert "would make as_of_date 2098-01-02" in refused.stdout


def test_without_any_row_a_date_must_be_given(few_people: World) -> None:
    land_with_empty(few_people, EVERY_TABLE)
    refused = few_people.run("dbt", "build", "--select", "+int_window__bounds", check=False)
    assert refused.returncode != 0
    assert "set FSU_AS_OF" in refused.stdout
    dated = dataclasses.replace(few_people, extra_environment={"FSU_AS_OF": "2026-01-01"})
    dated.run("dbt", "build", "--exclude-resource-type", "unit_test")
