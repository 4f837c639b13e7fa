"""Every analysis compiles, starts with a sentence, runs on the small world and has something to say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from worlds import PROJECT, World

ANALYSES = sorted((PROJECT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def compiled(small_world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Compiled SQL by name of the analysis."""
    target = tmp_path_factory.mktemp("analyses")
    small_world.run("dbt", "compile", "--select", "path:analyses", "--target-path", str(target))
    folder = target / "compiled" / "frequent_service_users" / "analyses"
    return {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.sql")}


def test_all_are_compiled(compiled: dict[str, str]) -> None:
    assert set(compiled) == {file.stem for file in ANALYSES}


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda file: file.stem)
def test_starts_with_a_sentence(analysis: Path) -> None:
    first_line = analysis.read_text(encoding="utf-8").partition("\n")[0]
    assert re.fullmatch(r"-- [A-Z].{20,}[.]", first_line)


@pytest.mark.parametrize("name", [file.stem for file in ANALYSES])
def test_answers(small_world: World, compiled: dict[str, str], name: str) -> None:
    assert small_world.query(compiled[name]), "no row"
