"""Worlds that many tests look at, built once a session whichever worker comes first; nobody may change them."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from parsed_once import FOLDER_VARIABLE
from worlds import WITH_EVERY_LINE, WITH_UNIT_TESTS, World
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

Built = Callable[[str, Callable[[World], None]], World]


WORLDS = ("small_world", "hostile_world")

LONGEST_FIRST = (
    *("test_kill.py", "test_sealed_people.py", "test_empty_sources.py", "test_purge.py", "test_corrections.py"),
    *("test_identity_through_time.py", "test_identity_unmerged.py", "test_planted_codes.py", "test_upgrade.py"),
)
"""Files of few tests that build worlds of their own: begun last, one would keep a single worker busy at the end."""


def world_of(path: Path) -> str:
    """The shared world that a file looks at; empty where it has worlds of its own, or none."""
    text = path.read_text(encoding="utf-8")
    return next((world for world in WORLDS if world in text), "")


class ByWorld(LoadScopeScheduling):  # type: ignore[misc]
    """Keeps the files that look at one world on one worker: a warehouse lets one process in while a command writes."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return world_of(Path(__file__).parents[2] / file) or file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByWorld:
    """Give each worker whole files, and all files of a world to the same one."""
    config.option.loadscopereorder = False
    return ByWorld(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what keeps one worker busy for longest first: the files of a shared world, then the longest others."""
    places = {path: (not world_of(path), path.name not in LONGEST_FIRST) for path in {item.path for item in items}}
    items.sort(key=lambda item: places[item.path])


@pytest.fixture(scope="session", autouse=True)
def _no_audit_log_in_the_project(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the audit log of commands that a test runs without a world of its own out of the checkout."""
    os.environ.setdefault("FSU_PUBLISHED", str(tmp_path_factory.mktemp("published")))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of the session share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def _parsed_once(shared_folder: Path) -> None:
    """Let all worlds of the session have the parse of the first."""
    (shared_folder / "parses").mkdir(exist_ok=True)
    os.environ[FOLDER_VARIABLE] = str(shared_folder / "parses")


@pytest.fixture(scope="session")
def built_once(shared_folder: Path) -> Built:
    """Build a named world in a folder that all workers share; the second to ask waits for the first."""

    def build(name: str, how: Callable[[World], None]) -> World:
        root = shared_folder / "worlds" / name
        root.parent.mkdir(exist_ok=True)
        with FileLock(root.parent / f"{name}.lock"):
            done = root / "done"
            if not done.exists():
                if root.exists():
                    pytest.fail(f"the world '{name}' could not be built; see the first test that asked for it")
                how(World(root))
                done.touch()
        return World(root)

    return build


@pytest.fixture(scope="session")
def small_world(built_once: Built) -> World:
    """Typical trouble, a hundredth of a force-year, published by `fsu refresh`."""

    def how(world: World) -> None:
        world.synthesise("typical", 0.01)
        dataclasses.replace(world, extra_environment=WITH_EVERY_LINE).refresh()

    return built_once("small", how)


@pytest.fixture(scope="session")
def hostile_world(built_once: Built) -> World:
    """Hostile trouble, small enough to be built on two engines, published by `fsu refresh` with every unit test."""

    def how(world: World) -> None:
        world.synthesise("hostile", 0.004)
        dataclasses.replace(world, extra_environment=WITH_UNIT_TESTS).refresh()

    return built_once("hostile", how)


@pytest.fixture
def tmp_world(tmp_path: Path) -> World:
    """An empty world of the test's own."""
    return World(tmp_path / "world")
