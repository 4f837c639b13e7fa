"""The people of a world: households, names, dates of birth, numbers, addresses, and how much each has to do with the police."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from python_helpers.synthesise.clock import DAY, YEAR, day_number, midnight
from python_helpers.synthesise.names import (
    BACKGROUNDS,
    FEMALE,
    MALE,
    draw_backgrounds,
    draw_forenames,
    draw_surnames,
    personal_names,
    variants,
)
from python_helpers.synthesise.numbers import allocate_foreign, allocate_landlines, allocate_mobiles
from python_helpers.synthesise.places import CHILDRENS_HOME, FOSTER, HOSTEL, PRISON, REFUGE, Places, build_places
from python_helpers.synthesise.profiles import VOLUMES, Profile
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams, Texts, chance, pick
from python_helpers.synthesise.timeline import FOREVER, Timeline

HORIZON_START, HORIZON_END = (
    midnight(2023, 10),
    midnight(2029, 10),
)  # what changes in a person's life is drawn for this span
BIRTH_BASE = day_number(2026, 10, 1)

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

    def activity(self, streams: Streams, quarter: int) -> Floats:
        """Return the factor on everybody's frequencies in a quarter: bursts and lulls of those with much contact."""
        rng = streams.rng("people.activity", quarter)
        factor = rng.gamma(1.2, 1 / 1.2, self.size)
        return np.where(self.volatile, factor, 1.0)


@dataclass(frozen=True)
class _Homes:
    """How the pool falls into households."""

    household: Ints
    position: Ints
    first: Ints
    size: Ints
    is_family: Flags


def _households(rng: np.random.Generator, people: int) -> _Homes:
    sizes = pick(rng, np.array([0.30, 0.29, 0.16, 0.14, 0.07, 0.03, 0.01]), people) + 1
    count = int(np.searchsorted(np.cumsum(sizes), people)) + 1
    size = sizes[:count].astype(np.int64)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    size[-1] = people - first[-1]
    household = np.repeat(np.arange(count), size)
    return _Homes(household, np.arange(people) - first[household], first, size, rng.random(count) < 0.88)


