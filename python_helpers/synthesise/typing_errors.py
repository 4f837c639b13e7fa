"""How names, dates and addresses come out when somebody types them. Every function takes its chance as numbers from 0 to 1."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from python_helpers.synthesise.places import STREET_SHORT

# Neighbours on a British keyboard: what a finger hits instead.
NEIGHBOURS = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb",
    "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm", "o": "iklp", "p": "ol", "q": "wa",
    "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji", "v": "cfgb", "w": "qase", "x": "zsdc", "y": "tghu", "z": "asx",
}  # fmt: skip
# What is misheard on the phone.
SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("ee", "ea"),
    ("ie", "y"),
    ("ll", "l"),
    ("tt", "t"),
    ("sh", "ch"),
    ("ai", "ay"),
    ("z", "s"),
)

NAME_PLACEHOLDERS = (
    "UNKNOWN", "Unknown", "REFUSED", "NOT GIVEN", "ANON", "N/K", "UNKNOWN MALE", "UNKNOWN FEMALE", "CALLER", "MOP", "N/A",
    "ANONYMOUS", "DECLINED", "NOT KNOWN", "X X", "MALE", "FEMALE", "REFUSED DETAILS", "TBC", "-",
)  # fmt: skip
DOB_PLACEHOLDERS = (
    "01/01/1900",
    "01/01/1970",
    "1900-01-01",
    "00/00/0000",
    "01/01/1901",
    "UNKNOWN",
    "N/K",
    "11/11/1911",
)
PHONE_PLACEHOLDERS = (
    "07000000000",
    "00000000000",
    "01234567890",
    "07123456789",
    "N/K",
    "REFUSED",
    "0",
    "101",
    "WITHHELD",
    "x1234",
)
POSTCODE_PLACEHOLDERS = ("ZZ99 3VZ", "ZZ99 3WZ", "UNKNOWN", "N/K", "B1")
NOTES = (
    "(son)",
    "(mum)",
    "[deceased]",
    "- neighbour",
    "(partner)",
    "(carer)",
    "(resident)",
    "(informant)",
    '"regular"',
    "(daughter)",
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EPOCH = date(1970, 1, 1)
_SPECIAL = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "đ": "d", "Đ": "D", "æ": "ae", "ı": "i"})


def plain(text: str) -> str:
    """Return a text without accents, as most operators type it."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def typo(name: str, what: float, where: float, which: float) -> str:
    """Return a name with one slip of the keyboard or of the ear; never in the first letter more often than people do."""
    if len(name) < 3:
        return name
    position = min(int(where * len(name)), len(name) - 1)
    if position == 0 and which < 0.7:
        position = 1
    letter = name[position].lower()
    if what < 0.30:  # substitution
        near = NEIGHBOURS.get(letter, "e")
        return name[:position] + near[int(which * len(near))] + name[position + 1 :]
    if what < 0.52:  # deletion
        return name[:position] + name[position + 1 :]
    if what < 0.70:  # insertion: doubled, or a neighbour brushed
        near = letter + NEIGHBOURS.get(letter, "")
        return name[:position] + near[int(which * which * len(near))] + name[position:]
    if what < 0.88 and position + 1 < len(name):  # transposition
        return name[:position] + name[position + 1] + name[position] + name[position + 2 :]
    lowered = name.lower()
    for sound, heard in SOUNDS:
        if sound in lowered[1:]:
            at = lowered.index(sound, 1)
            return name[:at] + heard + name[at + len(sound) :]
    return name[:-1] if name[-1] in "se" else name + "s"


def title_of(sex: int, age: float, draw: float) -> str:
    """Return Mr, Mrs, Miss, Ms, Dr ... for a person."""
    if draw > 0.985:
        return "Dr"
    if sex == 0:
        return "Mr" if age >= 16 else "Master"
    if age < 18:
        return "Miss"
    return ("Mrs", "Miss", "Ms")[int(draw * 3)]


def full_name(  # noqa: PLR0913 - one argument a part of the name
    forename: str, middle: str, surname: str, title: str, style: float, detail: float
) -> str:
    """Write a name the way it is typed into one box."""
    names = (
        f"{forename} {middle}".strip()
        if detail < 0.14
        else (f"{forename} {middle[:1]}".strip() if detail < 0.2 else forename)
    )
    if not surname or not forename:
        return names or (f"{title} {surname}" if detail < 0.7 else surname.upper())
    if style < 0.50:
        return f"{names} {surname}"
    if style < 0.67:
        return f"{surname.upper()}, {names}"
    if style < 0.77:
        return f"{names} {surname}".upper()
    if style < 0.82:
        return f"{names} {surname}".lower()
    if style < 0.90:
        return f"{title} {names} {surname}"
    if style < 0.92:
        return f"{surname.upper()},{names.upper()}"
    if style < 0.94:
        return f"{names} {surname} {NOTES[int(detail * len(NOTES))]}"
    if style < 0.96:
        return f"{title}. {names} {surname.upper()}"
    if style < 0.98:
        return f"{names}  {surname} "
    return f"{surname}, {title} {names}"


