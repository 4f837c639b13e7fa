"""What an expert may change is a seed, and the marts follow it; a seed that is not right says which row and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from editable_project import Row, editable, row_of
from worlds import World

NEW_RULE_FROM = "2026-03-01"
RENAMED_FROM = "2026-07-01"


@pytest.fixture(scope="module")
def changed(small_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The small world built again after one change in each kind of seed."""
    project = editable(small_world, tmp_path_factory.mktemp("changed"))

    def weigh_assault(rows: list[Row]) -> None:
        row_of(rows, index_name="CCHI", ho_offence_code="8N")["harm_weight"] = "1000.5"

    def rank_by_composite(rows: list[Row]) -> None:
        row_of(rows, scheme_code="volume")["is_in_force"] = "false"
        row_of(rows, scheme_code="composite")["is_in_force"] = "true"

    def weigh_hours_only(rows: list[Row]) -> None:
        for row in rows:
            if row["scheme_code"] == "composite":
                row["weight"] = "2" if row["measure"] == "total_hours" else "0"
                row["cap"] = ""

    def lower_threshold(rows: list[Row]) -> None:
        row_of(rows, threshold_code="min_recent_count")["threshold_value"] = "2"

    def new_theme(rows: list[Row]) -> None:
        rows.append({**rows[0], "theme_code": "ROADS", "theme_name": "Roads", "is_sensitive": "false"})

    def new_rule(rows: list[Row]) -> None:
        rule = {"theme_code": "ROADS", "evidence": "CONTACT_REASON", "code": "TRAFFIC", "valid_from": NEW_RULE_FROM}
        rows.append({**rows[0], **rule, "valid_to": ""})

    def local_priority(rows: list[Row]) -> None:
        local = {"priority_code": "SHOPS", "npu_code": "CV", "match_on": "OFFENCE_CODE", "match_value": "46"}
        rows.append({**rows[0], **local})

    def rename_npu(rows: list[Row]) -> None:
        current = row_of(rows, npu_code="BE", valid_to="")
        current["valid_to"] = "2026-06-30"
        rows.append({**current, "npu_code": "BN", "valid_from": RENAMED_FROM, "valid_to": ""})

    project.edit("weights/offence_harm_weights", weigh_assault)
    project.edit("weights/ranking_schemes", rank_by_composite)
    project.edit("weights/scheme_components", weigh_hours_only)
    project.edit("weights/escalation_thresholds", lower_threshold)
    project.edit("themes/themes", new_theme)
    project.edit("themes/theme_rules", new_rule)
    project.edit("themes/priority_crime_types", local_priority)
    project.edit("geography/npus", rename_npu)
    seeds = "offence_harm_weights ranking_schemes scheme_components escalation_thresholds themes theme_rules npus"
    selected = [f"{seed}+" for seed in [*seeds.split(), "priority_crime_types"]]
    project.dbt("build", "--exclude-resource-type", "unit_test", "--select", *selected)
    return project.world


def test_a_weight_reaches_the_events_and_the_people(changed: World, small_world: World) -> None:
    assault = (
        "select distinct harm_weight from marts.fct_interactions "
        "where interaction_type = 'crime' and ho_offence_code = '8N'"
    )
    assert changed.query(assault) == [(1000.5,)]
    assert small_world.query(assault) == [(182.0,)]
    harm = "select sum(harm_as_victim) from marts.fsu_person_measures"
    assert changed.query(harm)[0][0] > small_world.query(harm)[0][0]


def test_a_scheme_and_its_weights_make_the_cohort(changed: World) -> None:
    assert changed.query("select distinct scheme_code from marts.fsu_cohort") == [("composite",)]
    differs = (
        "select count(*) from marts.fsu_ranked inner join marts.fsu_person_measures using (person_key) "
        "where scheme_code = 'composite' and abs(score - 2 * coalesce(total_hours, 0)) > 0.001"
    )
    assert changed.query(differs) == [(0,)]
    restricted = "select count(*) from restricted.fsu_cohort_profiles anti join marts.fsu_cohort using (person_key)"
    assert changed.query(restricted) == [(0,)]


def test_a_threshold_changes_who_is_shown(changed: World, small_world: World) -> None:
    shown = "select count(*), min(recent_count) from marts.fsu_escalation where is_escalating"
    more, fewer = changed.query(shown)[0], small_world.query(shown)[0]
    assert more[0] > fewer[0]
    assert (more[1], fewer[1]) >= (2, 12)


def test_a_theme_counts_from_its_day_on(changed: World, small_world: World) -> None:
    first = (
        "select count(*), min(occurred_on) >= date '{day}' from marts.fct_interaction_themes "
        "inner join marts.fct_interactions using (interaction_key) where theme_code = 'ROADS'"
    )
    count, in_time = changed.query(first.format(day=NEW_RULE_FROM))[0]
    assert count > 0
    assert in_time
    assert small_world.query(first.format(day=NEW_RULE_FROM))[0][0] == 0


