"""Connect's person index and Compact's: who is known there, how often, and under which number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from python_helpers.synthesise.people import HORIZON_END, HORIZON_START, OFFENDER, World
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams, Texts, chance, spread
from python_helpers.synthesise.timeline import FOREVER

NOMINAL_MODULUS = 89_999_999
COMPACT_MODULUS = 8_999_993


@dataclass(frozen=True)
class Nominals:
    """Records of Connect's index by person: a person's are consecutive, the first is the oldest."""

    person: Ints
    first: Ints  # by person
    count: Ints  # by person
    merged_into: Ints  # record, -1 if never merged
    merged_at: Ints
    corrected_at: Ints  # when somebody put the record's details right, FOREVER if nobody did
    sealed: Flags
    known: Flags  # by person: an operator can find them

    def text_id(self, record: Ints) -> Texts:
        """Return the nominal id of each record."""
        result: Texts = np.array(
            [f"N{n:08d}" for n in (10_000_000 + spread(record, NOMINAL_MODULUS, 4711)).tolist()], dtype=object
        )
        return result

    def is_wrongly_merged(self, record: Ints) -> Flags:
        """Return which records are merged into another person's; events stay on the one that was meant."""
        into = self.merged_into[record]
        wrong: Flags = (into >= 0) & (self.person[np.maximum(into, 0)] != self.person[record])
        return wrong

    def used(self, person: Ints, at: Ints, draw: Floats) -> Ints:
        """Return which record of a person an event is put on: mostly the first, after a merge the surviving one."""
        extra = self.count[person] - 1
        later = 1 + np.minimum((draw - 0.65) / 0.35 * np.maximum(extra, 1), np.maximum(extra - 1, 0)).astype(np.int64)
        record = self.first[person] + np.where((draw >= 0.65) & (extra > 0), later, 0)
        merged = (self.merged_into[record] >= 0) & (self.merged_at[record] < at) & ~self.is_wrongly_merged(record)
        keeps_old = (draw * 1000 % 1) < 0.15
        result: Ints = np.where(merged & ~keeps_old, self.merged_into[record], record)
        return result


def build_nominals(streams: Streams, world: World) -> Nominals:
    """Say how many records everybody has in Connect's index, which are merged and when."""
    rng = streams.rng("nominals")
    profile = world.profile
    rate = profile.duplicate_nominals * np.where(world.pattern == OFFENDER, 3.0, np.where(world.pattern > 0, 2.0, 1.0))
    count = 1 + np.minimum(rng.poisson(rate), 4)
    person = np.repeat(np.arange(world.size), count)
    first = np.concatenate([[0], np.cumsum(count)[:-1]]).astype(np.int64)
    size = len(person)
    record = np.arange(size)
    is_extra = record > first[person]
    merged = is_extra & chance(rng, size, profile.merged_nominals)
    # Into the one before it: chains happen.
    into = np.where(merged, record - 1, -1)
    at = np.where(merged, rng.integers(HORIZON_START, HORIZON_END - (HORIZON_END - HORIZON_START) // 3, size), FOREVER)
    # In a hostile index a few circles: the oldest record is merged into the youngest.
    looping = np.flatnonzero(merged & ~np.append(is_extra[1:], False) & (rng.random(size) < profile.merge_loops / 1000))
    heads = first[person[looping]]
    whole = np.array(
        [bool(merged[h + 1 : t + 1].all()) for h, t in zip(heads.tolist(), looping.tolist(), strict=True)], bool
    )
    if len(looping):
        into[heads[whole]] = looping[whole]
        at[heads[whole]] = HORIZON_START
        for head, tail in zip(heads[whole].tolist(), looping[whole].tolist(), strict=True):
            at[head : tail + 1] = HORIZON_START
    # A few are merged into the record of somebody else: of whoever at home is taken for them, or of anybody.
    wrong = np.flatnonzero(merged & (into == record - 1) & chance(rng, size, profile.wrong_merge))
    anybody = rng.integers(0, world.size, len(wrong))
    alike = world.lookalike[person[wrong]]
    other = np.where(alike >= 0, alike, anybody)
    into[wrong] = np.where(other == person[wrong], into[wrong], first[other])
    corrected = np.where(chance(rng, size, 0.06), rng.integers(HORIZON_START, HORIZON_END, size), FOREVER)
    known = rng.random(world.size) < 1 - np.exp(-0.6 * (world.victim + world.suspect))
    return Nominals(person, first, count, into, at, corrected, chance(rng, size, profile.sealed), known)


def compact_id(slot: Ints) -> Texts:
    """Return the Compact reference of each slot (two a person)."""
    result: Texts = np.array(
        [f"CP{n:07d}" for n in (1_000_000 + spread(slot, COMPACT_MODULUS, 99)).tolist()], dtype=object
    )
    return result
