"""Phone numbers that nobody can be rung on.

Ranges (all well-formed, none in use):
- 07700 900000-900999, 01632 960000-960999, 0121 496 0000-0999: reserved for drama by Ofcom. They go to the most active
  people, households and institutions first, as far as they last.
- mobiles beyond that: 0761 0000000-9999999, in the block set aside for pagers (076) and not allocated to any network.
- landlines beyond that: 01632 000000-999999 without 960xxx; no place has the area code 01632.
- foreign: numbers reserved for fiction in France (+33 6 39 98 xx xx), Ireland (+353 20 91x xxxx), Germany
  (+49 30 23125 xxx) and the United States (+1 xxx 555 01xx).

A number is kept as an integer of its E.164 digits; 0 is none.
"""

from __future__ import annotations

import numpy as np

from python_helpers.synthesise.randomness import Floats, Ints, Texts, spread

DRAMA_MOBILES = 447700900000 + np.arange(1000)
DRAMA_LANDLINES = 441632960000 + np.arange(1000)
DRAMA_BIRMINGHAM = 441214960000 + np.arange(1000)
PAGER_MOBILES = 447610000000
MOBILE_COUNT = 10_000_000
NOWHERE_LANDLINES = 441632000000
LANDLINE_COUNT = 960_000  # 01632 000000-959999


def allocate_mobiles(count: int, salt: int) -> Ints:
    """Return `count` different mobile numbers, drama numbers first; at most ten million."""
    first = spread(np.arange(min(count, 1000)), 1000, salt)
    rest = spread(np.arange(max(count - 1000, 0)), MOBILE_COUNT, salt)
    return np.concatenate([DRAMA_MOBILES[first], PAGER_MOBILES + rest]).astype(np.int64)


def allocate_landlines(count: int, salt: int) -> Ints:
    """Return `count` different landline numbers, drama numbers first; at most 961,000."""
    first = spread(np.arange(min(count, 1000)), 1000, salt)
    rest = spread(np.arange(max(count - 1000, 0)), LANDLINE_COUNT, salt)
    return np.concatenate([DRAMA_LANDLINES[first], NOWHERE_LANDLINES + rest]).astype(np.int64)


def allocate_foreign(count: int, salt: int) -> Ints:
    """Return `count` numbers of the ranges for fiction abroad, as different as those ranges allow."""
    index = np.arange(count)
    within = spread(index // 4, 10_000, salt)
    area = np.array([202, 212, 305, 312, 404, 415, 503, 617, 702, 808])[within // 100 % 10]
    choices = np.stack(
        [
            33639980000 + within,
            353209100000 + within,
            493023125000 + within % 1000,
            10000000000 + area * 10_000_000 + 5550100 + within % 100,
        ]
    )
    chosen: Ints = choices[index % 4, index]
    return chosen.astype(np.int64)


def as_network_gave(numbers: Ints, style: Floats) -> Texts:
    """Write a caller's number as the telephone network hands it over."""
    written = np.empty(len(numbers), dtype=object)
    for position, (number, draw) in enumerate(zip(numbers.tolist(), style.tolist(), strict=True)):
        digits = str(number)
        if digits.startswith("44"):
            written[position] = ("0" + digits[2:]) if draw < 0.72 else ("+" + digits if draw < 0.92 else "00" + digits)
            if draw >= 0.97:
                written[position] = digits
        else:
            written[position] = ("+" if draw < 0.6 else "00") + digits
    return written


def as_typed(number: int, draw: float) -> str:
    """Write a number as a person types it, with the spaces, brackets and notes that people add."""
    digits = str(number)
    if not digits.startswith("44"):
        return f"+{digits}" if draw < 0.6 else f"00{digits}"
    national = "0" + digits[2:]
    forms = (
        (0.52, national),
        (0.70, f"{national[:5]} {national[5:]}"),
        (0.78, f"{national[:5]} {national[5:8]} {national[8:]}"),
        (0.84, f"+{digits}"),
        (0.87, f"+44 {national[1:5]} {national[5:]}"),
        (0.90, f"+44(0){national[1:]}"),
        (0.93, f"{national[:5]}-{national[5:]}"),
        (0.95, f"0044{national[1:]}"),
        (0.97, f"MOB {national}"),
        (0.985, f"{national} (mob)"),
    )
    for limit, form in forms:
        if draw < limit:
            return form
    return f"{national} - text only"
