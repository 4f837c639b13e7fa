"""Whether two relations hold the same rows, and where they differ; never says a value: it might be personal."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

Row = tuple[Any, ...]


def canonical(value: object) -> object:
    """A value as every engine's driver would give it: whole numbers as int, others as float, dates as their text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return value


def differences(columns: Sequence[str], left: Sequence[Row], right: Sequence[Row]) -> list[str]:
    """What differs between two lists of rows with the same columns, order aside; empty where nothing does."""
    left_rows = Counter(tuple(canonical(value) for value in row) for row in left)
    right_rows = Counter(tuple(canonical(value) for value in row) for row in right)
    if left_rows == right_rows:
        return []
    found = [] if len(left) == len(right) else [f"{len(left)} rows against {len(right)}"]
    found.append(f"{(left_rows - right_rows).total()} rows only left, {(right_rows - left_rows).total()} only right")
    by_column = []
    for position, column in enumerate(columns):
        values_left, values_right = _column(left_rows, position), _column(right_rows, position)
        if values_left != values_right:
            by_column.append(f"{column} ({(values_left - values_right).total()} values)")
    found.append(f"columns that differ: {', '.join(by_column)}" if by_column else "values are combined differently")
    return found


def _column(rows: Counter[Row], position: int) -> Counter[Any]:
    values: Counter[Any] = Counter()
    for row, count in rows.items():
        values[row[position]] += count
    return values
