"""Where Spark's tables lie, and which of their files count."""

from __future__ import annotations

import os
from pathlib import Path

from python_helpers.errors import FsuError


def warehouse_dir() -> Path:
    """Folder of Spark's tables (`FSU_SPARK_WAREHOUSE`), as this machine sees it."""
    return Path(os.environ.get("FSU_SPARK_WAREHOUSE") or "warehouse/spark") / "tables"


def tables_dir() -> Path:
    """The same, where it has to be there.

    Raises:
        FsuError: it is not here; a cluster keeps it elsewhere.
    """
    folder = warehouse_dir()
    if not folder.is_dir():
        raise FsuError(
            f"{folder} does not exist. Run `dbt build` with FSU_TARGET=spark first; where a cluster keeps its tables "
            "elsewhere, make them visible below FSU_SPARK_WAREHOUSE."
        )
    return folder


def parquet_files(table: Path) -> list[Path]:
    """Files of one table; what a job that was killed left in its hidden folders is none."""
    return sorted(
        path
        for path in table.rglob("*.parquet")
        if not any(part.startswith((".", "_")) for part in path.relative_to(table).parts)
    )
