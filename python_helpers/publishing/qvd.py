"""Qlik's own file format, for whoever loads QVD rather than Parquet.

Written by a library that was chosen because what it wrote was read back by another, value by value and NULL by NULL:
a test does that again. No Qlik engine was at hand to open them.
"""

from __future__ import annotations

from pathlib import Path

import openqvd
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import types

from python_helpers.errors import FsuError

LARGEST = 2**31 - 1
"""A column with a larger whole number is written as text, which Qlik would not add up."""


def write_qvd(parquet: Path, file: Path) -> None:
    """Write a Parquet file's rows as QVD, in their order.

    Raises:
        FsuError: a whole number is too large for the format's numbers.
    """
    table = pq.read_table(parquet)
    for name in table.column_names:
        column = table[name]
        if not types.is_integer(column.type) or column.null_count == len(column):
            continue
        bounds = pc.min_max(column).as_py()
        if max(abs(bounds["min"]), bounds["max"]) > LARGEST:
            raise FsuError(
                f"{parquet.stem}: {name} holds a whole number above {LARGEST}, which QVD keeps as text. "
                "Cast it to double in the model."
            )
    file.parent.mkdir(parents=True, exist_ok=True)
    openqvd.write(table, file, table_name=parquet.stem)
