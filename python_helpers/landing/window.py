"""Whether an as_of_date leaves events in its twelve months: asked of a delivery before it becomes current."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from python_helpers.landing.findings import Findings
from python_helpers.landing.profile import ProfileRow

_LEAST_SHARE = 0.1
"""Of the delivery's events; a delivery is the window, and a little more."""

_LEAST_LATE_SHARE = 0.005
"""Of the delivery's events, in the two months before as_of_date; the build asks as much of a date that it finds."""

_MOST_DAYS_BACK = 92
"""Before the last refresh: one quarterly refresh can be done again, what lies further back is most likely a slip."""


@dataclass(frozen=True)
class AsOf:
    """The date asked for, whether somebody said that it is meant, and the last release's; None where there is none."""

    asked: date | None = None
    accepted: date | None = None
    last: date | None = None

    def check(self, profile: Iterable[ProfileRow], findings: Findings) -> None:
        """Add a problem where the date cannot be meant: few events in its window, none late in it, or long past."""
        if self.asked is None or self.asked == self.accepted:
            return
        months: Counter[str] = Counter()
        for row in profile:
            months.update(row.get("events_by_month") or {})
        what = self._fault(months, self.asked)
        if what:
            remedy = (
                "Set it to the day after the newest event, or leave it empty; if it is meant:"
                f" fsu land RAW_DIR --accept-as-of {self.asked}"
            )
            findings.problem(f"FSU_AS_OF={self.asked}", what, remedy)

    def _fault(self, months: Counter[str], asked: date) -> str:
        total = months.total()
        last_day = asked - timedelta(days=1)
        last, first = _month(last_day), _month(last_day.replace(day=1) - timedelta(days=335))
        before_last = _month(last_day.replace(day=1) - timedelta(days=1))
        inside = sum(count for month, count in months.items() if first <= month <= last)
        late = months[last] + months[before_last]
        if total and inside < _LEAST_SHARE * total:
            held = f"the delivery's events run from {min(months)} to {max(months)}"
            return f"leaves {inside / total:.1%} of the events in its twelve months: {held}."
        if total and late < _LEAST_LATE_SHARE * total:
            return f"lies after the events: {late / total:.1%} of them are in the two months before it."
        if self.last and (self.last - asked).days > _MOST_DAYS_BACK:
            return f"lies {(self.last - asked).days} days before the last refresh, which was as of {self.last}."
        return ""


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
