"""Fixtures of the tests of landing; a test module asks for them with `pytest_plugins`."""

from __future__ import annotations

import shutil
from pathlib import Path

import landing_extracts as extracts
import pytest

from python_helpers.landing.land import land


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A valid folder of extracts in CSV, free to be spoilt."""
    return extracts.write_extracts(tmp_path / "raw")


@pytest.fixture(scope="session")
def _first_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    land(extracts.write_extracts(folder / "raw", extracted_at="2026-06-30 22:15:00"), folder / "landing")
    return folder / "landing"


@pytest.fixture
def landed(tmp_path: Path, _first_landing: Path) -> Path:
    """A landing folder that already has a delivery, of a quarter before `raw`."""
    return Path(shutil.copytree(_first_landing, tmp_path / "landing", symlinks=True))
