"""Facts about the project that its documents state, read from its own files, so that none can disagree with them."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from python_helpers.audit import OPERATIONS
from python_helpers.force_settings import project_dir, seed_path

_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def project_facts(*, is_as_shipped: bool) -> dict[str, Any]:
    """What the records' sentences name; as shipped, whatever a force has set, for the project's own documents."""
    root = project_dir()

    def seed(name: str) -> list[dict[str, str]]:
        return _read(root / f"seeds/{name}.csv" if is_as_shipped else seed_path(name))

    contract = yaml.safe_load((root / "python_helpers/landing/extracts.yml").read_text(encoding="utf-8"))
    rules = [row for row in seed("rules/match_rules") if _is_true(row["is_on"])]
    strengths = Counter(row["link_strength"] for row in rules)
    schemes = seed("weights/ranking_schemes")
    themes = seed("themes/themes")
    operations: dict[str, list[str]] = {}
    for command, operation in OPERATIONS.items():
        operations.setdefault(operation, []).append(f"`{command}`")
    return {
        "tables": [
            (system, table, entry["about"]) for system, tables in contract.items() for table, entry in tables.items()
        ],
        "rule_count": len(rules),
        "strengths": strengths,
        "schemes": [row["scheme_name"] for row in schemes],
        "scheme_count": _WORDS.get(len(schemes), str(len(schemes))),
        "scheme_in_force": ", ".join(row["scheme_name"] for row in schemes if _is_true(row["is_in_force"])),
        "closed_themes": [row["theme_name"] for row in themes if _is_true(row["is_special_category"])],
        "sensitive_themes": [
            row["theme_name"]
            for row in themes
            if _is_true(row["is_sensitive"]) and not _is_true(row["is_special_category"])
        ],
        "retention": seed("governance/retention"),
        "operations": operations,
    }


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _is_true(text: str) -> bool:
    return text.strip().lower() in {"true", "t", "yes", "y", "1"}
