"""`fsu look-up`: whether somebody whom the Public Protection Unit knows of is also in the cohort, and nothing else.

It reads the cohort's own identity in the current release, so whom the police do not know and whom they know outside
the cohort are the same to it; and it compares with everybody's, so that an answer takes as long whatever it is.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from python_helpers import audit
from python_helpers.errors import FsuError
from python_helpers.landing.health import says_something
from python_helpers.publishing.files import exclusive
from python_helpers.publishing.project import RESTRICTED
from python_helpers.publishing.publish import CURRENT
from python_helpers.settings import published_dir
from python_helpers.warehouse import open_read_only

IN_COHORT = "Somebody in the cohort matches."
NOT_IN_COHORT = "Nobody in the cohort matches. That does not say whether the police know them."
LOOK_UPS_AN_HOUR = 30
"""Enough for a case conference; too few to walk through a list of people."""

_ITEMS = "select person_key, item_type, item_value from restricted.fsu_cohort_identity order by all"


@dataclass(frozen=True)
class Asked:
    """Who is asked about, by one of three; the others are empty. None of it is ever logged or said back."""

    nominal: str = ""
    phone: str = ""
    name: str = ""
    date_of_birth: str = ""

    @property
    def by(self) -> str:
        """What they are looked up by, for the audit log."""
        given = [kind for kind in ("nominal", "phone") if getattr(self, kind).strip()]
        if self.name.strip() or self.date_of_birth.strip():
            given.append("name and date of birth")
        if len(given) != 1:
            raise FsuError("Give one of three: a nominal, a phone, or a name with a date of birth.")
        return given[0]

    def spellings(self) -> dict[str, set[str]]:
        """For each kind of item, the spellings that are the one asked for.

        Raises:
            FsuError: it cannot be read; the message does not repeat it.
        """
        kind = self.by
        if kind == "nominal":
            return {"nominal_id": {nominal_spelling(self.nominal)}}
        if kind == "phone":
            number = phone_digits(self.phone)
            if len(number) < 9:
                raise FsuError("That is no whole phone number: give it with its area code.")
            return {"phone": {number}}
        names = name_spellings(self.name)
        if not names or not self.date_of_birth.strip():
            raise FsuError("Give a forename and surname, and the date of birth: neither alone says who somebody is.")
        return {"name": names, "date_of_birth": {birth_day(self.date_of_birth)}}


def look_up(asked: Asked, reason: str, user: str = "") -> str:
    """Say whether anybody in the cohort matches.

    Args:
        asked: who is asked about.
        reason: what for, for the audit log.
        user: who asks, where that is not the account that runs this (the dashboard's user).

    Raises:
        FsuError: no reason, nothing readable to look up, too many look-ups within the hour, or no release.
    """
    by, wanted, reason = asked.by, asked.spellings(), reason.strip()
    if not says_something(reason):
        raise FsuError("Say what you need to know it for, for the audit log.")
    if any(len(value) >= 4 and value in squeezed for squeezed in _squeezed(reason) for value in _given(wanted)):
        raise FsuError("The reason goes into the audit log: say what for, not who.")
    user = user or audit.who()
    # One at a time: two at once could both be the last that is allowed.
    with exclusive(published_dir() / ".look-up.lock", "looking somebody up"):
        if audit.within_the_hour("look-up", user) >= LOOK_UPS_AN_HOUR:
            raise FsuError(
                f"You have looked up {LOOK_UPS_AN_HOUR} people within the hour, which is the most. Try again later."
            )
        found = _anybody(wanted)
        # Before it is said: an answer that cannot be accounted for is not given.
        audit.append(
            "look-up",
            purpose=reason,
            people=int(bool(found)),
            recipients=user,
            user=user,
            by=by,
            subject=" ".join(audit.subject(key) for key in found),
        )
    return IN_COHORT if found else NOT_IN_COHORT


def _anybody(wanted: dict[str, set[str]]) -> list[str]:
    """Keys of whoever in the cohort has all the kinds of item that are wanted; every item is compared.

    Raises:
        FsuError: there is no release.
    """
    database = published_dir() / CURRENT / RESTRICTED / "fsu_restricted.duckdb"
    if not database.is_file():
        raise FsuError("Nothing is published here. Run `make build`, or name the folder with FSU_PUBLISHED.")
    with open_read_only(database) as connection:
        items = connection.execute(_ITEMS).fetchall()
    matched: dict[str, dict[str, bool]] = defaultdict(dict)
    for person_key, item_type, item_value in items:
        have = _stored(item_type, item_value)
        same = False
        for want in wanted.get(item_type, set()):
            for spelling in have:
                same |= hmac.compare_digest(want.encode(), spelling.encode())
        matched[person_key][item_type] = matched[person_key].get(item_type, False) | same
    return [key for key, kinds in matched.items() if all(kinds.get(kind, False) for kind in wanted)]


def _stored(item_type: str, value: str) -> set[str]:
    if item_type == "phone":
        return {phone_digits(value)}
    if item_type == "name":
        return name_spellings(value)
    return {nominal_spelling(value)}


def nominal_spelling(text: str) -> str:
    """A nominal without blanks, in capitals."""
    return re.sub(r"\s", "", text).upper()


def phone_digits(text: str) -> str:
    """Digits with country code; a number without one is British."""
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", text))
    if digits.startswith("00"):
        return digits[2:]
    return f"44{digits[1:]}" if digits.startswith("0") else digits


def name_spellings(text: str) -> set[str]:
    """A name in any order of its words, and as one word; at least two words are a name."""
    plain = unicodedata.normalize("NFKD", text).upper()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’`")  # noqa: RUF001 - the typed apostrophe
    words = re.findall(r"[^\W\d_]+", plain)
    return {" ".join(sorted(words)), "".join(words)} if len(words) >= 2 else set()


def birth_day(text: str) -> str:
    """A day as stored; written day first, as an officer does, or as YYYY-MM-DD."""
    found = re.fullmatch(r"\s*(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\s*", text)
    try:
        if found:
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise FsuError("That is no date of birth. Write it as DD/MM/YYYY.") from None


def _given(wanted: dict[str, set[str]]) -> set[str]:
    return {re.sub(r"\W", "", value).upper() for values in wanted.values() for value in values}


def _squeezed(reason: str) -> tuple[str, str]:
    """The reason without what stands between letters, and the numbers in it as a phone is compared."""
    return re.sub(r"\W", "", reason).upper(), phone_digits(reason)
