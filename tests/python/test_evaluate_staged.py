"""What `fsu evaluate` reads from staging and marts: name bands, ceilings of recall, the true top, error patterns."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tiny_staged_world import Rows, write_staged_world

from python_helpers.evaluate.errors import Patterns, patterns, print_patterns
from python_helpers.evaluate.scores import Evaluation, evaluate
from python_helpers.evaluate.world import open_world


def entries(*people: dict[str, Any]) -> dict[str, Rows]:
    """Person entries e0, e1 ..., each on a log of its own, with its true `owner` and the `person` it was put to."""
    tables: dict[str, Rows] = {
        "staging.stg_controlworks__people": [],
        "linkage.link_interaction_refs": [],
        "linkage.link_person_records": [],
        "main.truth": [],
    }
    for number, person in enumerate(people):
        values = dict(person)
        owner, person_key = values.pop("owner"), values.pop("person")
        record = {"source_system": "controlworks", "record_type": "person_entry", "record_id": f"e{number}"}
        tables["main.truth"].append({**record, "true_person_id": owner})
        tables["linkage.link_person_records"].append(
            {**record, "person_key": person_key, "match_rule": "phone_name", "is_inferred": False}
        )
        tables["staging.stg_controlworks__people"].append(
            {"person_entry_id": f"e{number}", "log_no": f"L{number}", "role": "CALLER", **values}
        )
        tables["linkage.link_interaction_refs"].append(
            {
                "interaction_key": f"i{number}",
                "interaction_type": "incident",
                "source_ref": f"L{number}",
                "occurred_at": datetime(2026, 1, 1) + timedelta(days=number),
            }
        )
    return tables


def ranked(scheme_code: str, *person_keys: str) -> Rows:
    """A scheme's cohort, in order."""
    return [
        {"scheme_code": scheme_code, "person_key": person_key, "rank": rank, "is_cohort": True}
        for rank, person_key in enumerate(person_keys, start=1)
    ]


def run(folder: Path, tables: dict[str, Rows]) -> tuple[Evaluation, Patterns]:
    truth, warehouse = write_staged_world(folder, tables)
    with open_world(truth, warehouse) as world:
        return evaluate(world), patterns(world)


BORN = {"date_of_birth": date(1985, 4, 3), "dob_quality": "full"}


def test_name_bands_count_true_persons_and_not_records(tmp_path: Path) -> None:
    common = {"forename": "ANNA", "surname": "SMITH"}
    people = [{**common, "owner": f"t{number % 12}", "person": f"p{number % 12}"} for number in range(24)]
    people += [{"forename": "ZEBEDIAH", "surname": "OAK", "owner": "z", "person": "z"}] * 2
    people += [{"forename": "BO", "owner": "b", "person": "b"}]
    result, _ = run(tmp_path, entries(*people))
    bands = {group.quality.group_name: group for group in result.by_name_band or []}
    records = {name: group.quality.records for name, group in bands.items()}
    assert records == {"10 to 99": 24, "1": 2, "no full name": 1}
    assert bands["10 to 99"].quality.pairs.true_pairs == 12
    assert bands["10 to 99"].people_of_many_records == 12


def test_ceilings_count_pairs_in_which_both_records_can_be_linked(tmp_path: Path) -> None:
    name = {"forename": "ANNA", "surname": "SMITH"}
    result, _ = run(
        tmp_path,
        entries(
            {**name, **BORN, "owner": "a", "person": "1"},  # name and one other item
            {"phone": "+447700900123", "owner": "a", "person": "1"},  # a phone
            {**name, "owner": "a", "person": "1"},  # a name and nothing else: usable, hard to place
            {"owner": "a", "person": "1"},  # nothing
        ),
    )
    assert result.ceilings is not None
    assert result.ceilings["phone_or_name_and_item"] == pytest.approx(1 / 6)
    assert result.ceilings["anything_usable"] == pytest.approx(3 / 6)


def test_cohort_overlap_ranks_true_persons_by_their_own_volume(tmp_path: Path) -> None:
    # anna has three logs but fell into p1 and p2; bert has two, cara one. The cohort of two took bert and cara.
    tables = entries(
        {"owner": "anna", "person": "p1", "phone": "+441"},
        {"owner": "anna", "person": "p2", "phone": "+441"},
        {"owner": "anna", "person": "p3", "phone": "+441"},
        {"owner": "bert", "person": "p4", "phone": "+442"},
        {"owner": "bert", "person": "p4", "phone": "+442"},
        {"owner": "cara", "person": "p5", "phone": "+443"},
    )
    tables["marts.fsu_ranked"] = ranked("volume", "p4", "p5") + ranked("harm", "p1", "p2")
    result, _ = run(tmp_path, tables)
    assert result.cohort is not None
    assert result.cohort["true_top_people"] == 2
    assert result.cohort["found_people"] == 1
    assert result.cohort["overlap"] == 0.5
    assert result.cohort["overlap_of_a_perfect_linker"] == 1


def test_cohort_overlap_counting_ties_takes_either_of_two_with_as_many_interactions(tmp_path: Path) -> None:
    # anna has two logs, bert and cara one each: one of these two takes the second place, and never the first.
    tables = entries(
        {"owner": "anna", "person": "p1", "phone": "+441"},
        {"owner": "anna", "person": "p1", "phone": "+441"},
        {"owner": "bert", "person": "p2", "phone": "+442"},
        {"owner": "cara", "person": "p3", "phone": "+443"},
    )
    found: dict[str, Any] = {}
    for cohort in (("p1", "p2"), ("p1", "p3"), ("p2", "p3")):
        tables["marts.fsu_ranked"] = ranked("volume", *cohort)
        folder = tmp_path / "-".join(cohort)
        folder.mkdir()
        result, _ = run(folder, tables)
        assert result.cohort is not None
        assert result.cohort["overlap_counting_ties_of_a_perfect_linker"] == 1
        found["-".join(cohort)] = (result.cohort["overlap"], result.cohort["overlap_counting_ties"])
    assert {found["p1-p2"], found["p1-p3"]} == {(0.5, 1), (1, 1)}
    assert found["p2-p3"] == (0.5, 0.5)


