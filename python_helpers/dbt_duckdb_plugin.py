"""dbt-duckdb plugin: gives each connection the token salt as a session variable, outside SQL text and logs."""

from __future__ import annotations

from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

from python_helpers.settings import token_salt


class Plugin(BasePlugin):
    """Sets the session variable `fsu_token_salt` that the macro `token` reads."""

    def configure_cursor(self, cursor: Any) -> None:
        """Hand the salt to one cursor; a cursor is a session of its own in DuckDB."""
        cursor.execute("set variable fsu_token_salt = ?", [token_salt()])
