"""The figures of an evaluation: pairwise quality, people who hold two true persons, calls, the cohort, rules, names."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from python_helpers.evaluate.world import World

STAGED_PEOPLE = ("stg_controlworks__people", "stg_connect__nominals", "stg_compact__people")
STAGED_ITEMS = (*STAGED_PEOPLE, "stg_connect__nominal_phones", "stg_connect__nominal_addresses")
COHORT_INPUTS = (
    *STAGED_ITEMS,
    "stg_avaya__call_segments",
    "stg_connect__crime_people",
    "stg_connect__custody_records",
    "stg_compact__episodes",
    "fct_interactions",
    "fsu_ranked",
)


@dataclass(frozen=True)
class PairQuality:
    """Pairwise quality of a set of records, in pairs; in a group, a pair counts half for each of its two records."""

    linked_pairs: float
    """Pairs of records that were put to one person."""
    true_pairs: float
    """Pairs of records of one true person."""
    right_pairs: float
    """Pairs that are both."""

    @property
    def precision(self) -> float | None:
        """Share of the linked pairs that are right; None where nothing was linked."""
        return self.right_pairs / self.linked_pairs if self.linked_pairs else None

    @property
    def recall(self) -> float | None:
        """Share of the true pairs that were linked; None where there are none."""
        return self.right_pairs / self.true_pairs if self.true_pairs else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where there is nothing to link and nothing was."""
        both = self.linked_pairs + self.true_pairs
        return 2 * self.right_pairs / both if both else None

    def figures(self) -> dict[str, Any]:
        """Counts and shares by name."""
        return asdict(self) | {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True)
class GroupQuality:
    """Quality of the records of one group: of one rule, one record type or one name-frequency band."""

    group_name: str
    records: int
    attached_records: int
    """Records whose person holds another named record."""
    rightly_attached_records: int
    """Those whose true person is the one that most of the person's records belong to."""
    pairs: PairQuality

    @property
    def attached_precision(self) -> float | None:
        """Share of the attached records that are rightly attached; None where none is attached."""
        return self.rightly_attached_records / self.attached_records if self.attached_records else None

    def figures(self) -> dict[str, Any]:
        """Counts and shares by name."""
        return {
            "group_name": self.group_name,
            "records": self.records,
            "attached_records": self.attached_records,
            "rightly_attached_records": self.rightly_attached_records,
            "attached_precision": self.attached_precision,
            **self.pairs.figures(),
        }


@dataclass(frozen=True)
class Evaluation:
    """Everything that `fsu evaluate` reports. A part is None where the warehouse lacks the relations that it needs."""

    pairs: PairQuality
    pairs_without_inference: PairQuality
    people: dict[str, Any]
    calls: dict[str, Any]
    nobody: dict[str, Any]
    coverage: list[dict[str, Any]]
    by_rule: list[GroupQuality]
    by_record_type: list[GroupQuality]
    by_name_band: list[GroupQuality] | None
    ceilings: dict[str, float | None] | None
    cohort: dict[str, Any] | None

    def figures(self) -> dict[str, Any]:
        """All figures by name, ready for JSON."""
        return {
            "pairs": self.pairs.figures(),
            "pairs_without_inference": self.pairs_without_inference.figures(),
            "people": self.people,
            "calls": self.calls,
            "nobody": self.nobody,
            "coverage": self.coverage,
            "by_rule": [group.figures() for group in self.by_rule],
            "by_record_type": [group.figures() for group in self.by_record_type],
            "by_name_band": None if self.by_name_band is None else [group.figures() for group in self.by_name_band],
            "ceilings": self.ceilings,
            "cohort": self.cohort,
        }


def evaluate(world: World, *, with_cohort: bool = True) -> Evaluation:
    """Score the warehouse's identity against the truth.

    Args:
        world: warehouse and truth.
        with_cohort: whether the marts belong to this identity, so that the cohort can be scored.
    """
    world.run("scored.sql")
    has_names = world.has(*STAGED_PEOPLE)
    world.run("names.sql" if has_names else "no_names.sql")
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in world.rows("groups.sql"):
        groups.setdefault(row["grouping_name"], []).append(row)
    (everything,) = groups.get("all") or [{}]
    has_items = world.has(*STAGED_ITEMS)
    if has_items:
        world.run("usable.sql")
    return Evaluation(
        pairs=_pairs(everything),
        pairs_without_inference=_pairs(everything, "_without_inference"),
        people=_people(world),
        calls=_calls(world),
        nobody=world.row("nobody.sql"),
        coverage=world.rows("coverage.sql"),
        by_rule=_groups(groups.get("match_rule", [])),
        by_record_type=_groups(groups.get("record_type", [])),
        by_name_band=_groups(groups.get("name_band", [])) if has_names else None,
        ceilings=world.row("ceilings.sql") if has_items else None,
        cohort=_cohort(world) if with_cohort and world.has(*COHORT_INPUTS) else None,
    )


def share(part: float, whole: float) -> float | None:
    """Part of the whole; None where there is no whole, for unknown is not zero."""
    return part / whole if whole else None


def _pairs(row: dict[str, Any], variant: str = "") -> PairQuality:
    return PairQuality(
        linked_pairs=row.get(f"linked_pairs{variant}", 0.0),
        true_pairs=row.get("true_pairs", 0.0),
        right_pairs=row.get(f"right_pairs{variant}", 0.0),
    )


def _groups(rows: list[dict[str, Any]]) -> list[GroupQuality]:
    return [
        GroupQuality(
            group_name=row["group_name"],
            records=row["records"],
            attached_records=row["attached_records"],
            rightly_attached_records=row["rightly_attached_records"],
            pairs=_pairs(row),
        )
        for row in rows
    ]


def _people(world: World) -> dict[str, Any]:
    row = world.row("people.sql")
    return row | {
        "share_with_two_true_persons": share(row["people_with_two_true_persons"], row["people"]),
        "share_with_two_true_persons_of_many_records": share(
            row["people_with_two_true_persons"], row["people_of_many_records"]
        ),
    }


def _calls(world: World) -> dict[str, Any]:
    row = world.row("calls.sql")
    return row | {
        "attributed_share": share(row["attributed_calls"], row["calls"]),
        "rightly_attributed_share": share(row["rightly_attributed_calls"], row["attributed_calls"]),
    }


def _cohort(world: World) -> dict[str, Any]:
    world.run("cohort.sql")
    row = world.row("overlap.sql")
    return row | {
        "overlap": share(row["found_people"], row["true_top_people"]),
        "overlap_of_a_perfect_linker": share(row["found_by_a_perfect_linker"], row["true_top_people"]),
        "overlap_of_a_perfect_linker_of_named_numbers": share(
            row["found_by_a_perfect_linker_of_named_numbers"], row["true_top_people"]
        ),
        "overlap_counting_ties": share(row["found_counting_ties"], row["true_top_people"]),
        "overlap_counting_ties_of_a_perfect_linker": share(
            row["found_counting_ties_by_a_perfect_linker"], row["true_top_people"]
        ),
    }
