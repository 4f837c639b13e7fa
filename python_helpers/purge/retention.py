"""How long what lives from refresh to refresh is kept: seeds/governance/retention.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date

from python_helpers.errors import FsuError
from python_helpers.force_settings import seed_path


@dataclass(frozen=True)
class Kept:
    """One relation of state: how its rows are dated, and for how many months they are kept; None: always."""

    relation: str
    dated_by: str
    months: int | None

    def is_over(self, as_of: date) -> str:
        """SQL that tells which of its rows are to go; `false` where none ever is."""
        if self.months is None:
            return "false"
        return f"{self.dated_by} < date '{as_of}' - interval '{self.months} month'"


def read_retention() -> dict[str, Kept]:
    """What is kept, by the relation's name.

    Raises:
        FsuError: the list cannot be read.
    """
    path = seed_path("governance/retention")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {
                row["relation"]: Kept(row["relation"], row["dated_by"], int(row["kept_months"] or 0) or None)
                for row in csv.DictReader(file)
            }
    except (OSError, KeyError, TypeError, ValueError, csv.Error):
        raise FsuError(f"{path} cannot be read; without it nobody knows what to keep. Restore it.") from None
