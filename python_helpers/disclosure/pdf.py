"""Prints a document as PDF/UA-1, which a screen reader can read; the same document gives the same bytes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from importlib import resources
from typing import Any

import typst

from python_helpers.disclosure.document import Document, Section, Table
from python_helpers.errors import FsuError

_TEMPLATE = "document.typ"
_PRINTED = re.compile(
    # Latin, Greek, Cyrillic, Arabic and common marks: what the typefaces that come with the library have.
    "[\n -~\u00a0-\u017f\u0192\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u0386\u0388-\u038a\u038c\u038e-\u03a1"
    "\u03a3-\u03ce\u0400-\u045f\u0621-\u063a\u0640-\u064a"
    "\u1e00-\u1eff\u2013\u2014\u2018-\u201d\u2022\u2026\u20ac\u200b]"
)
_LONGEST_WORD = 16


def render(document: Document) -> bytes:
    """The document as PDF.

    Raises:
        FsuError: it could not be set; the library's own words can quote a value, and are not said.
    """
    try:
        return bytes(
            typst.compile(
                (resources.files("python_helpers.disclosure") / _TEMPLATE).read_bytes(),
                sys_inputs={"content": json.dumps(page_of(document))},
                pdf_standards=["ua-1"],
                # What a machine has installed would change the page.
                ignore_system_fonts=True,
                timestamp=datetime.combine(document.as_of_date, time(), tzinfo=UTC),
            )
        )
    except typst.TypstError:
        raise FsuError("The page could not be set, and nothing was written. Tell whoever keeps this project.") from None


def page_of(document: Document) -> dict[str, Any]:
    """What stands on the page."""
    return {
        "title": document.title,
        "facts": [[_printed(name), _printed(value)] for name, value in document.facts.items()],
        "sections": [_section(section) for section in document.sections],
        "footer": document.footer,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "texts": [_printed(sentence) for sentence in section.texts],
        "tables": [_table(table) for table in section.tables if table.is_printed],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [
            {"heading": column.heading, "figure": column.is_figure, "width": column.width} for column in table.columns
        ],
        "rows": [
            [
                {
                    "text": _printed(column.shown(row[column.name])),
                    "link": row[column.link] if column.link and row[column.link] else "",
                }
                for column in table.columns
            ]
            for row in table.rows
        ],
    }


def _printed(value: str) -> str:
    """A text as the typefaces have it: another letter by its number, and a long word where it may be broken."""
    shown = "".join(letter if _PRINTED.match(letter) else f"[U+{ord(letter):04X}]" for letter in value)
    return re.sub(
        rf"[^\s\u200b-]{{{_LONGEST_WORD + 1},}}",
        lambda word: re.sub(rf"(.{{{_LONGEST_WORD}}})(?=.)", "\\1\u200b", word[0]),
        shown,
    )
