"""National (PNC) identifiers in Connect: given to whoever was ever arrested; now and then mistyped or copied."""

from __future__ import annotations

import numpy as np

from python_helpers.synthesise.nominals import Nominals
from python_helpers.synthesise.people import World
from python_helpers.synthesise.randomness import Ints, Streams, Texts, chance, spread

FIRST_YEAR, LAST_YEAR = 1995, 2026
# The last serials of a year are nobody's: no year has come near nine million records.
FIRST_SERIAL, SERIALS = 9_000_000, 999_983
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
MISTYPED, COPIED = "wrong national id", "national id of another"


def national_ids(streams: Streams, world: World, nominals: Nominals, used: Ints) -> tuple[Texts, list[str]]:
    """Return the identifier that each of the used records carries ('' for none), and what went wrong with it."""
    profile = world.profile
    arrested = chance(streams.rng("nominals.arrested"), world.size, 1 - np.exp(-2.5 * world.suspect))
    person = nominals.person[used]
    draws = streams.rows("nominals.national_ids", len(nominals.person), 6, used)
    # Somebody else's: of whoever was arrested with them, most often of the same household.
    together = world.household_first[world.household[person]]
    together += ((draws[:, 4] * world.household_size[world.household[person]]).astype(np.int64)).clip(0)
    anybody = (draws[:, 5] * world.size).astype(np.int64)
    other = np.where(arrested[together] & (together != person), together, anybody)
    copied = (draws[:, 1] < profile.pnc_copied) & arrested[other] & (other != person)
    has = (arrested[person] & (draws[:, 0] < profile.pnc_known)) | copied
    mistyped = has & ~copied & (draws[:, 2] < profile.pnc_mistyped)
    written = np.full(len(used), "", dtype=object)
    troubles = [""] * len(used)
    owner = np.where(copied, other, person)
    for row in np.flatnonzero(has).tolist():
        text = _identifier(int(owner[row]))
        if mistyped[row]:
            text, troubles[row] = _mistyped(text, float(draws[row, 3])), MISTYPED
        elif copied[row]:
            troubles[row] = COPIED
        written[row] = _as_typed(text, float(draws[row, 4]))
    return written, troubles


def _identifier(person: int) -> str:
    """The person's own: a year, a serial that no year has, a letter."""
    number = int(spread(np.array([person]), SERIALS, 271)[0])
    year = FIRST_YEAR + (person * 7919) % (LAST_YEAR - FIRST_YEAR)
    serial = FIRST_SERIAL + number
    return f"{year}/{serial:07d}{CHECK_LETTERS[(year % 100 * 10_000_000 + serial) % 23]}"


def _mistyped(text: str, draw: float) -> str:
    """One digit of the serial read wrong: what a copy by eye does."""
    place = 6 + int(draw * 6)
    digit = (int(text[place]) + 1 + int(draw * 97) % 8) % 10
    return text[:place] + str(digit) + text[place + 1 :]


def _as_typed(text: str, draw: float) -> str:
    """Mostly as the national computer writes it."""
    if draw < 0.93:
        return text
    if draw < 0.96:
        return text.lower()
    return text.replace("/", "") if draw < 0.98 else text[2:]
