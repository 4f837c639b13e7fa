"""The arithmetic of `fsu evaluate` on worlds so small that every pair can be listed."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter, defaultdict
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from python_helpers.evaluate.floors import Floors
from python_helpers.evaluate.report import print_report, write_json
from python_helpers.evaluate.scores import Evaluation, evaluate
from python_helpers.evaluate.world import EvaluationError, open_world

Truth = list[tuple[str, str, str, str | None]]
Resolved = list[tuple[str, str, str, str, str, bool]]


def write_world(folder: Path, truth: Truth, resolved: Resolved) -> tuple[Path, Path]:
    """Write a truth (CSV) and a warehouse that holds nothing but link_person_records."""
    truth_path = folder / "records.csv"
    lines = ["source_system,record_type,record_id,true_person_id"]
    lines += [",".join(value or "" for value in row) for row in truth]
    truth_path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    warehouse = folder / "fsu.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema linkage")
        connection.execute(
            "create table linkage.link_person_records (source_system varchar, record_type varchar, "
            "record_id varchar, person_key varchar, match_rule varchar, is_inferred boolean)"
        )
        if resolved:
            connection.executemany("insert into linkage.link_person_records values (?, ?, ?, ?, ?, ?)", resolved)
    return truth_path, warehouse


def score(folder: Path, truth: Truth, resolved: Resolved) -> Evaluation:
    folder.mkdir(exist_ok=True)
    truth_path, warehouse = write_world(folder, truth, resolved)
    with open_world(truth_path, warehouse) as world:
        return evaluate(world)


def entry(number: int, person: str | None) -> tuple[str, str, str, str | None]:
    return ("controlworks", "person_entry", f"e{number}", person)


def put(
    number: int, person_key: str, rule: str = "name_dob", is_inferred: bool = False
) -> tuple[str, str, str, str, str, bool]:
    return ("controlworks", "person_entry", f"e{number}", person_key, rule, is_inferred)


def test_pairs_of_one_right_and_one_wrong_link(tmp_path: Path) -> None:
    truth: Truth = [entry(1, "anna"), entry(2, "anna"), entry(3, "anna"), entry(4, "bert")]
    # anna's 1 and 2 are joined, rightly; bert's 4 wrongly with them; anna's 3 is missed.
    resolved = [put(1, "p1"), put(2, "p1"), put(4, "p1"), put(3, "p2")]
    result = score(tmp_path, truth, resolved)
    assert (result.pairs.linked_pairs, result.pairs.true_pairs, result.pairs.right_pairs) == (3, 3, 1)
    assert result.pairs.precision == pytest.approx(1 / 3)
    assert result.pairs.recall == pytest.approx(1 / 3)
    assert result.pairs.f1 == pytest.approx(1 / 3)
    assert result.people["people"] == 2
    assert result.people["people_with_two_true_persons"] == 1
    # Of the people with two or more named records: who has one cannot hold two true persons.
    assert result.people["people_of_many_records"] == 1
    assert result.people["share_with_two_true_persons"] == 1


def test_record_that_was_put_to_nobody_is_a_person_of_its_own(tmp_path: Path) -> None:
    result = score(tmp_path, [entry(1, "anna"), entry(2, "anna"), entry(3, "anna")], [put(1, "p1")])
    assert (result.pairs.linked_pairs, result.pairs.true_pairs) == (0, 3)
    assert result.pairs.precision is None
    assert result.pairs.recall == 0
    assert result.people["people"] == 3


def test_calls_count_by_the_persons_majority_and_never_in_pairs(tmp_path: Path) -> None:
    truth: Truth = [
        entry(1, "anna"), entry(2, "anna"), entry(3, "bert"),
        ("avaya", "call", "c1", "anna"), ("avaya", "call", "c2", "bert"), ("avaya", "call", "c3", "bert"),
        ("avaya", "call", "c4", None),
    ]  # fmt: skip
    resolved = [put(1, "p1"), put(2, "p1"), put(3, "p1")]
    # c1 is anna's, rightly; c2 is bert's, who is the minority of p1; c4 is nobody's; c3 stays unattributed.
    resolved += [("avaya", "call", name, "p1", "phone_only", True) for name in ("c1", "c2", "c4")]
    result = score(tmp_path, truth, resolved)
    assert result.calls["calls"] == 4
    assert result.calls["calls_of_a_true_person"] == 3
    assert result.calls["attributed_calls"] == 3
    assert result.calls["rightly_attributed_calls"] == 1
    assert result.pairs.linked_pairs == 3


def test_inferred_records_are_reported_apart(tmp_path: Path) -> None:
    truth: Truth = [entry(1, "anna"), entry(2, "anna"), entry(3, "bert")]
    resolved = [put(1, "p1"), put(2, "p1"), put(3, "p1", "phone_only", True)]
    result = score(tmp_path, truth, resolved)
    assert result.pairs.precision == pytest.approx(1 / 3)
    assert result.pairs_without_inference.precision == 1
    assert result.pairs_without_inference.recall == 1
    rules = {group.group_name: group for group in result.by_rule}
    assert rules["phone_only"].rightly_attached_records == 0
    assert rules["name_dob"].attached_precision == 1


def with_strength(warehouse: Path, strengths: dict[str, str]) -> None:
    """Add the strength of each record's link to link_person_records."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("alter table linkage.link_person_records add column link_strength varchar")
        for record, strength in strengths.items():
            connection.execute(
                "update linkage.link_person_records set link_strength = ? where record_id = ?", [strength, record]
            )


