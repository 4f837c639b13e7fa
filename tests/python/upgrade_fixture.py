"""What a force has of one version, small enough for the repository, so that the next can be tried on it.

Run it on the last commit of a version, before the version is raised:

    .venv/bin/python tests/python/upgrade_fixture.py

It builds a tiny world under the settings of the fixture before, and keeps of it what an upgrade reads: extracts,
settings, the release's state and manifest, what publication asks of kept releases, the audit log, and the shape of what
is published.
"""

from __future__ import annotations

import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import yaml
from worlds import PROJECT, World

from python_helpers.version import project_version

FIXTURES = Path(__file__).parent / "upgrade"
SALT = "8f31c0d97be24a6f9d15e0b7c3428a6d"
"""Of these made-up people alone."""
AS_OF = "2026-09-01"
"""A month before the extracts end, so that the upgrade is the refresh after it."""

KEPT = (
    "manifest.json",
    "state/*",
    "parquet/marts/dim_people.parquet",
    "parquet/marts/fsu_cohort_history.parquet",
    "parquet/governance/gov_identity_changes.parquet",
    "restricted/parquet/restricted/fsu_cohort_profiles.parquet",
)


def fixture_before() -> Path:
    """The fixture of the newest version that has one."""
    return max(FIXTURES.iterdir(), key=lambda path: [int(part) for part in path.name.split(".")])


def shapes(project: Path) -> dict[str, dict[str, str]]:
    """Columns and types of every published relation, by `<schema>.<relation>`, as the contracts have them."""
    configured = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    folders = configured["models"]["frequent_service_users"]["marts"]
    found = {}
    for file in sorted((project / "models" / "marts").glob("*/*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        schema = folders[file.parent.name]["+schema"]
        for model in content.get("models") or []:
            columns = {column["name"]: column["data_type"] for column in model["columns"]}
            found[f"{schema}.{model['name']}"] = columns
    return found


def keep(raw: Path, published: Path, settings: Path, target: Path) -> None:
    """Copy what an upgrade reads."""
    target.mkdir(parents=True)
    with tarfile.open(target / "extracts.tar.xz", "w:xz") as archive:
        archive.add(raw, arcname=".", filter=_without_owner)
    release = (published / "current").resolve()
    for pattern in KEPT:
        for file in release.glob(pattern):
            copy = target / "published" / release.name / file.relative_to(release)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
    shutil.copyfile(published / "audit.jsonl", target / "published" / "audit.jsonl")
    shutil.copytree(settings, target / "settings")
    (target / "shapes.yml").write_text(yaml.safe_dump(shapes(PROJECT)), encoding="utf-8")


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


def main() -> None:
    """Build the world and keep what an upgrade reads."""
    settings, target = fixture_before() / "settings", FIXTURES / project_version()
    with tempfile.TemporaryDirectory() as root:
        own = {"FSU_SETTINGS": str(settings), "FSU_TOKEN_SALT": SALT}
        world = World(Path(root) / "world", own)
        world.run("fsu", "synthesise", str(world.raw), "--scale", "0.001", "--seed", "11", "--format", "csv")
        world.refresh("--as-of", AS_OF)
        keep(world.raw, world.published, settings, target)
    sys.stdout.write(f"Kept {target}\n")


if __name__ == "__main__":
    main()
