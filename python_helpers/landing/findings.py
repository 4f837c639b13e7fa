"""What is wrong with, or noteworthy about, a folder of extracts: gathered first, reported together.

No finding carries a value of a row. A header is quoted only where it is certain to be one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from python_helpers.errors import FsuError


class LandingError(FsuError):
    """The landing is refused and nothing has changed; `problems` says why."""

    def __init__(self, problems: list[Finding]) -> None:
        """Keep every problem that was found."""
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Finding:
    """One problem or warning: where it is, what it is, what to do about it."""

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        """Everything in one line."""
        return f"{self.where}: {self.what}" + (f" {self.remedy}" if self.remedy else "")


@dataclass
class Findings:
    """Problems stop a landing; warnings are shown and kept in the manifest."""

    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def problem(self, where: str, what: str, remedy: str = "") -> None:
        """Add a problem."""
        self.problems.append(Finding(where, what, remedy))

    def warn(self, where: str, what: str, remedy: str = "") -> None:
        """Add a warning."""
        self.warnings.append(Finding(where, what, remedy))

    def stop_on_problems(self) -> None:
        """End the landing here if there are problems.

        Raises:
            LandingError: with every problem found so far.
        """
        if self.problems:
            raise LandingError(self.problems)


def listed(columns: Iterable[str]) -> str:
    """Names of columns for a message."""
    return ", ".join(f"'{column}'" for column in columns)