def build_world(streams: Streams, profile: Profile, scale: float) -> World:
    """Draw a world; `scale` 1.0 is a force's population of possible contacts (1.25 million)."""
    size = max(60, round(VOLUMES.people_pool * scale))
    rng = streams.rng("people")
    homes = _households(rng, size)
    household, position = homes.household, homes.position
    family = homes.is_family[household]
    planted: dict[str, list[tuple[int, int]]] = {"twins": [], "junior": [], "namesake": [], "near namesake": []}

    # Who lives together
    is_partner = family & (position == 1) & chance(rng, size, 0.72)
    is_child = family & (position >= 1) & ~is_partner & chance(rng, size, 0.92)
    head = homes.first[household]
    sex = rng.integers(0, 2, size)
    sex = np.where(is_partner & chance(rng, size, 0.96), 1 - sex[head], sex)
    adult_age = np.clip(18 + rng.gamma(2.4, 11.0, size), 18, 97)
    parent_age = np.clip(21 + rng.gamma(4.0, 6.5, size), 19, 90)
    has_children = np.zeros(len(homes.first), bool)
    has_children[household[is_child]] = True
    age = np.where(has_children[household], parent_age, adult_age)
    age = np.where(is_partner, np.clip(age[head] + rng.normal(0, 4, size), 17, 97), age)
    age = np.where(is_child, np.maximum(age[head] - rng.uniform(17, 36, size), 0.05), age)
    birth_day = (BIRTH_BASE - age * 365.25).astype(np.int64)

    background = draw_backgrounds(rng, len(homes.first))[household]
    background = np.where(family, background, draw_backgrounds(rng, size))
    forename = draw_forenames(rng, background, sex)
    own_family_name = draw_surnames(rng, background)
    shares_name = (is_child & chance(rng, size, 0.90)) | (is_partner & chance(rng, size, 0.62))
    family_name = np.where(shares_name, own_family_name[head], own_family_name)

    # Twins and sons named after their father
    twin = (
        np.flatnonzero(
            is_child[1:] & is_child[:-1] & (household[1:] == household[:-1]) & chance(rng, size - 1, profile.twins)
        )
        + 1
    )
    birth_day[twin] = birth_day[twin - 1]
    family_name[twin] = family_name[twin - 1]
    twin_same_sex = twin[chance(rng, len(twin), 0.66)]
    sex[twin_same_sex] = sex[twin_same_sex - 1]
    forename[twin] = draw_forenames(rng, background[twin], sex[twin])
    alike = twin[chance(rng, len(twin), profile.similar_twin_names)]
    for attempt in range(40):
        unlike = (
            alike[np.array([forename[t][0] != forename[t - 1][0] for t in alike], dtype=bool)] if len(alike) else alike
        )
        if len(unlike) == 0:
            break
        forename[unlike] = draw_forenames(streams.rng("people.twins", attempt), background[unlike], sex[unlike])
    father = np.where(
        is_child & (sex[head] == MALE), head, np.where(sex[np.minimum(head + 1, size - 1)] == MALE, head + 1, -1)
    )
    son = np.flatnonzero(is_child & (sex == MALE) & (father >= 0) & chance(rng, size, profile.juniors))
    son = son[(household[father[son]] == household[son]) & ~is_child[father[son]]]
    forename[son] = forename[father[son]]
    family_name[son] = family_name[father[son]]

    forename, middle, surname = personal_names(rng, background, sex, forename, family_name)
    # In a family that writes one name, the children of a sex write it alike.
    muslim = np.isin(background, [list(BACKGROUNDS).index(n) for n in ("pakistani", "bangladeshi")])
    adopt = np.flatnonzero(shares_name & ~(muslim & (sex == FEMALE)) & (sex == sex[head]))
    surname[adopt] = surname[head[adopt]]
    middle[son] = np.where(chance(rng, len(son), 0.3), middle[father[son]], middle[son])
    forename[son] = forename[father[son]]
    surname[son] = surname[father[son]]
    same_twin = twin[forename[twin] == forename[twin - 1]]  # twins are never called the same
    middle_as_first = same_twin[middle[same_twin] != ""]
    forename[middle_as_first] = middle[middle_as_first]
    planted["twins"] = [(int(t - 1), int(t)) for t in twin if forename[t] != forename[t - 1]]
    planted["junior"] = [(int(father[s]), int(s)) for s in son]

    _plant_namesakes(
        streams.rng("people.namesakes"), profile, forename, middle, surname, birth_day, sex, background, planted
    )

    world = World(
        profile=profile,
        scale=scale,
        household=household,
        guardian=head,
        sex=sex,
        background=background,
        birth_day=birth_day,
        forename=forename,
        middle=middle,
        surname=surname,
        later_surname=np.full(size, "", dtype=object),
        changed_at=np.full(size, FOREVER, np.int64),
        nickname=_nicknames(rng, forename),
        goes_by_nickname=np.where(chance(rng, size, 0.3), 0.8, 0.12),
        alias_forename=np.full(size, "", dtype=object),
        alias_surname=np.full(size, "", dtype=object),
        anonymous=chance(rng, size, 0.015 * profile.gaps),
        hides_number=chance(rng, size, 0.03 * profile.gaps),
        planted=planted,
        household_first=homes.first,
        household_size=homes.size,
    )
    _changed_names(streams.rng("people.changed"), world)
    _activity(streams.rng("people.rates"), world)
    _addresses(streams, world)
    _phones(streams.rng("people.phones"), world)
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


def _plant_namesakes(  # noqa: PLR0913 - works on the arrays in place
    rng: np.random.Generator, profile: Profile, forename: Texts, middle: Texts, surname: Texts, birth_day: Ints,
    sex: Ints, background: Ints, planted: dict[str, list[tuple[int, int]]],
) -> None:  # fmt: skip
    """Give some people the full name of an unrelated person; some of those also nearly the same date of birth."""
    size = len(forename)
    receivers = np.flatnonzero(chance(rng, size, profile.namesakes))
    givers = rng.integers(0, size, len(receivers))
    fits = (givers != receivers) & ~np.isin(givers, receivers)
    receivers, givers = receivers[fits], givers[fits]
    for values in (forename, surname, sex, background):
        values[receivers] = values[givers]
    middle[receivers] = np.where(chance(rng, len(receivers), 0.3), middle[givers], "")
    near = chance(rng, len(receivers), profile.near_namesakes)
    shift = np.array([1, -1, 9, 10, 30, 31, 365, -365, 3652, -3652])[rng.integers(0, 10, len(receivers))]
    shifted = np.minimum(birth_day[givers] + shift, BIRTH_BASE - 30)
    birth_day[receivers] = np.where(near, shifted, birth_day[receivers])
    for receiver, giver, is_near in zip(receivers.tolist(), givers.tolist(), near.tolist(), strict=True):
        planted["near namesake" if is_near else "namesake"].append((giver, receiver))


def _changed_names(rng: np.random.Generator, world: World) -> None:
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


