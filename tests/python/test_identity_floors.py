"""The identity stays as good as it is, on fixed small worlds; `fsu evaluate` itself fails where it does not.

What is promised is in docs/measured.md, with what our own worlds miss of it: F1, the evenness between groups, and
on worlds as small as the first two some precision. These floors keep what was reached.
"""

from __future__ import annotations

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
        *("--min-precision", "0.985", "--min-f1", "0.75", "--max-two-true-persons", "0.022"),
        *("--max-two-true-persons-firm", "0.006", "--min-cohort-overlap", "0.7"),
    )


def test_the_cohort_of_a_tenth_of_a_force_year(tmp_world: World) -> None:
    """The size for which the overlap is promised; a perfect linker that obeys the rules reaches .97 here.

    The groups' factor is no floor to be proud of: in the smallest groups, of 500 people, two to twelve hold two true
    persons, and it was 2.9 with one salt and 6.5 with another, because ties fall in the order of tokens.
    """
    tmp_world.synthesise("typical", 0.1, seed=1)
    tmp_world.run("fsu", "land", str(tmp_world.raw))
    tmp_world.run("dbt", "-q", "seed")
    tmp_world.run("dbt", "-q", "run", "--select", "+fsu_ranked", "+link_interaction_refs", "+link_person_records")
    tmp_world.run(
        *("fsu", "evaluate", str(tmp_world.raw.with_name("raw_truth"))),
        *("--min-precision", "0.995", "--min-f1", "0.845", "--max-two-true-persons", "0.012"),
        *("--max-two-true-persons-firm", "0.003", "--min-cohort-overlap", "0.94"),
        *("--min-group-recall", "0.9", "--max-group-two-true-persons", "8"),
    )


@pytest.mark.parametrize("dataset", ["3", "4"])
def test_febrl(tmp_world: World, dataset: str) -> None:
    """A public benchmark; what is asked of it is in docs/measured.md."""
    tmp_world.run("fsu", "febrl", str(tmp_world.raw), "--dataset", dataset)
    tmp_world.run("fsu", "land", str(tmp_world.raw))
    tmp_world.run("dbt", "-q", "seed")
    tmp_world.run("dbt", "-q", "run", "--select", "+link_person_records")
    tmp_world.run(
        *("fsu", "evaluate", str(tmp_world.raw.with_name("raw_truth"))),
        *("--min-precision", "0.999", "--min-f1", "0.985"),
    )
