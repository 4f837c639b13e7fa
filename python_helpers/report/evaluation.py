"""A measured evaluation in a report: only where it was measured on that very release."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_helpers.json_files import read_object
from python_helpers.report.document import Column, Table, is_small

_NOBODY = (
    "Nobody has measured this release against a truth. A force has none for its own people until a sample is reviewed "
    "by hand; what was measured on made-up people is in docs/measured.md of the project."
)
_OF_ANOTHER = "The evaluation that was given is of another delivery, date or version of the project."
_MADE_UP = "Measured on made-up people, whose truth is known. Real records lack other things: real figures will differ."


_SAMPLE = "Measured on a sample of real records that people decided by hand; small groups are withheld."


@dataclass(frozen=True)
class Evaluated:
    """Figures of `fsu evaluate`, or why there are none."""

    figures: dict[str, Any] | None
    why_not: str = ""
    threshold: int = 0
    """Below this a count is withheld; 0 where the people are made up."""


def read(path: Path | None, manifest: dict[str, Any], threshold: int) -> Evaluated:
    """The evaluation in a file that `fsu evaluate --json` wrote, where it is of the release.

    Raises:
        FsuError: the file is none.
    """
    if path is None:
        return Evaluated(None, _NOBODY)
    figures = read_object(path, ["pairs", "people", "measured_on"], "Write it again: fsu evaluate TRUTH --json FILE.")
    measured_on = figures["measured_on"] or {}
    if any(measured_on.get(name) != manifest.get(name) for name in ("delivery_id", "as_of_date", "project_sha256")):
        return Evaluated(None, f"{_NOBODY} {_OF_ANOTHER}")
    return Evaluated(figures, threshold=0 if manifest["is_synthetic"] else threshold)


def sentences(evaluated: Evaluated) -> list[str]:
    """What stands under the tables, or in their place."""
    if not evaluated.figures:
        return [evaluated.why_not]
    return [_SAMPLE if evaluated.threshold else _MADE_UP]


def tables(evaluated: Evaluated) -> list[Table]:
    """Pairs, people and calls, and how evenly groups are served."""
    if not evaluated.figures:
        return []
    figures = evaluated.figures
    found = [_pairs(figures), _people(figures)]
    for name, caption in (
        ("by_name_origin", "By origin of the name, as planted"),
        ("by_name_band", "By how many true persons carry the full name"),
    ):
        if figures.get(name):
            found.append(_groups(name, caption, figures[name], evaluated.threshold))
    return found


def _pairs(figures: dict[str, Any]) -> Table:
    kinds = (
        ("pairs", "all rules"),
        ("pairs_without_inference", "without what was inferred"),
        ("pairs_by_firm_links", "by firm links alone"),
    )
    return Table(
        name="pairs",
        caption="Pairs of records that were put together",
        columns=(
            Column("links", "Links"),
            Column("precision", "Right of those put together", "share"),
            Column("recall", "Found of those that belong together", "share"),
            Column("f1", "Both in one (F1)", "share"),
        ),
        rows=tuple(
            (said, figures[name]["precision"], figures[name]["recall"], figures[name]["f1"])
            for name, said in kinds
            if figures.get(name)
        ),
    )


def _people(figures: dict[str, Any]) -> Table:
    people, calls, cohort = figures["people"], figures["calls"], figures.get("cohort") or {}
    rows = [
        ("people of two or more named records who hold two true persons", people["share_with_two_true_persons"]),
        ("the same by firm links alone", people["share_with_two_true_persons_by_firm_links"]),
        ("calls that were put to somebody", calls["attributed_share"]),
        ("of them, put to whoever rang", calls["rightly_attributed_share"]),
    ]
    if cohort:
        rows += [
            ("the true top that the cohort holds", cohort["overlap"]),
            ("the same for a linker that makes no error", cohort["overlap_of_a_perfect_linker"]),
        ]
    return Table(
        name="measured_people",
        caption="People, calls and the cohort",
        columns=(Column("what", "What"), Column("share", "Share", "share")),
        rows=tuple(rows),
    )


def _groups(name: str, caption: str, groups: list[dict[str, Any]], threshold: int) -> Table:
    hidden = is_small([group["people_of_many_records"] for group in groups], threshold)
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column("group_name", "Group"),
            Column("people_of_many_records", "People of two or more named records", "count"),
            Column("precision", "Right of those put together", "share"),
            Column("recall", "Found of those that belong together", "share"),
            Column("share_with_two_true_persons", "Hold two true persons", "share"),
            Column("cohort_recall", "Of their true top in the cohort", "share"),
        ),
        rows=tuple(
            (group["group_name"], *(["withheld"] * 5))
            if is_hidden
            else (
                group["group_name"],
                group["people_of_many_records"],
                group["precision"],
                group["recall"],
                group["share_with_two_true_persons"],
                group["cohort_recall"],
            )
            for group, is_hidden in zip(groups, hidden, strict=True)
        ),
    )
