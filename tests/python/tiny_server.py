"""The tiny warehouse on a server: what a whole `dbt build` would leave there, for the real `fsu publish`."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from postgres_server import PIPELINE, Server
from psycopg2 import sql
from psycopg2.extras import execute_values
from tiny_built_warehouse import TinyBuild

from python_helpers.publishing.project import BUILT

ZONES = ("marts", "governance", "qlik", "restricted", "linkage")
READERS = {"restricted": ["fsu_restricted"], "linkage": ["fsu_linkage"]}
TYPES = {"DOUBLE": "double precision", "HUGEINT": "bigint"}


class TinyServer(TinyBuild):
    """A project folder whose warehouse is a database of its own on a server."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
        """Lay out the folder, and build on the server."""
        self.server = server
        super().__init__(root, monkeypatch)
        for name, value in server.variables.items():
            monkeypatch.setenv(name, value)

    def write_manifest(self, relations: dict[str, str] | None = None) -> None:
        """As dbt writes it where the target is a server."""
        super().write_manifest(relations)
        file = self.target / "manifest.json"
        content = json.loads(file.read_text())
        for node in content["nodes"].values():
            zone = node.get("config", {}).get("schema")
            if zone in ZONES:
                node["schema"] = f"{BUILT}{zone}"
                node["config"]["grants"] = {"select": READERS.get(zone, ["fsu_analyst"])}
        file.write_text(json.dumps(content))

    def build(self, events: tuple[str, ...] = ("started", "passed"), command: str = "build", **replaced: str) -> None:
        """Write the relations to DuckDB, and from there to the server."""
        super().build(events, command, **replaced)
        self.copy_to_server()

    def copy_to_server(self) -> None:
        """Put on the server what the DuckDB file holds."""
        with (
            duckdb.connect(str(self.warehouse)) as warehouse,
            closing(self.server.connect(PIPELINE)) as connection,
            connection.cursor() as cursor,
        ):
            for zone, name in warehouse.execute("select schema_name, table_name from duckdb_tables()").fetchall():
                schema = f"{BUILT}{zone}" if zone in ZONES else zone
                columns = warehouse.execute(f'describe "{zone}"."{name}"').fetchall()
                table = sql.Identifier(schema, name)
                cursor.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
                cursor.execute(sql.SQL("drop table if exists {}").format(table))
                listed = ", ".join(f'"{column[0]}" {TYPES.get(column[1], column[1])}' for column in columns)
                cursor.execute(sql.SQL(f"create table {{}} ({listed})").format(table))
                rows = warehouse.execute(f'select * from "{zone}"."{name}"').fetchall()
                if rows:
                    execute_values(cursor, sql.SQL("insert into {} values %s").format(table).as_string(cursor), rows)
