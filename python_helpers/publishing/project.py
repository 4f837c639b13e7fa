"""What the dbt project says about its relations, read from dbt's manifest."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_helpers.errors import FsuError
from python_helpers.json_files import read_object

MARTS = "marts"
GOVERNANCE = "governance"
QLIK = "qlik"
RESTRICTED = "restricted"
LINKAGE = "linkage"
GENERAL = (MARTS, GOVERNANCE, QLIK)
"""Zones of the general release, which anybody with access to the marts reads."""
BUILT = "next_"
"""Before the zone, in the name of a server's schema that a build writes to (macros/cross_db/built_schema.sql)."""
GRAIN_TEST = "__one_row_per_grain"
"""How the test of a relation's grain is named. dbt's own `primary_key` mixes the columns of all tests of uniqueness."""
GIVEN_TEST = "__columns_are_given"
"""How the test is named that lists the columns of a relation that are never empty."""
QUOTED = re.compile(r"""\{\{\s*adapter\.quote\(["'](.+)["']\)\s*\}\}""")
"""How such a test names a column that SQL has to quote: dbt keeps that as it was written."""
STATE_TAG = "state"
"""Tag of the models and snapshots that keep something from refresh to refresh."""


@dataclass(frozen=True)
class Relation:
    """One table of the warehouse, as the project describes it."""

    zone: str
    """Schema without the prefix: what the release calls it."""
    schema: str
    """Schema in the warehouse."""
    name: str
    grain: tuple[str, ...]
    """Columns of the primary key, as the test `<relation>__one_row_per_grain` names them; empty where there is none."""
    description: str
    column_descriptions: dict[str, str]
    vocabularies: dict[str, str]
    """What each text column of a general relation declares that it may hold (`meta.vocabulary`)."""
    is_state: bool
    readers: tuple[str, ...] = ()
    """Roles that its `grants` name: who reads it on a server."""
    indexes: tuple[tuple[str, ...], ...] = ()
    """Columns of each index that its `indexes` name, beyond its grain and keys."""
    given: tuple[str, ...] = ()
    """Columns that are never empty, as the test `<relation>__columns_are_given` names them."""

    @property
    def prefix(self) -> str:
        """What the world's schemas begin with (dbt's variable `schema_prefix`)."""
        return self.schema.removesuffix(self.zone).removesuffix(BUILT)

    @property
    def quoted(self) -> str:
        """Name for SQL, inside the warehouse."""
        return f'"{self.schema}"."{self.name}"'


def target_dir() -> Path:
    """Folder of dbt's artefacts (`DBT_TARGET_PATH`, dbt's own variable)."""
    return Path(os.environ.get("DBT_TARGET_PATH") or "target")


def read_relations(manifest_path: Path) -> list[Relation]:
    """Every relation that a build of the project leaves in the warehouse, by zone and name.

    Raises:
        FsuError: there is no manifest; nothing has been built from here.
    """
    if not manifest_path.is_file():
        raise FsuError(f"{manifest_path} does not exist: run `dbt build` from the project's root first.")
    again = "Run `dbt build` from the project's root, with the same DBT_TARGET_PATH."
    nodes = read_object(manifest_path, ["nodes"], again)["nodes"]
    try:
        tests = {
            node["name"]: _columns_of(node)
            for node in nodes.values()
            if node["name"].endswith((GRAIN_TEST, GIVEN_TEST))
        }
        relations = [_relation_of(node, tests) for node in nodes.values() if _is_relation(node)]
    except (KeyError, TypeError, AttributeError) as error:
        raise FsuError(f"{manifest_path} is not a manifest that dbt wrote. {again}") from error
    return sorted(relations, key=lambda relation: (relation.zone, relation.name))


def _is_relation(node: dict[str, Any]) -> bool:
    return node["resource_type"] in {"model", "seed", "snapshot"} and node["config"]["materialized"] != "ephemeral"


def _columns_of(test: dict[str, Any]) -> tuple[str, ...]:
    """Columns that a test of uniqueness, or of what is given, names."""
    named = test["test_metadata"]["kwargs"]
    columns = named.get("combination_of_columns") or named.get("columns") or [test["column_name"]]
    return tuple(QUOTED.sub(r"\1", name).strip('"') for name in columns)


def _relation_of(node: dict[str, Any], tests: dict[str, tuple[str, ...]]) -> Relation:
    return Relation(
        zone=node["config"].get("schema") or node["schema"],
        schema=node["schema"],
        name=node["alias"],
        grain=tests.get(f"{node['name']}{GRAIN_TEST}", ()),
        description=node.get("description") or "",
        column_descriptions={
            name: column["description"] for name, column in node["columns"].items() if column.get("description")
        },
        vocabularies={
            name: column["config"]["meta"]["vocabulary"]
            for name, column in node["columns"].items()
            if "vocabulary" in column.get("config", {}).get("meta", {})
        },
        is_state=STATE_TAG in node.get("tags", []),
        readers=tuple((node["config"].get("grants") or {}).get("select") or ()),
        indexes=tuple(tuple(index["columns"]) for index in node["config"].get("indexes") or ()),
        given=tests.get(f"{node['name']}{GIVEN_TEST}", ()),
    )
