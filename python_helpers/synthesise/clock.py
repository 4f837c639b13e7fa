"""Quarters of the world and the two clocks: UTC inside, civil time in Europe/London where a system writes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from python_helpers.synthesise.randomness import Flags, Floats, Ints, pick

LONDON = ZoneInfo("Europe/London")
FIRST_WINDOW_END_YEAR, FIRST_WINDOW_END_MONTH = 2026, 10  # refresh 0 counts the twelve months before 1 October 2026
QUARTERS_IN_WINDOW = 4

HOUR = 3600
DAY = 24 * HOUR
YEAR = int(365.25 * DAY)

# Share of events by hour of the day: quiet before dawn, busiest in the early evening.
HOURLY = np.array(
    [32, 25, 20, 15, 12, 11, 15, 24, 35, 42, 46, 48, 50, 51, 53, 57, 60, 62, 62, 60, 57, 53, 47, 40], float
)


def _offsets() -> tuple[Ints, Ints]:
    """Return the instants at which the civil clock changes, 1990-2039, and the offset (s) from each on."""
    hours = np.arange(0, 50 * 366 * 24) * HOUR + 631152000  # from 1990-01-01
    # Changes happen on Sundays at 01:00 UTC: only those hours are asked.
    sundays = hours[((hours // DAY + 4) % 7 == 0) & (hours % DAY == HOUR)]
    offset = [int(_offset_at(int(instant))) for instant in sundays]
    changes, values, current = [0], [0], 0
    for instant, value in zip(sundays.tolist(), offset, strict=True):
        if value != current:
            changes.append(instant)
            values.append(value)
            current = value
    return np.array(changes, np.int64), np.array(values, np.int64)


def _offset_at(instant: int) -> float:
    shift = datetime.fromtimestamp(instant, UTC).astimezone(LONDON).utcoffset()
    assert shift is not None  # London has one at every instant
    return shift.total_seconds()


CHANGES, OFFSETS = _offsets()


def civil(instants: Ints) -> Ints:
    """Return civil seconds (as if they were UTC) of UTC instants (s since 1970)."""
    result: Ints = instants + OFFSETS[np.searchsorted(CHANGES, instants, side="right") - 1]
    return result


def midnight(year: int, month: int) -> int:
    """Return the instant (s) of civil midnight at the start of a month."""
    return int(datetime(year, month, 1, tzinfo=LONDON).timestamp())


def quarter_start(quarter: int) -> int:
    """Return the instant (s) at which a quarter begins; quarter 0 begins the window of refresh 0."""
    months = (FIRST_WINDOW_END_YEAR - 1) * 12 + FIRST_WINDOW_END_MONTH - 1 + 3 * quarter
    return midnight(months // 12, months % 12 + 1)


def window(refresh: int) -> tuple[int, int]:
    """Return start and end (s) of the twelve months that a refresh counts."""
    return quarter_start(refresh), quarter_start(refresh + QUARTERS_IN_WINDOW)


def clock_change_nights(start: int, end: int) -> Ints:
    """Return the instants of clock changes in [start, end)."""
    found: Ints = CHANGES[(start <= CHANGES) & (end > CHANGES)]
    return found


def draw_instants(rng: np.random.Generator, size: int, start: int, end: int) -> Ints:
    """Draw event starts in [start, end) by day and hour, some of them around a clock change, in time order."""
    days = (end - start + DAY - 1) // DAY
    day = rng.integers(0, days, size)
    instants = start + day * DAY + pick(rng, HOURLY, size) * HOUR + rng.integers(0, HOUR, size)
    nights = clock_change_nights(start, end)
    if len(nights):
        chosen = rng.random(size) < max(0.0015, min(0.05, 12 / max(size, 1)))  # a dozen in the smallest world
        near = nights[0] + rng.integers(-2 * HOUR, 2 * HOUR, size)
        instants = np.where(chosen, near, instants)
    result: Ints = np.sort(np.clip(instants, start, end - 20 * 60))
    return result


def text(instants: Ints, missing: Flags | None = None) -> pa.Array:
    """Return 'YYYY-MM-DD HH:MM:SS' of UTC instants, null where missing."""
    return pa.array(instants.astype("datetime64[s]"), mask=missing).cast(pa.string())


def civil_text(instants: Ints, missing: Flags | None = None) -> pa.Array:
    """Return the civil time of UTC instants as text, null where missing."""
    return text(civil(instants), missing)


def date_text(instants: Ints, missing: Flags | None = None) -> pa.Array:
    """Return the civil date of UTC instants as 'YYYY-MM-DD', null where missing."""
    days = (civil(instants) // DAY).astype("datetime64[D]")
    return pa.array(days, mask=missing).cast(pa.string())


def day_number(year: int, month: int, day: int) -> int:
    """Return days since 1970-01-01 of a date."""
    return (datetime(year, month, day) - datetime(1970, 1, 1)) // timedelta(days=1)  # plain dates


def exponential_seconds(rng: np.random.Generator, size: int, mean_seconds: float, least: int = 0) -> Ints:
    """Draw durations (s) from an exponential distribution, at least `least`."""
    drawn: Floats = rng.exponential(mean_seconds, size)
    result: Ints = drawn.astype(np.int64) + least
    return result
