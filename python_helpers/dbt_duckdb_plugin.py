"""dbt-duckdb plugin: readies the warehouse, and gives each connection the token salt outside SQL text and logs."""

from __future__ import annotations

from typing import Any

from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from python_helpers.settings import duckdb_threads, token_salt, warehouse_path
from python_helpers.tokens import hand_over, salt_check


class Plugin(BasePlugin):
    """Makes the warehouse's folder and sets the session variables that the macro `token` reads."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the warehouse's folder, for its owner only: DuckDB makes the file but not the folder."""
        warehouse_path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        """Keep to the number of threads that was asked for; a database takes it once, when it is opened."""
        if threads := duckdb_threads():
            config["threads"] = threads

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Hand the salt to one cursor; a cursor is a session of its own in DuckDB."""
        salt = token_salt()
        hand_over(cursor, salt)
        cursor.execute("set variable fsu_salt_check = ?", [salt_check(salt)])