def test_true_volume_counts_answered_calls_and_an_interaction_once(tmp_path: Path) -> None:
    # anna: one log on which she was typed twice. bert: an answered and an abandoned call, and a log; the top one.
    tables = entries(
        {"owner": "anna", "person": "p1", "phone": "+441"},
        {"owner": "anna", "person": "p1", "phone": "+441"},
        {"owner": "bert", "person": "p2", "phone": "+442"},
    )
    tables["staging.stg_controlworks__people"][1]["log_no"] = "L0"
    for ucid, disposition in (("c1", "answered"), ("c2", "abandoned")):
        tables["main.truth"].append(
            {"source_system": "avaya", "record_type": "call", "record_id": ucid, "true_person_id": "bert"}
        )
        tables.setdefault("staging.stg_avaya__call_segments", []).append(
            {"ucid": ucid, "disposition": disposition, "calling_phone": "+442"}
        )
        tables["linkage.link_interaction_refs"].append(
            {
                "interaction_key": ucid,
                "interaction_type": "call",
                "source_ref": ucid,
                "occurred_at": datetime(2025, 12, 1),
            }
        )
    tables["marts.fsu_ranked"] = ranked("volume", "p2")
    result, _ = run(tmp_path, tables)
    assert result.cohort is not None
    assert result.cohort["overlap"] == 1


def test_missed_part_is_counted_by_its_strongest_evidence(tmp_path: Path) -> None:
    _, found = run(
        tmp_path,
        entries(
            {"owner": "a", "person": "1", "forename": "ANNA", "surname": "SMITH", "phone": "+441", **BORN},
            {"owner": "a", "person": "1", "forename": "ANNA", "surname": "SMITH", "phone": "+441"},
            {"owner": "a", "person": "2", "forename": "ANNA", "surname": "SMYTH", "phone": "+441"},
        ),
    )
    (row,) = found.missed_parts
    assert row["name"] == "forename same, surname one letter"
    assert (row["dob"], row["phone"]) == ("no dob", "phone same")
    assert (row["parts"], row["records"], row["pairs"]) == (1, 1, 2)
    assert not found.false_parts
    (prospect,) = found.prospects
    assert (prospect["true_share"], prospect["gained"], prospect["lost"]) == (1, 2, 0)


def test_false_part_is_counted_by_rule(tmp_path: Path) -> None:
    _, found = run(
        tmp_path,
        entries(
            {"owner": "a", "person": "1", "forename": "ANNA", "surname": "SMITH", "phone": "+441"},
            {"owner": "b", "person": "1", "forename": "BEA", "surname": "SMITH", "phone": "+441"},
        ),
    )
    assert [row["rules"] for row in found.false_parts_by_rules] == ["phone_name + phone_name"]
    assert found.false_parts[0]["name"] == "forename other, surname same"
    assert not found.missed_parts


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        (date(1985, 4, 3), date(1985, 3, 4), "dob swapped"),
        (date(1985, 4, 3), date(1985, 4, 5), "dob one digit"),
        (date(1985, 4, 3), date(1958, 4, 3), "dob two digits"),
        (date(1985, 4, 3), date(1971, 12, 20), "dob other"),
    ],
)
def test_dates_of_birth_are_compared_in_words(tmp_path: Path, left: date, right: date, agreement: str) -> None:
    name = {"forename": "ANNA", "surname": "SMITH", "dob_quality": "full"}
    _, found = run(
        tmp_path,
        entries(
            {**name, "owner": "a", "person": "1", "date_of_birth": left},
            {**name, "owner": "a", "person": "2", "date_of_birth": right},
        ),
    )
    assert found.missed_parts[0]["dob"] == agreement


def test_patterns_show_no_personal_value(tmp_path: Path) -> None:
    _, found = run(
        tmp_path,
        entries(
            {"owner": "a", "person": "1", "forename": "ZEBEDIAH", "surname": "OAK", "phone": "+447700900123", **BORN},
            {"owner": "a", "person": "2", "forename": "ZEBEDIAH", "surname": "OAK", "phone": "+447700900123", **BORN},
        ),
    )
    console = Console(width=200)
    with console.capture() as captured:
        print_patterns(found, console)
    assert "full name same" in captured.get()
    for value in ("ZEBEDIAH", "OAK", "0900123", "1985"):
        assert value not in captured.get()


def test_sealed_people_are_no_part_of_what_is_scored(tmp_path: Path) -> None:
    tables = entries(*[{**BORN, "owner": "seen", "person": "p"}] * 2, *[{**BORN, "owner": "sealed", "person": "q"}] * 2)
    del tables["linkage.link_person_records"][2:]
    sealed = {"source_system": "connect", "record_type": "nominal", "record_id": "N1", "true_person_id": "sealed"}
    tables["main.truth"].append(sealed)
    for folder in ("before", "after"):
        (tmp_path / folder).mkdir()
    before, _ = run(tmp_path / "before", tables)
    tables["staging.stg_connect__nominals"] = [{"nominal_id": "N1", "is_restricted": True}]
    after, _ = run(tmp_path / "after", tables)
    assert (before.pairs.recall, after.pairs.recall) == (0.25, 1.0)
