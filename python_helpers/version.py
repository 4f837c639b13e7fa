"""The project's version, said in one place: `version` of dbt_project.yml (a test holds pyproject.toml to it)."""

from __future__ import annotations

from pathlib import Path

import yaml


def project_version() -> str:
    """Version of the project in the working folder, else of the one that this package is in."""
    project = Path() if Path("dbt_project.yml").is_file() else Path(__file__).parents[1]
    return str(yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))["version"])
