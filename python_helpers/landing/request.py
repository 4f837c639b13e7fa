"""What one landing is about: the files of each table, what was accepted beforehand, and the delivery's id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from python_helpers.landing.contract import Contract, Table
from python_helpers.landing.health import HealthCodes
from python_helpers.landing.inputs import InputFile
from python_helpers.landing.window import AsOf

LANDING_FORM = "3"
"""Raise it when the same extracts would land as other rows, so that they land anew."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What else was asked: files that are no part of the delivery, the date that the build will count back from."""

    ignored: frozenset[str] = frozenset()
    as_of: AsOf = field(default_factory=AsOf)
    with_purged: bool = False
    """Whether what `fsu purge` removed of these extracts comes back."""


@dataclass(frozen=True)
class Request:
    """What is to be landed: the files of each table, their digests by label, what was accepted, what may not land."""

    raw_dir: Path
    contract: Contract
    files: dict[Table, list[InputFile]]
    digests: dict[str, str]
    accept_empty: frozenset[str]
    is_synthetic: bool
    health: HealthCodes
    asked: Asked

    @property
    def everything(self) -> list[InputFile]:
        """All files of all tables."""
        return [file for files in self.files.values() for file in files]

    @property
    def delivery_id(self) -> str:
        """From content alone: each table's bytes, the contract, what may not land; no files' names or times."""
        parts = [
            LANDING_FORM,
            self.contract.digest,
            self.is_synthetic,
            self.health.digest,
            [[table.label, sorted(self.digests[file.label] for file in files)] for table, files in self.files.items()],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
