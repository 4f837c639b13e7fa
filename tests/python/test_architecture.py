"""The pictures of docs/architecture.md and of dbt's docs say what dbt's manifest says."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from worlds import PROGRAMS, PROJECT

from python_helpers.architecture import command, layers, pictures
from python_helpers.architecture.manifest import Project, read_project
from python_helpers.errors import FsuError


def model(path: str, *reads: str, columns: str = "", tests: tuple[dict[str, Any], ...] = ()) -> list[dict[str, Any]]:
    """A model's node, and those of its tests, as a manifest has them."""
    name = Path(path).stem
    common = {"package_name": "toy", "config": {}}
    node = {
        "name": name,
        "resource_type": "model",
        "original_file_path": path,
        "columns": {column: {"data_type": "varchar"} for column in columns.split()},
        "depends_on": {"nodes": [read if "." in read else f"model.toy.{read}" for read in reads]},
        "constraints": [],
    }
    attached = [
        {"resource_type": "test", "name": f"{name}_{number}", "attached_node": f"model.toy.{name}", **test}
        for number, test in enumerate(tests)
    ]
    return [common | found for found in (node, *attached)]


def held_by(name: str, column: str | None = None, **arguments: str | list[str]) -> dict[str, Any]:
    return {"column_name": column, "test_metadata": {"name": name, "kwargs": arguments}}


def project(tmp_path: Path, *models: list[dict[str, Any]]) -> Project:
    nodes = {f"{node['resource_type']}.toy.{node['name']}": node for found in models for node in found}
    manifest = {"metadata": {"project_name": "toy"}, "sources": {"source.toy.landing.calls": {}}, "nodes": nodes}
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    return read_project(path)


def test_folders_stand_in_the_order_of_who_reads_whom(tmp_path: Path) -> None:
    toy = project(
        tmp_path,
        model("models/staging/avaya/base/base_calls.sql", "source.toy.landing.calls"),
        model("models/staging/avaya/stg_calls.sql", "base_calls"),
        model("models/intermediate/b_first/int_names.sql", "stg_calls"),
        model("models/intermediate/a_second/int_people.sql", "int_names", "stg_calls"),
        model("models/intermediate/a_finding/int_findings.sql", "int_names"),
        model("models/marts/core/dim_people.sql", "int_people", "int_names"),
    )
    order = layers.flow(toy)
    assert [box.folders for box in order.boxes] == [
        ("staging/avaya",),
        ("intermediate/b_first",),
        ("intermediate/a_second",),
        ("intermediate/a_finding",),
        ("marts/core",),
    ]
    assert [(first.names, second.names) for first, second in order.arrows] == [
        (("avaya",), ("b_first",)),
        (("b_first",), ("a_second",)),
        (("b_first",), ("a_finding",)),
        (("a_second",), ("core",)),
    ]
    assert [box.names for box in order.from_landing] == [("avaya",)]
    assert [box.relations for box in order.boxes] == [2, 1, 1, 1, 1]
    assert layers.longest_chain(toy) == 5


def test_folders_that_read_each_other_are_one_box(tmp_path: Path) -> None:
    toy = project(
        tmp_path,
        model("models/intermediate/a/int_one.sql", "int_two"),
        model("models/intermediate/b/int_two.sql"),
        model("models/intermediate/b/int_three.sql", "int_one"),
    )
    (box,) = layers.flow(toy).boxes
    assert box.names == ("a", "b")
    assert '["a<br/>b<br/>3 models"]' in pictures.layers_diagram(layers.flow(toy), toy.landed_tables)


def test_a_line_says_exactly_one_only_where_a_test_holds_it(tmp_path: Path) -> None:
    is_a_person = held_by("relationships", "person_key", to="ref('dim_people')", field="person_key")
    toy = project(
        tmp_path,
        model("models/marts/core/dim_people.sql", columns="person_key", tests=(held_by("unique", "person_key"),)),
        model(
            "models/marts/core/fct_held.sql",
            columns="person_key",
            tests=(held_by("columns_are_given", columns=["person_key"]), is_a_person),
        ),
        model("models/marts/core/fct_perhaps.sql", columns="person_key", tests=(is_a_person,)),
        model(
            "models/marts/core/fct_likely.sql",
            columns="person_key month",
            tests=(held_by("unique_combination_of_columns", combination_of_columns=["month", "person_key"]),),
        ),
        model("models/marts/fsu/fsu_ranked.sql", columns="rank person_key", tests=(held_by("unique", "rank"),)),
    )
    lines = pictures.entity_diagram(toy).splitlines()
    assert "    dim_people ||--o{ fct_held : person_key" in lines
    assert "    dim_people |o--o{ fct_perhaps : person_key" in lines
    assert "    dim_people |o--o{ fct_likely : person_key" in lines
    assert "    dim_people |o--o{ fsu_ranked : person_key" in lines
    assert toy.relations["fct_likely"].key == ("person_key", "month")


def test_a_page_without_its_marks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FsuError, match="drawn: layers"):
        command.pages(project(tmp_path, model("models/staging/avaya/stg_calls.sql")), "# Architecture\n")


def test_what_is_committed_is_what_the_manifest_says(tmp_path: Path) -> None:
    parse = [str(PROGRAMS / "dbt"), "--quiet", "parse", "--target-path", str(tmp_path), "--log-path", str(tmp_path)]
    subprocess.run(parse, cwd=PROJECT, check=True)
    wanted = command.pages(
        read_project(tmp_path / "manifest.json"), (PROJECT / command.PAGE).read_text(encoding="utf-8")
    )
    stale = [str(path) for path, text in wanted.items() if (PROJECT / path).read_text(encoding="utf-8") != text]
    assert stale == [], "run `make docs` and commit what it drew"
