"""The landing contract: which tables and columns are read, in which order, and which a table cannot do without."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

EXTRACTED_AT = "extracted_at"
"""Every table's column for when a row was extracted; of rows that share a key the newest counts."""


@dataclass(frozen=True)
class Table:
    """One table of one source system; `columns` is the allow-list and the order in which columns land."""

    system: str
    name: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def label(self) -> str:
        """How messages and options name the table."""
        return f"{self.system}.{self.name}"

    @property
    def indispensable(self) -> tuple[str, ...]:
        """Columns that every file must bring: without them no row can be told from another or dated."""
        needed = {*self.required, *self.key, EXTRACTED_AT}
        return tuple(column for column in self.columns if column in needed)


@dataclass(frozen=True)
class Contract:
    """All tables, in the contract's order."""

    tables: tuple[Table, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over names, keys and requirements; prose does not count."""
        parts = [[t.system, t.name, t.key, t.required, t.columns] for t in self.tables]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def systems(self) -> tuple[str, ...]:
        """Source systems in the contract's order."""
        return tuple(dict.fromkeys(table.system for table in self.tables))

    def table(self, label: str) -> Table:
        """The table that a label such as `avaya.call_segments` names.

        Raises:
            KeyError: no such table.
        """
        for table in self.tables:
            if table.label == label:
                return table
        raise KeyError(label)


@cache
def load_contract() -> Contract:
    """The contract that ships in this package (extracts.yml)."""
    text = (Path(__file__).parent / "extracts.yml").read_text(encoding="utf-8")
    return Contract(
        tables=tuple(
            Table(
                system=system,
                name=name,
                key=tuple(spec["key"]),
                required=tuple(spec["required"]),
                columns=tuple(spec["columns"]),
            )
            for system, tables in yaml.safe_load(text).items()
            for name, spec in tables.items()
        )
    )
