"""A setting of the Makefile reaches the program as it is, whatever is in it; neither make nor a shell reads it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from worlds import PROJECT

NASTY = [
    "'; touch {mark}; '",
    '"; touch {mark}; "',
    "$(touch {mark})",
    "$(shell touch {mark})",
    "${{shell touch {mark}}}",
    "`touch {mark}`",
    "a b  c",
    "a; touch {mark}",
    "x\ntouch {mark}",
    "-x",
    "$HOME $$ # % * ?",
    'it\'s \\ "both" é',
]

SPY = """#!{python}
import json, sys
json.dump(sys.argv[1:], open({said!r}, "w"))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The Makefile in a folder of its own, with an environment whose `fsu` notes its arguments."""
    root = tmp_path / "project"
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / "benchmark").mkdir()
    (root / "requirements").mkdir()
    shutil.copy(PROJECT / "Makefile", root)
    shutil.copy(PROJECT / "benchmark" / "benchmark.mk", root / "benchmark")
    for name in ("requirements/run.lock", "requirements/test.lock", "pyproject.toml"):
        (root / name).touch()
    spy = root / ".venv" / "bin" / "fsu"
    spy.write_text(SPY.format(python=shutil.which("python3"), said=str(root / "said.json")))
    spy.chmod(0o755)
    for stamp in (".run.stamp", ".test.stamp"):
        (root / ".venv" / stamp).touch()
    return root


def make(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("FSU_", "MAKE"))}
    return subprocess.run(
        ["make", *arguments],
        cwd=project,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def said(project: Path) -> list[str]:
    return list(json.loads((project / "said.json").read_text()))


@pytest.mark.parametrize("by", ["argument", "environment"])
@pytest.mark.parametrize("nasty", NASTY)
def test_paths_and_dates_reach_the_program_as_they_are(project: Path, nasty: str, by: str) -> None:
    value = nasty.format(mark="mark")
    settings = {"RAW_DIR": value, "AS_OF": value}
    given = [f"{name}={text}" for name, text in settings.items()] if by == "argument" else []
    done = make(project, "build", *given, **(settings if by == "environment" else {}))
    assert done.returncode == 0, done.stderr
    assert said(project) == ["refresh", f"--raw-dir={value}", f"--as-of={value}"]
    assert not (project / "mark").exists()


@pytest.mark.parametrize("nasty", NASTY)
def test_the_demos_settings_too(project: Path, nasty: str) -> None:
    value = nasty.format(mark="mark")
    done = make(project, "build", f"DEMO_DIR={value}", f"DEMO_SCALE={value}", f"FSU_LANDING={value}", f"TRUTH={value}")
    assert done.returncode == 0, done.stderr
    assert said(project) == ["refresh", f"--demo-dir={value}", f"--demo-scale={value}"]
    assert not (project / "mark").exists()


@pytest.mark.parametrize("setting", ["VENV", "BENCHMARK_VENV"])
@pytest.mark.parametrize("nasty", [value for value in NASTY if value != "-x"])
def test_a_folder_of_tools_that_make_cannot_quote_is_refused(project: Path, setting: str, nasty: str) -> None:
    done = make(project, "build", f"{setting}={nasty.format(mark='mark')}")
    assert done.returncode != 0
    assert f"{setting} has blanks or special characters in it" in done.stderr
    assert not (project / "mark").exists()


@pytest.mark.parametrize("target", ["env", "lock"])
@pytest.mark.parametrize("nasty", NASTY)
def test_tools_are_named_as_they_are(project: Path, target: str, nasty: str) -> None:
    (project / ".venv" / ".run.stamp").unlink()
    value = nasty.format(mark="mark")
    assert make(project, target, f"PYTHON={value}", f"UV={value}").returncode != 0
    assert not (project / "mark").exists()


@pytest.mark.parametrize("slip", ["RAWDIR=/their/extracts", "AS_ON=2026-10-01", "BIN=/elsewhere"])
def test_a_setting_that_is_none_is_refused(project: Path, slip: str) -> None:
    done = make(project, "build", slip)
    assert done.returncode != 0
    assert f"{slip.partition('=')[0]} is no setting of this Makefile" in done.stderr
    assert not (project / "said.json").exists()


def test_a_project_with_its_wheels_asks_no_index(project: Path) -> None:
    for stamp in (".run.stamp", ".test.stamp"):
        (project / ".venv" / stamp).unlink()
    asked = make(project, "-n", "env").stdout
    assert "--no-index" not in asked
    (project / "wheels").mkdir()
    installs = [line for line in make(project, "-n", "env").stdout.splitlines() if "pip install" in line]
    assert len(installs) == 2
    assert all("--no-index --find-links wheels" in line for line in installs)


@pytest.mark.parametrize("example", sorted((PROJECT / "examples" / "ci").glob("*.yml")), ids=lambda path: path.stem)
def test_an_example_pipeline_calls_what_there_is(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z-]+)", text))
    scripts = set(re.findall(r"\bexamples/ci/[a-z-]+", text))
    known = set(re.findall(r"^([a-z-]+):.*##", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"build", "test"} <= targets <= known
    assert scripts
    assert [script for script in scripts if not os.access(PROJECT / script, os.X_OK)] == []
