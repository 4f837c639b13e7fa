"""A world that begins with another's parse works on the very project that it would have parsed itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from editable_project import row_of, unbuilt
from parsed_once import FOLDER_VARIABLE, parsed_once
from worlds import WITH_EVERY_LINE, World

PARTS = ("nodes", "sources", "macros", "docs", "exposures", "groups", "unit_tests", "parent_map")


def parts(world: World) -> dict[str, Any]:
    """What a command would work on, its own paths and the moment of parsing aside."""
    text = (world.target / "manifest.json").read_text(encoding="utf-8").replace(str(world.root), "")
    manifest = json.loads(text, object_hook=lambda found: {name: found[name] for name in found if name != "created_at"})
    return {part: manifest[part] for part in PARTS}


def said_while_parsing(world: World) -> str:
    return (world.logs / "dbt.log").read_text(encoding="utf-8")


def test_a_handed_on_parse_is_what_dbt_would_have_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "parses").mkdir()
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "parses"))
    first, dated = World(tmp_path / "first"), World(tmp_path / "dated", {**WITH_EVERY_LINE, "FSU_AS_OF": "2026-10-01"})
    with parsed_once(first.environment):
        first.run("dbt", "parse", "--no-partial-parse")
    dated.run("dbt", "parse")
    assert "Unable to do partial parsing" not in said_while_parsing(dated)
    assert "0 files deleted, 0 files added" in said_while_parsing(dated)
    handed, parsed = parts(dated), parts(first)
    assert len(parsed["nodes"]) > 1000
    assert [part for part in PARTS if handed[part] != parsed[part]] == []

    copied = unbuilt(tmp_path / "copied")
    copied = replace(copied, world=replace(copied.world, extra_environment=WITH_EVERY_LINE))
    copied.edit("weights/grade_weights", lambda rows: row_of(rows, grade_code="P1").update(grade_weight="77.5"))
    copied.dbt("parse")
    assert "0 files added, 1 files changed" in said_while_parsing(copied.world)
    seeds = [node for name, node in parts(copied.world)["nodes"].items() if name.startswith("seed.")]
    assert {node["root_path"] for node in seeds} == {str(copied.folder)}
