"""A document about one person, once as data and once as a page: sections of sentences and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from python_helpers.dashboard.wording import day, month, number, share

Row = dict[str, Any]

UK = ZoneInfo("Europe/London")


def text(value: object) -> str:
    """A text, or nothing where there is none."""
    return "" if value is None else str(value)


def moment(value: datetime | None) -> str:
    """A time of the warehouse, which is UTC, by a clock in London."""
    if value is None:
        return "not recorded"
    local = value.replace(tzinfo=ZoneInfo("UTC")).astimezone(UK)
    return f"{local.day} {local:%b %Y %H:%M}"


@dataclass(frozen=True)
class Column:
    """A column: its name as data, its heading on the page, and how a value reads there.

    `link` names the column that holds the address which the value leads to; it is a column of the data alone. `width`
    is its part of the page beside other texts.
    """

    name: str
    heading: str
    shown: Callable[[Any], str] = text
    is_figure: bool = False
    link: str = ""
    width: float = 1


def figure(name: str, heading: str) -> Column:
    """A column of counts or hours."""
    return Column(name, heading, number, is_figure=True)


def part(name: str, heading: str) -> Column:
    """A column of shares."""
    return Column(name, heading, share, is_figure=True)


def on(name: str, heading: str) -> Column:
    """A column of days."""
    return Column(name, heading, day)


def in_month(name: str, heading: str) -> Column:
    """A column of months."""
    return Column(name, heading, month)


def at(name: str, heading: str) -> Column:
    """A column of times."""
    return Column(name, heading, moment)


@dataclass(frozen=True)
class Table:
    """Rows of one kind. `name` is that of its file; what is not printed is data alone, its sum stands on the page."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_printed: bool = True

    @classmethod
    def of(
        cls, name: str, caption: str, columns: Iterable[Column], rows: Iterable[Row], *, is_printed: bool = True
    ) -> Table:
        """A table of what `rows` has under the columns' names."""
        kept = tuple(columns)
        names = cls._names(kept)
        return cls(name, caption, kept, tuple({key: row.get(key) for key in names} for row in rows), is_printed)

    @staticmethod
    def _names(columns: tuple[Column, ...]) -> list[str]:
        return [name for column in columns for name in (column.name, column.link) if name]

    @property
    def names(self) -> list[str]:
        """Names of the columns of the data."""
        return self._names(self.columns)


@dataclass(frozen=True)
class Section:
    """A heading with sentences and tables below it. `nature` says in the data what its content is."""

    title: str
    nature: str = ""
    texts: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Document:
    """A document; `facts` stand on top of it, and `as_of_date` dates it."""

    kind: str
    title: str
    as_of_date: date
    facts: dict[str, str]
    sections: tuple[Section, ...]
    footer: str
    more_data: Row = field(default_factory=dict)

    @property
    def tables(self) -> list[Table]:
        """Every table."""
        return [table for section in self.sections for table in section.tables]

    def data(self) -> Row:
        """The document as data: values as they are, unknown as null."""
        return {
            "kind": self.kind,
            "title": self.title,
            "as_of_date": self.as_of_date.isoformat(),
            **self.facts_as_data(),
            "sections": [
                {
                    "title": section.title,
                    **({"nature": section.nature} if section.nature else {}),
                    "texts": list(section.texts),
                    "tables": {table.name: list(table.rows) for table in section.tables},
                }
                for section in self.sections
            ],
            **self.more_data,
        }

    def facts_as_data(self) -> Row:
        """The facts on top, under names that a program reads."""
        return {name.lower().replace(" ", "_"): value for name, value in self.facts.items()}
