"""What happens in one quarter: who rings, what it leads to, who is on it. Numbers only; how it is typed comes after."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from python_helpers.synthesise.agencies import Agencies
from python_helpers.synthesise.clock import DAY, HOUR, draw_instants, exponential_seconds, quarter_start
from python_helpers.synthesise.offences import OFFENCES
from python_helpers.synthesise.people import BIRTH_BASE, World
from python_helpers.synthesise.places import HOME
from python_helpers.synthesise.profiles import VOLUMES
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams, chance, pick

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


def live(streams: Streams, world: World, agencies: Agencies, number: int) -> Quarter:
    """Let a quarter happen; the same for a world and a quarter, whichever refresh asks."""
    start, end = quarter_start(number), quarter_start(number + 1)
    activity = world.activity(streams, number)
    missing, missing_channel = _missing(streams, world, activity, number, start, end)
    cases = _cases(streams, world, agencies, activity, missing, missing_channel, number, start, end)
    missing = replace(missing, case=_case_of_missing(cases, missing))
    cases, calls = _calls(streams, world, agencies, activity, cases, number, start, end)
    entries = _entries(streams, world, cases, number)
    crimes = _crimes(streams, world, activity, cases, number, start, end)
    custody = _custody(streams, world, activity, crimes, number, start, end)
    return Quarter(number, start, end, cases, calls, entries, crimes, custody, missing)


def _count(yearly: int, world: World) -> int:
    return max(1, round(yearly * world.scale / 4))


def _missing(
    streams: Streams, world: World, activity: Floats, number: int, start: int, end: int
) -> tuple[Missing, Ints]:
    rng = streams.rng("events.missing", number)
    size = _count(VOLUMES.missing, world)
    at = draw_instants(rng, size, start, end)
    person = pick(rng, world.missing * activity, size)
    found = at + 600 + (rng.lognormal(np.log(9 * HOUR), 1.2, size)).astype(np.int64)
    last_seen = at - exponential_seconds(rng, size, 5 * HOUR, 600)
    channel = pick(rng, np.array([0.6, 0.3, 0.02, 0.01, 0.02, 0.05]), size)
    return Missing(np.arange(size), at, last_seen, found, person, np.full(size, NOBODY)), channel


def _case_of_missing(cases: Cases, missing: Missing) -> Ints:
    """Match episodes to their logs: both are in time order and a log is opened when the report comes in."""
    rows = np.flatnonzero(cases.kind == MISSING_LOG)
    result = np.full(len(missing.at), NOBODY)
    keyed = {(int(cases.at[r]), int(cases.subject[r])): int(r) for r in rows}
    for position, key in enumerate(zip(missing.at.tolist(), missing.person.tolist(), strict=True)):
        result[position] = keyed.get(key, NOBODY)
    return result


def _cases(  # noqa: PLR0913, PLR0915 - one draw after the other
    streams: Streams, world: World, agencies: Agencies, activity: Floats, missing: Missing, missing_channel: Ints,
    number: int, start: int, end: int,
) -> Cases:  # fmt: skip
    rng = streams.rng("events.cases", number)
    contacts, logs = _count(VOLUMES.contacts, world), _count(VOLUMES.logs, world)
    logged_missing = np.flatnonzero(chance(rng, len(missing.at), 0.92))
    both = round(0.55 * contacts)
    other = round(0.20 * logs)
    only_log = max(0, logs - both - other - len(logged_missing))
    kind = np.repeat([CONTACT_ONLY, CONTACT_AND_LOG, LOG_ONLY, OTHER_LOG], [contacts - both, both, only_log, other])
    kind = kind[rng.permutation(len(kind))]
    at = draw_instants(rng, len(kind), start, end)
    kind = np.concatenate([kind, np.full(len(logged_missing), MISSING_LOG)])
    at = np.concatenate([at, missing.at[logged_missing]])
    is_missing_subject = np.concatenate(
        [np.full(len(at) - len(logged_missing), NOBODY), missing.person[logged_missing]]
    )
    channel = pick(rng, np.array([0.47, 0.31, 0.09, 0.04, 0.03, 0.06]), len(at))
    channel[len(channel) - len(logged_missing) :] = missing_channel[logged_missing]
    order = np.lexsort((is_missing_subject, kind, at))
    at, kind, channel, is_missing_subject = at[order], kind[order], channel[order], is_missing_subject[order]
    size = len(at)
    channel = np.where((kind == LOG_ONLY) & (channel > PHONE_999), PHONE_999, channel)
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
    relative = _relative(rng, world, callers)
    somebody = pick(rng, world.subject * activity, size)
    at_home = chance(rng, size, 0.6) & (relative != callers)
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
    partner = _relative(rng, world, np.maximum(injured, 0))
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
        at=at, kind=kind, channel=channel, who=who, caller=caller, for_other=for_other, subject=subject, suspect=suspect,
        witness=witness, tags=tags, place=place,
        contact=np.where(has_contact, np.cumsum(has_contact) - 1, NOBODY),
        log=np.where(has_log, np.cumsum(has_log) - 1, NOBODY),
        log_at=np.where(has_log, log_at, 0), call=np.full(size, NOBODY), cli=np.zeros(size, np.int64),
    )  # fmt: skip


def _relative(rng: np.random.Generator, world: World, person: Ints) -> Ints:
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


def _calls(  # noqa: PLR0913
    streams: Streams,
    world: World,
    agencies: Agencies,
    activity: Floats,
    cases: Cases,
    number: int,
    start: int,
    end: int,
) -> tuple[Cases, Calls]:
    rng = streams.rng("events.calls", number)
    total = _count(VOLUMES.calls, world)
    by_phone = np.flatnonzero(np.isin(cases.channel, [PHONE_101, PHONE_999, AGENCY_LINE]) & (cases.who != NO_CALLER))
    by_phone = by_phone[chance(rng, len(by_phone), 0.96)]
    wait = np.minimum(
        exponential_seconds(rng, len(by_phone), 150, 15), np.where(cases.kind[by_phone] == LOG_ONLY, 400, 13 * 60)
    )
    alone = max(1, total - len(by_phone))
    at = np.concatenate([np.maximum(cases.at[by_phone] - wait, start), draw_instants(rng, alone, start, end)])
    draw = rng.random(alone)
    alone_person = np.where(draw < 0.88, pick(rng, world.calling * activity, alone), NOBODY)
    alone_agency = np.where((draw >= 0.88) & (draw < 0.975), agencies.draw(rng, alone), NOBODY)
    who, caller = cases.who[by_phone], cases.caller[by_phone]
    person = np.concatenate([np.where(who == PERSON, caller, NOBODY), alone_person])
    agency = np.concatenate([np.where(who == AGENCY, caller, NOBODY), alone_agency])
    case = np.concatenate([by_phone, np.full(alone, NOBODY)])
    channel = np.concatenate([cases.channel[by_phone], pick(rng, np.array([0.6, 0.4]), alone)])
    order = np.lexsort((case, at))
    at, person, agency, case, channel = at[order], person[order], agency[order], case[order], channel[order]
    handset = _handset(rng, world, person, at)
    stranger = (person < 0) & (agency < 0)
    number_used = np.where(agency >= 0, agencies.number(rng, np.maximum(agency, 0)), handset)
    number_used = np.where(stranger, _payphones(rng, world, len(at)), number_used)
    hidden = chance(rng, len(at), world.profile.withheld)
    hidden |= (person >= 0) & world.hides_number[np.maximum(person, 0)] & chance(rng, len(at), 0.9)
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
    """Return the number that a person uses for one call: mostly their own mobile, sometimes another's or a shared line."""
    size = len(person)
    own = np.maximum(person, 0)
    user = world.guardian[own]
    mobile = world.mobiles.at(user, at)
    relative = world.mobiles.at(_relative(rng, world, user), at)
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


