"""Where things are and which secrets are in force, all from the environment."""

from __future__ import annotations

import os
import re
import shlex
import stat
from datetime import date
from pathlib import Path

from python_helpers.errors import FsuError
from python_helpers.json_files import read_object
from python_helpers.salt_strength import LEAST_LENGTH, weakness

DEMO_SALT = "demo-salt-for-synthetic-people-only"
"""Marked salt for synthetic extracts; real extracts never build with it."""
DEFAULT_MEMORY = "5GB"


LAND_AGAIN = "Move the delivery's folder away and land its extracts again: fsu land RAW_DIR."
"""Remedy for a file of a delivery that is not as `fsu land` wrote it."""

_A_GOOD_SALT = "Make one with `openssl rand -hex 32` and keep it outside the warehouse."


class SettingsError(FsuError):
    """A setting is missing or unusable; the message names it and the remedy."""


def landing_dir() -> Path:
    """Folder of landed deliveries (`FSU_LANDING`)."""
    return Path(os.environ.get("FSU_LANDING") or "landing")


def corrections_dir() -> Path:
    """Folder of corrections and remarks (`FSU_CORRECTIONS`), for its owner alone; default: beside the landing."""
    given = os.environ.get("FSU_CORRECTIONS")
    return Path(given) if given else landing_dir().with_name("corrections")


def warehouse_path() -> Path:
    """DuckDB file with all zones (`FSU_WAREHOUSE`)."""
    return Path(os.environ.get("FSU_WAREHOUSE") or "warehouse/fsu.duckdb")


def published_dir() -> Path:
    """Folder of published releases (`FSU_PUBLISHED`)."""
    return Path(os.environ.get("FSU_PUBLISHED") or "published")


def read_as_of(text: str, name: str) -> date | None:
    """A day as `YYYY-MM-DD`, the one spelling that nobody takes for another day; None where it is empty.

    Raises:
        SettingsError: it is spelt otherwise, or there is no such day; `name` says where it was given.
    """
    if not text:
        return None
    try:
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{name}={text} is not a date. Write it as YYYY-MM-DD, for example 2026-10-01.") from error


def as_of() -> date | None:
    """First day that is not counted (`FSU_AS_OF`); None: the day after the newest event.

    Raises:
        SettingsError: it is not a date.
    """
    return read_as_of(os.environ.get("FSU_AS_OF", ""), "FSU_AS_OF")


def duckdb_threads() -> int | None:
    """How many threads DuckDB may use (`FSU_THREADS`, which is also dbt's number); None: as many as there are cores."""
    given = os.environ.get("FSU_THREADS", "")
    if not given:
        return None
    if not given.isdecimal() or int(given) == 0:
        raise SettingsError(f"FSU_THREADS={given} is not a number of threads. Set it to 1 or more, or leave it unset.")
    return int(given)


def duckdb_memory() -> str:
    """How much memory a build on DuckDB may take before it writes to the spill folder (`FSU_MEMORY`).

    As DuckDB spells it. A force-year fits the default; a build of more gets slower with it, not wrong.

    Raises:
        SettingsError: it is no amount of memory.
    """
    given = os.environ.get("FSU_MEMORY", "") or DEFAULT_MEMORY
    if not re.fullmatch("[1-9][0-9]*(MB|GB|MiB|GiB)", given):
        raise SettingsError(
            f"FSU_MEMORY={given} is not an amount of memory. Write it as 8GB or 600MB, or leave it unset."
        )
    return given


def current_delivery_is_synthetic() -> bool:
    """Whether the delivery that dbt would read now was marked synthetic when it landed."""
    return _is_synthetic(landing_dir() / "current" / "manifest.json")


def delivery_is_synthetic(delivery_id: str) -> bool:
    """Whether a delivery was marked synthetic when it landed; one that is no longer there counts as real."""
    return _is_synthetic(landing_dir() / "deliveries" / delivery_id / "manifest.json")


def _is_synthetic(manifest: Path) -> bool:
    if not manifest.is_file():
        return False
    return bool(read_object(manifest, ["is_synthetic"], LAND_AGAIN)["is_synthetic"])


def token_salt(*, is_synthetic: bool | None = None) -> str:
    """Secret salt of the identity tokens, from `FSU_TOKEN_SALT` or from the file that `FSU_TOKEN_SALT_FILE` names.

    Args:
        is_synthetic: kind of the extracts it is for; default: that of the landed delivery.

    Raises:
        SettingsError: the salt is for real people and is missing, public or easy to guess; or its file is not private.
    """
    salt, source = given_salt()
    if is_synthetic is None:
        is_synthetic = current_delivery_is_synthetic() or not (landing_dir() / "current").exists()
    if is_synthetic:
        if not salt:
            return DEMO_SALT
        if len(salt) < LEAST_LENGTH:
            raise SettingsError(f"{source} is shorter than {LEAST_LENGTH} characters. {_A_GOOD_SALT}")
        return salt
    if not salt:
        raise SettingsError(
            "FSU_TOKEN_SALT is not set and the extracts are not synthetic. Set it, or FSU_TOKEN_SALT_FILE, to a long "
            f"secret, and use the same one at every refresh: people keep their key only with it. {_A_GOOD_SALT}"
        )
    check_strength(salt, source)
    return salt


def check_strength(salt: str, source: str) -> None:
    """Refuse a salt that real people's tokens must not be made with.

    Raises:
        SettingsError: it is the demo's, or easy to guess; `source` says where it was given.
    """
    fault = "it is the demo's, which is public" if DEMO_SALT in salt.lower() else weakness(salt)
    if fault:
        raise SettingsError(
            f"{source} is no salt for real extracts: {fault}. {_A_GOOD_SALT} Where people have keys with it already, "
            "`fsu rotate-salt` changes it and keeps them."
        )


def salt_file_content(path: Path, name: str) -> str:
    """Salt in a file that its owner alone can read; a line end after it is not part of it.

    Raises:
        SettingsError: there is no such file, others may read it, or it holds more than one line of text.
    """
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise SettingsError(f"{name}: {path} is not a plain file. Put the salt into one, readable for you alone.")
        if status.st_mode & 0o077:
            raise SettingsError(f"{name}: others may read {path}. Run: chmod 600 {shlex.quote(str(path))}")
        salt = path.read_bytes().decode("utf-8").removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise SettingsError(
            f"{name}: {path} cannot be read ({error.strerror}). Name the file with the salt."
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{name}: {path} is not UTF-8 text. {_A_GOOD_SALT}") from error
    if not salt or not salt.isprintable():
        raise SettingsError(f"{name}: {path} does not hold one line of text. {_A_GOOD_SALT}")
    return salt


def given_salt() -> tuple[str, str]:
    """The salt and the variable that gave it; empty where neither is set."""
    salt, file = os.environ.get("FSU_TOKEN_SALT", ""), os.environ.get("FSU_TOKEN_SALT_FILE", "")
    if salt and file:
        raise SettingsError("FSU_TOKEN_SALT and FSU_TOKEN_SALT_FILE are both set. Unset one of them.")
    if file:
        return salt_file_content(Path(file), "FSU_TOKEN_SALT_FILE"), "The salt in FSU_TOKEN_SALT_FILE"
    return salt, "FSU_TOKEN_SALT"
