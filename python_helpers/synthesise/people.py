"""The people of a world and everything that is true of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from python_helpers.synthesise.clock import midnight
from python_helpers.synthesise.places import Places
from python_helpers.synthesise.profiles import Profile
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams, Texts
from python_helpers.synthesise.timeline import Timeline

# What changes in a person's life is drawn for this span.
HORIZON_START, HORIZON_END = midnight(2023, 10), midnight(2029, 10)

# Patterns of contact: what a person with much of it has it for.
PATTERNS = ("ordinary", "in crisis", "domestic abuse", "offender", "goes missing", "neighbour dispute", "everything")
ORDINARY, CRISIS, ABUSE, OFFENDER, MISSING, NEIGHBOUR, EVERYTHING = range(len(PATTERNS))
PATTERN_SHARES = np.array([0.0, 0.28, 0.2, 0.22, 0.08, 0.14, 0.08])


@dataclass
class World:
    """Everything that is true, whatever the extracts say. Arrays are by person unless said otherwise."""

    profile: Profile
    scale: float
    household: Ints
    guardian: Ints  # whose phone a small child uses
    sex: Ints
    background: Ints
    birth_day: Ints  # days since 1970
    generation: Ints  # 1 a father, 2 a son of one name; 0 everybody else
    forename: Texts
    middle: Texts
    surname: Texts
    later_surname: Texts  # after changed_at, '' if it never changes
    changed_at: Ints
    nickname: Texts  # '' if none
    goes_by_nickname: Floats  # share of occasions
    alias_forename: Texts  # '' if none
    alias_surname: Texts
    anonymous: Flags  # would rather not say
    hides_number: Flags
    planted: dict[str, list[tuple[int, int]]]  # kind of planted pair -> persons
    lookalike: Ints  # member of the household who is easily taken for one, -1 if none
    household_first: Ints  # by household: first member
    household_size: Ints  # by household
    # How often they have to do with the police, and for what
    pattern: Ints = field(init=False)
    in_care: Flags = field(init=False)
    calling: Floats = field(init=False)  # relative frequency of each kind of involvement
    victim: Floats = field(init=False)
    suspect: Floats = field(init=False)
    subject: Floats = field(init=False)
    missing: Floats = field(init=False)
    volatile: Flags = field(init=False)  # whose activity comes and goes by quarter
    # Where they live and what they ring on
    places: Places = field(init=False)
    homes: Timeline = field(init=False)  # person -> property
    place_phone: Ints = field(init=False)  # by property: switchboard of a communal one, else 0
    mobiles: Timeline = field(init=False)
    shares_mobile: Flags = field(init=False)  # by household: its first member's mobile is everybody's
    landline: Ints = field(init=False)  # 0 if none
    foreign: Ints = field(init=False)  # 0 if none
    payphones: Ints = field(init=False)  # a list of numbers

    @property
    def size(self) -> int:
        """Return the number of people."""
        return len(self.household)

    def surname_at(self, person: Ints, instant: Ints) -> Texts:
        """Return the surname that people carry at a time."""
        changed = (self.later_surname[person] != "") & (instant >= self.changed_at[person])
        result: Texts = np.where(changed, self.later_surname[person], self.surname[person])
        return result

    def number_of(self, person: Ints, instant: Ints) -> Ints:
        """Return the number that people give as theirs: their own or the household's mobile, a landline; 0 for none."""
        keeper = np.where(
            self.shares_mobile[self.household[person]], self.household_first[self.household[person]], person
        )
        mobile = self.mobiles.at(keeper, instant)
        result: Ints = np.where(mobile > 0, mobile, self.landline[person])
        return result

    def activity(self, streams: Streams, quarter: int) -> Floats:
        """Return the factor on everybody's frequencies in a quarter: bursts and lulls of those with much contact."""
        rng = streams.rng("people.activity", quarter)
        factor = rng.gamma(1.2, 1 / 1.2, self.size)
        return np.where(self.volatile, factor, 1.0)
