"""What Spark's tables were built from, without a Spark session."""

from __future__ import annotations

import duckdb

from python_helpers.publishing.mark import TABLE, Mark
from python_helpers.spark.files import parquet_files, warehouse_dir
from python_helpers.warehouse import SETTINGS


def spark_mark() -> Mark | None:
    """The mark of Spark's tables; None where nothing was built, or they are not on this machine."""
    for table in sorted(warehouse_dir().glob(f"*.db/{TABLE}")):
        files = [str(path) for path in parquet_files(table)]
        if files:
            with duckdb.connect(config=dict(SETTINGS)) as connection:
                row = connection.execute(
                    "select is_synthetic, salt_check, carried_as_of_date from read_parquet(?)", [files]
                ).fetchone()
            if row:
                return Mark(table.parent.stem, *row)
    return None
