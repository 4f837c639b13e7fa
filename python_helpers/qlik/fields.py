"""Tables and fields of schema qlik, read from dbt's manifest, and the page that lists them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_helpers.errors import FsuError

PAGE = Path("docs/qlik-fields.md")
FOLDER = "models/marts/qlik/"

HEAD = """# Fields of the Qlik model

For whoever builds sheets. Drawn from dbt's manifest by `make docs`; a test holds it to that. Fields that begin with %
associate the tables and are hidden; one that ends in Sort gives a name its place, which the script folds in.
"""


@dataclass(frozen=True)
class Field:
    """One field of a table."""

    name: str
    data_type: str
    description: str


@dataclass(frozen=True)
class Table:
    """One relation of schema qlik."""

    name: str
    description: str
    fields: tuple[Field, ...]

    @property
    def field_names(self) -> frozenset[str]:
        """Names of its fields."""
        return frozenset(field.name for field in self.fields)


def read_tables(manifest: Path) -> list[Table]:
    """Tables of schema qlik by name, fields in the order of the contract.

    Raises:
        FsuError: there is no manifest.
    """
    if not manifest.is_file():
        raise FsuError(f"{manifest} does not exist: run `dbt parse` from the project's root first.")
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    models = [
        node
        for node in nodes
        if node["resource_type"] == "model" and node["original_file_path"].replace("\\", "/").startswith(FOLDER)
    ]
    return sorted((_table(node) for node in models), key=lambda table: table.name)


def _table(node: dict[str, Any]) -> Table:
    fields = [
        Field(column["name"], column["data_type"], " ".join(column["description"].split()))
        for column in node["columns"].values()
    ]
    return Table(node["name"], " ".join(node["description"].split()), tuple(fields))


def page(tables: list[Table]) -> str:
    """The page of docs that lists every table and field."""
    parts = [HEAD]
    for table in tables:
        lines = [f"## {table.name}", "", table.description, "", "| field | type | meaning |", "|---|---|---|"]
        lines += [
            f"| {field.name} | {field.data_type} | {field.description.replace('|', '&#124;')} |"
            for field in table.fields
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def write_page(manifest: Path, root: Path = Path()) -> bool:
    """Write the page anew; whether that changed it."""
    text = page(read_tables(manifest))
    path = root / PAGE
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True
