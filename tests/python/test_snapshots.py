"""What counted for which refresh: equal builds, changes, removals, an earlier date, a lost warehouse."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from editable_project import EditableProject, Row, editable, row_of
from worlds import SALT, World

from python_helpers.publishing.project import read_relations
from python_helpers.publishing.state import FOLDER, export
from python_helpers.report.document import to_html
from python_helpers.report.evaluation import Evaluated
from python_helpers.report.release import open_release
from python_helpers.report.technical_report import technical_report

SNAPSHOTS = ("definitions_in_force", "npus_in_force")
SEEDS = ("scheme_components", "themes", "npus", "match_rules", "match_rule_guards", "definitions")
MODELS = (
    "int_window__bounds",
    "int_events__theme_kinds",
    "int_governance__definitions",
    "int_governance__builds",
    *SNAPSHOTS,
)
HISTORIES = ("gov_definitions_history", "gov_npus_history")

FIRST = datetime.date(2026, 10, 1)
MIDDLE = datetime.date(2026, 11, 1)
LAST = datetime.date(2027, 1, 1)

WEIGHT = "weight volume volume"
THEME = "theme HATE"
Version = tuple[datetime.date, datetime.date | None, str]


@dataclass(frozen=True)
class State:
    """Rows of both snapshots after a build."""

    definitions: list[tuple[Any, ...]]
    npus: list[tuple[Any, ...]]

    def versions(self, name: str) -> list[Version]:
        """First refresh, the one that replaced it, and value, of one definition."""
        return sorted((first, until, value) for _, known, value, _, first, until in self.definitions if known == name)


def state_of(world: World) -> State:
    return State(
        world.query(
            "select kind, name, value, dbt_scd_id, dbt_valid_from, dbt_valid_to "
            "from intermediate.definitions_in_force order by all"
        ),
        world.query(
            "select npu_code, valid_from, npu_name, dbt_scd_id, dbt_valid_from, dbt_valid_to "
            "from intermediate.npus_in_force order by all"
        ),
    )


class History:
    """A project whose seeds change between builds of three dates, and what each build left."""

    def __init__(self, small_world: World, root: Path) -> None:
        """Build the first date twice, the last with changes, the last put right, then the one between."""
        self.project = editable(small_world, root)
        self.themes = (self.project.folder / "seeds" / "themes" / "themes.csv").read_text(encoding="utf-8")
        self.once = self.build(FIRST)
        self.twice = self.build(FIRST)
        self.weigh(2)
        self.remove_theme()
        self.rename_npu("Coventry by another name")
        self.changed = self.build(LAST)
        self.weigh(3)
        self.restore_theme()
        self.corrected = self.build(LAST)
        self.weigh(5)
        self.remove_theme()
        self.rename_npu("Coventry by a third name")
        self.change_rules_and_words()
        self.between = self.build(MIDDLE, *HISTORIES)

    @property
    def world(self) -> World:
        """The warehouse that is built."""
        return self.project.world

    def build(self, as_of_date: datetime.date, *more: str) -> State:
        """Build the snapshots for a date."""
        dated = replace(self.project.world, extra_environment={"FSU_AS_OF": str(as_of_date)})
        EditableProject(self.project.folder, dated).dbt(
            *("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
            *("--select", *SEEDS, *MODELS, *more),
        )
        return state_of(self.world)

    def weigh(self, weight: int) -> None:
        """Change the weight of the volume scheme."""

        def change(rows: list[Row]) -> None:
            row_of(rows, scheme_code="volume", measure="volume")["weight"] = str(weight)

        self.project.edit("weights/scheme_components", change)

    def remove_theme(self) -> None:
        """Take a theme out of the seed."""

        def change(rows: list[Row]) -> None:
            rows.remove(row_of(rows, theme_code="HATE"))

        self.project.edit("themes/themes", change)

    def change_rules_and_words(self) -> None:
        """Switch a rule off, move a guard, take another away, and say a definition in other words."""

        def loosen(rows: list[Row]) -> None:
            row_of(rows, rule_code="sole_name", guard="max_people_per_name")["limit_value"] = "2"
            rows.remove(row_of(rows, rule_code="sole_name", guard="needs_no_other_place"))

        self.project.edit("rules/match_rules", lambda rows: row_of(rows, rule_code="sole_name").update(is_on="false"))
        self.project.edit("rules/match_rule_guards", loosen)
        self.project.edit(
            "governance/definitions", lambda rows: row_of(rows, name="attempt").update(meaning="A call unanswered.")
        )

    def restore_theme(self) -> None:
        """Put the theme back."""
        (self.project.folder / "seeds" / "themes" / "themes.csv").write_text(self.themes, encoding="utf-8")

    def rename_npu(self, name: str) -> None:
        """Change the name of an area, as it is today."""

        def change(rows: list[Row]) -> None:
            row_of(rows, npu_code="CV", valid_to="")["npu_name"] = name

        self.project.edit("geography/npus", change)


@pytest.fixture(scope="module")
def history(small_world: World, tmp_path_factory: pytest.TempPathFactory) -> History:
    return History(small_world, tmp_path_factory.mktemp("history"))


def test_two_equal_builds_are_one_version(history: History) -> None:
    assert history.once == history.twice
    assert {row[-2:] for row in history.twice.definitions} == {(FIRST, None)}
    assert {row[-2:] for row in history.twice.npus} == {(FIRST, None)}


def test_a_changed_weight_begins_a_version_and_ends_one(history: History) -> None:
    assert history.changed.versions(WEIGHT) == [(FIRST, LAST, "1.000000"), (LAST, None, "2.000000")]


def test_a_removed_theme_ends_at_the_refresh_that_lacked_it(history: History) -> None:
    assert history.changed.versions(THEME) == [(FIRST, LAST, "on")]


def test_what_did_not_change_stays_one_version(history: History) -> None:
    others = {row[-2:] for row in history.changed.definitions if row[1] not in {WEIGHT, THEME}}
    assert others == {(FIRST, None)}


def test_building_a_date_again_replaces_what_it_said(history: History) -> None:
    assert history.corrected.versions(WEIGHT) == [(FIRST, LAST, "1.000000"), (LAST, None, "3.000000")]
    assert history.corrected.versions(THEME) == [(FIRST, None, "on")]


def test_an_earlier_date_speaks_for_itself_and_later_ones_keep_their_word(history: History) -> None:
    assert history.between.versions(WEIGHT) == [
        (FIRST, MIDDLE, "1.000000"),
        (MIDDLE, LAST, "5.000000"),
        (LAST, None, "3.000000"),
    ]
    assert history.between.versions(THEME) == [(FIRST, MIDDLE, "on"), (LAST, None, "on")]


def test_areas_are_kept_in_the_same_way(history: History) -> None:
    names = sorted(
        (first, until, name)
        for code, valid_from, name, _, first, until in history.between.npus
        if (code, str(valid_from)) == ("CV", "2023-04-01")
    )
    assert names == [
        (FIRST, MIDDLE, "Coventry"),
        (MIDDLE, LAST, "Coventry by a third name"),
        (LAST, None, "Coventry by another name"),
    ]


def test_a_version_is_named_by_what_it_is_and_never_by_a_clock(history: History) -> None:
    for kind, name, _, scd_id, first, _ in history.between.definitions:
        assert scd_id == hashlib.md5(f"{kind}|{name}|{first}".encode(), usedforsecurity=False).hexdigest()
    types = history.world.query(
        "select distinct data_type from duckdb_columns() "
        f"where table_name in {SNAPSHOTS} and column_name like 'dbt_%' and column_name <> 'dbt_scd_id'"
    )
    assert types == [("DATE",)]


def test_what_counted_is_published_without_what_was_gone(history: History) -> None:
    shown = history.world.query(
        "select first_as_of_date, replaced_as_of_date, value from governance.gov_definitions_history "
        f"where name = '{THEME}' order by first_as_of_date"
    )
    assert shown == history.between.versions(THEME)


def test_the_report_names_each_weight_rule_and_definition_that_changed(history: History, tmp_path: Path) -> None:
    (tmp_path / "fsu.duckdb").symlink_to(history.world.warehouse)
    (tmp_path / "manifest.json").write_text(
        json.dumps({"as_of_date": str(MIDDLE), "is_synthetic": True, "release": "between"})
    )
    with open_release(tmp_path) as refresh:
        assert refresh.previous == FIRST
        changes = {
            (row["name"], row["change"]): (row["was"], row["is_now"]) for row in refresh.rows("definition_changes")
        }
        document = technical_report(refresh, Evaluated(None))
    assert set(changes) == {
        (WEIGHT, "another value"),
        (THEME, "taken out"),
        ("rule sole_name", "another value"),
        ("guard sole_name max_people_per_name", "another value"),
        ("guard sole_name needs_no_other_place", "taken out"),
        ("attempt", "another meaning"),
    }
    assert changes[(WEIGHT, "another value")] == ("1.000000", "5.000000")
    assert changes[("attempt", "another meaning")][1] == "A call unanswered."
    page = to_html(document)
    assert all(name in page for name, _ in changes)


def test_a_lost_warehouse_gets_its_history_back_and_goes_on(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    world = history.world
    relations = [relation for relation in read_relations(world.target / "manifest.json") if relation.is_state]
    assert set(SNAPSHOTS) < {relation.name for relation in relations}
    monkeypatch.setenv("FSU_TOKEN_SALT", SALT)
    (world.published / "one").mkdir(parents=True)
    (world.published / "current").symlink_to("one")
    with duckdb.connect(str(world.warehouse)) as connection:
        export(connection, relations, world.published / "current" / FOLDER, is_synthetic=True)
        for snapshot in SNAPSHOTS:
            connection.execute(f"drop table intermediate.{snapshot}")
    said = world.run("fsu", "restore-state").stdout
    assert all(f"intermediate.{snapshot}" in said for snapshot in SNAPSHOTS)
    assert state_of(world) == history.between
    assert history.build(MIDDLE) == history.between
