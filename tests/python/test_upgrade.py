"""A new version takes over what the version before left, and says what it changes for readers."""

from __future__ import annotations

import re
import shutil
import tarfile
import tomllib
from typing import Any

import duckdb
import pytest
import yaml
from upgrade_fixture import AS_OF, SALT, fixture_before, shapes
from worlds import PROJECT, World

from python_helpers.json_files import read_object
from python_helpers.version import project_version

CHANGELOG = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")


def section(version: str) -> str:
    """What the changelog says of one version."""
    return re.split(r"^## ", CHANGELOG.partition(f"\n## {version}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def number(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def test_the_version_is_one_wherever_it_is_said(tmp_world: World) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.findall(r"^## (\S+)$", CHANGELOG, re.MULTILINE)[0]
    said = tmp_world.run("fsu", "--version").stdout.strip()
    assert {project["version"], newest, said} == {project_version()}
    assert number(project_version()) > number(fixture_before().name)


def changes(before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> tuple[set[str], set[str]]:
    """What breaks a reader (a relation or column gone, another type), and what is new."""
    broken = set(before) - set(now)
    new = set(now) - set(before)
    for relation in set(before) & set(now):
        old, columns = before[relation], now[relation]
        broken |= {f"{relation}.{name}" for name in old if columns.get(name) != old[name]}
        new |= {f"{relation}.{name}" for name in set(columns) - set(old)}
    return broken, new


def unsaid(text: str, broken: set[str], new: set[str]) -> set[str]:
    """Changes that a text does not name; of a new column it may also name the relation."""
    named = set(re.findall(r"`([a-z_]+[.][a-z_]+(?:[.][^`]+)?)`", text))
    missing = {name for name in new if name not in named and name.rpartition(".")[0] not in named}
    return (broken - named) | missing


def test_what_changes_for_readers_is_in_the_changelog() -> None:
    before = yaml.safe_load((fixture_before() / "shapes.yml").read_text(encoding="utf-8"))
    broken, new = changes(before, shapes(PROJECT))
    assert unsaid(section(project_version()), broken, new) == set(), "name each in CHANGELOG.md, or take it back"
    if broken:
        first, second, _ = number(project_version())
        assert [first, second if first == 0 else 0] > number(fixture_before().name)[:2], "it breaks: raise the version"


def test_a_change_that_nobody_names_is_found() -> None:
    before = {"marts.a": {"x": "integer", "y": "varchar"}, "marts.b": {"x": "integer"}}
    broken, new = changes(before, {"marts.a": {"x": "bigint", "z": "varchar"}, "marts.c": {"x": "integer"}})
    assert broken == {"marts.a.x", "marts.a.y", "marts.b"}
    assert new == {"marts.a.z", "marts.c"}
    assert unsaid("`marts.a` and `marts.a.x` and `marts.c.x`", broken, new) == {"marts.a.y", "marts.b", "marts.c"}
    assert unsaid("`marts.a.x` `marts.a.y` `marts.b` `marts.a.z` `marts.c`", broken, new) == set()


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The refresh after the last one of the version before, by this version, from the release alone."""
    root, before = tmp_path_factory.mktemp("upgrade"), fixture_before()
    own = {"FSU_SETTINGS": str(before / "settings"), "FSU_TOKEN_SALT": SALT}
    world = World(root / "world", own)
    shutil.copytree(before / "published", world.published)
    (release,) = (path.parent for path in world.published.glob("*/manifest.json"))
    (world.published / "current").symlink_to(release.name)
    for file in [*(release / "state").iterdir(), *(release / "restricted").rglob("*.parquet")]:
        file.chmod(0o600)
    for folder in (release / "state", release / "restricted"):
        folder.chmod(0o700)
    with tarfile.open(before / "extracts.tar.xz") as archive:
        archive.extractall(world.raw, filter="data")
    world.refresh()
    return world


def state_before(upgraded: World, relation: str) -> str:
    (file,) = fixture_before().glob(f"published/*/state/{relation}.parquet")
    return f"read_parquet('{file}')"


def rows(upgraded: World, statement: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(upgraded.warehouse), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def test_everybody_keeps_their_key(upgraded: World) -> None:
    old = state_before(upgraded, "intermediate.int_identity__key_ledger")
    ledger = "intermediate.int_identity__key_ledger"
    changed = f"select count(*) from (select * from {old} except select * from {ledger} where as_of_date = '{AS_OF}')"
    assert rows(upgraded, changed) == [(0,)]
    kept, known = rows(
        upgraded,
        f"select count(*) filter (now.person_key = before.person_key), count(*) from {old} as before "
        f"inner join {ledger} as now on before.record_key = now.record_key and now.as_of_date > before.as_of_date",
    )[0]
    assert known > 300
    # Who changed it was merged or split by a month more of events, and stands in the ledger of changes.
    assert kept / known > 0.98


def test_history_and_snapshots_go_on(upgraded: World) -> None:
    history = state_before(upgraded, "marts.fsu_cohort_history")
    lost = f"select count(*) from (select * from {history} except select * from marts.fsu_cohort_history)"
    assert rows(upgraded, lost) == [(0,)]
    assert rows(upgraded, "select count(distinct as_of_date), count(*) > 25 from marts.fsu_cohort_history") == [
        (2, True)
    ]
    changes_before = state_before(upgraded, "governance.gov_identity_changes")
    lost = f"select count(*) from (select * from {changes_before} except select * from governance.gov_identity_changes)"
    assert rows(upgraded, lost) == [(0,)]
    counted = (
        "select kind || ' ' || name from governance.gov_definitions_history "
        f"where first_as_of_date <= '{AS_OF}' and (replaced_as_of_date > '{AS_OF}' or replaced_as_of_date is null)"
    )
    kept = f"select distinct kind || ' ' || name from {state_before(upgraded, 'intermediate.definitions_in_force')}"
    assert set(rows(upgraded, counted)) >= set(rows(upgraded, kept))


def test_the_forces_settings_are_in_force_as_before(upgraded: World) -> None:
    for name, value in (("weight grade P5", "6.500000"), ("cohort_size", "25")):
        versions = (
            "select value, first_as_of_date, replaced_as_of_date from governance.gov_definitions_history "
            f"where name = '{name}'"
        )
        ((found, first, replaced),) = rows(upgraded, versions)
        assert (found, str(first), replaced) == (value, AS_OF, None)
    manifest = read_object(upgraded.release / "manifest.json", ["settings", "version"], "")
    assert set(manifest["settings"]) == {"grade_weights", "parameters"}
    assert manifest["version"] == project_version()


def test_releases_and_audit_log_of_the_version_before_stay(upgraded: World) -> None:
    names = {path.name for path in upgraded.published.iterdir() if path.is_dir() and not path.is_symlink()}
    (before,) = (path.name for path in (fixture_before() / "published").iterdir() if path.is_dir())
    assert before in names
    assert (upgraded.published / "current").readlink().name != before
    done = upgraded.run("fsu", "audit", "verify")
    assert "0 problems" in done.stdout
