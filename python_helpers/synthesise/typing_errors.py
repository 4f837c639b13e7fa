"""How names, dates and addresses come out when somebody types them; chance comes in as numbers from 0 to 1."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from python_helpers.synthesise.places import STREET_SHORT, Address

# Neighbours on a British keyboard: what a finger hits instead.
NEIGHBOURS = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb",
    "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm", "o": "iklp", "p": "ol", "q": "wa",
    "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji", "v": "cfgb", "w": "qase", "x": "zsdc", "y": "tghu",
    "z": "asx",
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
    "UNKNOWN", "Unknown", "REFUSED", "NOT GIVEN", "ANON", "N/K", "UNKNOWN MALE", "UNKNOWN FEMALE", "CALLER", "MOP",
    "N/A", "ANONYMOUS", "DECLINED", "NOT KNOWN", "X X", "MALE", "FEMALE", "REFUSED DETAILS", "TBC", "-",
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
    "07000000000", "00000000000", "01234567890", "07123456789", "N/K", "REFUSED", "0", "101", "WITHHELD", "x1234",
)  # fmt: skip
POSTCODE_PLACEHOLDERS = ("ZZ99 3VZ", "ZZ99 3WZ", "UNKNOWN", "N/K", "B1")
NOTES = (
    "(son)", "(mum)", "[deceased]", "- neighbour", "(partner)", "(carer)", "(resident)", "(informant)", '"regular"',
    "(daughter)",
)  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EPOCH = date(1970, 1, 1)
_SPECIAL = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "đ": "d", "Đ": "D", "æ": "ae", "\u0131": "i"}
)


def plain(text: str) -> str:
    """Return a text without accents, as most operators type it."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def typo(name: str, what: float, where: float, which: float) -> str:
    """Return a name with one slip of the keyboard or of the ear; seldom in its first letter, as with people."""
    if len(name) < 3:
        return name
    at = min(int(where * len(name)), len(name) - 1)
    if at == 0 and which < 0.7:
        at = 1
    near = NEIGHBOURS.get(name[at].lower(), "e")
    if what < 0.30:  # the key beside
        return name[:at] + near[int(which * len(near))] + name[at + 1 :]
    if what < 0.52:  # left out
        return name[:at] + name[at + 1 :]
    if what < 0.70:  # doubled, or a neighbour brushed
        extra = name[at].lower() + near
        return name[:at] + extra[int(which * which * len(extra))] + name[at:]
    if what < 0.88 and at + 1 < len(name):  # two keys in the wrong order
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return _misheard(name)


def _misheard(name: str) -> str:
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


@dataclass(frozen=True)
class Name:
    """The parts of a name as they go into one box; '' for a part that is not given."""

    forename: str
    middle: str
    surname: str
    title: str
    middle_share: float = 0.20  # of occasions on which the middle name is given, too


# Styles with the share of entries up to and including each. {NAMES} and {SURNAME} are in capitals.
NAME_STYLES = (
    (0.50, "{names} {surname}"), (0.67, "{SURNAME}, {names}"), (0.77, "{NAMES} {SURNAME}"), (0.82, "{lower}"),
    (0.90, "{title} {names} {surname}"), (0.92, "{SURNAME},{NAMES}"), (0.94, "{names} {surname} {note}"),
    (0.96, "{title}. {names} {SURNAME}"), (0.98, "{names}  {surname} "), (1.0, "{surname}, {title} {names}"),
)  # fmt: skip
DOB_STYLES = (
    (0.38, "{d:02d}/{m:02d}/{y}"), (0.60, "{y}-{m:02d}-{d:02d}"), (0.70, "{d}-{m}-{yy:02d}"), (0.80, "{d} {month} {y}"),
    (0.86, "{d:02d}.{m:02d}.{y}"), (0.92, "{d}/{m}/{yy:02d}"), (0.96, "{d:02d}{m:02d}{y}"),
    (1.0, "{d:02d}-{MONTH}-{y}"),
)  # fmt: skip
ADDRESS_STYLES = (
    (0.30, "{building} {short}, {town}"), (0.50, "{building} {short}"), (0.72, "{building} {street}, {town}"),
    (0.80, "{building}, {street}, {town}, {postcode}"), (0.84, "{building} {street}"),
    (0.94, "{building} {street}, {town} {postcode}"), (0.97, "{street}, {town}"), (1.0, "{joined} {street}"),
)  # fmt: skip
IN_CAPITALS = (0.80, 0.94)  # addresses of these styles


def _style(styles: tuple[tuple[float, str], ...], draw: float) -> str:
    return next(template for limit, template in styles if draw <= limit)


