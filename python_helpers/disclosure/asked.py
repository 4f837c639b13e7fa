"""What everybody who asks for a document about one person has to say, and must not say, for the audit log."""

from __future__ import annotations

import re
from collections.abc import Iterable

from python_helpers.errors import FsuError
from python_helpers.landing.health import says_something

_LEAST_LETTERS = 4


def require_reason(reason: str) -> str:
    """The reason, where it says something.

    Raises:
        FsuError: it does not.
    """
    if not says_something(reason):
        raise FsuError('Say what you need it for, for the audit log: --reason "...".')
    return reason.strip()


def refuse_values(said: Iterable[str], values: Iterable[str]) -> None:
    """Refuse words for the audit log that name the person.

    Args:
        said: what would be noted: reason and recipient.
        values: what the person is known by.

    Raises:
        FsuError: one of them is in what was said; it is not repeated.
    """
    squeezed = [_squeezed(text) for text in said]
    for value in {_squeezed(value) for value in values}:
        if len(value) >= _LEAST_LETTERS and any(value in text for text in squeezed):
            raise FsuError("Reason and recipient go into the audit log: say what for and to whom, not about whom.")


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", text).upper()
