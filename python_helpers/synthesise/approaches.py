"""How people and agencies come to the police in a quarter: calls, contacts, logs, and who is typed on them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from python_helpers.synthesise.clock import draw_instants, exponential_seconds
from python_helpers.synthesise.events import (
    AGENCY,
    AGENCY_LINE,
    CALLER,
    CALLER_FOR_OTHER,
    CONTACT_AND_LOG,
    CONTACT_ONLY,
    LOG_ONLY,
    MISSING_LOG,
    NO_CALLER,
    NOBODY,
    OTHER_LOG,
    PARTNER_AGENCY,
    PERSON,
    PHONE_101,
    PHONE_999,
    POLICE_GENERATED,
    STRANGER,
    SUBJECT,
    SUSPECT,
    TAGS,
    VICTIM,
    WITNESS,
    Calls,
    Cases,
    Entries,
    Missing,
    Stage,
)
from python_helpers.synthesise.families import BIRTH_BASE
from python_helpers.synthesise.people import World
from python_helpers.synthesise.places import HOME
from python_helpers.synthesise.profiles import VOLUMES
from python_helpers.synthesise.randomness import Flags, Ints, chance, pick

# Of the calls of the public to West Midlands Police in May 2022: 61,511 to 101 and 82,995 to 999 (FOI 776A/22).
PHONE_LINES = np.array([61_511, 82_995]) / (61_511 + 82_995)


def draw_cases(stage: Stage, missing: Missing, missing_channel: Ints) -> Cases:  # noqa: PLR0915
    """Draw contacts and logs: how they came in, from whom, about whom, and what about."""
    world, agencies, activity = stage.world, stage.agencies, stage.activity
    rng = stage.rng("events.cases")
    contacts, logs = stage.count(VOLUMES.contacts), stage.count(VOLUMES.logs)
    logged_missing = np.flatnonzero(chance(rng, len(missing.at), 0.92))
    both = round(0.55 * contacts)
    other = round(0.20 * logs)
    only_log = max(0, logs - both - other - len(logged_missing))
    kind = np.repeat([CONTACT_ONLY, CONTACT_AND_LOG, LOG_ONLY, OTHER_LOG], [contacts - both, both, only_log, other])
    kind = kind[rng.permutation(len(kind))]
    at = draw_instants(rng, len(kind), stage.start, stage.end)
    kind = np.concatenate([kind, np.full(len(logged_missing), MISSING_LOG)])
    at = np.concatenate([at, missing.at[logged_missing]])
    is_missing_subject = np.concatenate(
        [np.full(len(at) - len(logged_missing), NOBODY), missing.person[logged_missing]]
    )
    channel = pick(rng, np.append(0.78 * PHONE_LINES, [0.09, 0.04, 0.03, 0.06]), len(at))
    channel[len(channel) - len(logged_missing) :] = missing_channel[logged_missing]
    order = np.lexsort((is_missing_subject, kind, at))
    at, kind, channel, is_missing_subject = at[order], kind[order], channel[order], is_missing_subject[order]
    size = len(at)
    channel = np.where((kind == LOG_ONLY) & (channel > PHONE_999), pick(rng, PHONE_LINES, size), channel)
    channel = np.where((kind == OTHER_LOG), np.where(chance(rng, size, 0.75), POLICE_GENERATED, AGENCY_LINE), channel)

    draw = rng.random(size)
    who = np.where(draw < 0.885, PERSON, np.where(draw < 0.97, AGENCY, STRANGER))
    who = np.where(channel == AGENCY_LINE, AGENCY, who)
    who = np.where(channel == POLICE_GENERATED, NO_CALLER, who)
    who = np.where((kind == MISSING_LOG) & (draw >= 0.6), AGENCY, who)
    callers = pick(rng, world.calling * activity, size)
    caller = np.where(who == PERSON, callers, np.where(who == AGENCY, agencies.draw(rng, size), NOBODY))

    # On whose behalf, and about whom
    for_other = (who == PERSON) & (chance(rng, size, 0.17) | (kind == MISSING_LOG))
    relative = relative_of(rng, world, callers)
    somebody = pick(rng, world.subject * activity, size)
    at_home = chance(rng, size, world.profile.relatives_ring) & (relative != callers)
    alike = world.lookalike[callers]
    relative = np.where((alike >= 0) & chance(rng, size, world.profile.lookalike_on_event), alike, relative)
    subject = np.where(for_other, np.where(at_home, relative, somebody), NOBODY)
    # Some of those rung about are known by sight only.
    subject = np.where(for_other & ~at_home & chance(rng, size, 0.4), NOBODY, subject)
    known = chance(rng, size, np.where(who == AGENCY, 0.65, 0.35))
    subject = np.where(np.isin(who, [AGENCY, NO_CALLER]) & known, somebody, subject)
    subject = np.where(kind == MISSING_LOG, is_missing_subject, subject)
    subject = np.where(subject == caller * (who == PERSON) + NOBODY * (who != PERSON), NOBODY, subject)
    # A parent reports a missing child.
    parent = world.household_first[world.household[np.maximum(is_missing_subject, 0)]]
    reports = (kind == MISSING_LOG) & (who == PERSON) & chance(rng, size, 0.7) & (parent != is_missing_subject)
    caller = np.where(reports, parent, caller)
    for_other &= caller != subject

    tags = _tags(rng, world, size, np.where(subject >= 0, subject, np.where(who == PERSON, caller, NOBODY)))
    tags = np.where(kind == MISSING_LOG, tags | (1 << TAGS.index("MISPER")), tags)
    domestic = (tags & 1) > 0
    injured = np.where(subject >= 0, subject, np.where(who == PERSON, caller, NOBODY))
    suspect = np.where(chance(rng, size, 0.28), pick(rng, world.suspect * activity, size), NOBODY)
    partner = relative_of(rng, world, np.maximum(injured, 0))
    with_partner = domestic & (injured >= 0) & (partner != injured) & (world.birth_day[partner] < BIRTH_BASE - 16 * 365)
    suspect = np.where(with_partner & chance(rng, size, 0.7), partner, suspect)
    suspect = np.where(
        (kind == MISSING_LOG) | (suspect == injured) | (suspect == caller * (who == PERSON)), NOBODY, suspect
    )
    witness = np.where(chance(rng, size, 0.04), pick(rng, world.calling, size), NOBODY)
    witness = np.where((witness == suspect) | (witness == subject) | (witness == caller), NOBODY, witness)

    somewhere = rng.integers(0, int((world.places.kind == HOME).sum()), size)
    home = world.homes.at(np.maximum(injured, 0), at, missing=0)
    place = np.where((injured >= 0) & chance(rng, size, 0.55), home, somewhere)
    place = np.where(
        (who == AGENCY) & (subject < 0), agencies.place[np.maximum(caller, 0) % len(agencies.place)], place
    )

    has_contact = np.isin(kind, [CONTACT_ONLY, CONTACT_AND_LOG])
    has_log = kind != CONTACT_ONLY
    log_at = np.where(kind == CONTACT_AND_LOG, at + rng.integers(30, 9 * 60, size), at)
    return Cases(
        at=at, kind=kind, channel=channel, who=who, caller=caller, for_other=for_other, subject=subject,
        suspect=suspect, witness=witness, tags=tags, place=place,
        contact=np.where(has_contact, np.cumsum(has_contact) - 1, NOBODY),
        log=np.where(has_log, np.cumsum(has_log) - 1, NOBODY),
        log_at=np.where(has_log, log_at, 0), call=np.full(size, NOBODY), cli=np.zeros(size, np.int64),
    )  # fmt: skip


def relative_of(rng: np.random.Generator, world: World, person: Ints) -> Ints:
    """Return another member of each person's household, the person themselves where they live alone."""
    household = world.household[person]
    size = world.household_size[household]
    step = 1 + (rng.random(len(person)) * np.maximum(size - 1, 0)).astype(np.int64)
    place = (person - world.household_first[household] + np.where(size > 1, step, 0)) % size
    result: Ints = world.household_first[household] + place
    return result