def _activity(rng: np.random.Generator, world: World) -> None:
    """Draw how often people have to do with the police: most hardly ever, a few all the time."""
    size = world.size
    age = (BIRTH_BASE - world.birth_day) / 365.25
    adult = age >= 16
    ordinary: Floats = rng.gamma(1.1, 0.7, size)
    frequent = chance(rng, size, 0.022) & (age >= 10)
    intense = chance(rng, size, 0.0010) & (age >= 11)
    if not intense.any():  # a world of a hundred people has one of them, too
        intense[np.flatnonzero(adult)[0]] = True
    level = np.where(
        intense, rng.lognormal(np.log(75), 0.75, size), np.where(frequent, rng.lognormal(np.log(9), 0.6, size), 0.0)
    )
    level = np.minimum(level, 260.0)
    pattern = np.where(frequent | intense, pick(rng, PATTERN_SHARES, size), ORDINARY)
    pattern = np.where((pattern != ORDINARY) & ~adult, MISSING, pattern)
    child_missing = (pattern == MISSING) & adult & chance(rng, size, 0.6)
    pattern[child_missing] = CRISIS

    def share(*by_pattern: float) -> Floats:
        weights = np.array(by_pattern)
        drawn: Floats = weights[pattern] * level
        return drawn

    grown = np.where(adult, 1.0, np.where(age < 7, 0.01, 0.15))
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
    world.volatile = frequent | intense
    # Nobody rings for themselves before they can: small children have a guardian.
    world.guardian = np.where(age < 11, world.guardian, np.arange(size))
    # Domestic abuse stays at home: the partner of an abused person is often the suspect.
    abused = np.flatnonzero((pattern == ABUSE) & (world.household_size[world.household] > 1))
    partner = world.household_first[world.household[abused]]
    partner = np.where(partner == abused, partner + 1, partner)
    world.suspect[partner] += np.where(age[partner] >= 16, level[abused] * 0.25, 0.0)


def _addresses(streams: Streams, world: World) -> None:
    """Give households homes and moves, and people with a hard life hostels, refuges, prisons, foster and children's homes."""
    rng = streams.rng("people.homes")
    households = len(world.household_first)
    years = (HORIZON_END - HORIZON_START) / YEAR
    moves = rng.poisson(0.07 * years, households)
    mover = np.repeat(np.arange(households), moves)
    leave_share = rng.poisson(0.02 * years, world.size)
    leaver = np.repeat(np.arange(world.size), leave_share)
    places = world.places = build_places(streams, households + len(mover) + len(leaver), world.scale)
    base = np.arange(households)
    next_home = households + np.arange(len(mover))
    # A third of those who move go to where somebody else has lived.
    again = chance(rng, len(mover), 0.33)
    next_home = np.where(again, rng.integers(0, households, len(mover)), next_home)

    # Base and moves of every member
    members = np.arange(world.size)
    move_at = rng.integers(HORIZON_START, HORIZON_END, len(mover))
    sizes = world.household_size[mover]
    moved = np.repeat(world.household_first[mover], sizes) + _within(sizes)
    owner = [members, moved, leaver]
    start = [
        np.zeros(world.size, np.int64),
        np.repeat(move_at, sizes),
        rng.integers(HORIZON_START, HORIZON_END, len(leaver)),
    ]
    value = [base[world.household], np.repeat(next_home, sizes), households + len(mover) + np.arange(len(leaver))]

    # Communal stays
    unsettled = np.flatnonzero(
        ((world.pattern != ORDINARY) & chance(rng, world.size, 0.3)) | chance(rng, world.size, 0.004)
    )
    unsettled = unsettled[~world.in_care[unsettled]]
    stays = 1 + rng.poisson(0.5 * years, len(unsettled))
    who = np.repeat(unsettled, stays)
    at = rng.integers(HORIZON_START, HORIZON_END, len(who))
    where = _pick_place(rng, places, HOSTEL, len(who))
    abused = (world.pattern[who] == ABUSE) & (world.sex[who] == FEMALE)
    where = np.where(abused, _pick_place(rng, places, REFUGE, len(who)), where)
    held = (world.pattern[who] == OFFENDER) & chance(rng, len(who), 0.5)
    where = np.where(held, _pick_place(rng, places, PRISON, len(who)), where)
    where = np.where(chance(rng, len(who), 0.15), places.nowhere, where)
    back = at + rng.integers(20 * DAY, 300 * DAY, len(who))
    owner += [who, who]
    start += [at, back]
    value += [where, base[world.household[who]]]

    # Children in care move often
    children = np.flatnonzero(world.in_care)
    placements = 1 + rng.poisson(0.9 * years, len(children))
    child = np.repeat(children, placements)
    at = rng.integers(HORIZON_START, HORIZON_END, len(child))
    first_of_child = np.append(True, child[1:] != child[:-1]) if len(child) else np.zeros(0, bool)
    at = np.where(first_of_child, HORIZON_START - YEAR, at)
    home = _pick_place(rng, places, CHILDRENS_HOME, len(child))
    home = np.where(chance(rng, len(child), 0.55), _pick_place(rng, places, FOSTER, len(child)), home)
    owner.append(child)
    start.append(at)
    value.append(home)
    world.homes = Timeline.build(np.concatenate(owner), np.concatenate(start), np.concatenate(value).astype(np.int64))
    communal = np.flatnonzero((places.kind > 0) & (places.kind != FOSTER))
    world.place_phone = np.zeros(len(places.kind), np.int64)
    world.place_phone[communal] = allocate_landlines(1000 + len(communal), 5)[1000:]


