"""The comparison that the engines' tests lean on sees every kind of difference and says no value."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from same_rows import differences

ROW = ("SECRET", 1, 2.5, datetime.date(2026, 10, 1))
COLUMNS = ("name", "count", "score", "on")


def test_same_rows_in_another_order_and_from_another_driver_are_the_same() -> None:
    others = [("OTHER", 2, 0.1, None), ROW]
    from_a_driver_with_decimals = [(*ROW[:1], Decimal(1), Decimal("2.5"), ROW[3]), others[0]]
    assert differences(COLUMNS, others, from_a_driver_with_decimals) == []


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ([], "1 rows against 0"),
        ([ROW, ROW], "1 rows against 2"),
        ([("SECRET2", *ROW[1:])], "name (1 values)"),
        ([(*ROW[:2], 2.5000000000000004, ROW[3])], "score (1 values)"),
        ([(*ROW[:3], None)], "on (1 values)"),
    ],
)
def test_every_difference_is_seen_and_no_value_is_said(right: list[tuple[object, ...]], said: str) -> None:
    found = differences(COLUMNS, [ROW], right)
    assert any(said in line for line in found)
    assert "SECRET" not in " ".join(found)


def test_rows_of_the_same_values_in_other_company_differ() -> None:
    assert differences(("a", "b"), [(1, 1), (2, 2)], [(1, 2), (2, 1)]) == [
        "2 rows only left, 2 only right",
        "values are combined differently",
    ]
