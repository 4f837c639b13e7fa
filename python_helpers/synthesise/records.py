"""What is typed of a person: entries in ControlWorks, nominals in Connect, people in Compact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from python_helpers.synthesise import typing_errors as typed
from python_helpers.synthesise.agencies import Agencies
from python_helpers.synthesise.clock import DAY
from python_helpers.synthesise.events import (
    CALLER,
    CALLER_FOR_OTHER,
    SUBJECT,
    SUSPECT,
    VICTIM,
    WITNESS,
    Entries,
)
from python_helpers.synthesise.names import HONORIFICS, variants
from python_helpers.synthesise.nominals import Nominals
from python_helpers.synthesise.numbers import as_typed
from python_helpers.synthesise.people import World
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams

# Share of entries that lack an item, by role, in an ordinary control room (the profile's `gaps` multiplies it).
GAPS: dict[str, dict[int, float]] = {
    "name": {CALLER: 0.09, CALLER_FOR_OTHER: 0.12, SUBJECT: 0.09, VICTIM: 0.05, SUSPECT: 0.15, WITNESS: 0.08},
    "dob": {CALLER: 0.60, CALLER_FOR_OTHER: 0.80, SUBJECT: 0.46, VICTIM: 0.38, SUSPECT: 0.52, WITNESS: 0.65},
    "phone": {CALLER: 0.30, CALLER_FOR_OTHER: 0.32, SUBJECT: 0.68, VICTIM: 0.42, SUSPECT: 0.85, WITNESS: 0.40},
    "address": {CALLER: 0.45, CALLER_FOR_OTHER: 0.55, SUBJECT: 0.42, VICTIM: 0.35, SUSPECT: 0.52, WITNESS: 0.55},
    "postcode": {CALLER: 0.50, CALLER_FOR_OTHER: 0.60, SUBJECT: 0.50, VICTIM: 0.40, SUSPECT: 0.60, WITNESS: 0.60},
}


@dataclass
class TypedNames:
    """The parts of names as they were understood, before they are written down."""

    forename: list[str]
    middle: list[str]
    surname: list[str]
    troubles: list[str]


@dataclass
class TypedEntries:
    """Columns of controlworks.people that hold personal data; '' for nothing."""

    full_name: list[str]
    dob: list[str]
    phone: list[str]
    address_text: list[str]
    postcode: list[str]
    nominal: Ints  # record in Connect's index, -1 if not linked
    organisation: list[str]
    troubles: list[str]


def hear_names(world: World, person: Ints, at: Ints, chances: Floats, rate: float = 1.0) -> TypedNames:
    """Return the names of people (all >= 0) at a time as somebody hears them; `rate` scales the profile's troubles.

    `chances` has ten columns. Troubles are named, joined by '|'.
    """
    profile = world.profile
    spellings = variants()["transliteration"]
    forename = world.forename[person].tolist()
    middle = world.middle[person].tolist()
    surname = world.surname_at(person, at).tolist()
    nickname = world.nickname[person].tolist()
    habit = (world.goes_by_nickname[person] * profile.nickname / 0.35 * rate).tolist()
    alias_first = world.alias_forename[person].tolist()
    alias_last = world.alias_surname[person].tolist()
    changed = (at >= world.changed_at[person]).tolist()
    maiden = world.surname[person].tolist()
    troubles: list[str] = []
    for row, draw in enumerate(chances.tolist()):
        found: list[str] = []
        if alias_last[row] and draw[0] < 0.12 * rate:
            forename[row], middle[row], surname[row] = alias_first[row], "", alias_last[row]
            found.append("alias")
        elif changed[row]:
            found.append("surname changed")
            if draw[0] > 0.85:
                surname[row] = maiden[row]
        if nickname[row] and forename[row] != alias_first[row] and draw[1] < habit[row]:
            forename[row] = nickname[row]
            found.append("nickname")
        if draw[2] < profile.honorific_dropped * rate:
            if forename[row] in HONORIFICS and middle[row]:
                forename[row], middle[row] = (middle[row], "") if draw[3] < 0.8 else (forename[row], "")
                found.append("honorific")
            elif middle[row] in {"Singh", "Kaur"} and draw[3] < 0.7:
                surname[row], middle[row] = middle[row], ""
                found.append("honorific")
            elif surname[row] in {"Begum", "Bibi", "Khatun"} and draw[3] < 0.4:
                surname[row] = ""
                found.append("honorific")
        if draw[4] < profile.transliteration * rate:
            other = spellings.get(forename[row].upper())
            if other and draw[5] < 0.6:
                forename[row] = other[int(draw[5] / 0.6 * len(other))]
                found.append("transliteration")
            other = spellings.get(surname[row].upper())
            if other and draw[5] > 0.4:
                surname[row] = other[int((draw[5] - 0.4) / 0.6 * len(other))]
                found.append("transliteration")
        if draw[6] < profile.typo * rate:
            part = forename if draw[6] < profile.typo * rate * 0.42 else surname
            part[row] = typed.typo(part[row], draw[7], draw[8], draw[9])
            found.append("typo")
        troubles.append("|".join(found))
    return TypedNames(forename, middle, surname, troubles)


def type_entries(
    streams: Streams, world: World, agencies: Agencies, nominals: Nominals, entries: Entries, quarter: int
) -> TypedEntries:
    """Type a quarter's entries; one that repeats another is typed the same."""
    profile = world.profile
    size = len(entries.case)
    # Drawn for the whole quarter, so that the same entry reads the same in an extract that holds a part of it.
    drawn = streams.rng("records.entries", quarter).random((int(entries.number.max(initial=-1)) + 1, 32))
    chances = drawn[entries.number[entries.source]]
    at = entries.at[entries.source]
    role = entries.role[entries.source]
    person = entries.person
    real = np.flatnonzero(person >= 0)
    result = TypedEntries(
        [""] * size, [""] * size, [""] * size, [""] * size, [""] * size, np.full(size, -1), [""] * size, [""] * size
    )

    def lacks(item: str, column: int) -> Flags:
        by_role = np.array([GAPS[item].get(code, 0.3) for code in range(7)])
        return chances[:, column] < np.minimum(by_role[role] * profile.gaps, 0.97)

    shy = np.zeros(size, bool)
    shy[real] = world.anonymous[person[real]]
    nothing = (chances[:, 0] < profile.nothing) | (shy & (chances[:, 0] < 0.6))
    alone = chances[:, 0] > 1 - profile.name_alone
    no_name = nothing | (lacks("name", 1) & ~alone)
    no_dob = no_name | alone | lacks("dob", 2)
    no_phone = nothing | alone | lacks("phone", 3)
    no_address = alone | (nothing & (chances[:, 4] < 0.7)) | lacks("address", 4)
    no_postcode = alone | (nothing & (chances[:, 4] < 0.7)) | lacks("postcode", 5)

    _names(world, result, real[~no_name[real]], person, at, chances)
    for row in real[no_name[real]].tolist():
        if chances[row, 6] < 0.45:
            result.full_name[row] = typed.NAME_PLACEHOLDERS[int(chances[row, 7] * len(typed.NAME_PLACEHOLDERS))]
        result.troubles[row] = "no name"
    _dates(world, result, real[~no_dob[real]], person, at, chances)
    _numbers(world, result, real[~no_phone[real]], entries, at, role, chances)
    _addresses(world, result, real, ~no_address, ~no_postcode, person, at, chances)

    linkable = real[
        nominals.known[person[real]] & (chances[real, 24] < profile.operator_link * 2) & ~(no_name | alone)[real]
    ]
    result.nominal[linkable] = nominals.used(person[linkable], at[linkable], chances[linkable, 25])
    wrong = linkable[chances[linkable, 26] < profile.operator_link_wrong]
    stranger = (chances[wrong, 27] * world.size).astype(np.int64)
    result.nominal[wrong] = nominals.first[stranger]
    for row in wrong.tolist():
        result.troubles[row] += "|wrong link"
    _agency_entries(agencies, result, entries, chances)
    unknown = np.flatnonzero((person < 0) & (entries.agency < 0))
    for row in unknown.tolist():
        if chances[row, 6] < 0.7:
            result.full_name[row] = typed.NAME_PLACEHOLDERS[int(chances[row, 7] * len(typed.NAME_PLACEHOLDERS))]
    return result