def wrong_day(day: int, kind: float, swapped: float, digit: float, january: float, which: float) -> int:
    """Return a date of birth (days since 1970) as it was understood: mostly right."""
    born = EPOCH + timedelta(days=day)
    if kind < swapped:
        if born.day <= 12 and born.day != born.month:
            return (date(born.year, born.day, born.month) - EPOCH).days
        return day
    if kind < swapped + digit:
        choice = int(which * 5)
        if choice == 0:
            return day + (10 if born.day <= 18 else -10)
        if choice == 1:
            return day + (1 if born.day % 10 < 9 and born.day < 28 else -1)
        if choice == 2:
            month = born.month % 12 + 1
            return (date(born.year, month, min(born.day, 28)) - EPOCH).days
        step = 1 if choice == 3 else 10
        year = born.year + (step if which * 100 % 1 < 0.5 else -step)
        return (date(min(year, 2025), born.month, min(born.day, 28)) - EPOCH).days
    if kind < swapped + digit + january:
        return (date(born.year, 1, 1) - EPOCH).days
    return day


def iso(day: int) -> str:
    """Return YYYY-MM-DD of days since 1970."""
    return (EPOCH + timedelta(days=day)).isoformat()


def typed_dob(day: int, style: float) -> str:
    """Write a date of birth in one of the ways of a free-text box."""
    born = EPOCH + timedelta(days=day)
    if style < 0.38:
        return f"{born.day:02d}/{born.month:02d}/{born.year}"
    if style < 0.60:
        return born.isoformat()
    if style < 0.70:
        return f"{born.day}-{born.month}-{born.year % 100:02d}"
    if style < 0.80:
        return f"{born.day} {MONTHS[born.month - 1]} {born.year}"
    if style < 0.86:
        return f"{born.day:02d}.{born.month:02d}.{born.year}"
    if style < 0.92:
        return f"{born.day}/{born.month}/{born.year % 100:02d}"
    if style < 0.96:
        return f"{born.day:02d}{born.month:02d}{born.year}"
    return f"{born.day:02d}-{MONTHS[born.month - 1].upper()}-{born.year}"


def approximate_dob(day: int, today: int, draw: float) -> str:
    """Write a guess at an age or a year of birth."""
    born = EPOCH + timedelta(days=day)
    age = max(1, (today - day) // 365 + int(draw * 7) - 3)
    if draw < 0.4:
        return f"approx {age // 5 * 5 or age}"
    if draw < 0.6:
        return f"c{born.year}"
    if draw < 0.8:
        return f"{age}yrs"
    return f"abt {born.year + int(draw * 10) % 3 - 1}"


def typed_address(building: str, street: str, town: str, postcode: str, draw: float) -> str:
    """Write an address on one line, with what people leave out and shorten."""
    short = street
    if draw < 0.35:
        name, _, kind = street.rpartition(" ")
        short = f"{name} {STREET_SHORT.get(kind, kind)}"
    if 0.80 < draw <= 0.84:
        return f"{building} {street}".upper()
    if draw < 0.30:
        return f"{building} {short}, {town}"
    if draw < 0.50:
        return f"{building} {short}"
    if draw < 0.72:
        return f"{building} {street}, {town}"
    if draw < 0.80:
        return f"{building}, {street}, {town}, {postcode}"
    if draw < 0.94:
        return f"{building} {street}, {town} {postcode}".upper()
    return f"{street}, {town}" if draw < 0.97 else f"{building.replace('Flat ', 'F')} {street}"


def typed_postcode(postcode: str, draw: float) -> str:
    """Write a postcode with or without its space, in any case, or its first half alone."""
    if draw < 0.70:
        return postcode
    if draw < 0.85:
        return postcode.replace(" ", "")
    if draw < 0.93:
        return postcode.lower()
    if draw < 0.96:
        return postcode.split(" ")[0]
    return postcode.replace(" ", "  ") if draw < 0.98 else postcode.replace("0", "O", 1)
