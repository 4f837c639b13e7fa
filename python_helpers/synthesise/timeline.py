"""What a person has at a time: numbers, addresses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from python_helpers.synthesise.randomness import Ints

TIME_BITS = 33  # seconds since 1970 fit until 2242
FOREVER = 2**TIME_BITS - 1


@dataclass(frozen=True)
class Timeline:
    """Values by owner and time, sorted by both: a value holds until the owner's next one."""

    owner: Ints
    start: Ints  # seconds since 1970, 0 for always
    value: Ints

    @staticmethod
    def build(owner: Ints, start: Ints, value: Ints) -> Timeline:
        """Sort into a timeline; where an owner has two values from the same instant on, the later listed holds."""
        order = np.argsort((owner << TIME_BITS) | start, kind="stable")
        return Timeline(owner[order], start[order], value[order])

    @property
    def end(self) -> Ints:
        """Return when each value stops to hold (FOREVER for the last one of an owner)."""
        last = np.append(self.owner[1:] != self.owner[:-1], True)
        result: Ints = np.where(last, FOREVER, np.append(self.start[1:], FOREVER))
        return result

    def slot_at(self, owner: Ints, instant: Ints) -> Ints:
        """Return the row that holds for each owner at each instant, -1 where there is none."""
        keys = (self.owner << TIME_BITS) | self.start
        slot = np.searchsorted(keys, (owner << TIME_BITS) | instant, side="right") - 1
        found = (slot >= 0) & (self.owner[np.maximum(slot, 0)] == owner)
        result: Ints = np.where(found, slot, -1)
        return result

    def at(self, owner: Ints, instant: Ints, missing: int = 0) -> Ints:
        """Return the value that holds for each owner at each instant."""
        slot = self.slot_at(owner, instant)
        result: Ints = np.where(slot >= 0, self.value[np.maximum(slot, 0)], missing)
        return result