def _names(world: World, result: TypedEntries, rows: Ints, person: Ints, at: Ints, chances: Floats) -> None:
    profile = world.profile
    who = person[rows]
    heard = hear_names(world, who, at[rows], chances[rows, 8:18])
    age = ((at[rows] // DAY - world.birth_day[who]) / 365.25).tolist()
    sex = world.sex[who].tolist()
    for position, (row, draw) in enumerate(zip(rows.tolist(), chances[rows].tolist(), strict=True)):
        forename, middle, surname = heard.forename[position], heard.middle[position], heard.surname[position]
        if draw[18] < 0.88:
            forename, middle, surname = typed.plain(forename), typed.plain(middle), typed.plain(surname)
        if "-" in surname and draw[18] < 0.35:
            surname = surname.replace("-", " ")
        trouble = heard.troubles[position]
        kind = draw[6]
        if kind < profile.placeholder:
            result.full_name[row] = typed.NAME_PLACEHOLDERS[int(draw[7] * len(typed.NAME_PLACEHOLDERS))]
            result.troubles[row] = "placeholder"
            continue
        kind -= profile.placeholder
        title = typed.title_of(sex[position], age[position], draw[19])
        if kind < profile.one_name_only:
            forename, surname = (forename, "") if draw[7] < 0.6 else ("", surname)
            trouble += "|one name"
        elif kind < profile.one_name_only + profile.initial_only:
            forename, middle = forename[:1], ""
            trouble += "|initial"
        elif kind < profile.one_name_only + profile.initial_only + profile.swapped_order:
            forename, surname, middle = surname, forename, ""
            trouble += "|swapped"
        result.full_name[row] = typed.full_name(forename, middle, surname, title, draw[20], draw[21])
        result.troubles[row] = trouble.strip("|")


def _dates(world: World, result: TypedEntries, rows: Ints, person: Ints, at: Ints, chances: Floats) -> None:
    profile = world.profile
    days = world.birth_day[person[rows]].tolist()
    today = (at[rows] // DAY).tolist()
    for position, (row, draw) in enumerate(zip(rows.tolist(), chances[rows].tolist(), strict=True)):
        kind = draw[22]
        if kind > 1 - profile.placeholder:
            result.dob[row] = typed.DOB_PLACEHOLDERS[int(draw[23] * len(typed.DOB_PLACEHOLDERS))]
        elif kind > 1 - profile.placeholder - profile.dob_approximate:
            result.dob[row] = typed.approximate_dob(days[position], today[position], draw[23])
        else:
            day = typed.wrong_day(
                days[position], kind, profile.dob_swapped, profile.dob_digit, profile.dob_first_january, draw[23]
            )
            if day != days[position]:
                result.troubles[row] += "|wrong dob"
            result.dob[row] = typed.typed_dob(day, draw[27])


def _numbers(
    world: World, result: TypedEntries, rows: Ints, entries: Entries, at: Ints, role: Ints, chances: Floats
) -> None:
    profile = world.profile
    person = entries.person[rows]
    own = world.mobiles.at(person, at[rows])
    own = np.where(own > 0, own, world.landline[person])
    calling = np.isin(role[rows], [CALLER, CALLER_FOR_OTHER, VICTIM])
    given = entries.given_number[rows]
    number = np.where(calling & (given > 0) & (chances[rows, 28] < 0.88), given, own)
    other = ~calling & (given > 0) & (chances[rows, 28] < profile.whose_number)
    number = np.where(other, given, number)
    typo = chances[rows, 29] < profile.phone_typo
    step = 10 ** (chances[rows, 30] * 6).astype(np.int64)
    shifted = np.where(number // step % 10 < 9, number + step, number - step)
    number = np.where(typo & (number > 0), shifted, number)
    for row, value, draw, is_typo in zip(
        rows.tolist(), number.tolist(), chances[rows].tolist(), typo.tolist(), strict=True
    ):
        if draw[29] > 1 - profile.placeholder:
            result.phone[row] = typed.PHONE_PLACEHOLDERS[int(draw[30] * len(typed.PHONE_PLACEHOLDERS))]
        elif value > 0:
            result.phone[row] = as_typed(value, draw[31])
            if is_typo:
                result.troubles[row] += "|wrong digit"


def _addresses(  # noqa: PLR0913
    world: World, result: TypedEntries, real: Ints, has_address: Flags, has_postcode: Flags, person: Ints, at: Ints,
    chances: Floats,
) -> None:  # fmt: skip
    profile, places = world.profile, world.places
    rows = real[(has_address | has_postcode)[real]]
    slot = world.homes.slot_at(person[rows], at[rows])
    before = np.maximum(slot - 1, 0)
    stale = (chances[rows, 26] > 1 - profile.stale_address) & (world.homes.owner[before] == person[rows])
    place = world.homes.value[np.where(stale, before, slot)]
    for row, where, draw in zip(rows.tolist(), place.tolist(), chances[rows].tolist(), strict=True):
        if where == places.nowhere:
            if has_address[row]:
                result.address_text[row] = "NFA" if draw[27] < 0.6 else "No fixed abode"
            if has_postcode[row] and draw[27] < 0.3:
                result.postcode[row] = "ZZ99 3VZ"
            continue
        code = places.postcode_of[where]
        postcode = places.postcodes[code]
        if has_address[row]:
            street = places.streets[places.street_of[code]]
            result.address_text[row] = typed.typed_address(
                places.building[where], street, places.towns[code], postcode, draw[7]
            )
        if has_postcode[row]:
            if draw[21] > 1 - profile.placeholder:
                result.postcode[row] = typed.POSTCODE_PLACEHOLDERS[int(draw[30] * len(typed.POSTCODE_PLACEHOLDERS))]
            else:
                result.postcode[row] = typed.typed_postcode(postcode, draw[28])


def _agency_entries(agencies: Agencies, result: TypedEntries, entries: Entries, chances: Floats) -> None:
    rows = np.flatnonzero(entries.agency >= 0)
    agency = entries.agency[rows]
    staff = agencies.staff(agency, chances[rows, 8])
    for row, org, member, draw in zip(
        rows.tolist(), agency.tolist(), staff.tolist(), chances[rows].tolist(), strict=True
    ):
        name, prefix = agencies.staff_name[member], agencies.prefix[org]
        if draw[9] < 0.15:
            result.full_name[row] = ""
        elif prefix.isupper():
            result.full_name[row] = prefix if draw[9] < 0.6 else name
        else:
            result.full_name[row] = f"{prefix} {name}".strip() if draw[9] < 0.6 else name
        partner = entries.role[row] == 6
        if draw[10] < (0.96 if partner else 0.8):
            result.organisation[row] = _organisation(agencies.name[org], draw[11])
        if draw[12] < 0.75:
            result.phone[row] = as_typed(int(entries.given_number[row]), draw[31])
        result.troubles[row] = "agency" if partner else "agency typed as caller"


def _organisation(name: str, draw: float) -> str:
    if draw < 0.6:
        return name
    if draw < 0.8:
        return name.upper()
    short = (
        name.replace("Hospital", "Hosp")
        .replace("Service", "Serv")
        .replace("Council ", "")
        .replace("Association", "Assoc")
    )
    return short if draw < 0.95 else f" {name.lower()}"


@dataclass
class TypedNominals:
    """Columns of connect.nominals; '' for nothing."""

    forename: list[str]
    middle: list[str]
    surname: list[str]
    dob: list[str]
    troubles: list[str]


def type_nominals(streams: Streams, world: World, nominals: Nominals, used: Ints, now: int) -> TypedNominals:
    """Return Connect's records as they read at an instant: first records good, later ones worse, corrected ones right."""
    profile = world.profile
    chances = streams.rng("records.nominals").random((len(nominals.person), 20))[used]
    person = nominals.person[used]
    extra = used > nominals.first[person]
    # A first record was made some time ago, under the surname of then.
    made_at = (now - chances[:, 10] ** 2 * 8 * 365 * DAY).astype(np.int64)
    made_at = np.minimum(np.where(chances[:, 10] < 0.7, now, made_at), now)
    right = nominals.corrected_at[used] <= now
    heard_chances = chances[:, :10].copy()
    # Custody checks names: a first record has a third of the troubles of a typed one, a second one more than its share.
    softer = np.where(right, 9.0, np.where(extra, 0.8, 3.0))
    for column in (0, 1, 2, 4, 6):
        heard_chances[:, column] = np.minimum(heard_chances[:, column] * softer, 1.0)
    heard_chances[:, 0] = np.where(chances[:, 0] > 0.85, 0.5, heard_chances[:, 0])
    heard = hear_names(world, person, made_at, heard_chances)
    dob: list[str] = []
    for row, (day, draw, is_right, is_extra) in enumerate(
        zip(world.birth_day[person].tolist(), chances.tolist(), right.tolist(), extra.tolist(), strict=True)
    ):
        worse = 0.0 if is_right else (1.5 if is_extra else 0.35)
        kind = draw[11]
        if kind > 1 - profile.placeholder * worse:
            dob.append(("1900-01-01", "1970-01-01", "1901-01-01", "")[int(draw[12] * 4)])
        elif draw[13] < 0.06 * profile.gaps * (worse + 0.3):
            dob.append("")
        else:
            understood = typed.wrong_day(
                day,
                kind,
                profile.dob_swapped * worse,
                profile.dob_digit * worse,
                profile.dob_first_january * worse,
                draw[12],
            )
            if understood != day:
                heard.troubles[row] += "|wrong dob"
            dob.append(typed.iso(understood))
        if draw[14] < 0.5:
            heard.forename[row] = typed.plain(heard.forename[row])
            heard.middle[row] = typed.plain(heard.middle[row])
            heard.surname[row] = typed.plain(heard.surname[row])
        if draw[15] < 0.6:
            heard.surname[row] = heard.surname[row].upper()
        if draw[15] < 0.3:
            heard.forename[row], heard.middle[row] = heard.forename[row].upper(), heard.middle[row].upper()
        if draw[16] < 0.30:
            heard.middle[row] = ""
        if draw[17] < 0.012 * profile.gaps:
            heard.forename[row] = ""
            heard.troubles[row] += "|one name"
        elif draw[18] < profile.swapped_order / 4:
            heard.forename[row], heard.surname[row] = heard.surname[row], heard.forename[row]
            heard.troubles[row] += "|swapped"
    troubles = [trouble.strip("|") for trouble in heard.troubles]
    return TypedNominals(heard.forename, heard.middle, heard.surname, dob, troubles)


@dataclass
class TypedCompact:
    """Columns of compact.people; '' for nothing."""

    forename: list[str]
    surname: list[str]
    known_as: list[str]
    dob: list[str]
    phone: list[str]
    postcode: list[str]
    uprn: list[str]
    troubles: list[str]


def type_compact(streams: Streams, world: World, slot: Ints, now: Ints) -> TypedCompact:
    """Return Compact's people (two slots a person); `now` is the instant by which each was last changed."""
    profile, places = world.profile, world.places
    person = slot // 2
    chances = streams.rng("records.compact").random((world.size * 2, 20))[slot]
    softened = chances[:, :10].copy()
    softened[:, [1, 6]] = np.minimum(softened[:, [1, 6]] * 1.8, 1.0)
    heard = hear_names(world, person, now, softened)
    number = world.mobiles.at(person, now)
    place = world.homes.at(person, now)
    result = TypedCompact(heard.forename, heard.surname, [], [], [], [], [], heard.troubles)
    for row, (day, draw) in enumerate(zip(world.birth_day[person].tolist(), chances.tolist(), strict=True)):
        nickname = world.nickname[person[row]]
        result.known_as.append(nickname if nickname and draw[10] < 0.5 else "")
        if draw[11] < 0.08 * profile.gaps:
            result.dob.append("")
        elif draw[11] > 1 - profile.placeholder:
            result.dob.append("1900-01-01")
        else:
            result.dob.append(
                typed.iso(
                    typed.wrong_day(
                        day, draw[12], profile.dob_swapped, profile.dob_digit, profile.dob_first_january, draw[13]
                    )
                )
            )
        has_phone = number[row] > 0 and draw[14] > 0.42 * profile.gaps
        value = (
            int(world.place_phone[place[row]])
            if draw[15] < 0.12 and world.place_phone[place[row]]
            else int(number[row])
        )
        result.phone.append(as_typed(value, draw[16]) if has_phone else "")
        somewhere = place[row] != places.nowhere and draw[17] > 0.2 * profile.gaps
        result.postcode.append(
            typed.typed_postcode(places.postcodes[places.postcode_of[place[row]]], draw[18]) if somewhere else ""
        )
        result.uprn.append(str(places.uprn[place[row]]) if somewhere and draw[19] < 0.4 else "")
    return result
