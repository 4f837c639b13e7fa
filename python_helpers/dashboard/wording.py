"""How values read on a page: unknown is said, a known nothing is 0, and a hundredth of an hour is not nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

NOT_RECORDED = "not recorded"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def number(value: float | None) -> str:
    """A count, or a figure with one digit."""
    if value is None:
        return NOT_RECORDED
    if isinstance(value, int):
        return f"{value:,}"
    if 0 < abs(value) < 0.1:
        return "under 0.1"
    return f"{value:,.1f}".removesuffix(".0")


def share(value: float | None) -> str:
    """A share as per cent."""
    if value is None:
        return NOT_RECORDED
    if 0 < value < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < value < 1 else f"{value:.0%}"


def day(value: date | None) -> str:
    """A day as it is written in Britain."""
    return NOT_RECORDED if value is None else f"{value.day} {value:%B %Y}"


def short_day(value: date | None) -> str:
    """The same in a narrow column."""
    return NOT_RECORDED if value is None else f"{value.day} {value:%b %Y}"


def month(value: date) -> str:
    """A month."""
    return f"{value:%B %Y}"


def hour(value: int | None) -> str:
    """The civil hour in which something began."""
    return "hour not recorded" if value is None else f"{value:02}:00 to {value:02}:59"


def words(value: str | None) -> str:
    """A list that the release keeps with bars, in words."""
    return value.replace("|", ", ") if value else "none"


def short_key(value: str) -> str:
    """Enough of a key to tell two people of a list apart."""
    return value[:8]


def counted(count: int | None, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if count == 1 else many}"


def exact(value: float | None) -> str:
    """A weight, with every digit."""
    return NOT_RECORDED if value is None else f"{value:,.10g}"


def cap(value: float | None) -> str:
    """Up to what a measure counts."""
    return "no limit" if value is None else exact(value)


def rank_or_same(value: int | None) -> str:
    """A rank on firmer evidence; where none was worked out, that is said."""
    return "not worked out" if value is None else number(value)


def capitalize_first(value: str) -> str:
    """A name as the beginning of a sentence."""
    return value[:1].upper() + value[1:].replace("_", " ")


def zip_same(values: Iterable[str]) -> list[tuple[str, str]]:
    """Options of a choice whose values are their own names."""
    return [(value, value) for value in values]


def code_name(rows: Iterable[dict[str, str]]) -> list[tuple[str, str]]:
    """Options of a choice of areas."""
    return [(row["code"], row["name"]) for row in rows]


def for_spreadsheet(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
