"""What `fsu ablate` does: score without each rule and guard, print the table, and write it as a page."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from python_helpers import force_settings
from python_helpers.evaluate.ablation import (
    RULES_SEED,
    Laboratory,
    Outcome,
    Variant,
    ablate,
    guard_variants,
    rule_variants,
)
from python_helpers.evaluate.report import count_text, share_text
from python_helpers.evaluate.scores import Evaluation, evaluate
from python_helpers.evaluate.world import EvaluationError, open_world
from python_helpers.warehouse import default_file, open_read_only

COLUMNS = ("precision", "recall", "F1", "F1 change", "two true persons", "calls right")


RULE_COLUMNS = ("records attached", "rightly", "rightly, contradicted")


@dataclass(frozen=True)
class Contradicted:
    """A second world, built with the same rules, in which what contradicts them happens more often."""

    truth: Path
    warehouse: Path


def run(  # noqa: PLR0913 - one for each option
    truth: Path,
    warehouse: Path | None,
    only: list[str],
    page: Path | None,
    world_name: str,
    *,
    contradicted: Contradicted | None = None,
) -> None:
    """Score identity without each rule and guard, one after the other.

    Args:
        truth: the truth's file or folder.
        warehouse: built DuckDB file; default `FSU_WAREHOUSE`.
        only: names of rules and guards; empty for all.
        page: Markdown page to write.
        world_name: what the page says it was measured on.
        contradicted: world of `fsu synthesise --contradictions 5`, on which each rule's precision is shown as well.

    Raises:
        EvaluationError: a name is unknown, or a build fails.
    """
    console = Console()
    with open_read_only(warehouse or default_file()) as connection:
        connection.execute("select 1")  # a warehouse that cannot be opened is said before anything is built
    if force_settings.settings_dir():
        raise EvaluationError("`fsu ablate` takes the shipped rules apart. Unset FSU_SETTINGS.")
    project = Path.cwd()
    if not (project / "seeds" / RULES_SEED).is_file():
        raise EvaluationError(f"{project}: no seeds/{RULES_SEED} here. Run `fsu ablate` in the project's root.")
    variants = chosen([*rule_variants(project), *guard_variants(project)], only)
    elsewhere = _elsewhere(contradicted)
    with tempfile.TemporaryDirectory() as scratch:
        laboratory = Laboratory(project, warehouse or default_file(), Path(scratch))
        outcomes = []
        for outcome in ablate(truth, laboratory, variants):
            outcomes.append(outcome)
            name = outcome.variant.name if outcome.variant else "everything on"
            console.print(f"{len(outcomes)} of {len(variants) + 1}  {name}  {' '.join(cells(outcome, outcomes[0]))}")
    console.print(_precision_table(outcomes[0].evaluation, elsewhere))
    console.print(_table(outcomes))
    if page:
        page.write_text(markdown(outcomes, world_name, elsewhere), encoding="utf-8")


def _elsewhere(contradicted: Contradicted | None) -> Evaluation | None:
    if contradicted is None:
        return None
    with open_world(contradicted.truth, contradicted.warehouse) as world:
        return evaluate(world, with_cohort=False)


def rule_cells(match_rules: Sequence[str], here: Evaluation, elsewhere: Evaluation | None) -> list[str]:
    """What a rule attached and how rightly, at the planted rates and where its contradictions happen more often.

    In the order of `RULE_COLUMNS`; a dash where it attached nothing, or there is no second world.
    """
    attached, rightly = _attached(match_rules, here)
    attached_elsewhere, rightly_elsewhere = _attached(match_rules, elsewhere) if elsewhere else (0, 0)
    return [
        count_text(attached),
        share_text(rightly / attached if attached else None),
        share_text(rightly_elsewhere / attached_elsewhere if attached_elsewhere else None),
    ]


def _attached(match_rules: Sequence[str], evaluation: Evaluation) -> tuple[int, int]:
    groups = [group for group in evaluation.by_rule if group.group_name in match_rules]
    return sum(group.attached_records for group in groups), sum(group.rightly_attached_records for group in groups)


def _precision_table(here: Evaluation, elsewhere: Evaluation | None) -> Table:
    table = Table(title="What each rule attached, and how rightly", title_justify="left")
    table.add_column("rule")
    for column in RULE_COLUMNS:
        table.add_column(column, justify="right")
    for group in here.by_rule:
        if group.attached_records:
            table.add_row(group.group_name, *rule_cells([group.group_name], here, elsewhere))
    return table


def chosen(variants: list[Variant], only: list[str]) -> list[Variant]:
    """The variants that were asked for.

    Raises:
        EvaluationError: a name is neither a rule that is on nor a guard.
    """
    names = [variant.name for variant in variants]
    unknown = sorted(set(only) - set(names))
    if unknown:
        raise EvaluationError(f"--only: no rule or guard {', '.join(unknown)}. There are: {', '.join(names)}.")
    return [variant for variant in variants if not only or variant.name in only]


def cells(outcome: Outcome, base: Outcome) -> list[str]:
    """The figures of one line, in the order of `COLUMNS`."""
    pairs, calls = outcome.evaluation.pairs, outcome.evaluation.calls
    change = "-"
    if pairs.f1 is not None and base.evaluation.pairs.f1 is not None:
        change = f"{pairs.f1 - base.evaluation.pairs.f1:+.4f}"
    return [
        share_text(pairs.precision),
        share_text(pairs.recall),
        share_text(pairs.f1),
        change,
        count_text(outcome.evaluation.people["people_with_two_true_persons"]),
        share_text(calls["rightly_attributed_share"]),
    ]


def _table(outcomes: list[Outcome]) -> Table:
    table = Table(title="Identity without one rule or guard at a time", title_justify="left")
    table.add_column("without")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for outcome in outcomes:
        table.add_row(outcome.variant.name if outcome.variant else "nothing", *cells(outcome, outcomes[0]))
    return table


def markdown(outcomes: list[Outcome], world_name: str, elsewhere: Evaluation | None = None) -> str:
    """The page: one table of rules and one of guards, the world it was measured on, and how to measure it again."""
    base = outcomes[0]
    pairs = count_text(base.evaluation.pairs.linked_pairs)
    lines = [
        "# What each rule and guard of the identity is worth",
        "",
        "For whoever means to switch one off or add one. Identity was built again without each of them, the rest",
        f"as it is, and scored against the truth of {world_name}",
        "([evaluating.md](evaluating.md) says what the figures mean). A rule whose line hardly differs from the first",
        "is covered by others on this world; that does not make it idle on real records.",
        "",
        "Written by `fsu ablate TRUTH --contradicted-truth TRUTH --contradicted-warehouse FILE --page FILE`.",
        "",
        f"Records attached are those of the rule when everything is on, {pairs} pairs in all. Rightly: at least half",
        "of the other records of the person are the same true person's; contradicted: the same on a world in which the",
        "situations where a rule is wrong happen five times as often (`fsu synthesise --contradictions 5`).",
    ]
    for kind, title in (("rule", "Rules"), ("guard", "Guards")):
        chosen_outcomes = [outcome for outcome in outcomes if outcome.variant is None or outcome.variant.kind == kind]
        if len(chosen_outcomes) == 1:
            continue
        head = ["without", *RULE_COLUMNS, *COLUMNS] if kind == "rule" else ["without", *COLUMNS, "what then happens"]
        lines += ["", f"## {title}", "", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
        for outcome in chosen_outcomes:
            name = f"`{outcome.variant.name}`" if outcome.variant else "nothing"
            figures = cells(outcome, base)
            if kind == "rule":
                rules = outcome.variant.match_rules if outcome.variant else ()
                shown = rule_cells(rules, base.evaluation, elsewhere) if rules else [""] * len(RULE_COLUMNS)
                row = [name, *shown, *figures]
            else:
                row = [name, *figures, outcome.variant.sentence if outcome.variant else ""]
            lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"
