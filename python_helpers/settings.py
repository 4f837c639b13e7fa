"""Where things are and which secrets are in force, all from the environment."""

from __future__ import annotations

import json
import os
from pathlib import Path

from python_helpers.errors import FsuError

DEMO_SALT = "demo-salt-for-synthetic-people-only"
"""Marked salt for synthetic extracts; real extracts never build with it."""


class SettingsError(FsuError):
    """A setting is missing or unusable; the message names it and the remedy."""


def landing_dir() -> Path:
    """Folder of landed deliveries (`FSU_LANDING`)."""
    return Path(os.environ.get("FSU_LANDING") or "landing")


def warehouse_path() -> Path:
    """DuckDB file with all zones (`FSU_WAREHOUSE`)."""
    return Path(os.environ.get("FSU_WAREHOUSE") or "warehouse/fsu.duckdb")


def published_dir() -> Path:
    """Folder of published releases (`FSU_PUBLISHED`)."""
    return Path(os.environ.get("FSU_PUBLISHED") or "published")


def duckdb_threads() -> int | None:
    """How many threads DuckDB may use (`FSU_THREADS`, which is also dbt's number); None: as many as there are cores."""
    given = os.environ.get("FSU_THREADS", "")
    if not given:
        return None
    if not given.isdecimal() or int(given) == 0:
        raise SettingsError(f"FSU_THREADS={given} is not a number of threads. Set it to 1 or more, or leave it unset.")
    return int(given)


def current_delivery_is_synthetic() -> bool:
    """Whether the delivery that dbt would read now was marked synthetic when it landed."""
    return _is_synthetic(landing_dir() / "current" / "manifest.json")


def delivery_is_synthetic(delivery_id: str) -> bool:
    """Whether a delivery was marked synthetic when it landed; one that is no longer there counts as real."""
    return _is_synthetic(landing_dir() / "deliveries" / delivery_id / "manifest.json")


def _is_synthetic(manifest: Path) -> bool:
    if not manifest.is_file():
        return False
    return bool(json.loads(manifest.read_text(encoding="utf-8")).get("is_synthetic", False))


def token_salt() -> str:
    """Secret salt of the identity tokens.

    Raises:
        SettingsError: real extracts have landed and `FSU_TOKEN_SALT` is unset or shorter than 16 characters.
    """
    salt = os.environ.get("FSU_TOKEN_SALT", "")
    if not salt and (current_delivery_is_synthetic() or not (landing_dir() / "current").exists()):
        return DEMO_SALT
    if len(salt) < 16:
        raise SettingsError(
            "FSU_TOKEN_SALT is not set (or is shorter than 16 characters) and the landed delivery is not synthetic. "
            "Set it to a long secret, keep it outside the warehouse, and use the same one at every refresh: "
            "people keep their key only while the salt stays the same."
        )
    return salt
