"""A quarter later: who joined, left, rose and fell; building twice, or afresh, changes nothing of what was."""

from __future__ import annotations

import datetime
import shutil

import pytest
from worlds import World

BUILD = ("build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
Ranks = dict[str, int]


@pytest.fixture(scope="module")
def quarters(hostile_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The hostile world's warehouse, a quarter later."""
    world = World(tmp_path_factory.mktemp("quarters") / "world")
    world.warehouse.parent.mkdir(parents=True)
    shutil.copy(hostile_world.warehouse, world.warehouse)
    shutil.copytree(hostile_world.landing, world.landing, symlinks=True)
    later = ("--profile", "hostile", "--scale", "0.004", "--seed", "7", "--refresh", "1")
    world.run("fsu", "synthesise", str(world.raw), *later)
    world.run("fsu", "land", str(world.raw))
    world.run("dbt", *BUILD)
    return world


def dates(world: World) -> list[datetime.date]:
    return [row[0] for row in world.query("select distinct as_of_date from marts.fsu_cohort_history order by 1")]


def cohort_at(world: World, as_of_date: datetime.date) -> Ranks:
    return dict(
        world.query(
            "select person_key, rank from marts.fsu_cohort_history "
            f"where is_cohort and scheme_code = 'volume' and as_of_date = date '{as_of_date}'"
        )
    )


def rows(world: World, relation: str) -> list[tuple[object, ...]]:
    return world.query(f"select * from marts.{relation} order by all")


def test_the_quarter_before_is_kept(hostile_world: World, quarters: World) -> None:
    first, second = dates(quarters)
    assert first < second
    assert cohort_at(quarters, first) == cohort_at(hostile_world, first)


def test_every_change_is_on_record(quarters: World) -> None:
    first, second = dates(quarters)
    before, now = cohort_at(quarters, first), cohort_at(quarters, second)
    changes = {
        key: (change, rank, previous, other)
        for key, change, rank, previous, other in quarters.query(
            "select person_key, change, rank, previous_rank, other_person_key "
            f"from marts.fsu_cohort_changes where as_of_date = date '{second}'"
        )
    }
    merged = {key: other for key, (change, _, _, other) in changes.items() if change == "merged"}
    assert set(changes) == set(before) | set(now)
    assert {key for key, change in changes.items() if change[0] in {"left", "merged"}} == set(before) - set(now)
    for key in set(before) & set(now) - set(merged.values()):
        direction = "same" if before[key] == now[key] else "up" if now[key] < before[key] else "down"
        assert changes[key][:3] == (direction, now[key], before[key])
    kinds = {change[0] for change in changes.values()}
    assert {"joined", "left", "up", "down"} <= kinds


def test_cohort_shows_the_rank_before(quarters: World) -> None:
    first, second = dates(quarters)
    before, now = cohort_at(quarters, first), cohort_at(quarters, second)
    shown = dict(quarters.query("select person_key, previous_rank from marts.fsu_cohort"))
    assert set(shown) == set(now)
    stayed = set(now) & set(before)
    assert len(stayed) > len(now) / 4
    assert all(shown[key] is not None and shown[key] <= before[key] for key in stayed)


@pytest.mark.parametrize("arguments", [(), ("--full-refresh",)], ids=["again", "afresh"])
def test_building_again_changes_nothing(quarters: World, arguments: tuple[str, ...]) -> None:
    relations = ("fsu_cohort_history", "fsu_cohort_changes", "fsu_cohort")
    before = {relation: rows(quarters, relation) for relation in relations}
    quarters.run("dbt", "run", *arguments, "--select", *relations)
    assert {relation: rows(quarters, relation) for relation in relations} == before
