"""A quarter later: people keep their keys, and whoever changed is in the ledger of changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pytest
from worlds import World

RELATIONS = ["+link_person_records", "+gov_identity_changes"]
NAMED = "record_type <> 'call' and not is_inferred"

People = dict[str, set[tuple[str, str]]]
Changes = set[tuple[str, str, str | None]]


@dataclass(frozen=True)
class Quarters:
    """Named records by person before and after, and the changes that the second refresh recorded."""

    before: People
    after: People
    changes: Changes


def build(world: World, quarter: int) -> People:
    world.run(
        *("fsu", "synthesise", str(world.raw), "--profile", "typical", "--scale", "0.004", "--seed", "11"),
        *("--refresh", str(quarter)),
    )
    world.run("fsu", "land", str(world.raw))
    world.make(*RELATIONS)
    people: People = defaultdict(set)
    for person, kind, record in world.query(
        f"select person_key, record_type, record_id from linkage.link_person_records where {NAMED}"
    ):
        people[person].add((kind, record))
    return people


@pytest.fixture(scope="module")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> Quarters:
    world = World(tmp_path_factory.mktemp("quarters"))
    before = build(world, 0)
    after = build(world, 1)
    changes = world.query(
        "select person_key, change, other_person_key from governance.gov_identity_changes"
        " where as_of_date = (select max(as_of_date) from governance.gov_identity_changes)"
    )
    return Quarters(before, after, {(str(person), str(change), other) for person, change, other in changes})


def overlaps(one: People, other: People) -> dict[str, set[str]]:
    """For every person of one quarter, the people of the other who hold some of their records."""
    holder = {record: person for person, records in other.items() for record in records}
    return {person: {holder[record] for record in records if record in holder} for person, records in one.items()}


def test_whoever_is_unchanged_keeps_the_key(quarters: Quarters) -> None:
    later, earlier = overlaps(quarters.before, quarters.after), overlaps(quarters.after, quarters.before)
    unchanged = 0
    for person, successors in later.items():
        if len(successors) == 1 and earlier[next(iter(successors))] == {person}:
            assert successors == {person}
            unchanged += 1
    assert unchanged > len(quarters.before) // 2


def test_every_key_that_came_or_went_is_in_the_ledger_and_no_other(quarters: Quarters) -> None:
    came = {person for person, change, _ in quarters.changes if change in ("new", "split")}
    went = {person for person, change, _ in quarters.changes if change in ("merged", "gone")}
    assert came == quarters.after.keys() - quarters.before.keys()
    assert went == quarters.before.keys() - quarters.after.keys()
    assert len(quarters.changes) == len(came) + len(went)


def test_each_change_says_what_happened(quarters: Quarters) -> None:
    later, earlier = overlaps(quarters.before, quarters.after), overlaps(quarters.after, quarters.before)
    kinds: dict[str, int] = defaultdict(int)
    for person, change, other in quarters.changes:
        kinds[change] += 1
        if change == "merged":
            assert other in later[person]
        elif change == "split":
            assert other in earlier[person]
        elif change == "new":
            assert (other, earlier[person]) == (None, set())
        else:
            assert (other, later[person]) == (None, set())
    assert {"new", "merged", "gone"} <= kinds.keys()
