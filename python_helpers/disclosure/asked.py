"""What everybody who asks for a document about one person has to say, and must not say, for the audit log."""

from __future__ import annotations

import re
from collections.abc import Iterable

from python_helpers.errors import FsuError
from python_helpers.landing.health import says_something
from python_helpers.look_up import phone_digits

_LEAST_LETTERS = 4
_LEAST_DIGITS = 9


def require_reason(reason: str) -> str:
    """The reason, where it says something.

    Raises:
        FsuError: it does not.
    """
    if not says_something(reason):
        raise FsuError("Say what you need it for, for the audit log.")
    return reason.strip()


def refuse_values(said: Iterable[str], values: Iterable[str]) -> None:
    """Refuse words for the audit log that name the person, in whichever order and spelling.

    Args:
        said: what would be noted: reason and recipient.
        values: what the person is known by.

    Raises:
        FsuError: one of them is in what was said; it is not repeated.
    """
    known = list(values)
    for text in said:
        words, squeezed, digits = set(_words(text)), _squeezed(text), phone_digits(text)
        for value in known:
            names = [word for word in _words(value) if word.isalpha()]
            spellings = {_squeezed(value), _day_first(value)}
            if (
                any(len(spelling) >= _LEAST_LETTERS and spelling in squeezed for spelling in spellings)
                or (len(names) > 1 and set(names) <= words)
                or (len(phone_digits(value)) >= _LEAST_DIGITS and phone_digits(value) in digits)
            ):
                raise FsuError("Reason and recipient go into the audit log: say what for and to whom, not about whom.")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.upper())


def _squeezed(text: str) -> str:
    return "".join(_words(text))


def _day_first(value: str) -> str:
    """A date as an officer writes it."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
    return "".join(reversed(found.groups())) if found else ""