def test_by_firm_links_alone_whoever_is_attached_otherwise_stands_alone(tmp_path: Path) -> None:
    truth: Truth = [entry(1, "anna"), entry(2, "anna"), entry(3, "bert"), entry(4, "carl"), entry(5, "carl")]
    resolved = [
        put(1, "p1"),
        put(2, "p1"),
        put(3, "p1", "property_name"),
        put(4, "p2"),
        put(5, "p2", "phone_only", True),
    ]
    truth_path, warehouse = write_world(tmp_path, truth, resolved)
    with open_world(truth_path, warehouse) as world:
        unknown = evaluate(world)
    assert unknown.pairs_by_firm_links is None
    assert unknown.people["share_with_two_true_persons_by_firm_links"] is None
    with_strength(warehouse, {"e1": "firm", "e2": "firm", "e3": "likely", "e4": "firm", "e5": "inferred"})
    with open_world(truth_path, warehouse) as world:
        result = evaluate(world)
    assert result.people["share_with_two_true_persons"] == 0.5
    assert result.people["share_with_two_true_persons_by_firm_links"] == 0
    assert result.pairs_by_firm_links is not None
    assert (result.pairs_by_firm_links.linked_pairs, result.pairs_by_firm_links.right_pairs) == (1, 1)
    assert Floors(max_two_true_persons=0.4).missed(result)
    assert not Floors(max_two_true_persons_firm=0.001).missed(result)
    assert Floors(max_two_true_persons_firm=0.001).missed(unknown) == [
        "the share of people who hold two true persons by firm links alone is unknown, above 0.001"
    ]


def test_the_people_of_firm_links_are_taken_where_they_are_named(tmp_path: Path) -> None:
    truth: Truth = [entry(1, "anna"), entry(2, "anna"), entry(3, "bert"), entry(4, "bert")]
    truth_path, warehouse = write_world(tmp_path, truth, [put(number, "p1") for number in range(1, 5)])
    # A likely link joined two halves, each of which firm links hold: by strength alone they cannot be told apart.
    with_strength(warehouse, {"e1": "firm", "e2": "firm", "e3": "firm", "e4": "likely"})
    with open_world(truth_path, warehouse) as world:
        assert evaluate(world).people["firm_people_with_two_true_persons"] == 1
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("alter table linkage.link_person_records add column firm_person_key varchar")
        connection.execute(
            "update linkage.link_person_records set firm_person_key = if(record_id in ('e1', 'e2'), 'a', 'b')"
        )
    with open_world(truth_path, warehouse) as world:
        result = evaluate(world)
    assert result.people["firm_people_with_two_true_persons"] == 0
    assert result.people["firm_people_of_many_records"] == 2
    assert result.people["people_with_two_true_persons"] == 1


def with_origins(truth_path: Path, origins: dict[str, str]) -> None:
    """Say in the truth where each true person's name comes from."""
    header, *lines = truth_path.read_text(encoding="utf-8").splitlines()
    lines = [f"{line},{origins.get(line.rpartition(',')[2], '')}" for line in lines]
    truth_path.write_text("\n".join([f"{header},name_origin", *lines]) + "\n", encoding="utf-8")


