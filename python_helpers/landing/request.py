"""What one landing is about: the files of each table, what was accepted beforehand, and the delivery's id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from python_helpers.landing.contract import Contract, Table
from python_helpers.landing.inputs import InputFile

LANDING_FORM = "2"
"""Raise it when the same extracts would land as other rows, so that they land anew."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What is to be landed: the files of each table, their digests by label, and what was accepted beforehand."""

    raw_dir: Path
    contract: Contract
    files: dict[Table, list[InputFile]]
    digests: dict[str, str]
    accept_empty: frozenset[str]
    is_synthetic: bool
    ignored: frozenset[str] = frozenset()

    @property
    def everything(self) -> list[InputFile]:
        """All files of all tables."""
        return [file for files in self.files.values() for file in files]

    @property
    def delivery_id(self) -> str:
        """From content alone: which bytes each table has, under which contract; files' names and times do not count."""
        parts = [
            LANDING_FORM,
            self.contract.digest,
            self.is_synthetic,
            [[table.label, sorted(self.digests[file.label] for file in files)] for table, files in self.files.items()],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
