"""The identity stays as good as it is, on fixed small worlds; `fsu evaluate` itself fails where it does not.

What is promised is in docs/measured.md, with what our own worlds miss of it: F1, the evenness between groups, and
on worlds as small as the first two some precision. These floors keep what was reached.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from worlds import World


def test_typical_trouble(small_world: World) -> None:
    small_world.run(
        *("fsu", "evaluate", str(small_world.raw.with_name("raw_truth"))),
        *("--min-precision", "0.993", "--min-f1", "0.845", "--max-two-true-persons", "0.012"),
        *("--max-two-true-persons-firm", "0.003", "--min-cohort-overlap", "0.8"),
    )


def test_hostile_trouble(hostile_world: World) -> None:
    hostile_world.run(
        *("fsu", "evaluate", str(hostile_world.raw.with_name("raw_truth"))),
        *("--min-precision", "0.985", "--min-f1", "0.735", "--max-two-true-persons", "0.022"),
        *("--max-two-true-persons-firm", "0.006", "--min-cohort-overlap", "0.7"),
    )


LEAST_PEOPLE = 500
"""People with two or more named records that a group needs in each world to be compared."""


def resolved_tenth(root: Path, seed: int, *more: str) -> World:
    """A tenth of a force-year with typical trouble, resolved."""
    world = World(root)
    world.synthesise("typical", 0.1, seed=seed)
    world.run("fsu", "land", str(world.raw))
    world.make("+link_person_records", *more)
    return world


@pytest.fixture(scope="module")
def tenth(tmp_path_factory: pytest.TempPathFactory) -> World:
    """With ranks, so that the cohort can be scored."""
    return resolved_tenth(tmp_path_factory.mktemp("tenth"), 1, "+fsu_ranked", "+link_interaction_refs")


def test_the_cohort_of_a_tenth_of_a_force_year(tenth: World) -> None:
    """The size for which the overlap is promised; a perfect linker that obeys the rules reaches .97 here."""
    tenth.run(
        *("fsu", "evaluate", str(tenth.raw.with_name("raw_truth"))),
        *("--min-precision", "0.995", "--min-f1", "0.85", "--max-two-true-persons", "0.012"),
        *("--max-two-true-persons-firm", "0.003", "--min-cohort-overlap", "0.94", "--min-group-recall", "0.9"),
    )


@pytest.mark.parametrize("grouping", ["by_name_origin", "by_name_band"])
def test_no_group_has_far_more_wrong_merges_than_another(three_tenths: list[dict[str, Any]], grouping: str) -> None:
    """Over three worlds: in one alone a group of 800 people has two who hold two true persons, in the next twelve."""
    people, wrong = Counter[str](), Counter[str]()
    for evaluation in three_tenths:
        for group in evaluation[grouping]:
            people[group["group_name"]] += group["people_of_many_records"]
            wrong[group["group_name"]] += group["people_with_two_true_persons"]
    shares = [wrong[name] / count for name, count in people.items() if count >= LEAST_PEOPLE * len(three_tenths)]
    assert len(shares) > 2
    assert max(shares) <= 4.5 * min(shares), "docs/measured.md has the promise, which is 2"


@pytest.fixture(scope="module")
def three_tenths(tenth: World, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What `fsu evaluate` says of three worlds of one size."""
    worlds = [tenth, *(resolved_tenth(tmp_path_factory.mktemp(f"tenth{seed}"), seed) for seed in (2, 3))]
    evaluations = []
    for world in worlds:
        file = world.root / "evaluation.json"
        world.run("fsu", "evaluate", str(world.raw.with_name("raw_truth")), "--json", str(file))
        evaluations.append(json.loads(file.read_text(encoding="utf-8")))
    return evaluations


@pytest.mark.parametrize("dataset", ["3", "4"])
def test_febrl(tmp_world: World, dataset: str) -> None:
    """A public benchmark; what is asked of it is in docs/measured.md."""
    tmp_world.run("fsu", "febrl", str(tmp_world.raw), "--dataset", dataset)
    tmp_world.run("fsu", "land", str(tmp_world.raw))
    tmp_world.make("+link_person_records")
    tmp_world.run(
        *("fsu", "evaluate", str(tmp_world.raw.with_name("raw_truth"))),
        *("--min-precision", "0.999", "--min-f1", "0.985"),
    )
