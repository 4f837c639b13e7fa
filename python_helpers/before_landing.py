"""What has to hold before extracts become the current delivery: date, salt, kind, and what ties people to their keys.

A build would stop at the same faults, but only after the delivery had become current.
"""

from __future__ import annotations

import os
from pathlib import Path

from python_helpers.corrections import store as corrections
from python_helpers.errors import FsuError
from python_helpers.landing.inputs import is_synthetic as are_synthetic
from python_helpers.publishing import state
from python_helpers.publishing.mark import Mark, read_mark
from python_helpers.settings import as_of, current_delivery_is_synthetic, landing_dir, token_salt, warehouse_path
from python_helpers.spark.mark import spark_mark
from python_helpers.tokens import salt_check, server_salt_check, spark_salt_check
from python_helpers.warehouse import open_read_only

_TARGETS = ("duckdb", "postgres", "spark")


def check(raw_dir: Path) -> None:
    """Refuse extracts that could not be built.

    Raises:
        FsuError: the date is none; the corrections are not right; the salt is missing, weak or another one; made-up
            people would follow real ones; or what ties people to their keys is damaged. Nothing has changed.
    """
    as_of()
    corrections.read()
    target = os.environ.get("FSU_TARGET", "duckdb")
    if target not in _TARGETS:
        raise FsuError(
            f"FSU_TARGET={target} is no target of profiles.yml. Set it to {' or '.join(_TARGETS)}, or unset it."
        )
    is_synthetic = are_synthetic(raw_dir)
    if is_synthetic and (landing_dir() / "current").exists() and not current_delivery_is_synthetic():
        raise FsuError(_elsewhere(f"The current delivery of {landing_dir()}"))
    salt = token_salt(is_synthetic=is_synthetic)
    kept = state.check_continuity(is_synthetic=is_synthetic, salt=salt)
    if target == "duckdb":
        mark, where, proof = _mark_of_warehouse(), str(warehouse_path()), salt_check(salt)
    elif target == "spark":
        mark, where, proof = spark_mark(), "Spark's warehouse", spark_salt_check(salt)
    else:
        from python_helpers.postgres.state import server_mark  # noqa: PLC0415 - only where there is a server

        mark, where, proof = server_mark(), "The server", server_salt_check(salt)
    has_other_salt = mark is not None and mark.salt_check != proof
    if mark is not None:
        _check_warehouse(mark, where, is_synthetic=is_synthetic, is_everybody_new=has_other_salt and kept is None)
    if kept is not None and (mark is None or has_other_salt):
        kept.check_files()


def _elsewhere(where: str) -> str:
    return (
        f"{where} holds real people and the extracts are synthetic. Build demo data elsewhere: set FSU_LANDING, "
        "FSU_WAREHOUSE (on a server FSU_POSTGRES_DBNAME) and FSU_PUBLISHED to places of its own."
    )


def _mark_of_warehouse() -> Mark | None:
    if not warehouse_path().exists():
        return None
    with open_read_only(warehouse_path()) as connection:
        return read_mark(connection)


def _check_warehouse(mark: Mark, where: str, *, is_synthetic: bool, is_everybody_new: bool) -> None:
    if is_synthetic and not mark.is_synthetic:
        raise FsuError(_elsewhere(where))
    if is_everybody_new and not is_synthetic and not mark.is_synthetic:
        raise FsuError(
            f"FSU_TOKEN_SALT is not the salt that {where} was built with: every person would get a new key. Set the "
            f"former salt; or, to begin anew on purpose, move {where} away (on a server, take another database)."
        )
