"""What has to hold before extracts become the current delivery: date, salt, kind, and what ties people to their keys.

A build would stop at the same faults, but only after the delivery had become current.
"""

from __future__ import annotations

import os
from pathlib import Path

from python_helpers.errors import FsuError
from python_helpers.landing.inputs import is_synthetic as are_synthetic
from python_helpers.publishing import state
from python_helpers.publishing.mark import Mark, read_mark
from python_helpers.settings import as_of, token_salt, warehouse_path
from python_helpers.tokens import salt_check
from python_helpers.warehouse import open_read_only

_TARGETS = ("duckdb", "postgres", "spark")


def check(raw_dir: Path) -> None:
    """Refuse extracts that could not be built.

    Raises:
        FsuError: the date is none; the salt is missing, weak or another one; made-up people would follow real ones; or
            what ties people to their keys is damaged. Nothing has changed.
    """
    as_of()
    target = os.environ.get("FSU_TARGET", "duckdb")
    if target not in _TARGETS:
        raise FsuError(
            f"FSU_TARGET={target} is no target of profiles.yml. Set it to {' or '.join(_TARGETS)}, or unset it."
        )
    is_synthetic = are_synthetic(raw_dir)
    salt = token_salt(is_synthetic=is_synthetic)
    if target != "duckdb":
        return
    kept = state.check_continuity(is_synthetic=is_synthetic, salt=salt)
    mark = _mark_of_warehouse()
    if mark is not None:
        _check_warehouse(mark, kept, is_synthetic=is_synthetic, salt=salt)
    if kept is not None and (mark is None or mark.salt_check != salt_check(salt)):
        kept.check_files()


def _mark_of_warehouse() -> Mark | None:
    if not warehouse_path().exists():
        return None
    with open_read_only(warehouse_path()) as connection:
        return read_mark(connection)


def _check_warehouse(mark: Mark, kept: state.Kept | None, *, is_synthetic: bool, salt: str) -> None:
    if is_synthetic and not mark.is_synthetic:
        raise FsuError(
            f"{warehouse_path()} holds real people and the extracts are synthetic. Build demo data elsewhere: "
            "set FSU_LANDING, FSU_WAREHOUSE and FSU_PUBLISHED to folders of its own."
        )
    has_other_salt = mark.salt_check != salt_check(salt)
    if not is_synthetic and not mark.is_synthetic and has_other_salt and kept is None:
        raise FsuError(
            f"FSU_TOKEN_SALT is not the salt that {warehouse_path()} was built with: every person would get a new key. "
            f"Set the former salt; or, to begin anew on purpose, move {warehouse_path()} away."
        )
