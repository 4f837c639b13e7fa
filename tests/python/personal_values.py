"""The personal values of a world's own people, and a search for them in any text."""

from __future__ import annotations

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from worlds import PROJECT, World

STAGED = "staging"

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:'[^\W\d_]+)?(?!\w)")
_DIGITS = re.compile(r"(?<![\w.])\+?\(?\d[\d ()\-]{7,18}\d(?![\w.])")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b")
_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_ID = re.compile(r"\b[A-Z]{1,3}\d{6,}\b|\b\d{11,12}\b|\b\d{4}/\d{7}[A-Z]\b")

_PUBLIC_TEXT = (
    "models/intermediate",
    "models/marts",
    "macros",
    "seeds/geography",
    "seeds/themes",
    "seeds/weights",
    "seeds/roles",
    "seeds/comparators",
)
"""Where the words that marts may say come from. No seed of names, titles or placeholders is among them."""


def national(number: str) -> str:
    """Digits of a number as dialled at home: +44 7700 900123, 0044..., 07700-900123 are one number."""
    digits = re.sub(r"\D", "", number)
    return re.sub(r"^(0044|44|0)", "", digits)


def words(text: str) -> list[str]:
    """Words of a text in capitals."""
    return [word.upper() for word in _WORD.findall(text)]


def pairs(text: str) -> set[tuple[str, str]]:
    """Each two words that stand side by side."""
    listed = words(text)
    return set(itertools.pairwise(listed))


def openings(text: str) -> set[tuple[str, ...]]:
    """Each number followed by two words, as an address begins."""
    listed = re.findall(r"\w+", text.upper())
    return {
        tuple(listed[at : at + 3])
        for at in range(len(listed) - 2)
        if listed[at].isdecimal() and not listed[at + 1].isdecimal()
    }


def dates(text: str) -> set[datetime.date]:
    """Dates written as 1985-04-03, 03/04/1985 or 3.4.1985."""
    found = set()
    for year, month, day, day_first, month_second, year_last in _DATE.findall(text):
        try:
            found.add(datetime.date(int(year or year_last), int(month or month_second), int(day or day_first)))
        except ValueError:
            continue
    return found


@dataclass
class PersonalValues:
    """What a world's extracts say of its people. A search answers with kinds and counts, never with a value."""

    names: set[str] = field(default_factory=set, repr=False)
    full_names: set[tuple[str, str]] = field(default_factory=set, repr=False)
    phones: set[str] = field(default_factory=set, repr=False)
    births: set[datetime.date] = field(default_factory=set, repr=False)
    addresses: set[tuple[str, ...]] = field(default_factory=set, repr=False)
    postcodes: set[str] = field(default_factory=set, repr=False)
    ids: set[str] = field(default_factory=set, repr=False)

    def found_in(self, text: str) -> Counter[str]:
        """How many personal values of each kind stand in a text."""
        upper = text.upper()
        found = {
            "name": len(self.names & set(words(text))),
            "full name": len(self.full_names & pairs(text)),
            "phone": len(self.phones & {national(number) for number in _DIGITS.findall(text)}),
            "date of birth": len(self.births & dates(text)),
            "address": len(self.addresses & openings(text)),
            "postcode": len(self.postcodes & {outward + inward for outward, inward in _POSTCODE.findall(upper)}),
            "person id": len(self.ids & set(_ID.findall(upper))),
        }
        return Counter({kind: count for kind, count in found.items() if count})

    def distinctive(self) -> PersonalValues:
        """Without what the project itself says, lone names (words as well) and initials (which any binary holds)."""
        own_text = project_text()
        return PersonalValues(
            full_names={pair for pair in self.full_names if min(map(len, pair)) > 2} - pairs(own_text),
            phones=self.phones - {national(number) for number in _DIGITS.findall(own_text)},
            births=self.births - dates(own_text),
            addresses=self.addresses - openings(own_text),
            postcodes=self.postcodes - {outward + inward for outward, inward in _POSTCODE.findall(own_text.upper())},
            ids=self.ids - set(_ID.findall(own_text.upper())),
        )


def personal_values(world: World) -> PersonalValues:
    """Every personal value of the world's staged rows, less the words that reference data says in public."""
    names: set[str] = set()
    full_names: set[tuple[str, str]] = set()
    for forename, surname in world.query(_union("forename, surname", _NAMED)):
        parts = [part for name in (forename, surname) if name for part in words(name)]
        names.update(part for part in parts if len(part) > 2)
        full_names.update(itertools.pairwise(parts))
    names.update(
        word
        for (name,) in world.query("select known_as from staging.stg_compact__people")
        for word in words(name or "")
    )
    return PersonalValues(
        names=names - public_words(),
        full_names=full_names,
        phones={
            national(number)
            for column in ("phone", "second_phone")
            for (number,) in world.query(_union(column, _PHONED))
            if number
        },
        births={born for (born,) in world.query(_union("date_of_birth", _BORN)) if born},
        addresses={start for (text,) in world.query(_union("address_text", _HOUSED)) for start in openings(text or "")},
        postcodes={
            code.replace(" ", "")
            for (code,) in world.query(_union("postcode", [*_HOUSED, "stg_compact__people"]))
            if code
        },
        ids={
            value
            for (value,) in world.query(
                "select nominal_id from staging.stg_connect__nominals "
                "union select pnc_id from staging.stg_connect__nominals "
                "union select person_ref from staging.stg_compact__people "
                "union select person_entry_id from staging.stg_controlworks__people "
                "union select uprn from staging.stg_connect__nominal_addresses "
                "union select uprn from staging.stg_compact__people"
            )
            if value
        },
    )


def public_words() -> set[str]:
    """Words that marts may say because they stand in reference data or in the models themselves."""
    return {word for folder in _PUBLIC_TEXT for text in _texts(PROJECT / folder) for word in words(text)}


def project_text() -> str:
    """Everything that dbt copies from the project into its artefacts."""
    folders = ("models", "seeds", "snapshots", "macros", "tests/data", "analyses", "dbt_packages_local")
    return "\n".join(text for folder in folders for text in _texts(PROJECT / folder))


def _texts(folder: Path) -> Iterable[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".sql", ".yml", ".csv", ".md"}:
            yield path.read_text(encoding="utf-8")


_NAMED = [
    "stg_controlworks__people",
    "stg_connect__nominals",
    "stg_connect__nominal_aliases",
    "stg_compact__people",
]
_BORN = _NAMED
_PHONED = ["stg_controlworks__people", "stg_connect__nominal_phones", "stg_compact__people"]
_HOUSED = ["stg_controlworks__people", "stg_connect__nominal_addresses"]


def _union(columns: str, tables: list[str]) -> str:
    return " union ".join(f"select {columns} from {STAGED}.{table}" for table in tables)
