"""Where people live and what they ring on, through time."""

from __future__ import annotations

import numpy as np

from python_helpers.synthesise.clock import DAY, YEAR
from python_helpers.synthesise.families import BIRTH_BASE
from python_helpers.synthesise.names import FEMALE
from python_helpers.synthesise.numbers import allocate_foreign, allocate_landlines, allocate_mobiles
from python_helpers.synthesise.people import ABUSE, HORIZON_END, HORIZON_START, OFFENDER, ORDINARY, World
from python_helpers.synthesise.places import CHILDRENS_HOME, FOSTER, HOSTEL, PRISON, REFUGE, Places, build_places
from python_helpers.synthesise.randomness import Ints, Streams, chance
from python_helpers.synthesise.timeline import FOREVER, Timeline


def give_addresses(streams: Streams, world: World) -> None:
    """Give households homes and moves, people with a hard life hostels, refuges, prisons or foster homes."""
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


def give_phones(rng: np.random.Generator, world: World) -> None:
    """Give people mobiles (some change them often), households landlines; abandoned numbers come back with others."""
    size = world.size
    age = (BIRTH_BASE - world.birth_day) / 365.25
    years = (HORIZON_END - HORIZON_START) / YEAR
    owns = (age >= 10) & chance(rng, size, np.where(age > 75, 0.6, np.where(age < 13, 0.75, 0.97)))
    rate = np.where(world.pattern == ORDINARY, 0.07, np.where(world.pattern == OFFENDER, 0.6, 0.35))
    shared = chance(rng, len(world.household_first), world.profile.household_mobile) & (world.household_size > 1)
    world.shares_mobile = shared & owns[world.household_first]
    owns &= ~world.shares_mobile[world.household] | (np.arange(size) == world.household_first[world.household])
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
    # Households, the busiest first, then payphones, then communal places.
    ranked = np.flatnonzero(has_line)[np.argsort(-total[has_line], kind="stable")]
    communal = np.flatnonzero((world.places.kind > 0) & (world.places.kind != FOSTER))
    payphones = max(3, round(300 * world.scale))
    numbers = allocate_landlines(len(ranked) + payphones + len(communal), 5)
    lines = np.zeros(len(has_line), np.int64)
    lines[ranked] = numbers[: len(ranked)]
    world.landline = lines[world.household]
    world.payphones = numbers[len(ranked) : len(ranked) + payphones]
    world.place_phone = np.zeros(len(world.places.kind), np.int64)
    world.place_phone[communal] = numbers[len(ranked) + payphones :]
    world.foreign = np.zeros(size, np.int64)
    abroad = np.flatnonzero(chance(rng, size, 0.012))
    world.foreign[abroad] = allocate_foreign(len(abroad), 9)


def _recycle(rng: np.random.Generator, mobiles: Timeline, share: float) -> None:
    """Hand abandoned numbers to people who take up a number at least three months later; in place."""
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
