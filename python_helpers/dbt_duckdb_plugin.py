"""dbt-duckdb plugin: makes the warehouse's folder, and gives each connection the token salt outside SQL text and logs."""

from __future__ import annotations

from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

from python_helpers.settings import token_salt, warehouse_path


class Plugin(BasePlugin):
    """Readies the place of the warehouse and sets the session variable `fsu_token_salt` that the macro `token` reads."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the warehouse's folder, for its owner only: DuckDB makes the file but not the folder."""
        warehouse_path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def configure_cursor(self, cursor: Any) -> None:
        """Hand the salt to one cursor; a cursor is a session of its own in DuckDB."""
        cursor.execute("set variable fsu_token_salt = ?", [token_salt()])
