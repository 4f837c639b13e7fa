"""Ablation changes copies only: seeds and warehouse of the project stay as they are."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from python_helpers.evaluate.ablate_command import chosen, markdown, rule_cells
from python_helpers.evaluate.ablation import (
    ATTACHMENT_MODELS,
    GUARDS,
    PASS_MODELS,
    RULE_MODELS,
    RULES_SEED,
    Laboratory,
    Outcome,
    Variant,
    column_set,
    guard_variants,
    read_seed,
    rule_variants,
    without_guards,
)
from python_helpers.evaluate.scores import evaluate
from python_helpers.evaluate.world import EvaluationError, open_world

PROJECT = Path(__file__).parents[2]


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()
    }


class RecordingLaboratory(Laboratory):
    """Lays the project out and changes seeds as ever; notes what dbt would be asked instead of asking it."""

    def __init__(self, project: Path, warehouse: Path, scratch: Path) -> None:
        """Start with nothing asked."""
        super().__init__(project, warehouse, scratch)
        self.asked: list[tuple[str, ...]] = []

    def _dbt(self, *arguments: str) -> None:
        self.asked.append(arguments[arguments.index("--select") + 1 :])


@pytest.fixture
def laboratory(tmp_path: Path) -> RecordingLaboratory:
    warehouse = tmp_path / "fsu.duckdb"
    duckdb.connect(str(warehouse)).close()
    (tmp_path / "scratch").mkdir()
    return RecordingLaboratory(PROJECT, warehouse, tmp_path / "scratch")


def test_a_variant_changes_the_copy_and_the_next_one_changes_it_back(laboratory: RecordingLaboratory) -> None:
    before = digest(PROJECT / "seeds")
    first, second, *_ = rule_variants(PROJECT)
    for variant, other in ((first, second), (second, first)):
        laboratory.build(variant)
        states = {row["rule_code"]: row["is_on"] for row in read_seed(laboratory.copy / "seeds" / RULES_SEED)}
        assert states[variant.name] == "false"
        assert states[other.name] == "true"
    assert digest(PROJECT / "seeds") == before


def test_seeds_that_were_changed_before_are_loaded_again(laboratory: RecordingLaboratory) -> None:
    guards = {guard.name: guard for guard in guard_variants(PROJECT)}
    laboratory.build(guards["shared_values"])
    laboratory.build(rule_variants(PROJECT)[0])
    laboratory.build(Variant("base", "base", ""))
    names = ("match_rules", "shared_value_limits")
    seeds = [tuple(name for name in selected if name in names) for selected in laboratory.asked]
    assert seeds == [("shared_value_limits",), ("match_rules", "shared_value_limits"), ("match_rules",)]


def test_only_what_a_rule_changes_is_built_again(laboratory: RecordingLaboratory) -> None:
    rules = {variant.name: variant for variant in rule_variants(PROJECT)}
    for name in ("rare_name_near_dob", "slip_same_dob", "contact_chain", "only_holder_of_phone"):
        laboratory.build(rules[name])
    # After the rule of the second pass, its own pass has to be put right before the attachments are.
    identity = "path:models/intermediate/identity"
    assert laboratory.asked[0][1:] == (identity, "link_person_records")
    rule_models = ("int_identity__match_rules", "int_identity__name_comparisons")
    for selected in laboratory.asked[1:3]:
        assert selected[1:] == (*rule_models, f"int_identity__pass_2_links+,{identity}", "link_person_records")
    assert f"int_identity__phone_only_links+,{identity}" in laboratory.asked[3]
    assert f"int_identity__pass_2_links+,{identity}" not in laboratory.asked[3]


def test_every_pass_with_a_rule_has_models_of_the_project() -> None:
    models = {path.stem for path in (PROJECT / "models/intermediate/identity").rglob("*.sql")}
    rules = read_seed(PROJECT / "seeds" / RULES_SEED)
    joining = {int(row["pass_number"]) for row in rules if row["link_strength"] != "inferred"}
    assert joining == set(PASS_MODELS)
    named = {*RULE_MODELS, *ATTACHMENT_MODELS, *(model for of_pass in PASS_MODELS.values() for model in of_pass)}
    assert named <= models


def test_a_rule_is_known_by_the_match_keys_that_records_show() -> None:
    match_rules = {variant.name: variant.match_rules for variant in rule_variants(PROJECT)}
    assert match_rules["slip_near_dob"] == ("phone_slip_near_dob", "property_slip_near_dob")
    assert match_rules["merged_nominal"] == ("merged_nominal",)


def test_every_guard_names_a_seed_or_variable_of_the_project() -> None:
    assert [guard.name for guard in guard_variants(PROJECT)] == [guard.name for guard in GUARDS]
    for guard in GUARDS:
        rows = {seed: read_seed(PROJECT / "seeds" / seed) for seed in guard.seed_changes}
        changed = [change(rows[seed]) != rows[seed] for seed, change in guard.seed_changes.items()]
        assert guard.variables or any(changed), guard.name


def test_column_set_leaves_the_other_columns_alone() -> None:
    assert column_set("limit", "9")([{"name": "a", "limit": "1"}]) == [{"name": "a", "limit": "9"}]
    with pytest.raises(KeyError, match="level"):
        column_set("limit", "9", "level", "2")([{"name": "a", "limit": "1"}])


def test_guards_are_taken_away_from_every_rule_that_has_them() -> None:
    rows = [
        {"rule_code": "a", "guard": "needs"},
        {"rule_code": "b", "guard": "needs"},
        {"rule_code": "a", "guard": "max"},
    ]
    assert without_guards("needs")(rows) == rows[2:]
    with pytest.raises(KeyError, match="other"):
        without_guards("needs", "other")(rows)


def test_unknown_names_are_refused_with_those_there_are() -> None:
    with pytest.raises(EvaluationError, match=r"no rule or guard nothing_such\. There are: one\."):
        chosen([Variant("rule", "one", "")], ["nothing_such"])


def test_page_shows_each_variant_beside_the_base(tmp_path: Path) -> None:
    warehouse, truth = tmp_path / "fsu.duckdb", tmp_path / "records.csv"
    truth.write_text(
        "source_system,record_type,record_id,true_person_id\n"
        "controlworks,person_entry,e1,anna\ncontrolworks,person_entry,e2,anna\n",
        encoding="utf-8",
    )
    rule = Variant("rule", "one_name", "Same name.", match_rules=("phone_one_name", "property_one_name"))
    outcomes = []
    for variant, keys in ((None, ("p1", "p1")), (rule, ("p1", "p2"))):
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute("create schema if not exists linkage")
            connection.execute(
                "create or replace table linkage.link_person_records as select 'controlworks' as source_system, "
                "'person_entry' as record_type, unnest(['e1', 'e2']) as record_id, unnest(?) as person_key, "
                "unnest(['phone_one_name', 'property_one_name']) as match_rule, false as is_inferred",
                [list(keys)],
            )
        with open_world(truth, warehouse) as world:
            outcomes.append(Outcome(variant, evaluate(world)))
    page = markdown(outcomes, "a world of two records")
    assert "| nothing |  |  |  | 1.0000 | 1.0000 | 1.0000 | +0.0000 | 0 | - |" in page
    assert "| `one_name` | 2 | 1.0000 | - | - | 0.0000 | 0.0000 | -1.0000 | 0 | - |" in page
    # Elsewhere the rule ties two people: it is right of neither record.
    truth.write_text(truth.read_text(encoding="utf-8").replace("e2,anna", "e2,bert"), encoding="utf-8")
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update linkage.link_person_records set person_key = 'p1'")
    with open_world(truth, warehouse) as world:
        elsewhere = evaluate(world)
    assert "| `one_name` | 2 | 1.0000 | 0.0000 | - |" in markdown(outcomes, "a world of two records", elsewhere)
    assert rule_cells(rule.match_rules, outcomes[0].evaluation, elsewhere) == ["2", "1.0000", "0.0000"]
