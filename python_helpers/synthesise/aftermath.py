"""What comes of it in a quarter: crimes, detentions; and people who go missing."""

from __future__ import annotations

import numpy as np

from python_helpers.synthesise.approaches import relative_of
from python_helpers.synthesise.clock import DAY, HOUR, draw_instants, exponential_seconds
from python_helpers.synthesise.events import MISSING_LOG, NOBODY, PERSON, Cases, Crimes, Custody, Missing, Stage
from python_helpers.synthesise.offences import OFFENCES
from python_helpers.synthesise.places import HOME
from python_helpers.synthesise.profiles import VOLUMES
from python_helpers.synthesise.randomness import Ints, chance, pick


def draw_missing(stage: Stage) -> tuple[Missing, Ints]:
    """Draw missing-person episodes, and the channel by which each was reported."""
    world, activity = stage.world, stage.activity
    rng = stage.rng("events.missing")
    size = stage.count(VOLUMES.missing)
    at = draw_instants(rng, size, stage.start, stage.end)
    person = pick(rng, world.missing * activity, size)
    found = at + 600 + (rng.lognormal(np.log(9 * HOUR), 1.2, size)).astype(np.int64)
    last_seen = at - exponential_seconds(rng, size, 5 * HOUR, 600)
    channel = pick(rng, np.array([0.6, 0.3, 0.02, 0.01, 0.02, 0.05]), size)
    return Missing(np.arange(size), at, last_seen, found, person, np.full(size, NOBODY)), channel


def case_of_missing(cases: Cases, missing: Missing) -> Ints:
    """Match episodes to their logs: both are in time order and a log is opened when the report comes in."""
    rows = np.flatnonzero(cases.kind == MISSING_LOG)
    result = np.full(len(missing.at), NOBODY)
    keyed = {(int(cases.at[r]), int(cases.subject[r])): int(r) for r in rows}
    for position, key in enumerate(zip(missing.at.tolist(), missing.person.tolist(), strict=True)):
        result[position] = keyed.get(key, NOBODY)
    return result


def draw_crimes(stage: Stage, cases: Cases) -> Crimes:
    """Draw crimes, two thirds of them out of logs, and who is on them."""
    world, activity = stage.world, stage.activity
    rng = stage.rng("events.crimes")
    total = stage.count(VOLUMES.crimes)
    candidates = np.flatnonzero((cases.log >= 0) & (cases.kind != MISSING_LOG))
    weight = 1.0 + 2.0 * (cases.suspect[candidates] >= 0) + 1.0 * ((cases.tags[candidates] & 1) > 0)
    share = weight * (0.66 * total) / max(weight.sum(), 1.0)
    case = candidates[chance(rng, len(candidates), np.minimum(share, 0.95))]
    alone = max(0, total - len(case))
    last = stage.end - 60
    at = np.concatenate(
        [
            np.minimum(cases.log_at[case] + exponential_seconds(rng, len(case), 7 * HOUR, 300), last),
            draw_instants(rng, alone, stage.start, stage.end),
        ]
    )
    from_person = cases.who[case] == PERSON
    injured = np.where(cases.subject[case] >= 0, cases.subject[case], np.where(from_person, cases.caller[case], NOBODY))
    injured, accused = _found_later(stage, cases, case, injured)
    victim = np.concatenate([injured, pick(rng, world.victim * activity, alone)])
    reporting = np.concatenate(
        [np.where(from_person & cases.for_other[case], cases.caller[case], NOBODY), np.full(alone, NOBODY)]
    )
    suspect = np.concatenate(
        [accused, np.where(chance(rng, alone, 0.4), pick(rng, world.suspect * activity, alone), NOBODY)]
    )
    domestic = np.concatenate([(cases.tags[case] & 1) > 0, chance(rng, alone, 0.08)])
    somewhere = rng.integers(0, int((world.places.kind == HOME).sum()), alone)
    place = np.concatenate([cases.place[case], somewhere])
    case = np.concatenate([case, np.full(alone, NOBODY)])
    order = np.lexsort((case, victim, at))
    at, victim, reporting, suspect = at[order], victim[order], reporting[order], suspect[order]
    domestic, place, case = domestic[order], place[order], case[order]
    size = len(at)
    offence = pick(rng, OFFENCES.weights, size)
    violent = pick(rng, OFFENCES.weights * OFFENCES.is_violent, size)
    offence = np.where(domestic & chance(rng, size, 0.8), violent, offence)
    # Shops and the state are victims without a nominal.
    victim = np.where(OFFENCES.has_person_victim[offence] & chance(rng, size, 0.93), victim, NOBODY)
    suspect = np.where(suspect == victim, NOBODY, suspect)
    second = np.where((suspect >= 0) & chance(rng, size, 0.09), pick(rng, world.suspect, size), NOBODY)
    second = np.where((second == suspect) | (second == victim), NOBODY, second)
    witness = np.where(chance(rng, size, 0.09), pick(rng, world.calling, size), NOBODY)
    witness = np.where((witness == suspect) | (witness == victim), NOBODY, witness)
    outcome = chance(rng, size, 0.72)
    offender = (suspect >= 0) & outcome & chance(rng, size, 0.28)
    both_roles = offender & chance(rng, size, 0.12)
    also_reporting = (victim >= 0) & chance(rng, size, 0.12)
    also_suspect = (victim >= 0) & chance(rng, size, world.profile.both_roles)
    everyone = np.arange(size)
    listed: list[tuple[Ints, Ints, int]] = [
        (everyone[victim >= 0], victim[victim >= 0], 0),
        (everyone[(suspect >= 0) & (~offender | both_roles)], suspect[(suspect >= 0) & (~offender | both_roles)], 1),
        (everyone[second >= 0], second[second >= 0], 1),
        (everyone[offender], suspect[offender], 2),
        (everyone[witness >= 0], witness[witness >= 0], 3),
        (everyone[reporting >= 0], reporting[reporting >= 0], 4),
        (everyone[also_reporting], victim[also_reporting], 4),
        (everyone[also_suspect], victim[also_suspect], 1),
    ]
    crime = np.concatenate([part[0] for part in listed])
    person = np.concatenate([part[1] for part in listed])
    role = np.concatenate([np.full(len(part[0]), part[2]) for part in listed])
    unique = np.unique(np.stack([crime, role, person]), axis=1)
    listed_number = np.arange(unique.shape[1])
    return Crimes(everyone, at, offence, case, place, domestic, outcome, listed_number, unique[0], unique[2], unique[1])


