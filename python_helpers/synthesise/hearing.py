"""Names as somebody hears them: another spelling, a nickname, an alias, a part dropped, a slip."""

from __future__ import annotations

from dataclasses import dataclass

from python_helpers.synthesise import typing_errors as typed
from python_helpers.synthesise.customs import FIRST_WORDS
from python_helpers.synthesise.names import variants
from python_helpers.synthesise.people import World
from python_helpers.synthesise.profiles import Profile
from python_helpers.synthesise.randomness import Floats, Ints


@dataclass
class HeardName:
    """One name, and the troubles it met."""

    forename: str
    middle: str
    surname: str
    troubles: list[str]


@dataclass
class TypedNames:
    """Names as they were understood, before they are written down; troubles joined by '|'."""

    forename: list[str]
    middle: list[str]
    surname: list[str]
    troubles: list[str]


def hear_names(world: World, person: Ints, at: Ints, chances: Floats) -> TypedNames:
    """Return the names of people (all >= 0) at a time as somebody hears them; `chances` has ten columns."""
    profile = world.profile
    forename, middle = world.forename[person].tolist(), world.middle[person].tolist()
    surname, maiden = world.surname_at(person, at).tolist(), world.surname[person].tolist()
    changed = (at >= world.changed_at[person]).tolist()
    nickname = world.nickname[person].tolist()
    habit = (world.goes_by_nickname[person] * profile.nickname / 0.35).tolist()
    alias_first, alias_last = world.alias_forename[person].tolist(), world.alias_surname[person].tolist()
    result = TypedNames([], [], [], [])
    for row, draw in enumerate(chances.tolist()):
        name = HeardName(forename[row], middle[row], surname[row], [])
        if alias_last[row] and draw[0] < 0.12:
            name = HeardName(alias_first[row], "", alias_last[row], ["alias"])
        elif changed[row]:
            name.troubles.append("surname changed")
            name.surname = maiden[row] if draw[0] > 0.85 else name.surname
        if nickname[row] and "alias" not in name.troubles and draw[1] < habit[row]:
            name.forename = nickname[row]
            name.troubles.append("nickname")
        if draw[2] < profile.honorific_dropped:
            _drop_honorific(name, draw[3])
        if draw[4] < profile.transliteration:
            _respell(name, draw[5])
        if draw[6] < profile.typo:
            _slip(name, profile, draw)
        result.forename.append(name.forename)
        result.middle.append(name.middle)
        result.surname.append(name.surname)
        result.troubles.append("|".join(name.troubles))
    return result


def _drop_honorific(name: HeardName, draw: float) -> None:
    """Leave out Mohammed or what stands beside it, take Singh or Kaur for the surname, leave out Begum or Bibi."""
    if name.forename in FIRST_WORDS and name.middle:
        name.forename = name.middle if draw < 0.8 else name.forename
        name.middle = ""
    elif name.middle in {"Singh", "Kaur"} and draw < 0.7:
        name.surname, name.middle = name.middle, ""
    elif name.surname in {"Begum", "Bibi", "Khatun"} and draw < 0.4:
        name.surname = ""
    else:
        return
    name.troubles.append("honorific")


def _respell(name: HeardName, draw: float) -> None:
    """Write forename, surname or both in another of their spellings."""
    spellings = variants()["transliteration"]
    first, last = spellings.get(name.forename.upper()), spellings.get(name.surname.upper())
    if first and draw < 0.6:
        name.forename = first[int(draw / 0.6 * len(first))]
        name.troubles.append("transliteration")
    if last and draw > 0.4:
        name.surname = last[int((draw - 0.4) / 0.6 * len(last))]
        name.troubles.append("transliteration")


def _slip(name: HeardName, profile: Profile, draw: list[float]) -> None:
    if draw[6] < profile.typo * 0.42:
        name.forename = typed.typo(name.forename, draw[7], draw[8], draw[9])
    else:
        name.surname = typed.typo(name.surname, draw[7], draw[8], draw[9])
    name.troubles.append("typo")
