"""Draws a world: families first, then what each person is like, then where they live and what they ring on."""

from __future__ import annotations

import numpy as np

from python_helpers.synthesise.belongings import give_addresses, give_phones
from python_helpers.synthesise.families import BIRTH_BASE, BY_CUSTOM, draw_families
from python_helpers.synthesise.names import FEMALE, draw_forenames, draw_surnames, variants
from python_helpers.synthesise.people import (
    ABUSE,
    CRISIS,
    HORIZON_END,
    HORIZON_START,
    MISSING,
    ORDINARY,
    PATTERN_SHARES,
    World,
)
from python_helpers.synthesise.profiles import VOLUMES, Profile
from python_helpers.synthesise.randomness import Floats, Streams, Texts, chance, pick
from python_helpers.synthesise.timeline import FOREVER


def build_world(streams: Streams, profile: Profile, scale: float) -> World:
    """Draw a world; `scale` 1.0 is a force's population of possible contacts."""
    size = max(60, round(VOLUMES.people_pool * scale))
    families = draw_families(streams, profile, size)
    rng = streams.rng("people")
    world = World(
        profile=profile,
        scale=scale,
        household=families.household,
        guardian=families.head,
        sex=families.sex,
        background=families.background,
        birth_day=families.birth_day,
        generation=families.generation,
        forename=families.forename,
        middle=families.middle,
        surname=families.surname,
        later_surname=np.full(size, "", dtype=object),
        changed_at=np.full(size, FOREVER, np.int64),
        nickname=_nicknames(rng, families.forename),
        goes_by_nickname=np.where(chance(rng, size, 0.3), 0.8, 0.12),
        alias_forename=np.full(size, "", dtype=object),
        alias_surname=np.full(size, "", dtype=object),
        anonymous=chance(rng, size, 0.015 * profile.gaps),
        hides_number=chance(rng, size, 0.03 * profile.gaps),
        planted=families.planted,
        lookalike=families.lookalikes(),
        household_first=families.first,
        household_size=families.size,
    )
    _change_names(streams.rng("people.changed"), world)
    draw_activity(streams.rng("people.rates"), world)
    give_addresses(streams, world)
    give_phones(streams.rng("people.phones"), world)
    return world


def _nicknames(rng: np.random.Generator, forename: Texts) -> Texts:
    forms = variants()["nickname"]
    result = np.full(len(forename), "", dtype=object)
    draws = rng.random(len(forename))
    for person, (name, draw) in enumerate(zip(forename.tolist(), draws.tolist(), strict=True)):
        found = forms.get(name.upper())
        if found:
            result[person] = found[int(draw * draw * len(found))]  # the first listed are the commonest
    return result


def _change_names(rng: np.random.Generator, world: World) -> None:
    """Some surnames change (marriage, deed poll), some people have another name besides."""
    size = world.size
    adult = world.birth_day < BIRTH_BASE - 18 * 365
    rate = np.where((world.sex == FEMALE) & adult, world.profile.surname_change, world.profile.surname_change / 4)
    changing = np.flatnonzero(chance(rng, size, rate))
    new = draw_surnames(rng, world.background[changing])
    doubled = chance(rng, len(changing), 0.15)
    world.later_surname[changing] = np.where(doubled, world.surname[changing] + "-" + new, new)
    world.changed_at[changing] = rng.integers(HORIZON_START, HORIZON_END, len(changing))
    other = np.flatnonzero(chance(rng, size, world.profile.alias) & adult)
    draw = draw_forenames(rng, world.background[other], world.sex[other])
    keeps_forename = chance(rng, len(other), 0.5)
    world.alias_forename[other] = np.where(keeps_forename, world.forename[other], draw)
    world.alias_surname[other] = draw_surnames(rng, world.background[other])


