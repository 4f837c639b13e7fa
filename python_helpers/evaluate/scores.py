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
    "link_interaction_refs",
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
    """Those of whose person's other records at least half are of the same true person: of a wrong pair, neither."""
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
class GroupService:
    """How well a group of true persons is served: by the origin of their names, or by how many carry their name."""

    quality: GroupQuality
    people_of_many_records: int = 0
    """People of two or more named records, most of them of a true person of the group."""
    people_with_two_true_persons: int = 0
    firm_people_of_many_records: int = 0
    firm_people_with_two_true_persons: int = 0
    true_top_people: int | None = None
    """True persons of the group among the true top; None where the cohort is not scored."""
    found_people: int | None = None
    found_by_a_perfect_linker: int | None = None

    @property
    def two_true_persons_share(self) -> float | None:
        """Share of the people of two or more named records who hold two true persons."""
        return share(self.people_with_two_true_persons, self.people_of_many_records)

    @property
    def cohort_recall(self) -> float | None:
        """Share of the group's part of the true top whom the cohort holds; None where there is no such part."""
        return share(self.found_people or 0, self.true_top_people or 0)

    def figures(self, *, has_strength: bool) -> dict[str, Any]:
        """Counts and shares by name."""
        firm = share(self.firm_people_with_two_true_persons, self.firm_people_of_many_records)
        return {
            **self.quality.figures(),
            "people_of_many_records": self.people_of_many_records,
            "people_with_two_true_persons": self.people_with_two_true_persons,
            "share_with_two_true_persons": self.two_true_persons_share,
            "share_with_two_true_persons_by_firm_links": firm if has_strength else None,
            "true_top_people": self.true_top_people,
            "found_people": self.found_people,
            "found_by_a_perfect_linker": self.found_by_a_perfect_linker,
            "cohort_recall": self.cohort_recall,
        }


@dataclass(frozen=True)
class Evaluation:
    """Everything that `fsu evaluate` reports. A part is None where the warehouse lacks the relations that it needs."""

    pairs: PairQuality
    pairs_without_inference: PairQuality
    pairs_by_firm_links: PairQuality | None
    people: dict[str, Any]
    calls: dict[str, Any]
    nobody: dict[str, Any]
    coverage: list[dict[str, Any]]
    by_rule: list[GroupQuality]
    by_record_type: list[GroupQuality]
    by_name_band: list[GroupService] | None
    by_name_origin: list[GroupService] | None
    ceilings: dict[str, float | None] | None
    cohort: dict[str, Any] | None

    def figures(self) -> dict[str, Any]:
        """All figures by name, ready for JSON."""
        return {
            "pairs": self.pairs.figures(),
            "pairs_without_inference": self.pairs_without_inference.figures(),
            "pairs_by_firm_links": self.pairs_by_firm_links.figures() if self.pairs_by_firm_links else None,
            "people": self.people,
            "calls": self.calls,
            "nobody": self.nobody,
            "coverage": self.coverage,
            "by_rule": [group.figures() for group in self.by_rule],
            "by_record_type": [group.figures() for group in self.by_record_type],
            "by_name_band": self._service(self.by_name_band),
            "by_name_origin": self._service(self.by_name_origin),
            "ceilings": self.ceilings,
            "cohort": self.cohort,
        }

    def _service(self, groups: list[GroupService] | None) -> list[dict[str, Any]] | None:
        has_strength = self.pairs_by_firm_links is not None
        return None if groups is None else [group.figures(has_strength=has_strength) for group in groups]


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
    cohort = _cohort(world) if with_cohort and world.has(*COHORT_INPUTS) else None
    world.run("person_groups.sql")
    service = _service(world, groups, with_cohort=cohort is not None)
    return Evaluation(
        pairs=_pairs(everything),
        pairs_without_inference=_pairs(everything, "_without_inference"),
        pairs_by_firm_links=_pairs(everything, "_by_firm_links") if world.has_strength else None,
        people=_people(world),
        calls=_calls(world),
        nobody=world.row("nobody.sql"),
        coverage=world.rows("coverage.sql"),
        by_rule=_groups(groups.get("match_rule", [])),
        by_record_type=_groups(groups.get("record_type", [])),
        by_name_band=service["name_band"] if has_names else None,
        by_name_origin=service["name_origin"] or None,
        ceilings=world.row("ceilings.sql") if has_items else None,
        cohort=cohort,
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


def _service(
    world: World, groups: dict[str, list[dict[str, Any]]], *, with_cohort: bool
) -> dict[str, list[GroupService]]:
    """Each group of each grouping with its pairs, its people and its part of the cohort."""
    people = {(row.pop("grouping_name"), row.pop("group_name")): row for row in world.rows("group_people.sql")}
    rows = world.rows("group_cohort.sql") if with_cohort else []
    cohort = {(row.pop("grouping_name"), row.pop("group_name")): row for row in rows}
    nobody_there = {"true_top_people": 0, "found_people": 0, "found_by_a_perfect_linker": 0} if with_cohort else {}
    return {
        grouping: [
            GroupService(
                quality,
                **people.get((grouping, quality.group_name), {}),
                **cohort.get((grouping, quality.group_name), nobody_there),
            )
            for quality in sorted(_groups(groups.get(grouping, [])), key=lambda quality: -quality.records)
        ]
        for grouping in ("name_band", "name_origin")
    }


def _people(world: World) -> dict[str, Any]:
    row = world.row("people.sql")
    firm = share(row["firm_people_with_two_true_persons"], row["firm_people_of_many_records"])
    return row | {
        "share_with_two_true_persons": share(row["people_with_two_true_persons"], row["people_of_many_records"]),
        "share_with_two_true_persons_by_firm_links": firm if world.has_strength else None,
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
