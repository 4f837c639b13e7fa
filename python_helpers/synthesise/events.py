"""The words and shapes of what happens in a quarter. Numbers only; how it is typed comes after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from python_helpers.synthesise.agencies import Agencies
from python_helpers.synthesise.people import World
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams

NOBODY = -1

# How an approach reaches the records
CONTACT_ONLY, CONTACT_AND_LOG, LOG_ONLY, OTHER_LOG, MISSING_LOG = range(5)
# Who approaches
NO_CALLER, PERSON, AGENCY, STRANGER = range(4)
CHANNELS = ("PHONE_101", "PHONE_999", "WEB", "EMAIL", "FRONT_COUNTER", "AGENCY_LINE", "POLICE_GENERATED")
PHONE_101, PHONE_999, WEB, EMAIL, FRONT_COUNTER, AGENCY_LINE, POLICE_GENERATED = range(len(CHANNELS))
TAGS = ("DA", "MH", "CSE", "CA", "MISPER", "ASB", "HATE")
ROLES = ("CALLER", "CALLER_FOR_OTHER", "SUBJECT", "VICTIM", "SUSPECT", "WITNESS", "PARTNER_AGENCY")
CALLER, CALLER_FOR_OTHER, SUBJECT, VICTIM, SUSPECT, WITNESS, PARTNER_AGENCY = range(len(ROLES))
CRIME_ROLES = ("VICTIM", "SUSPECT", "OFFENDER", "WITNESS", "PERSON_REPORTING")


@dataclass(frozen=True)
class Cases:
    """Approaches and other logs, in time order, one row each."""

    at: Ints  # contact created or log opened
    kind: Ints
    channel: Ints
    who: Ints  # NO_CALLER ...
    caller: Ints  # person, agency or NOBODY
    for_other: Flags
    subject: Ints
    suspect: Ints
    witness: Ints
    tags: Ints  # bits by position in TAGS
    place: Ints  # property it is about
    contact: Ints  # number of the contact in the quarter, NOBODY if none
    log: Ints  # number of the log in the quarter
    log_at: Ints
    call: Ints  # row in Calls, NOBODY if none
    cli: Ints  # number that the caller gives (0: none)

    def __len__(self) -> int:
        """Return the number of approaches."""
        return len(self.at)


@dataclass(frozen=True)
class Calls:
    """Incoming calls, in time order."""

    number: Ints  # in the quarter
    at: Ints
    person: Ints
    agency: Ints
    number_shown: Ints  # 0: withheld or none
    abandoned: Flags
    channel: Ints
    case: Ints


@dataclass(frozen=True)
class Entries:
    """People typed in ControlWorks."""

    number: Ints
    case: Ints
    on_log: Flags
    role: Ints
    person: Ints
    agency: Ints
    at: Ints
    given_number: Ints  # the number the caller is on
    source: Ints  # entry that this one repeats word for word, else itself


@dataclass(frozen=True)
class Crimes:
    """Crimes and who is on them."""

    number: Ints
    at: Ints
    offence: Ints  # position in OFFENCES
    case: Ints
    place: Ints
    domestic: Flags
    has_outcome: Flags
    people_number: Ints
    people_crime: Ints
    people_person: Ints
    people_role: Ints  # position in CRIME_ROLES


@dataclass(frozen=True)
class Custody:
    """Detentions."""

    number: Ints
    at: Ints
    released: Ints
    person: Ints
    crime: Ints
    offence: Ints


@dataclass(frozen=True)
class Missing:
    """Missing-person episodes."""

    number: Ints
    at: Ints
    last_seen: Ints
    found: Ints
    person: Ints
    case: Ints


@dataclass(frozen=True)
class Quarter:
    """Everything that happens in a quarter."""

    number: int
    start: int
    end: int
    cases: Cases
    calls: Calls
    entries: Entries
    crimes: Crimes
    custody: Custody
    missing: Missing


@dataclass(frozen=True)
class Stage:
    """Where a quarter takes place: the world and the streams of chance."""

    streams: Streams
    world: World
    agencies: Agencies
    activity: Floats  # factor on everybody's frequencies
    number: int
    start: int
    end: int

    def rng(self, name: str) -> np.random.Generator:
        """Return the quarter's generator of a stream."""
        return self.streams.rng(name, self.number)

    def count(self, yearly: int) -> int:
        """Return how many of something happen in the quarter, given a force-year's figure."""
        return max(1, round(yearly * self.world.scale / 4))
