"""Partner agencies: invented organisations that ring all the time, and the staff who ring for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from python_helpers.synthesise.names import draw_backgrounds, draw_forenames, draw_surnames
from python_helpers.synthesise.numbers import DRAMA_BIRMINGHAM
from python_helpers.synthesise.randomness import Floats, Ints, Streams, Texts, pick, spread

# Organisations by kind: how many a force has at scale 1, how often they ring, how staff introduce themselves.
KINDS: tuple[tuple[str, int, float, str], ...] = (
    ("Ambulance Service", 1, 60.0, "CONTROL ROOM"),
    ("Fire and Rescue", 1, 10.0, "FIRE CONTROL"),
    ("General Hospital", 9, 22.0, "Nurse"),
    ("Mental Health Trust", 4, 18.0, "Nurse"),
    ("Council Children's Services", 8, 12.0, "Social Worker"),
    ("Council Housing", 8, 6.0, ""),
    ("Adult Social Care", 8, 7.0, "Social Worker"),
    ("Residential Home", 60, 2.0, "Staff"),
    ("Academy", 70, 0.8, "Teacher"),
    ("Supermarket", 60, 1.6, "Security"),
    ("Surgery", 50, 0.5, "Dr"),
    ("Housing Association", 20, 1.5, ""),
    ("Bus Company", 4, 2.0, "DEPOT"),
    ("Women's Aid", 6, 1.5, ""),
)
PLACE_WORDS = (
    "Aldermere", "Brackwell", "Castle Vale End", "Dunmore", "Eastmoor", "Fenbrook", "Greythorn", "Hollowfield",
    "Ironbridge Lane", "Kingsmead", "Lowbrook", "Marlpit", "Northgate", "Oakenshaw", "Priory", "Queensmoor",
    "Ravensbourne",
    "St Anselm",
    "Tollgate", "Upper Heath", "Vauxgate", "Westbury Cross", "Yewtree", "Cannon Rise",
)  # fmt: skip


@dataclass(frozen=True)
class Agencies:
    """Organisations; staff by organisation in a flat list."""

    name: Texts
    weight: Floats
    switchboards: Ints  # three by organisation
    staff_first: Ints
    staff_count: Ints
    staff_name: Texts
    prefix: Texts
    place: Ints

    def draw(self, rng: np.random.Generator, size: int) -> Ints:
        """Draw who rings, the busy ones often."""
        return pick(rng, self.weight, size)

    def number(self, rng: np.random.Generator, agency: Ints) -> Ints:
        """Return the number that a call of an organisation shows: mostly the main switchboard."""
        line = np.minimum(rng.geometric(0.7, len(agency)) - 1, 2)
        numbers: Ints = self.switchboards[agency % len(self.name), line]
        return numbers

    def staff(self, agency: Ints, draw: Floats) -> Ints:
        """Return a member of staff each (`draw` between 0 and 1; the first ones ring most)."""
        within = (draw * draw * self.staff_count[agency]).astype(np.int64)
        result: Ints = self.staff_first[agency] + within
        return result


def build_agencies(streams: Streams, scale: float) -> Agencies:
    """Invent the organisations of a force of this scale, at least one of each kind."""
    rng = streams.rng("agencies")
    names: list[str] = []
    weights: list[float] = []
    prefixes: list[str] = []
    for kind, count, weight, prefix in KINDS:
        for number in range(max(1, round(count * min(1.0, scale * 4)))):
            word = PLACE_WORDS[(number * 7 + len(kind)) % len(PLACE_WORDS)]
            names.append(
                f"{word} {kind}" if number < len(PLACE_WORDS) else f"{word} {kind} {number // len(PLACE_WORDS) + 1}"
            )
            weights.append(weight)
            prefixes.append(prefix)
    size = len(names)
    counts = np.maximum(3, (np.array(weights) * 2).astype(np.int64))
    total = int(counts.sum())
    background = draw_backgrounds(rng, total)
    sex = rng.integers(0, 2, total)
    staff = draw_forenames(rng, background, sex) + " " + draw_surnames(rng, background)
    # 0121 496 0xxx has room for three lines of 333 organisations.
    lines = DRAMA_BIRMINGHAM[spread(np.arange(size * 3) % 1000, 1000, 1)].reshape(size, 3)
    return Agencies(
        name=np.array(names, dtype=object),
        weight=np.array(weights) * rng.gamma(4.0, 0.25, size),
        switchboards=lines,
        staff_first=np.concatenate([[0], np.cumsum(counts)[:-1]]),
        staff_count=counts,
        staff_name=staff,
        prefix=np.array(prefixes, dtype=object),
        place=rng.integers(0, max(1, round(1000 * scale)), size),
    )
