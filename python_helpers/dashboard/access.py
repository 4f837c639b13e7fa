"""Who may see what: the same users and areas as Qlik's Section Access, from the same seed."""

from __future__ import annotations

import csv
import secrets
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from python_helpers.errors import FsuError
from python_helpers.force_settings import seed_path

USERS = "access/dashboard_users"
EVERY_AREA = "ALL"
DEMO = "DEMO\\"
"""Users of the demo's sign-in begin with this; nobody real does."""

_LOOPBACK = {"127.0.0.1", "::1"}


@dataclass(frozen=True)
class Reader:
    """Somebody signed in. `areas` are codes of areas, or ALL."""

    user_id: str
    areas: frozenset[str]
    sees_identity: bool

    @property
    def sees_everything(self) -> bool:
        """Whether every area is theirs."""
        return EVERY_AREA in self.areas


def reader(user_id: str) -> Reader | None:
    """The user as the seed has them now: whoever is taken out of it is out at the next page. None: no such user.

    Raises:
        FsuError: the seed cannot be read.
    """
    wanted, users = user_id.strip().upper(), seed_path(USERS)
    try:
        with users.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if row["user_id"] == wanted]
    except (OSError, KeyError):
        raise FsuError(f"{users} cannot be read. Start the dashboard from the project's folder.") from None
    if not rows:
        return None
    return Reader(
        wanted,
        frozenset(row["npu_code"] for row in rows),
        all(row["sees_identity"] == "YES" for row in rows),
    )


class DemoSignIn:
    """Sign-in for made-up people alone: one password a start, shown to whoever started it and kept as a hash."""

    def __init__(self) -> None:
        """Make the password."""
        self.password = secrets.token_urlsafe(9)
        self._hasher = PasswordHasher()
        self._hash = self._hasher.hash(self.password)

    def accepts(self, user_id: str, password: str) -> bool:
        """Whether this is a demo user with the password; as slow for a user who does not exist."""
        try:
            self._hasher.verify(self._hash, password)
        except VerifyMismatchError:
            return False
        return user_id.strip().upper().startswith(DEMO) and reader(user_id) is not None


def from_trusted_header(value: str | None, client: str | None) -> Reader | None:
    """Who the force's own sign-in says it is; believed only from this machine, where its proxy runs."""
    if not value or client not in _LOOPBACK:
        return None
    return reader(value)
