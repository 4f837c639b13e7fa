"""The load script, read as far as its tests need: which table loads which fields from which file, under which names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from python_helpers.errors import FsuError

SCRIPT = Path("qlik/fsu.qvs")

LOAD = re.compile(r"(?:^(?P<label>\w+):\s*)?^\s*LOAD\b(?P<fields>.*?)\bFROM\s*\[(?P<source>[^\]]+)\]", re.M | re.S)
ALIAS = re.compile(r"\bas\s+\[(?P<alias>[^\]]+)\]\s*$")
NAME = re.compile(r"\[([^\]]+)\]")
SECTION = re.compile(r"^\s*Section Access;(.*?)^\s*Section Application;", re.M | re.S)


@dataclass(frozen=True)
class Load:
    """One LOAD statement."""

    table: str
    """Its label; empty in Section Access."""
    relation: str
    """Relation of schema qlik that it reads."""
    reads: frozenset[str]
    """Fields of the relation that it names."""
    gives: tuple[str, ...]
    """Fields that the table has afterwards, in order."""


def without_comments(text: str) -> str:
    """The script without its lines of comment."""
    return re.sub(r"^\s*//.*$", "", text, flags=re.M)


def read_loads(text: str) -> tuple[list[Load], list[Load]]:
    """LOAD statements of the data, and those of Section Access.

    Raises:
        FsuError: a statement is not written in the form that this reads, so that nothing could be said about it.
    """
    bare = without_comments(text)
    access = [load for section in SECTION.findall(bare) for load in _loads(section)]
    data = _loads(SECTION.sub("", bare))
    if len(access) + len(data) != len(re.findall(r"\bLOAD\b", bare)):
        raise FsuError(f"{SCRIPT}: a LOAD is not of the form 'Table: LOAD [field], ... FROM [file] (format);'.")
    return data, access


def _loads(text: str) -> list[Load]:
    return [
        Load(
            table=match["label"] or "",
            relation=match["source"].rpartition("/")[2].partition(".")[0],
            reads=frozenset(name for part in _parts(match["fields"]) for name in NAME.findall(ALIAS.sub("", part))),
            gives=tuple(_given(part) for part in _parts(match["fields"])),
        )
        for match in LOAD.finditer(text)
    ]


def _given(part: str) -> str:
    alias = ALIAS.search(part)
    return alias["alias"] if alias else part.strip()[1:-1]


def _parts(fields: str) -> list[str]:
    """Fields of a list, parted by the commas that are inside no bracket."""
    parts, depth, begin = [], 0, 0
    for place, sign in enumerate(fields):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append(fields[begin:place].strip())
            begin = place + 1
    return [*parts, fields[begin:].strip()]