def test_groups_by_origin_of_name_have_their_own_pairs_and_people(tmp_path: Path) -> None:
    truth: Truth = [
        entry(1, "anna"),
        entry(2, "anna"),
        entry(3, "bert"),
        entry(4, "carl"),
        entry(5, "carl"),
        entry(6, None),
    ]
    resolved = [put(1, "p1"), put(2, "p1"), put(3, "p1"), put(4, "p2"), put(5, "p3")]
    truth_path, warehouse = write_world(tmp_path, truth, resolved)
    with open_world(truth_path, warehouse) as world:
        assert evaluate(world).by_name_origin is None
    with_origins(truth_path, {"anna": "English", "bert": "Sikh", "carl": "Sikh"})
    with open_world(truth_path, warehouse) as world:
        groups = {group.quality.group_name: group for group in evaluate(world).by_name_origin or []}
    assert {name: group.quality.records for name, group in groups.items()} == {"English": 2, "Sikh": 3}
    # Anna's two records are one right pair; each of them and bert's are a wrong one, half of it in either group.
    assert (groups["English"].quality.pairs.linked_pairs, groups["Sikh"].quality.pairs.linked_pairs) == (2, 1)
    assert (groups["English"].quality.pairs.recall, groups["Sikh"].quality.pairs.recall) == (1, 0)
    assert (groups["English"].people_of_many_records, groups["English"].people_with_two_true_persons) == (1, 1)
    assert groups["Sikh"].people_of_many_records == 0
    assert groups["Sikh"].true_top_people is None


def test_the_worst_served_group_is_measured_by_the_best(tmp_path: Path) -> None:
    # A thousand people of two records in either group; half of the second's are not found.
    truth: Truth = [entry(number, f"{'ab'[number % 2]}{number // 4}") for number in range(4000)]
    origins = {f"{letter}{number}": letter for letter in "ab" for number in range(1000)}

    def found(number: int) -> str:
        is_missed = number % 2 == 1 and number % 16 < 8
        return f"alone {number}" if is_missed else f"{number % 2}-{number // 4}"

    resolved = [put(number, found(number)) for number in range(4000)]
    truth_path, warehouse = write_world(tmp_path, truth, resolved)
    with_origins(truth_path, origins)
    with open_world(truth_path, warehouse) as world:
        result = evaluate(world)
    assert not Floors(min_group_recall=0.5, max_group_two_true_persons=1.2).missed(result)
    assert Floors(min_group_recall=0.9).missed(result) == [
        "the recall of the worst served origin of name over the best served is 0.5000, below 0.9"
    ]
    few = score(tmp_path / "few", truth[:40], resolved[:40])
    assert Floors(min_group_recall=0.9).missed(few) == ["the recall of the worst served group is unknown, below 0.9"]


def test_agency_entries_are_counted_apart_and_make_no_pairs(tmp_path: Path) -> None:
    truth: Truth = [entry(1, "anna"), entry(2, "anna"), entry(3, None), entry(4, None), entry(5, None)]
    resolved = [put(1, "p1"), put(2, "p1"), put(3, "p1"), put(4, "p2")]
    result = score(tmp_path, truth, resolved)
    assert result.pairs.precision == 1
    assert result.nobody == {"records": 3, "made_a_person": 2, "joined_a_true_person": 1}