def _tags(rng: np.random.Generator, world: World, size: int, about: Ints) -> Ints:
    pattern = world.pattern[np.maximum(about, 0)]
    known = about >= 0
    rates = {"DA": 0.11, "MH": 0.05, "CSE": 0.004, "CA": 0.01, "MISPER": 0.004, "ASB": 0.09, "HATE": 0.012}
    raised = {"DA": (2, 0.55), "MH": (1, 0.45), "ASB": (5, 0.45), "CSE": (4, 0.06), "MISPER": (4, 0.1)}
    tags = np.zeros(size, np.int64)
    for bit, tag in enumerate(TAGS):
        rate = np.full(size, rates[tag])
        if tag in raised:
            who, more = raised[tag]
            rate = np.where(known & (pattern == who), more, rate)
        tags |= np.where(rng.random(size) < rate, 1 << bit, 0)
    return tags


def draw_calls(stage: Stage, cases: Cases) -> tuple[Cases, Calls]:
    """Draw the calls behind the cases and those that lead nowhere; return the cases with their call and number."""
    world, agencies, activity = stage.world, stage.agencies, stage.activity
    rng = stage.rng("events.calls")
    total = stage.count(VOLUMES.calls)
    by_phone = np.flatnonzero(np.isin(cases.channel, [PHONE_101, PHONE_999, AGENCY_LINE]) & (cases.who != NO_CALLER))
    by_phone = by_phone[chance(rng, len(by_phone), 0.96)]
    wait = np.minimum(
        exponential_seconds(rng, len(by_phone), 150, 15), np.where(cases.kind[by_phone] == LOG_ONLY, 400, 13 * 60)
    )
    alone = max(1, total - len(by_phone))
    at = np.concatenate(
        [np.maximum(cases.at[by_phone] - wait, stage.start), draw_instants(rng, alone, stage.start, stage.end)]
    )
    draw = rng.random(alone)
    alone_person = np.where(draw < 0.88, pick(rng, world.calling * activity, alone), NOBODY)
    alone_agency = np.where((draw >= 0.88) & (draw < 0.975), agencies.draw(rng, alone), NOBODY)
    who, caller = cases.who[by_phone], cases.caller[by_phone]
    person = np.concatenate([np.where(who == PERSON, caller, NOBODY), alone_person])
    agency = np.concatenate([np.where(who == AGENCY, caller, NOBODY), alone_agency])
    case = np.concatenate([by_phone, np.full(alone, NOBODY)])
    channel = np.concatenate([cases.channel[by_phone], pick(rng, PHONE_LINES, alone)])
    order = np.lexsort((case, at))
    at, person, agency, case, channel = at[order], person[order], agency[order], case[order], channel[order]
    handset = _handset(rng, world, person, at)
    stranger = (person < 0) & (agency < 0)
    number_used = np.where(agency >= 0, agencies.number(rng, np.maximum(agency, 0)), handset)
    number_used = np.where(stranger, _payphones(rng, world, len(at)), number_used)
    hidden = chance(rng, len(at), world.profile.withheld)
    hidden |= (person >= 0) & world.hides_number[np.maximum(person, 0)] & chance(rng, len(at), 0.9)
    # Nobody can withhold their number from the emergency services (SI 2003/2426, regulation 16).
    hidden &= channel != PHONE_999
    shown = np.where(hidden, 0, number_used)
    call_of_case = np.full(len(cases), NOBODY)
    linked = np.flatnonzero(case >= 0)
    call_of_case[case[linked]] = linked
    # The operator asks for a number, so a withheld one can be given; those who come by other ways give their own.
    given = np.where(
        (cases.who == PERSON), _handset(rng, world, np.where(cases.who == PERSON, cases.caller, NOBODY), cases.at), 0
    )
    given = np.where(cases.who == AGENCY, agencies.number(rng, np.maximum(cases.caller, 0)), given)
    given = np.where(call_of_case >= 0, number_used[np.maximum(call_of_case, 0)], given)
    abandoned = (case < 0) & chance(rng, len(at), 0.14)
    filled = replace(cases, call=call_of_case, cli=given)
    return filled, Calls(np.arange(len(at)), at, person, agency, shown, abandoned, channel, case)