def _entries(streams: Streams, world: World, cases: Cases, number: int) -> Entries:
    """Say who is typed on each contact and log, and which log entries repeat a contact's."""
    rng = streams.rng("events.entries", number)
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


def _crimes(
    streams: Streams, world: World, activity: Floats, cases: Cases, number: int, start: int, end: int
) -> Crimes:
    rng = streams.rng("events.crimes", number)
    total = _count(VOLUMES.crimes, world)
    candidates = np.flatnonzero((cases.log >= 0) & (cases.kind != MISSING_LOG))
    weight = 1.0 + 2.0 * (cases.suspect[candidates] >= 0) + 1.0 * ((cases.tags[candidates] & 1) > 0)
    share = weight * (0.66 * total) / max(weight.sum(), 1.0)
    case = candidates[chance(rng, len(candidates), np.minimum(share, 0.95))]
    alone = max(0, total - len(case))
    last = end - 60
    at = np.concatenate(
        [
            np.minimum(cases.log_at[case] + exponential_seconds(rng, len(case), 7 * HOUR, 300), last),
            draw_instants(rng, alone, start, end),
        ]
    )
    from_person = cases.who[case] == PERSON
    injured = np.where(cases.subject[case] >= 0, cases.subject[case], np.where(from_person, cases.caller[case], NOBODY))
    victim = np.concatenate([injured, pick(rng, world.victim * activity, alone)])
    reporting = np.concatenate(
        [np.where(from_person & cases.for_other[case], cases.caller[case], NOBODY), np.full(alone, NOBODY)]
    )
    suspect = np.concatenate(
        [cases.suspect[case], np.where(chance(rng, alone, 0.4), pick(rng, world.suspect * activity, alone), NOBODY)]
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
    everyone = np.arange(size)
    listed: list[tuple[Ints, Ints, int]] = [
        (everyone[victim >= 0], victim[victim >= 0], 0),
        (everyone[(suspect >= 0) & (~offender | both_roles)], suspect[(suspect >= 0) & (~offender | both_roles)], 1),
        (everyone[second >= 0], second[second >= 0], 1),
        (everyone[offender], suspect[offender], 2),
        (everyone[witness >= 0], witness[witness >= 0], 3),
        (everyone[reporting >= 0], reporting[reporting >= 0], 4),
        (everyone[also_reporting], victim[also_reporting], 4),
    ]
    crime = np.concatenate([part[0] for part in listed])
    person = np.concatenate([part[1] for part in listed])
    role = np.concatenate([np.full(len(part[0]), part[2]) for part in listed])
    unique = np.unique(np.stack([crime, role, person]), axis=1)
    listed_number = np.arange(unique.shape[1])
    return Crimes(everyone, at, offence, case, place, domestic, outcome, listed_number, unique[0], unique[2], unique[1])


def _custody(
    streams: Streams, world: World, activity: Floats, crimes: Crimes, number: int, start: int, end: int
) -> Custody:
    rng = streams.rng("events.custody", number)
    total = _count(VOLUMES.custody, world)
    rows = np.flatnonzero(np.isin(crimes.people_role, [1, 2]))
    chosen = rows[chance(rng, len(rows), min(0.9, 0.86 * total / max(len(rows), 1)))]
    alone = max(1, total - len(chosen))
    at = np.concatenate(
        [
            np.minimum(
                crimes.at[crimes.people_crime[chosen]] + exponential_seconds(rng, len(chosen), 2 * DAY, 1200), end - 300
            ),
            draw_instants(rng, alone, start, end),
        ]
    )
    crime = np.concatenate([crimes.people_crime[chosen], np.full(alone, NOBODY)])
    person = np.concatenate([crimes.people_person[chosen], pick(rng, world.suspect * activity, alone)])
    offence = np.where(crime >= 0, crimes.offence[np.maximum(crime, 0)], pick(rng, OFFENCES.weights, len(crime)))
    held = np.clip(rng.gamma(3.2, 4.3 * HOUR, len(at)), 40 * 60, 92 * HOUR).astype(np.int64)
    order = np.lexsort((person, crime, at))
    return Custody(np.arange(len(at)), at[order], (at + held)[order], person[order], crime[order], offence[order])