def test_a_local_priority_holds_in_its_npu_only(changed: World) -> None:
    where = (
        "select distinct npu_code, ho_offence_code from marts.fct_interaction_priorities "
        "inner join marts.fct_interactions using (interaction_key) where priority_code = 'SHOPS'"
    )
    assert changed.query(where) == [("CV", "46")]


def test_an_npu_that_has_ended_is_nobodys_home(changed: World, small_world: World) -> None:
    homes = "select count(*) from marts.dim_people where home_npu_code = 'BE'"
    assert small_world.query(homes)[0][0] > 0
    assert changed.query(homes) == [(0,)]
    # What the events themselves carry stays as it was written, and is still known: the unit was there once.
    events = "select count(*) from marts.fct_interactions where npu_code = 'BE' and npu_source = 'own'"
    assert changed.query(events) == small_world.query(events)
    assert changed.query("select count(*) from linkage.link_unmapped_codes where code = 'BE'") == [(0,)]


def test_definitions_in_force_follow(changed: World, small_world: World) -> None:
    value = "select value from governance.gov_definitions where name = 'weight harm 8N'"
    assert changed.query(value) != small_world.query(value)
    version = "select definition_version from governance.gov_runs order by started_at desc limit 1"
    assert changed.query(version) != small_world.query(version)


def test_rows_that_are_not_right_are_named(small_world: World, tmp_path: Path) -> None:
    project = editable(small_world, tmp_path)

    def misspell_measure(rows: list[Row]) -> None:
        rows[0]["measure"] = "volumn"

    def drop_weight(rows: list[Row]) -> None:
        row_of(rows, ho_offence_code="8L")["harm_weight"] = ""
        row_of(rows, ho_offence_code="8Q")["ho_offence_code"] = "8QQ"

    def overlap(rows: list[Row]) -> None:
        row_of(rows, npu_code="CV", valid_to="2023-03-31")["valid_to"] = "2023-04-30"

    def unknown_theme(rows: list[Row]) -> None:
        rows[0]["theme_code"] = "ABC"
        row_of(rows, theme_code="HATE", evidence="QUALIFIER")["code"] = "Hate"
        rows.append({**rows[0], "theme_code": "KNIFE", "evidence": "OFFENCE_CODE", "code": "999Z"})

    def health_without_policy(rows: list[Row]) -> None:
        row_of(rows, theme_code="MH")["is_enabled"] = "true"
        row_of(rows, theme_code="CSE")["is_sensitive"] = ""

    def group_of_its_own(rows: list[Row]) -> None:
        row_of(rows, team_type="CID")["team_group"] = "DETECTIVES"

    def no_answer(rows: list[Row]) -> None:
        row_of(rows, role="WITNESS")["is_victim"] = ""

    def nameless(rows: list[Row]) -> None:
        rows[0]["risk_grade_name"] = ""
        rows[1]["risk_grade_name"] = ""

    project.edit("weights/scheme_components", misspell_measure)
    project.edit("weights/offence_harm_weights", drop_weight)
    project.edit("geography/npus", overlap)
    project.edit("themes/theme_rules", unknown_theme)
    project.edit("themes/themes", health_without_policy)
    project.edit("roles/team_types", group_of_its_own)
    project.edit("roles/roles", no_answer)
    project.edit("roles/risk_grades", nameless)
    project.dbt("seed")
    said = project.dbt("test", "--select", "path:tests/data/seeds", "risk_grades__columns_are_given", check=False)
    for row, problem in (
        ("weights/scheme_components.csv, row volume volumn:", "no such measure can be weighed"),
        ("weights/offence_harm_weights.csv, row CCHI 8L:", "the weight is missing or negative"),
        ("weights/offence_harm_weights.csv, row CCHI 8QQ:", "the code is not in offences.csv"),
        ("geography/npus.csv, row CV 2023-04-01:", "overlaps the row from 2016-01-01 to 2023-04-30"),
        ("themes/theme_rules.csv, row ABC", "the theme is not in themes.csv"),
        ("themes/theme_rules.csv, row Hate:", "code is not in capitals"),
        ("themes/theme_rules.csv, row KNIFE OFFENCE_CODE 999Z:", "the offence is not in offences.csv"),
        ("themes/themes.csv, row CSE:", "is_sensitive is empty"),
        ("roles/roles.csv, row WITNESS:", "is_victim is empty"),
        ("themes/themes.csv, row MH:", "is on without a policy document and an approver"),
        ("risk_grades__columns_are_given:", "risk_grade_name: 2 rows are empty"),
        ("roles/team_types.csv, row CID:", "the group is RESPONSE, NEIGHBOURHOOD or OTHER"),
    ):
        assert any(row in line and problem in line for line in said.splitlines()), f"{row} {problem}\n{said[-3000:]}"
