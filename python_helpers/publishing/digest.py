"""One digest over everything in the project that can change a published figure."""

from __future__ import annotations

import hashlib
from pathlib import Path

PARTS = (
    "dbt_project.yml",
    "packages.yml",
    "profiles.yml",
    "requirements/run.lock",
    "dbt_packages",
    "dbt_packages_local",
    "macros",
    "models",
    "python_helpers",
    "seeds",
    "snapshots",
    "tests/data",
)
"""Files and folders, relative to the project's root. Tests are among them: they decide whether there is a release."""


def project_digest(root: Path) -> str:
    """SHA-256, in hex, over names and bytes of the project's files; caches left out."""
    digest = hashlib.sha256()
    for part in PARTS:
        place = root / part
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()
