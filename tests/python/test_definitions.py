"""Definitions and parameters in force are all on show."""

from __future__ import annotations

import csv
import re
from typing import Any

import yaml
from worlds import PROJECT, World

NO_PARAMETER = {"schema_prefix"}
"""Says where relations lie, and changes nothing in them."""


def variables() -> dict[str, Any]:
    """Variables of the dbt project with their values, templates as written."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    return {name: value for name, value in project["vars"].items() if name not in NO_PARAMETER}


def test_every_variable_is_a_parameter_on_show(small_world: World) -> None:
    shown = dict(small_world.query("select name, value from governance.gov_definitions where kind = 'parameter'"))
    shown.pop("as_of_date in force")
    assert set(shown) == set(variables())
    plain = {name: str(value) for name, value in variables().items() if "{{" not in str(value)}
    assert {name: shown[name] for name in plain} == plain


def test_no_variable_is_used_without_being_declared() -> None:
    used = {
        name
        for folder in ("models", "macros", "tests/data")
        for file in (PROJECT / folder).rglob("*.sql")
        for name in re.findall(r"""(?<!env_)var\(\s*['"](\w+)['"]""", file.read_text(encoding="utf-8"))
    }
    assert used - NO_PARAMETER - set(variables()) == set()


def test_every_rule_weight_and_threshold_has_its_row(small_world: World) -> None:
    kinds = dict(small_world.query("select kind, count(*) from governance.gov_definitions group by kind"))
    seeds = {
        "definition": "definitions",
        "ranking scheme": "ranking_schemes",
        "threshold": "escalation_thresholds",
        "comparator": "todays_lists",
        "yardstick": "frequent_contact_yardsticks",
        "theme": "themes",
        "match rule": "match_rules",
        "match rule guard": "match_rule_guards",
        "shared value limit": "shared_value_limits",
    }
    for kind, seed in seeds.items():
        assert small_world.query(f"select count(*) from reference.{seed}") == [(kinds[kind],)], kind


def test_a_match_rule_shows_everything_that_it_rests_on(small_world: World) -> None:
    shown = dict(small_world.query("select name, value from governance.gov_definitions where name like 'rule %'"))
    rows = csv.DictReader((PROJECT / "seeds" / "rules" / "match_rules.csv").open(encoding="utf-8"))
    columns = ("pass_number", "rule_sequence", "link_strength", "match_keys", "name_agreements", "dob_agreements")
    for row in rows:
        value = shown[f"rule {row['rule_code']}"]
        assert value.startswith("on, " if row["is_on"] == "true" else "off, ")
        assert all(row[column] in value for column in columns)
        assert ("only if one fits" in value) == (row["only_if_one_fits"] == "true")


def test_the_version_of_the_definitions_is_the_builds(small_world: World) -> None:
    runs = small_world.query(
        "select as_of_date, started_at, finished_at, definition_version, outcome from governance.gov_runs"
    )
    assert len(runs) == 1
    as_of_date, started_at, finished_at, version, outcome = runs[0]
    assert as_of_date is not None
    assert started_at <= finished_at
    assert re.fullmatch("[0-9a-f]{32}", version)
    assert outcome == "passed"


def test_a_date_that_is_none_is_refused_in_words(tmp_world: World) -> None:
    world = World(tmp_world.root, {"FSU_AS_OF": "1st October"})
    done = world.run("dbt", "parse", "--no-partial-parse", check=False)
    assert done.returncode != 0
    said = " ".join(done.stdout.split())
    assert "as_of_date is '1st October', which is not a date. Write it as YYYY-MM-DD (FSU_AS_OF or --vars)" in said
