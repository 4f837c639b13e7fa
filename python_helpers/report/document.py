"""A document as headings, sentences and tables, and its three forms: a page, data, and Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

Kind = Literal["text", "count", "share", "number", "date"]
Cell = str | int | float | date | None

WITHHELD = "withheld"
"""What stands for a small number, in a page and in data."""

_SMALL_NUMBERS = (
    "Counts below {threshold} are withheld, and so is what would give one away. 0 is shown: it says that there is none."
)


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    heading: str
    kind: Kind = "text"

    @property
    def is_numeric(self) -> bool:
        """Whether it is set to the right."""
        return self.kind in {"count", "share", "number"}


@dataclass(frozen=True)
class Table:
    """A table whose first column names the row."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "None."
    """What is said where there is no row."""
    is_folded: bool = False
    """Long, and read by few: behind its caption until it is opened."""

    def shown_rows(self) -> list[list[str]]:
        """Its cells as they read on a page."""
        return [[shown(cell, column.kind) for cell, column in zip(row, self.columns, strict=True)] for row in self.rows]

    def data(self) -> dict[str, Any]:
        """The same, for programs."""
        return {
            "name": self.name,
            "caption": self.caption,
            "columns": [asdict(column) for column in self.columns],
            "rows": [[cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in self.rows],
        }


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    after: tuple[str, ...] = ()
    """Sentences under the tables."""

    @property
    def anchor(self) -> str:
        """Its address within the page."""
        return re.sub("[^a-z0-9]+", "-", self.heading.lower()).strip("-")


@dataclass(frozen=True)
class Document:
    """A whole document."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    """What it was made from, in its data."""

    def data(self) -> dict[str, Any]:
        """Headings, sentences and tables, for programs."""
        return {
            "title": self.title,
            **self.facts,
            "lead": list(self.lead),
            "sections": [
                {
                    "heading": section.heading,
                    "paragraphs": [*section.paragraphs, *section.after],
                    "points": list(section.points),
                    "tables": [table.data() for table in section.tables],
                }
                for section in self.sections
            ],
        }


def shown(cell: Cell, kind: Kind) -> str:
    """A value as people read it."""
    if cell is None:
        return "" if kind == "text" else "none"
    if isinstance(cell, date):
        return f"{cell.day} {cell:%B %Y}"
    if isinstance(cell, str):
        return cell
    if kind == "share":
        return share(cell)
    return f"{cell:,.2f}".removesuffix(".00") if isinstance(cell, float) else f"{cell:,}"


def share(value: float) -> str:
    """A share in per cent, with one digit; hardly any and nearly all are neither 0% nor 100%."""
    if 0 < value < 0.001:
        return "under 0.1%"
    return "over 99.9%" if 0.999 < value < 1 else f"{value:.1%}"


def small_numbers_sentence(threshold: int) -> str:
    """What a reader is told about withheld counts."""
    return _SMALL_NUMBERS.format(threshold=threshold)


def is_small(counts: Sequence[int | None], threshold: int) -> list[bool]:
    """Which counts of one total are withheld: as `macros/privacy/is_small_number.sql` does in the marts.

    A small one is. Where there is one, so are the next smallest, until there are two and together they are no small
    number.
    """
    order = sorted((count, place) for place, count in enumerate(counts) if count)
    withheld = [bool(count and count < threshold) for count in counts]
    if any(withheld):
        together = 0
        for number, (count, place) in enumerate(order):
            if number < 2 or together < threshold:
                withheld[place] = True
            together += count
    return withheld


def to_html(document: Document) -> str:
    """A page of its own: no script, and nothing loaded from anywhere."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["code"] = _code
    return environment.get_template("page.html").render(document=document)


def _code(text: str) -> Markup:
    """A sentence in which what stands between backticks looks like code; a long name breaks at its words."""

    def marked(name: re.Match[str]) -> str:
        breaking = re.sub("(_|::)", r"\1<wbr>", name[1])
        return f"<code>{breaking}</code>"

    return Markup(re.sub("`([^`]+)`", marked, str(escape(text))))  # noqa: S704 - escaped just before


def to_markdown(document: Document, made_by: str) -> str:
    """The same for a folder of documents; `made_by` says how to write it anew."""
    lines = [
        f"# {document.title}",
        "",
        *_spaced(document.lead),
        f"<!-- Written by {made_by}; change what it is written from. -->",
        "",
    ]
    for section in document.sections:
        lines += [f"## {section.heading}", "", *_spaced(section.paragraphs)]
        if section.points:
            lines += [*(f"- {point}" for point in section.points), ""]
        for table in section.tables:
            lines += _markdown_table(table, "" if table.caption.lower() in section.heading.lower() else table.caption)
        lines += _spaced(section.after)
    return "\n".join(lines).rstrip() + "\n"


def _spaced(paragraphs: Sequence[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in (paragraph, "")]


def _markdown_table(table: Table, caption: str) -> list[str]:
    if not table.rows:
        return [f"{table.caption}: {table.empty}", ""]
    heads = " | ".join(column.heading for column in table.columns)
    rules = " | ".join("---:" if column.is_numeric else "---" for column in table.columns)
    rows = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in table.shown_rows()]
    return [*([f"{caption}:", ""] if caption else []), f"| {heads} |", f"| {rules} |", *rows, ""]