def _found_later(stage: Stage, cases: Cases, case: Ints, injured: Ints) -> tuple[Ints, Ints]:
    """Return victims and suspects of the crimes of some logs: mostly those whom the log has, sometimes others.

    No source says how often an investigation names somebody else than the call did; range 0.15 to 0.5. Half of the
    other victims are of the household.
    """
    world, activity, rng = stage.world, stage.activity, stage.rng("events.found_later")
    share, size = world.profile.other_on_crime, len(case)
    relative = relative_of(rng, world, np.maximum(injured, 0))
    other = np.where(chance(rng, size, 0.5) & (relative != injured), relative, pick(rng, world.victim * activity, size))
    victim = np.where((injured >= 0) & chance(rng, size, share), other, injured)
    named = cases.suspect[case]
    other = pick(rng, world.suspect * activity, size)
    return victim, np.where((named >= 0) & chance(rng, size, share), other, named)


def draw_custody(stage: Stage, crimes: Crimes) -> Custody:
    """Draw detentions, most of them of somebody suspected of a crime of the quarter."""
    world, activity = stage.world, stage.activity
    rng = stage.rng("events.custody")
    total = stage.count(VOLUMES.custody)
    rows = np.flatnonzero(np.isin(crimes.people_role, [1, 2]))
    chosen = rows[chance(rng, len(rows), min(0.9, 0.86 * total / max(len(rows), 1)))]
    alone = max(1, total - len(chosen))
    at = np.concatenate(
        [
            np.minimum(
                crimes.at[crimes.people_crime[chosen]] + exponential_seconds(rng, len(chosen), 2 * DAY, 1200),
                stage.end - 300,
            ),
            draw_instants(rng, alone, stage.start, stage.end),
        ]
    )
    crime = np.concatenate([crimes.people_crime[chosen], np.full(alone, NOBODY)])
    person = np.concatenate([crimes.people_person[chosen], pick(rng, world.suspect * activity, alone)])
    offence = np.where(crime >= 0, crimes.offence[np.maximum(crime, 0)], pick(rng, OFFENCES.weights, len(crime)))
    held = np.clip(rng.gamma(3.2, 4.3 * HOUR, len(at)), 40 * 60, 92 * HOUR).astype(np.int64)
    order = np.lexsort((person, crime, at))
    return Custody(np.arange(len(at)), at[order], (at + held)[order], person[order], crime[order], offence[order])
