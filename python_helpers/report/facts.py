"""Facts about the project that its documents state, read from its own files, so that none can disagree with them."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from python_helpers.audit import OPERATIONS

_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def project_root() -> Path:
    """The checkout: where a command runs, or where the package lies."""
    return Path() if Path("dbt_project.yml").is_file() else Path(__file__).parents[2]


def project_facts(root: Path) -> dict[str, Any]:
    """What the records' sentences name."""
    contract = yaml.safe_load((root / "python_helpers/landing/extracts.yml").read_text(encoding="utf-8"))
    rules = [row for row in _seed(root, "rules/match_rules") if row["is_on"] == "true"]
    strengths = Counter(row["link_strength"] for row in rules)
    schemes = _seed(root, "weights/ranking_schemes")
    themes = _seed(root, "themes/themes")
    operations: dict[str, list[str]] = {}
    for command, operation in OPERATIONS.items():
        operations.setdefault(operation, []).append(f"`{command}`")
    return {
        "parameters": yaml.safe_load((root / "dbt_project.yml").read_text(encoding="utf-8"))["vars"],
        "tables": [
            (system, table, entry["about"]) for system, tables in contract.items() for table, entry in tables.items()
        ],
        "rule_count": len(rules),
        "strengths": strengths,
        "schemes": [row["scheme_name"] for row in schemes],
        "scheme_count": _WORDS.get(len(schemes), str(len(schemes))),
        "scheme_in_force": next(row["scheme_name"] for row in schemes if row["is_in_force"] == "true"),
        "closed_themes": [row["theme_name"] for row in themes if row["is_special_category"] == "true"],
        "sensitive_themes": [
            row["theme_name"]
            for row in themes
            if row["is_sensitive"] == "true" and row["is_special_category"] == "false"
        ],
        "retention": _seed(root, "governance/retention"),
        "operations": operations,
    }


def _seed(root: Path, name: str) -> list[dict[str, str]]:
    with (root / f"seeds/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
