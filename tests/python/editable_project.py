"""A copy of the dbt project over a copy of a built warehouse, so that a test may edit seeds and build again."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from worlds import PROJECT, World

PARTS = ("models", "macros", "seeds", "snapshots", "tests/data", "dbt_packages_local", "dbt_packages")
FILES = ("dbt_project.yml", "profiles.yml", "packages.yml", "package-lock.yml")
Row = dict[str, str]
"""One row of a seed, by column."""


@dataclass(frozen=True)
class EditableProject:
    """A copy of the dbt project, whose seeds a test may edit, over a copy of a built warehouse."""

    folder: Path
    world: World

    def edit(self, seed: str, change: Callable[[list[Row]], None]) -> None:
        """Change the rows of one seed in place."""
        path = self.folder / "seeds" / f"{seed}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = list(rows[0])
        change(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def dbt(self, *arguments: str, check: bool = True) -> str:
        """Run dbt on the copy; what it said."""
        folder = str(self.folder)
        done = self.world.run("dbt", *arguments, "--project-dir", folder, "--profiles-dir", folder, check=check)
        return done.stdout


def unbuilt(root: Path) -> EditableProject:
    """Copy the project below `root`, over a warehouse that is still to be made."""
    folder, world = root / "project", World(root / "world")
    for part in PARTS:
        shutil.copytree(PROJECT / part, folder / part, symlinks=part == "dbt_packages")
    (folder / "analyses").mkdir()
    for file in FILES:
        shutil.copy(PROJECT / file, folder / file)
    world.warehouse.parent.mkdir(parents=True)
    return EditableProject(folder, world)


def editable(built: World, root: Path) -> EditableProject:
    """Copy the project, and the warehouse of a built world, below `root`."""
    project = unbuilt(root)
    shutil.copy(built.warehouse, project.world.warehouse)
    project.world.landing.symlink_to(built.landing)
    return project


def row_of(rows: list[Row], **wanted: str) -> Row:
    """Return the first row with these values."""
    return next(row for row in rows if all(row[column] == value for column, value in wanted.items()))