def full_name(name: Name, style: float, detail: float) -> str:
    """Write a name the way it is typed into one box."""
    names = name.forename
    if detail < name.middle_share and name.middle:
        names += f" {name.middle}" if detail < name.middle_share * 0.7 else f" {name.middle[:1]}"
    if not name.forename:
        return f"{name.title} {name.surname}" if detail < 0.7 else name.surname.upper()
    if not name.surname:
        return names
    return _style(NAME_STYLES, style).format(
        names=names, NAMES=names.upper(), surname=name.surname, SURNAME=name.surname.upper(), title=name.title,
        lower=f"{names} {name.surname}".lower(), note=NOTES[int(detail * len(NOTES))],
    )  # fmt: skip


def mojibake(text: str) -> str:
    """Return a text as it reads when its UTF-8 bytes are taken for Windows-1252: WÃ³jcik."""
    return text.encode("utf-8").decode("cp1252", errors="replace")


def with_age(dob: str, day: int, today: int) -> str:
    """Return a date of birth with the age behind it."""
    return f"{dob} {max(0, int((today - day) / 365.25))}yrs"


# How a father and a son of one name are told apart when somebody thinks of it.
SUFFIXES = {1: ("Snr", "Senior", "(father)", "Sr"), 2: ("Jnr", "Junior", "(son)", "II", "Jr")}


def suffixed(name: str, generation: int, draw: float) -> str:
    """Return a name with what tells the generations apart behind it."""
    words = SUFFIXES[generation]
    return f"{name} {words[int(draw * len(words))]}"


@dataclass(frozen=True)
class DobTroubles:
    """Shares of dates of birth that are misunderstood in each way."""

    swapped: float  # day and month
    digit: float
    january: float  # only the year


def wrong_day(day: int, troubles: DobTroubles, kind: float, which: float) -> int:
    """Return a date of birth (days since 1970) as it was understood: mostly right."""
    born = EPOCH + timedelta(days=day)
    if kind < troubles.swapped:
        understood = date(born.year, born.day, born.month) if born.day <= 12 else born
    elif kind < troubles.swapped + troubles.digit:
        understood = _one_digit_wrong(born, which)
    elif kind < troubles.swapped + troubles.digit + troubles.january:
        understood = date(born.year, 1, 1)
    else:
        understood = born
    return (understood - EPOCH).days


def _one_digit_wrong(born: date, which: float) -> date:
    slip = int(which * 5)
    if slip == 0:
        return born + timedelta(days=10 if born.day <= 18 else -10)
    if slip == 1:
        return born + timedelta(days=1 if born.day % 10 < 9 and born.day < 28 else -1)
    if slip == 2:
        return date(born.year, born.month % 12 + 1, min(born.day, 28))
    step = (1 if slip == 3 else 10) * (1 if which * 100 % 1 < 0.5 else -1)
    return date(min(born.year + step, 2025), born.month, min(born.day, 28))


def iso(day: int) -> str:
    """Return YYYY-MM-DD of days since 1970."""
    return (EPOCH + timedelta(days=day)).isoformat()


def typed_dob(day: int, style: float) -> str:
    """Write a date of birth in one of the ways of a free-text box."""
    born = EPOCH + timedelta(days=day)
    month = MONTHS[born.month - 1]
    return _style(DOB_STYLES, style).format(
        d=born.day, m=born.month, y=born.year, yy=born.year % 100, month=month, MONTH=month.upper()
    )


def approximate_dob(day: int, today: int, draw: float) -> str:
    """Write a guess at an age or a year of birth."""
    born = EPOCH + timedelta(days=day)
    age = max(1, (today - day) // 365 + int(draw * 7) - 3)
    if draw < 0.4:
        return f"approx {age // 5 * 5 or age}"
    if draw < 0.6:
        return f"c{born.year}"
    return f"{age}yrs" if draw < 0.8 else f"abt {born.year + int(draw * 10) % 3 - 1}"


def typed_address(place: Address, draw: float) -> str:
    """Write an address on one line, with what people leave out and shorten."""
    name, _, kind = place.street.rpartition(" ")
    written = _style(ADDRESS_STYLES, draw).format(
        building=place.building, street=place.street, short=f"{name} {STREET_SHORT.get(kind, kind)}", town=place.town,
        postcode=place.postcode, joined=place.building.replace("Flat ", "F"),
    )  # fmt: skip
    return written.upper() if IN_CAPITALS[0] < draw <= IN_CAPITALS[1] else written


def typed_postcode(postcode: str, draw: float) -> str:
    """Write a postcode with or without its space, in any case, or its first half alone."""
    if draw < 0.70:
        return postcode
    if draw < 0.85:
        return postcode.replace(" ", "")
    if draw < 0.93:
        return postcode.lower()
    if draw < 0.96:
        return postcode.partition(" ")[0]
    return postcode.replace(" ", "  ") if draw < 0.98 else postcode.replace("0", "O", 1)
