"""Floors that an evaluation must reach, for use in tests and in `fsu evaluate`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from python_helpers.evaluate.scores import Evaluation, GroupService

LEAST_PEOPLE = 500
"""Groups of fewer people with two or more named records are shown and not compared: chance would decide."""
NO_GROUP = "no full name"
"""Records without a full name are nobody's group."""


@dataclass(frozen=True)
class Floors:
    """What an evaluation must reach; None asks for nothing. All are shares from 0 to 1 but the last, a factor."""

    min_precision: float | None = None
    min_recall: float | None = None
    min_f1: float | None = None
    max_two_true_persons: float | None = None
    min_cohort_overlap: float | None = None
    max_two_true_persons_firm: float | None = None
    min_group_recall: float | None = None
    """Recall of the worst served group over that of the best, by origin and by name-frequency band."""
    max_group_two_true_persons: float | None = None
    """Share of people with two true persons in the worst served group over that of the best."""

    def missed(self, evaluation: Evaluation) -> list[str]:
        """One sentence for each floor that is not reached. A figure that is unknown reaches no floor."""
        overlap = evaluation.cohort["overlap"] if evaluation.cohort else None
        people = evaluation.people
        firm = people["share_with_two_true_persons_by_firm_links"]
        sentences = [
            _below("pairwise precision", evaluation.pairs.precision, self.min_precision),
            _below("pairwise recall", evaluation.pairs.recall, self.min_recall),
            _below("pairwise F1", evaluation.pairs.f1, self.min_f1),
            _below("the cohort's overlap with the true top", overlap, self.min_cohort_overlap),
            _above(f"{TWO} is", people["share_with_two_true_persons"], self.max_two_true_persons),
            _above(f"{TWO} by firm links alone is", firm, self.max_two_true_persons_firm),
        ]
        groupings = {"name-frequency band": evaluation.by_name_band, "origin of name": evaluation.by_name_origin}
        for grouping, groups in groupings.items():
            compared = large_enough(groups or [])
            if not compared:
                continue
            recall = gap(compared, lambda group: group.quality.pairs.recall)
            two = gap(compared, lambda group: group.two_true_persons_share)
            over_best = f"of the worst served {grouping} over the best served"
            sentences.append(_below(f"the recall {over_best}", recall[0], self.min_group_recall))
            sentences.append(_above(f"{TWO} {over_best} is", two[1], self.max_group_two_true_persons))
        if not any(map(large_enough, [groups or [] for groups in groupings.values()])):
            sentences.append(_below("the recall of the worst served group", None, self.min_group_recall))
            sentences.append(_above(f"{TWO} of the worst served group is", None, self.max_group_two_true_persons))
        return [sentence for sentence in sentences if sentence]


TWO = "the share of people who hold two true persons"


def large_enough(groups: list[GroupService]) -> list[GroupService]:
    """The groups that are compared."""
    return [g for g in groups if g.quality.group_name != NO_GROUP and g.people_of_many_records >= LEAST_PEOPLE]


def gap(
    groups: list[GroupService], figure: Callable[[GroupService], float | None]
) -> tuple[float | None, float | None]:
    """Least over greatest, and greatest over least, of a figure; None where it cannot be said."""
    values = [value for value in map(figure, groups) if value is not None]
    if not values or not max(values):
        return None, 1.0 if values else None
    return min(values) / max(values), max(values) / min(values) if min(values) else float("inf")


def _below(what: str, value: float | None, floor: float | None) -> str:
    if floor is None or (value is not None and value >= floor):
        return ""
    return f"{what} is {_text(value)}, below {floor}"


def _above(what: str, value: float | None, ceiling: float | None) -> str:
    if ceiling is None or (value is not None and value <= ceiling):
        return ""
    return f"{what} {_text(value)}, above {ceiling}"


def _text(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.4f}"
