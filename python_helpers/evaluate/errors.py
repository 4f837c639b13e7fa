"""Why true pairs are missed and false ones made: counts by pattern of agreement, never a record or a value.

Three views, each general enough to act on:

- parts that stay apart: a true person who fell into several people, each lesser part by the strongest evidence
  that ties it to another part;
- parts wrongly held together: the same for a person who holds several true persons;
- prospects: what two people of today share, and how often they are one true person, which tells what a rule would gain
  and cost before it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from python_helpers.evaluate.report import count_text, share_text
from python_helpers.evaluate.scores import STAGED_ITEMS
from python_helpers.evaluate.world import EvaluationError, World

NEEDED = (*STAGED_ITEMS, "stg_connect__nominal_aliases")
TOP = 40


@dataclass(frozen=True)
class Patterns:
    """Counts by pattern, most costly first; `pairs` are the record pairs at stake."""

    missed_parts: list[dict[str, Any]]
    missed_parts_by_roles: list[dict[str, Any]]
    false_parts: list[dict[str, Any]]
    false_parts_by_rules: list[dict[str, Any]]
    prospects: list[dict[str, Any]]


def patterns(world: World, top: int = TOP) -> Patterns:
    """Count the errors of an evaluated world by pattern; `evaluate` must have run on it.

    Args:
        world: world on which `scores.evaluate` has run.
        top: number of patterns a view.

    Raises:
        EvaluationError: the warehouse holds no staging.
    """
    if not world.has(*NEEDED):
        raise EvaluationError("--errors needs the warehouse's staging; score the pipeline's own warehouse.")
    world.run("items.sql")
    world.run("group_missed.sql")
    world.run("pair_patterns.sql")
    missed, missed_by_roles = world.rows("parts_by_evidence.sql"), world.rows("parts_by_roles.sql")
    world.run("group_false.sql")
    world.run("pair_patterns.sql")
    false, false_by_rules = world.rows("parts_by_evidence.sql"), world.rows("parts_by_rules.sql")
    world.run("prospects.sql")
    prospects = world.rows("prospect_rows.sql")
    return Patterns(missed[:top], missed_by_roles[:top], false[:top], false_by_rules[:top], prospects[:top])


def print_patterns(found: Patterns, console: Console) -> None:
    """Print the views as tables."""
    views = (
        ("True persons in parts: each lesser part by its strongest evidence to another", found.missed_parts),
        ("The same by roles", found.missed_parts_by_roles),
        ("People of several true persons: each lesser part by its strongest evidence to another", found.false_parts),
        ("The same by the rules that attached the two records", found.false_parts_by_rules),
        ("Prospects: what two people share, and how often they are one true person", found.prospects),
    )
    for title, rows in views:
        console.print(_table(title, rows))


def _table(title: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(title=title, title_justify="left")
    if not rows:
        table.add_column("none")
        return table
    for name, value in rows[0].items():
        table.add_column(name.replace("_", " "), justify="left" if isinstance(value, str) else "right")
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    return table


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and 0 <= value <= 1:
        return share_text(value)
    return count_text(float(str(value)))