def draw_activity(rng: np.random.Generator, world: World) -> None:
    """Draw how often people have to do with the police: most hardly ever, a few all the time."""
    size = world.size
    age = (BIRTH_BASE - world.birth_day) / 365.25
    adult = age >= 16
    # Trouble runs in households: a good part of what makes one person busier than another is shared.
    shared = rng.gamma(2.0, 0.5, len(world.household_first))[world.household]
    ordinary: Floats = rng.gamma(1.4, 0.55, size) * shared
    _keep_company(rng, world, ordinary, age)
    frequent = chance(rng, size, 0.022) & (age >= 10)
    # As many as let a linker without error put about 97% of the true top 500 into the cohort at a tenth of a
    # force-year, as on the extracts that the project's floors were set for (docs/synthetic-extracts.md).
    intense = chance(rng, size, 0.0020) & (age >= 11)
    if not intense.any():  # a world of a hundred people has one of them, too
        intense[np.flatnonzero(adult)[0]] = True
    level = np.where(
        intense, rng.lognormal(np.log(75), 0.75, size), np.where(frequent, rng.lognormal(np.log(9), 0.6, size), 0.0)
    )
    level = np.minimum(level, 150.0)
    _draw_in(rng, world, level, age)
    pattern = np.where(level > 0, pick(rng, PATTERN_SHARES, size), ORDINARY)
    pattern = np.where((pattern != ORDINARY) & ~adult, MISSING, pattern)
    child_missing = (pattern == MISSING) & adult & chance(rng, size, 0.6)
    pattern[child_missing] = CRISIS

    def share(*by_pattern: float) -> Floats:
        weights = np.array(by_pattern)
        drawn: Floats = weights[pattern] * level
        return drawn

    grown = np.where(adult | ((world.lookalike >= 0) & (age >= 10)), 1.0, np.where(age < 7, 0.01, 0.15))
    world.calling = ordinary * grown + share(0, 0.95, 0.55, 0.12, 0.05, 0.9, 0.5)
    world.subject = ordinary * 0.5 + share(0, 0.9, 0.4, 0.5, 0.7, 0.2, 0.8)
    world.victim = ordinary * np.where(adult, 1.0, 0.15) + share(0, 0.12, 0.55, 0.12, 0.15, 0.25, 0.35)
    world.suspect = np.where(age >= 10, rng.gamma(0.25, 0.6, size) * np.where(age < 45, 1.3, 0.5), 0.0)
    world.suspect += share(0, 0.08, 0.05, 0.9, 0.12, 0.06, 0.45)
    world.missing = np.where(age < 6, 0.0005, np.where(age < 18, 0.012, 0.0015)) + share(
        0, 0.05, 0.002, 0.003, 0.5, 0.0, 0.02
    )
    world.in_care = (age < 18) & (chance(rng, size, 0.006) | ((pattern == MISSING) & chance(rng, size, 0.5)))
    world.missing += np.where(world.in_care, rng.gamma(1.0, 0.6, size), 0.0)
    world.pattern = pattern
    # Operators know their regulars, whether they say their name or not.
    world.anonymous &= pattern == ORDINARY
    world.volatile = level > 0
    # Nobody rings for themselves before they can: small children have a guardian.
    world.guardian = np.where(age < 11, world.guardian, np.arange(size))
    # Domestic abuse stays at home: the partner of an abused person is often the suspect.
    abused = np.flatnonzero((pattern == ABUSE) & (world.household_size[world.household] > 1))
    partner = world.household_first[world.household[abused]]
    partner = np.where(partner == abused, partner + 1, partner)
    world.suspect[partner] += np.where(age[partner] >= 16, level[abused] * 0.25, 0.0)


def _keep_company(rng: np.random.Generator, world: World, ordinary: Floats, age: Floats) -> None:
    """Let both of some pairs who are easily taken for one another be known to the police (changes `ordinary` in place).

    Otherwise a father and a son of one name would hardly ever both be on record, and no rule could mistake them.
    """
    one = np.flatnonzero(world.lookalike > np.arange(world.size))
    one = one[chance(rng, len(one), world.profile.pairs_on_record)]
    other = world.lookalike[one]
    both = (age[one] >= 10) & (age[other] >= 10)
    for people in (one[both], other[both]):
        ordinary[people] = np.maximum(ordinary[people], rng.gamma(2.0, 1.2, len(people)))


def _draw_in(rng: np.random.Generator, world: World, level: Floats, age: Floats) -> None:
    """Let those with much contact draw in who lives with them or resembles them (changes `level` in place).

    Otherwise the people who are hard to tell apart would hardly ever both be on record.
    """
    heavy = np.flatnonzero((level > 0) & (world.household_size[world.household] > 1) & chance(rng, world.size, 0.25))
    first, size = world.household_first[world.household[heavy]], world.household_size[world.household[heavy]]
    step = 1 + (rng.random(len(heavy)) * (size - 1)).astype(np.int64)
    pairs = [(heavy, first + (heavy - first + step) % size)]
    for kind in sorted(set(world.planted) - {BY_CUSTOM}):
        both = np.array(world.planted[kind], np.int64).reshape(-1, 2)
        both = both[chance(rng, len(both), 0.25)]
        pairs += [(both[:, 0], both[:, 1]), (both[:, 1], both[:, 0])]
    for one, other in pairs:
        drawn = level[one] * rng.uniform(0.2, 0.6, len(one))
        np.maximum.at(level, other, np.where(age[other] >= 10, drawn, 0.0))
