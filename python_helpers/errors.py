"""The error that every helper raises when the user can do something about it."""

from __future__ import annotations


class FsuError(RuntimeError):
    """Something the user can mend; the message says what and how, and holds no personal value."""
