"""What Connect's and Compact's person indexes say of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from python_helpers.synthesise import customs
from python_helpers.synthesise import typing_errors as typed
from python_helpers.synthesise.clock import DAY
from python_helpers.synthesise.hearing import TypedNames, hear_names
from python_helpers.synthesise.nominals import Nominals
from python_helpers.synthesise.numbers import as_typed
from python_helpers.synthesise.people import World
from python_helpers.synthesise.profiles import Profile
from python_helpers.synthesise.randomness import Ints, Streams

# Customs that decide into which field a name goes.
SINGLE_NAME, FAMILY_FIRST = "single name", "family name first"


@dataclass
class TypedNominals:
    """Columns of connect.nominals; '' for nothing."""

    forename: list[str]
    middle: list[str]
    surname: list[str]
    dob: list[str]
    troubles: list[str]


def type_nominals(streams: Streams, world: World, nominals: Nominals, used: Ints, now: int) -> TypedNominals:
    """Return Connect's records as they read at an instant: first ones good, later ones worse, corrected ones right."""
    profile = world.profile
    chances = streams.rows("records.nominals", len(nominals.person), 20, used)
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
    is_first = np.isin(world.background[person], customs.code(*customs.FAMILY_NAME_FIRST))
    custom = np.where(world.surname[person] == "", SINGLE_NAME, np.where(is_first, FAMILY_FIRST, "")).tolist()
    generation = world.generation[person].tolist()
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
            rates = (profile.dob_swapped * worse, profile.dob_digit * worse, profile.dob_first_january * worse)
            understood = typed.wrong_day(day, typed.DobTroubles(*rates), kind, draw[12])
            if understood != day:
                heard.troubles[row] += "|wrong dob"
            dob.append(typed.iso(understood))
        _write_out(heard, row, draw[14], draw[15])
        if draw[14] > 1 - profile.mojibake:
            heard.forename[row], heard.surname[row] = map(typed.mojibake, (heard.forename[row], heard.surname[row]))
        _into_fields(heard, row, draw[16:19], profile, custom[row])
        if generation[row] and draw[19] < profile.suffix / 2:
            heard.surname[row] = typed.suffixed(heard.surname[row], generation[row], draw[19] * 2 / profile.suffix)
            heard.troubles[row] += "|generation"
    troubles = [trouble.strip("|") for trouble in heard.troubles]
    return TypedNominals(heard.forename, heard.middle, heard.surname, dob, troubles)


def _into_fields(heard: TypedNames, row: int, draw: list[float], profile: Profile, custom: str) -> None:
    """Leave out middle names, and put some names into other fields than their own."""
    if draw[0] < 0.30:
        heard.middle[row] = ""
    if custom == SINGLE_NAME:
        heard.forename[row], heard.surname[row] = "", heard.forename[row]
    elif draw[1] < 0.012 * profile.gaps:
        heard.forename[row] = ""
        heard.troubles[row] += "|one name"
    elif draw[1] > 1 - profile.wrong_field:
        _in_one_field(heard, row, draw[0])
    elif draw[2] < profile.swapped_order / 4 or (custom == FAMILY_FIRST and draw[2] < profile.family_name_first / 2):
        heard.forename[row], heard.surname[row] = heard.surname[row], heard.forename[row]
        heard.troubles[row] += "|swapped"


def _in_one_field(heard: TypedNames, row: int, draw: float) -> None:
    """Put the whole name into the surname field, with or without a comma, or into the forename field."""
    forename, surname = heard.forename[row], heard.surname[row]
    if draw < 0.4:
        heard.forename[row], heard.surname[row] = "", f"{forename} {surname}"
    elif draw < 0.7:
        heard.forename[row], heard.surname[row] = "", f"{surname}, {forename}"
    else:
        heard.forename[row], heard.surname[row] = f"{forename} {surname}", ""
    heard.troubles[row] += "|wrong field"


def _write_out(heard: TypedNames, row: int, accents: float, capitals: float) -> None:
    """Leave accents out of half of the names, and put surnames, or all of it, into capitals."""
    if accents < 0.5:
        heard.forename[row] = typed.plain(heard.forename[row])
        heard.middle[row] = typed.plain(heard.middle[row])
        heard.surname[row] = typed.plain(heard.surname[row])
    if capitals < 0.6:
        heard.surname[row] = heard.surname[row].upper()
    if capitals < 0.3:
        heard.forename[row], heard.middle[row] = heard.forename[row].upper(), heard.middle[row].upper()


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
    chances = streams.rows("records.compact", world.size * 2, 20, slot)
    softened = chances[:, :10].copy()
    softened[:, [1, 6]] = np.minimum(softened[:, [1, 6]] * 1.8, 1.0)
    heard = hear_names(world, person, now, softened)
    place = world.homes.at(person, now)
    # A home's number instead of one's own: children in care, hostels.
    number = world.mobiles.at(person, now)
    number = np.where((chances[:, 15] < 0.12) & (world.place_phone[place] > 0), world.place_phone[place], number)
    has_phone = (number > 0) & (chances[:, 14] > 0.42 * profile.gaps)
    has_place = (place != places.nowhere) & (chances[:, 17] > 0.2 * profile.gaps)
    nickname = world.nickname[person]
    days = world.birth_day[person].tolist()
    troubles = typed.DobTroubles(profile.dob_swapped, profile.dob_digit, profile.dob_first_january)
    result = TypedCompact(heard.forename, heard.surname, [], [], [], [], [], heard.troubles)
    for row, draw in enumerate(chances.tolist()):
        result.known_as.append(nickname[row] if draw[10] < 0.5 else "")
        if draw[11] < 0.08 * profile.gaps:
            result.dob.append("")
        elif draw[11] > 1 - profile.placeholder:
            result.dob.append("1900-01-01")
        else:
            result.dob.append(typed.iso(typed.wrong_day(days[row], troubles, draw[12], draw[13])))
        result.phone.append(as_typed(int(number[row]), draw[16]) if has_phone[row] else "")
        postcode = places.postcodes[places.postcode_of[place[row]]]
        result.postcode.append(typed.typed_postcode(postcode, draw[18]) if has_place[row] else "")
        result.uprn.append(str(places.uprn[place[row]]) if has_place[row] and draw[19] < 0.4 else "")
    return result
