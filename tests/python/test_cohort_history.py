"""A quarter later: who joined, left, rose and fell; building twice, or afresh, changes nothing of what was."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest
from worlds import World

from python_helpers.report.document import to_html
from python_helpers.report.evaluation import Evaluated
from python_helpers.report.release import open_release
from python_helpers.report.technical_report import technical_report

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


def test_how_good_it_was_is_kept(hostile_world: World, quarters: World) -> None:
    first, second = dates(quarters)
    for relation in ("gov_match_rates", "gov_data_quality_history"):
        of_first = f"select * from governance.{relation} where as_of_date = date '{first}' order by all"
        assert quarters.query(of_first) == hostile_world.query(of_first) != []
        assert quarters.query(f"select max(as_of_date) from governance.{relation}") == [(second,)]


def test_the_report_lays_both_refreshes_side_by_side(quarters: World, tmp_path: Path) -> None:
    first, second = dates(quarters)
    (tmp_path / "fsu.duckdb").symlink_to(quarters.warehouse)
    manifest = {"as_of_date": str(second), "is_synthetic": True, "release": "second"}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with open_release(tmp_path) as refresh:
        assert refresh.previous == first
        document = technical_report(refresh, Evaluated(None))
    tables = {table.name: table for section in document.sections for table in section.tables}
    assert [row[0] for row in tables["match_rate_trend"].rows] == [second, first]
    assert {row[0] for row in tables["cohort_changes"].rows} >= {
        "Joined the cohort",
        "Left the cohort",
        "Risen",
        "Fallen",
    }
    assert tables["definition_changes"].rows == ()
    assert tables["definition_changes"].empty == "None: everything counts as it did."
    page = to_html(document)
    assert f"The refresh before was as of {first.day} {first:%B %Y}." in page
    assert "At the refresh before it was" in page


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
