"""Floors that an evaluation must reach, for use in tests and in `fsu evaluate`."""

from __future__ import annotations

from dataclasses import dataclass

from python_helpers.evaluate.scores import Evaluation


@dataclass(frozen=True)
class Floors:
    """What an evaluation must reach; None asks for nothing. All are shares from 0 to 1."""

    min_precision: float | None = None
    min_recall: float | None = None
    min_f1: float | None = None
    max_two_true_persons: float | None = None
    min_cohort_overlap: float | None = None

    def missed(self, evaluation: Evaluation) -> list[str]:
        """One sentence for each floor that is not reached. A figure that is unknown reaches no floor."""
        overlap = evaluation.cohort["overlap"] if evaluation.cohort else None
        mixed = evaluation.people["share_with_two_true_persons"]
        sentences = [
            _below("pairwise precision", evaluation.pairs.precision, self.min_precision),
            _below("pairwise recall", evaluation.pairs.recall, self.min_recall),
            _below("pairwise F1", evaluation.pairs.f1, self.min_f1),
            _below("the cohort's overlap with the true top", overlap, self.min_cohort_overlap),
        ]
        ceiling = self.max_two_true_persons
        if ceiling is not None and (mixed is None or mixed > ceiling):
            sentences.append(f"the share of people who hold two true persons is {_text(mixed)}, above {ceiling}")
        return [sentence for sentence in sentences if sentence]


def _below(what: str, value: float | None, floor: float | None) -> str:
    if floor is None or (value is not None and value >= floor):
        return ""
    return f"{what} is {_text(value)}, below {floor}"


def _text(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.4f}"