def _within(sizes: Ints) -> Ints:
    """Return 0..n-1 for each n of sizes, one after the other."""
    total = int(sizes.sum())
    ends = np.cumsum(sizes)
    result: Ints = np.arange(total) - np.repeat(ends - sizes, sizes)
    return result


def _pick_place(rng: np.random.Generator, places: Places, kind: int, size: int) -> Ints:
    choices = places.communal[kind]
    chosen: Ints = choices[rng.integers(0, len(choices), size)]
    return chosen


def _phones(rng: np.random.Generator, world: World) -> None:
    """Give people mobiles (some change them often), households landlines, and let abandoned numbers come back with others."""
    size = world.size
    age = (BIRTH_BASE - world.birth_day) / 365.25
    years = (HORIZON_END - HORIZON_START) / YEAR
    owns = (age >= 10) & chance(rng, size, np.where(age > 75, 0.6, np.where(age < 13, 0.75, 0.97)))
    rate = np.where(world.pattern == ORDINARY, 0.07, np.where(world.pattern == OFFENDER, 0.6, 0.35))
    owners = np.flatnonzero(owns)
    changes = np.minimum(rng.poisson(rate[owners] * years), 6)
    owner = np.repeat(owners, changes + 1)
    first = np.append(True, owner[1:] != owner[:-1])
    start = np.where(first, 0, rng.integers(HORIZON_START, HORIZON_END, len(owner)))
    order = np.argsort((owner << 33) | start, kind="stable")
    owner, start = owner[order], start[order]
    # The most active people get the numbers reserved for drama.
    rank = np.argsort(-(world.calling + world.suspect + world.victim)[owner], kind="stable")
    numbers = np.empty(len(owner), np.int64)
    numbers[rank] = allocate_mobiles(len(owner), 3)
    draft = Timeline(owner, start, numbers)
    _recycle(rng, draft, world.profile.recycled_numbers)
    world.mobiles = draft

    has_line = chance(rng, len(world.household_first), 0.35)
    total = np.bincount(world.household, world.calling)
    lines = np.zeros(len(has_line), np.int64)
    ranked = np.flatnonzero(has_line)[np.argsort(-total[has_line], kind="stable")]
    # The first numbers after the drama ones belong to communal places: leave them out.
    reserved = int((world.place_phone > 0).sum())
    pool = allocate_landlines(len(ranked) + reserved + 1000, 5)
    lines[ranked] = np.concatenate([pool[:1000], pool[1000 + reserved :]])[: len(ranked)]
    world.landline = lines[world.household]
    count = max(3, round(300 * world.scale))
    world.payphones = allocate_landlines(len(ranked) + reserved + 1000 + count, 5)[-count:]
    world.foreign = np.zeros(size, np.int64)
    abroad = np.flatnonzero(chance(rng, size, 0.012))
    world.foreign[abroad] = allocate_foreign(len(abroad), 9)


def _recycle(rng: np.random.Generator, mobiles: Timeline, share: float) -> None:
    """Hand abandoned numbers to people who take up a number at least three months later (changes the timeline in place)."""
    end = mobiles.end
    given_up = np.flatnonzero((end < FOREVER) & chance(rng, len(end), share))
    takers = np.flatnonzero(mobiles.start > 0)
    if len(given_up) == 0 or len(takers) == 0:
        return
    given_up = given_up[np.argsort(end[given_up], kind="stable")]
    taken = takers[rng.integers(0, len(takers), len(given_up))]
    _, first_use = np.unique(taken, return_index=True)
    unique = np.zeros(len(taken), bool)
    unique[first_use] = True
    fits = (
        unique & (mobiles.start[taken] > end[given_up] + 90 * DAY) & (mobiles.owner[taken] != mobiles.owner[given_up])
    )
    # One hop only: a number that is handed on keeps the name it had at first.
    fits &= ~np.isin(taken, given_up)
    mobiles.value[taken[fits]] = mobiles.value[given_up[fits]]