def _handset(rng: np.random.Generator, world: World, person: Ints, at: Ints) -> Ints:
    """Return the number that a person uses for a call: mostly their mobile, sometimes another's or a shared line."""
    size = len(person)
    own = np.maximum(person, 0)
    user = np.where(
        world.shares_mobile[world.household[own]], world.household_first[world.household[own]], world.guardian[own]
    )
    mobile = world.mobiles.at(user, at)
    relative = world.mobiles.at(relative_of(rng, world, user), at)
    draw = rng.random(size)
    landline = world.landline[user]
    place_phone = world.place_phone[world.homes.at(user, at, missing=0)]
    number = np.where((mobile > 0), mobile, np.where(landline > 0, landline, relative))
    number = np.where((draw < world.profile.landline) & (landline > 0), landline, number)
    number = np.where((draw > 1 - world.profile.shared_handset) & (relative > 0), relative, number)
    number = np.where((place_phone > 0) & chance(rng, size, 0.35), place_phone, number)
    number = np.where((world.foreign[user] > 0) & chance(rng, size, 0.5), world.foreign[user], number)
    result: Ints = np.where(person >= 0, number, 0)
    return result


def _payphones(rng: np.random.Generator, world: World, size: int) -> Ints:
    """Return numbers of callers nobody knows: a payphone's, or none."""
    result: Ints = np.where(chance(rng, size, 0.5), world.payphones[rng.integers(0, len(world.payphones), size)], 0)
    return result