@pytest.mark.parametrize("seed", range(5))
def test_counting_equals_listing_every_pair(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    numbers = range(60)
    owner = {number: f"t{chance.randrange(12)}" for number in numbers}
    person = {number: f"p{chance.randrange(15)}" for number in numbers if chance.random() < 0.9}
    rule = {number: chance.choice(("name_dob", "phone_name", "trusted")) for number in person}
    truth: Truth = [entry(number, owner[number]) for number in numbers]
    result = score(tmp_path, truth, [put(number, key, rule[number]) for number, key in person.items()])

    counts: Counter[str] = Counter()
    halves: dict[str, Counter[str]] = defaultdict(Counter)
    for left, right in itertools.combinations(numbers, 2):
        is_true = owner[left] == owner[right]
        is_linked = left in person and right in person and person[left] == person[right]
        facts = {"linked": is_linked, "true": is_true, "right": is_linked and is_true}
        for name, holds in facts.items():
            counts[name] += holds
            for number in (left, right):
                halves[rule.get(number, "not resolved")][name] += holds
    assert result.pairs.linked_pairs == counts["linked"]
    assert result.pairs.true_pairs == counts["true"]
    assert result.pairs.right_pairs == counts["right"]
    for group in result.by_rule:
        assert group.pairs.linked_pairs == halves[group.group_name]["linked"] / 2
        assert group.pairs.true_pairs == halves[group.group_name]["true"] / 2
        assert group.pairs.right_pairs == halves[group.group_name]["right"] / 2
    assert sum(group.pairs.true_pairs for group in result.by_rule) == counts["true"]

    members: dict[str, list[str]] = defaultdict(list)
    for number in numbers:
        members[person.get(number, f"alone {number}")].append(owner[number])
    assert result.people["people"] == len(members)
    assert result.people["people_with_two_true_persons"] == sum(len(set(owners)) > 1 for owners in members.values())


def test_report_and_json_show_figures_and_no_record(tmp_path: Path) -> None:
    truth: Truth = [entry(1, "anna"), entry(2, "anna"), entry(3, "bert")]
    result = score(tmp_path, truth, [put(1, "p1"), put(2, "p1"), put(3, "p2")])
    console = Console(record=True, width=160, quiet=True)
    console.quiet = False
    with console.capture() as captured:
        print_report(result, console)
    write_json(result, tmp_path / "out" / "evaluation.json")
    stored = json.loads((tmp_path / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert stored["pairs"]["f1"] == 1
    assert "1.0000" in captured.get()
    for shown in (captured.get(), json.dumps(stored)):
        assert "anna" not in shown
        assert "e1" not in shown.split()


def test_floors_name_what_is_missed(tmp_path: Path) -> None:
    truth: Truth = [entry(1, "anna"), entry(2, "anna"), entry(3, "bert")]
    result = score(tmp_path, truth, [put(1, "p1"), put(2, "p1"), put(3, "p1")])
    assert not Floors(min_precision=0.3, min_recall=1.0).missed(result)
    missed = Floors(min_precision=0.995, max_two_true_persons=0.003, min_cohort_overlap=0.93).missed(result)
    assert [sentence.split(" is ")[0] for sentence in missed] == [
        "pairwise precision",
        "the cohort's overlap with the true top",
        "the share of people who hold two true persons",
    ]


@pytest.mark.parametrize(
    ("truth", "part"),
    [
        ([entry(9, "anna")], "another world"),
        ([entry(1, "anna"), entry(1, "bert")], "more than once"),
        ([("controlworks", "car", "e1", "anna")], "column record_type"),
    ],
)
def test_unusable_truth_is_a_clear_error(tmp_path: Path, truth: Truth, part: str) -> None:
    truth_path, warehouse = write_world(tmp_path, truth, [put(1, "p1")])
    with pytest.raises(EvaluationError, match=part), open_world(truth_path, warehouse):
        pass


def test_truth_without_a_column_names_the_column(tmp_path: Path) -> None:
    _, warehouse = write_world(tmp_path, [], [])
    broken = tmp_path / "broken.csv"
    broken.write_text("source_system,record_type,record_id\na,call,c\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="true_person_id"), open_world(broken, warehouse):
        pass


def test_warehouse_without_identity_names_the_relation(tmp_path: Path) -> None:
    truth_path, _ = write_world(tmp_path, [entry(1, "anna")], [])
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(str(empty)).close()
    with pytest.raises(EvaluationError, match="link_person_records"), open_world(truth_path, empty):
        pass


def test_another_linkers_answer_is_scored_in_place_of_the_warehouses(tmp_path: Path) -> None:
    truth_path, warehouse = write_world(tmp_path, [entry(1, "anna"), entry(2, "anna")], [put(1, "p1"), put(2, "p2")])
    elsewhere = tmp_path / "elsewhere.parquet"
    duckdb.sql(
        "select 'controlworks' as source_system, 'person_entry' as record_type, unnest(['e1', 'e2']) as record_id, "
        "'c' as person_key, 'other' as match_rule, false as is_inferred"
    ).write_parquet(str(elsewhere))
    with open_world(truth_path, warehouse) as world:
        assert evaluate(world).pairs.recall == 0
    with open_world(truth_path, warehouse, resolved=elsewhere) as world:
        assert evaluate(world).pairs.recall == 1
