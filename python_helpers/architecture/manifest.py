"""What the pictures need of dbt's manifest: folders, who reads whom, keys and references."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from python_helpers.errors import FsuError
from python_helpers.json_files import read_object

NOT_A_STEP = {"base", "personal"}
"""Folders that lie inside a step and are no step of their own."""

Node = dict[str, Any]


@dataclass(frozen=True)
class Reference:
    """A column whose values are the key of another relation."""

    column: str
    to: str


@dataclass(frozen=True)
class Relation:
    """One model, snapshot or seed."""

    name: str
    kind: str
    """Resource type of dbt: model, snapshot or seed."""
    folder: str
    """Path from the layer on, such as staging/avaya."""
    reads: frozenset[str]
    """Names of the models, snapshots and seeds that it is made from."""
    reads_landing: bool
    types: dict[str, str]
    """Columns and their types, in the order of the contract; empty where it names none."""
    key: tuple[str, ...]
    """Columns that name a row; empty where nothing says so."""
    required: frozenset[str]
    """Columns that are never NULL."""
    references: tuple[Reference, ...]
    """Those that a test holds."""


@dataclass(frozen=True)
class Project:
    """The project's relations by name."""

    relations: dict[str, Relation]
    landed_tables: int

    def made(self) -> list[Relation]:
        """Models and snapshots: what dbt computes."""
        return [relation for relation in self.relations.values() if relation.kind != "seed"]


def read_project(path: Path) -> Project:
    """Read a manifest that `dbt parse` or any later command wrote.

    Raises:
        FsuError: there is no manifest.
    """
    if not path.is_file():
        raise FsuError(f"{path} does not exist: run `dbt parse` from the project's root first, or `make docs`.")
    manifest = read_object(
        path, ["metadata", "nodes", "sources"], "Run `dbt parse` from the project's root, or `make docs`."
    )
    own = manifest["metadata"]["project_name"]
    nodes: dict[str, Node] = {
        key: node for key, node in sorted(manifest["nodes"].items()) if node["package_name"] == own
    }
    tests: dict[str, list[Node]] = {}
    for node in nodes.values():
        if node["resource_type"] == "test" and node.get("attached_node") and not node["config"].get("where"):
            tests.setdefault(node["attached_node"], []).append(node)
    relations = [
        _relation(node, nodes, tests.get(key, []))
        for key, node in nodes.items()
        if node["resource_type"] in {"model", "snapshot", "seed"}
    ]
    return Project({relation.name: relation for relation in relations}, len(manifest["sources"]))


def _relation(node: Node, nodes: dict[str, Node], tests: list[Node]) -> Relation:
    types = {name: column.get("data_type") or "" for name, column in node["columns"].items()}
    depends_on = node["depends_on"].get("nodes", [])
    required = {name for name, column in node["columns"].items() if _has(column, "not_null")}
    for test in _named(tests, "columns_are_given"):
        required |= set(test["test_metadata"]["kwargs"]["columns"])
    return Relation(
        name=node["name"],
        kind=node["resource_type"],
        folder=_folder(node["original_file_path"]),
        reads=frozenset(nodes[key]["name"] for key in depends_on if key in nodes),
        reads_landing=any(key.startswith("source.") for key in depends_on),
        types=types,
        key=_key(node, list(types), tests),
        required=frozenset(required),
        references=tuple(sorted(map(_reference, _named(tests, "relationships")), key=lambda found: found.column)),
    )


def _folder(path: str) -> str:
    layer, *steps = PurePosixPath(path).parent.parts
    steps = [step for step in steps if step not in NOT_A_STEP]
    return "/".join(steps if layer == "models" and steps else [layer, *steps])


def _key(node: Node, columns: list[str], tests: list[Node]) -> tuple[str, ...]:
    """Primary key of the contract; else of the columns tested to be unique, those that stand first."""
    declared = [
        constraint["columns"] for constraint in node.get("constraints", []) if constraint["type"] == "primary_key"
    ]
    declared += [[name] for name, column in node["columns"].items() if _has(column, "primary_key")]
    tested = [[test["column_name"]] for test in _named(tests, "unique")]
    tested += [
        list(test["test_metadata"]["kwargs"]["combination_of_columns"])
        for test in _named(tests, "unique_combination_of_columns")
    ]
    position = {name: number for number, name in enumerate(columns)}
    candidates = [sorted(key, key=position.__getitem__) for key in declared or tested if set(key) <= set(columns)]
    return tuple(min(candidates, key=lambda key: [position[name] for name in key], default=()))


def _has(column: Node, constraint: str) -> bool:
    return any(found["type"] == constraint for found in column.get("constraints") or [])


def _test_name(test: Node) -> str:
    return str((test.get("test_metadata") or {}).get("name", ""))


def _named(tests: list[Node], name: str) -> list[Node]:
    return [test for test in tests if _test_name(test) == name]


def _reference(test: Node) -> Reference:
    (target,) = re.findall(r"ref\(\s*['\"](\w+)['\"]\s*\)", str(test["test_metadata"]["kwargs"]["to"]))
    return Reference(str(test["column_name"]), target)
