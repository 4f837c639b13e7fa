"""`make build` killed at any moment and run again: the same result; until it is there, readers see the old release."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from conftest import Built
from parsed_once import parsed_once
from worlds import PROJECT, World

from python_helpers.publishing.release import KNOWS_THE_TIME, is_whole

OLD_DATE = "2026-01-01"
PATIENCE_SECONDS = 600

Moment = Callable[[World], bool]


def _in_dbt_log(words: str) -> Moment:
    def reached(world: World) -> bool:
        log = world.logs / "dbt.log"
        return log.is_file() and words in log.read_text(errors="replace")

    return reached


def _exists(pattern: str) -> Moment:
    return lambda world: next(world.root.glob(pattern), None) is not None


MOMENTS: dict[str, Moment] = {
    "while landing": _exists("landing/deliveries/.tmp-*"),
    "while dbt loads seeds": _in_dbt_log("START seed file"),
    "while staging is built": _in_dbt_log("START sql table model staging."),
    "while marts are built": _in_dbt_log("START sql table model marts."),
    "while the release is written": _exists("published/.*.partial/parquet"),
}


@pytest.fixture(scope="session")
def old_release(built_once: Built) -> World:
    """A world whose published release is of an earlier delivery, and whose `newer` folder holds the next one."""

    def how(world: World) -> None:
        world.synthesise("hostile", 0.002, seed=3)
        world.refresh("--as-of", OLD_DATE)
        world.raw.rename(world.root / "older")
        shutil.rmtree(world.root / "raw_truth")
        world.synthesise("hostile", 0.002, seed=4)

    return built_once("old_release", how)


@pytest.fixture(scope="session")
def never_killed(built_once: Built, old_release: World) -> World:
    """The next delivery published in one go, by a single thread: the killed ones have as many as they like."""

    def how(world: World) -> None:
        shutil.copytree(old_release.root, world.root, symlinks=True)
        dataclasses.replace(world, extra_environment={"FSU_THREADS": "1"}).refresh()

    return built_once("never_killed", how)


def published_bytes(world: World) -> dict[str, bytes]:
    return {
        name: file.read_bytes()
        for name, file in world.published_relations().items()
        if tuple(name.split(".")) != KNOWS_THE_TIME
    }


def kill_at(world: World, reached: Moment) -> bool:
    """Start a refresh, kill it and all it started when the moment has come; False where it ended before."""
    (world.logs / "dbt.log").unlink(missing_ok=True)
    with parsed_once(world.environment):
        running = subprocess.Popen(
            world.command("fsu", "refresh", "--raw-dir", str(world.raw)),
            cwd=PROJECT,
            env=world.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        give_up = time.monotonic() + PATIENCE_SECONDS
        while running.poll() is None and not reached(world):
            assert time.monotonic() < give_up, "the moment never came"
            time.sleep(0.005)
        came = running.poll() is None
        if came:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    return came


def read_until(stop: threading.Event, world: World) -> list[str]:
    """Read the current release over and over; the names of the releases seen, each found whole."""
    seen = []
    while not stop.is_set():
        release = world.release.resolve()
        manifest = json.loads((release / "manifest.json").read_text())
        with duckdb.connect(str(release / "fsu.duckdb"), read_only=True) as connection:
            for entry in manifest["relations"]:
                name = f'"{entry["schema"]}"."{entry["relation"]}"'
                assert connection.execute(f"select count(*) from {name}").fetchone() == (entry["rows"],)
        seen.append(str(manifest["release"]))
        time.sleep(0.05)
    return seen


def test_killed_again_and_again_then_run_to_the_end(old_release: World, never_killed: World, tmp_path: Path) -> None:
    world = World(tmp_path / "world")
    shutil.copytree(old_release.root, world.root, symlinks=True)
    old, new = world.release.resolve().name, never_killed.release.resolve().name
    assert old != new
    killed = {moment for moment, reached in MOMENTS.items() if kill_and_look(world, reached, (old, new))}
    # The last moment is short: where it is missed the release is whole already, which kill_and_look has checked.
    assert killed >= set(list(MOMENTS)[:-1])
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_until, stop, world)
        try:
            world.refresh()
        finally:
            stop.set()
        seen = reading.result()
    assert set(seen) <= {old, new}
    assert world.release.resolve().name == new
    assert not list(world.published.glob(".*.partial"))
    before, after = published_bytes(never_killed), published_bytes(world)
    assert set(after) == set(before)
    assert [name for name in before if before[name] != after[name]] == []


def kill_and_look(world: World, reached: Moment, releases: tuple[str, str]) -> bool:
    """Kill at a moment; whatever readers then find is one of the two releases, and whole."""
    came = kill_at(world, reached)
    current = world.release.resolve()
    assert current.name in releases
    assert is_whole(current)
    return came
