"""The index of promises: each row of the briefing paper, where it is in the product, and the test that holds it."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from python_helpers.report.document import Column, Document, Section, Table

PAGE = Path("docs/promises.md")


def rows() -> list[dict[str, Any]]:
    """The rows of `promises.yml`."""
    file = resources.files("python_helpers.report").joinpath("promises.yml")
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def document() -> Document:
    """The page that lists them."""
    return Document(
        title="Promises",
        lead=(
            "What the briefing paper asks for, in this project's words, where it is in the product, and which tests "
            "fail where it is broken. A test looks for every name here.",
            "Promises on privacy and on bad input are in [promises-kept.md](promises-kept.md).",
        ),
        sections=(
            Section(
                "Row by row",
                tables=(
                    Table(
                        "promises",
                        "Rows of the paper",
                        (
                            Column("number", "#"),
                            Column("asks", "The paper asks for"),
                            Column("where", "Where it is"),
                            Column("tests", "Held by"),
                        ),
                        tuple(
                            (str(number), row["asks"], _where(row), " ".join(f"`{test}`" for test in row["tests"]))
                            for number, row in enumerate(rows(), 1)
                        ),
                    ),
                ),
            ),
        ),
    )


def _where(row: dict[str, Any]) -> str:
    places = [f"`{name}`" for name in (*row.get("models", []), *row.get("seeds", []))]
    places += [f"`fsu {name}`" for name in row.get("commands", [])]
    places += [f"[{Path(name).name}]({os.path.relpath(name, PAGE.parent)})" for name in row.get("docs", [])]
    return ", ".join(places)