def draw_entries(stage: Stage, cases: Cases) -> Entries:
    """Say who is typed on each contact and log, and which log entries repeat a contact's."""
    rng = stage.rng("events.entries")
    parts: list[tuple[Ints, Flags, Ints, Ints, Ints]] = []
    everyone = np.arange(len(cases))
    has_contact, has_log = cases.contact >= 0, cases.log >= 0
    from_person, from_agency = cases.who == PERSON, cases.who == AGENCY
    # STRANGER callers leave an entry without anything half of the time.
    stranger = (cases.who == STRANGER) & chance(rng, len(cases), 0.5)

    def add(rows: Flags, on_log: bool, role: Ints | int, person: Ints, agency: Ints) -> None:
        where = np.flatnonzero(rows)
        roles = np.broadcast_to(np.asarray(role), len(cases))
        parts.append((everyone[where], np.full(len(where), on_log), roles[where], person[where], agency[where]))

    nobody = np.full(len(cases), NOBODY)
    caller = np.where(from_person, cases.caller, NOBODY)
    agency = np.where(from_agency, cases.caller, NOBODY)
    caller_role = np.where(cases.for_other, CALLER_FOR_OTHER, CALLER)
    # Agencies are not always recognised as such when typed.
    agency_role = np.where(
        chance(rng, len(cases), 0.90), PARTNER_AGENCY, np.where(chance(rng, len(cases), 0.7), CALLER, CALLER_FOR_OTHER)
    )
    add(has_contact & (from_person | stranger), False, caller_role, caller, nobody)
    add(has_contact & from_agency, False, agency_role, nobody, agency)
    about = cases.subject >= 0
    add(has_contact & about & chance(rng, len(cases), 0.75), False, SUBJECT, cases.subject, nobody)

    again = ~has_contact | chance(rng, len(cases), 0.5)
    as_victim = from_person & ~cases.for_other & chance(rng, len(cases), 0.38)
    log_role = np.where(as_victim, VICTIM, caller_role)
    add(has_log & again & (from_person | stranger), True, log_role, caller, nobody)
    add(has_log & again & from_agency, True, agency_role, nobody, agency)
    typed_subject = chance(rng, len(cases), 0.62) | (cases.kind == MISSING_LOG)
    add(
        has_log & about & typed_subject,
        True,
        np.where(chance(rng, len(cases), 0.25) & (cases.kind != MISSING_LOG), VICTIM, SUBJECT),
        cases.subject,
        nobody,
    )
    add(has_log & (cases.suspect >= 0) & chance(rng, len(cases), 0.6), True, SUSPECT, cases.suspect, nobody)
    # Who rings for somebody is now and then typed as the one it is about as well.
    slip = from_person & cases.for_other & chance(rng, len(cases), stage.world.profile.both_roles)
    add(has_log & slip, True, SUBJECT, caller, nobody)
    add(has_log & (cases.witness >= 0), True, WITNESS, cases.witness, nobody)

    case, on_log, role, person, agency_of = (np.concatenate([part[i] for part in parts]) for i in range(5))
    order = np.lexsort((agency_of, person, role, on_log, case))
    case, on_log, role, person, agency_of = case[order], on_log[order], role[order], person[order], agency_of[order]
    source = np.arange(len(case))
    # A log entry often repeats, word for word, what was typed on the contact.
    first_typed: dict[tuple[int, int], int] = {}
    copies = chance(rng, len(case), 0.45).tolist()
    for row, (c, p, logged) in enumerate(zip(case.tolist(), person.tolist(), on_log.tolist(), strict=True)):
        if p < 0:
            continue
        if not logged:
            first_typed[c, p] = row
        elif copies[row]:
            source[row] = first_typed.get((c, p), row)
    at = np.where(on_log, cases.log_at[case], cases.at[case])
    return Entries(np.arange(len(case)), case, on_log, role, person, agency_of, at, cases.cli[case], source)
