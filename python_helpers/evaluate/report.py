"""An evaluation as tables on the terminal and as JSON. Counts and shares only: no record, name or number is shown."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from python_helpers.evaluate.scores import Evaluation, GroupQuality, GroupService, PairQuality

OF_MANY = "share of those with two or more named records"


def share_text(value: float | None) -> str:
    """A share with four places, so that .9949 does not read as .995; a dash where it is unknown."""
    return "-" if value is None else f"{value:.4f}"


def count_text(value: float) -> str:
    """A count with thousands separated; half pairs keep their half."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def write_json(evaluation: Evaluation, path: Path, measured_on: dict[str, str] | None = None) -> None:
    """Store every figure as JSON; `measured_on` says of which build they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"measured_on": measured_on, **evaluation.figures()}
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def print_report(evaluation: Evaluation, console: Console) -> None:
    """Print all tables of an evaluation."""
    console.print(_headline(evaluation))
    console.print(_facts(evaluation))
    console.print(_groups("By rule (each pair counts half for each of its two records)", "rule", evaluation.by_rule))
    console.print(_groups("By record type", "record type", evaluation.by_record_type))
    if evaluation.by_name_band is None:
        console.print("By name frequency: not shown, the warehouse holds no staging.")
    else:
        console.print(_service("By true persons who carry the full name", "true persons", evaluation.by_name_band))
    if evaluation.by_name_origin is None:
        console.print("By origin of the name: not shown, the truth does not say it.")
    else:
        console.print(_service("By origin of the name, as planted", "origin", evaluation.by_name_origin))
    console.print(_coverage(evaluation))


def _headline(evaluation: Evaluation) -> Table:
    table = Table(title="Pairwise quality over named records", title_justify="left")
    for column in ("", "linked pairs", "true pairs", "right pairs", "precision", "recall", "F1"):
        table.add_column(column, justify="left" if not column else "right")
    table.add_row("all rules", *_pair_cells(evaluation.pairs))
    table.add_row("without what was inferred", *_pair_cells(evaluation.pairs_without_inference))
    if evaluation.pairs_by_firm_links:
        table.add_row("by firm links alone", *_pair_cells(evaluation.pairs_by_firm_links))
    return table


def _pair_cells(pairs: PairQuality) -> tuple[str, ...]:
    return (
        count_text(pairs.linked_pairs),
        count_text(pairs.true_pairs),
        count_text(pairs.right_pairs),
        share_text(pairs.precision),
        share_text(pairs.recall),
        share_text(pairs.f1),
    )


def _facts(evaluation: Evaluation) -> Table:
    table = Table(title="People, calls, cohort", title_justify="left", show_header=False)
    table.add_column("what")
    table.add_column("figure", justify="right")
    people, calls, nobody = evaluation.people, evaluation.calls, evaluation.nobody
    table.add_row("people with named records", count_text(people["people"]))
    table.add_row("  of them with two or more", count_text(people["people_of_many_records"]))
    table.add_row("true persons with named records", count_text(people["true_persons"]))
    table.add_row("people who hold two true persons", count_text(people["people_with_two_true_persons"]))
    table.add_row(f"  {OF_MANY}", share_text(people["share_with_two_true_persons"]))
    table.add_row(f"  by firm links alone, {OF_MANY}", share_text(people["share_with_two_true_persons_by_firm_links"]))
    table.add_row("calls in the truth", count_text(calls["calls"]))
    table.add_row("  attributed to a person", count_text(calls["attributed_calls"]))
    table.add_row("  share attributed", share_text(calls["attributed_share"]))
    table.add_row("  share of the attributed that is right", share_text(calls["rightly_attributed_share"]))
    table.add_row("named records that are nobody's", count_text(nobody["records"]))
    table.add_row("  made a person all the same", count_text(nobody["made_a_person"]))
    table.add_row("  joined to a true person", count_text(nobody["joined_a_true_person"]))
    if evaluation.ceilings:
        table.add_row(
            "recall ceiling: both carry a phone, or a name and one item",
            share_text(evaluation.ceilings["phone_or_name_and_item"]),
        )
        table.add_row("recall ceiling: both carry anything usable", share_text(evaluation.ceilings["anything_usable"]))
    if evaluation.cohort:
        table.add_row("cohort people", count_text(evaluation.cohort["cohort_people"]))
        table.add_row("cohort's overlap with the true top", share_text(evaluation.cohort["overlap"]))
        table.add_row("  a perfect linker's", share_text(evaluation.cohort["overlap_of_a_perfect_linker"]))
        table.add_row(
            "  the same, where a number that nobody named held is nobody's",
            share_text(evaluation.cohort["overlap_of_a_perfect_linker_of_named_numbers"]),
        )
        table.add_row(
            "counting whoever has as many interactions as its last",
            share_text(evaluation.cohort["overlap_counting_ties"]),
        )
        table.add_row(
            "  a perfect linker's", share_text(evaluation.cohort["overlap_counting_ties_of_a_perfect_linker"])
        )
    return table


def _groups(title: str, label: str, groups: list[GroupQuality]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(label)
    for column in ("records", "attached", "rightly", "linked pairs", "precision", "recall", "F1"):
        table.add_column(column, justify="right")
    for group in groups:
        table.add_row(
            group.group_name,
            count_text(group.records),
            count_text(group.attached_records),
            share_text(group.attached_precision),
            count_text(group.pairs.linked_pairs),
            share_text(group.pairs.precision),
            share_text(group.pairs.recall),
            share_text(group.pairs.f1),
        )
    return table


def _service(title: str, label: str, groups: list[GroupService]) -> Table:
    """How groups of true persons are served; people are those with two or more named records."""
    table = Table(title=title, title_justify="left")
    table.add_column(label)
    for column in ("records", "precision", "recall", "F1", "people", "two true", "share", "top", "cohort recall"):
        table.add_column(column, justify="right")
    for group in groups:
        pairs = group.quality.pairs
        table.add_row(
            group.quality.group_name,
            count_text(group.quality.records),
            share_text(pairs.precision),
            share_text(pairs.recall),
            share_text(pairs.f1),
            count_text(group.people_of_many_records),
            count_text(group.people_with_two_true_persons),
            share_text(group.two_true_persons_share),
            "-" if group.true_top_people is None else count_text(group.true_top_people),
            share_text(group.cohort_recall),
        )
    return table


def _coverage(evaluation: Evaluation) -> Table:
    table = Table(title="How the truth and the warehouse cover one another", title_justify="left")
    table.add_column("record type")
    for column in ("in the truth", "of a person", "not resolved", "not in the truth"):
        table.add_column(column, justify="right")
    for row in evaluation.coverage:
        table.add_row(
            f"{row['source_system']} {row['record_type']}",
            *(
                count_text(row[key])
                for key in ("truth_records", "truth_records_of_a_person", "not_resolved", "not_in_the_truth")
            ),
        )
    return table
