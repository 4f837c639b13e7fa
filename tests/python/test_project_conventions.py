"""Conventions of the dbt project that no linter holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from worlds import PROJECT

POSTGRES_NAME_LENGTH = 63
"""A longer name of a relation is an error there, and a unit test becomes a relation of its name."""


TEXTS = {".csv", ".md", ".py", ".sql", ".toml", ".yml"}
DOCUMENT = re.compile(r"\b([A-Za-z][\w-]*[.]md)\b")
WRITTEN_BY_COMMANDS = {"identity-ablation.md"}


def property_files() -> list[Path]:
    return sorted(path for folder in ("models", "seeds", "snapshots") for path in (PROJECT / folder).rglob("*.yml"))


def listed(kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in property_files():
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for entry in content.get(kind) or []:
            yield path, entry


@pytest.mark.parametrize("kind", ["models", "seeds", "snapshots", "unit_tests"])
def test_names_fit_every_engine(kind: str) -> None:
    names = [entry["name"] for _, entry in listed(kind)]
    assert names
    assert [name for name in names if len(name) > POSTGRES_NAME_LENGTH] == []


def test_what_must_survive_is_safe_from_a_full_refresh() -> None:
    kept = [
        path for path in (PROJECT / "models").rglob("*.sql") if "tags=['state']" in path.read_text(encoding="utf-8")
    ]
    assert "int_identity__key_ledger" in {path.stem for path in kept}
    unprotected = [path.stem for path in kept if "full_refresh=false" not in path.read_text(encoding="utf-8")]
    assert unprotected == []


def test_documents_that_are_named_are_in_the_project() -> None:
    read = [PROJECT / "dbt_project.yml", *PROJECT.glob("*.md")]
    for folder in ("models", "macros", "seeds", "snapshots", "analyses", "docs", "python_helpers", "benchmark"):
        read += [path for path in (PROJECT / folder).rglob("*") if path.suffix in TEXTS]
    own = {path.name for path in read if path.suffix == ".md"}
    named = {(path.name, name) for path in read for name in DOCUMENT.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > len(own)
    assert {(path, name) for path, name in named if name not in own | WRITTEN_BY_COMMANDS} == set()
