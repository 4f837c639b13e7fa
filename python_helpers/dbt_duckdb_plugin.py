"""dbt-duckdb plugin: readies the warehouse, and gives each connection salt and corrections outside SQL text."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Any

import duckdb
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from python_helpers import audit, force_settings
from python_helpers.corrections import store
from python_helpers.private import OWNER_ONLY, make_warehouse_private
from python_helpers.settings import SettingsError, duckdb_memory, duckdb_threads, token_salt, warehouse_path
from python_helpers.tokens import hand_over, salt_check

CORRECTIONS = "corrections_given"
"""Where the source `corrections` finds them (models/staging/corrections/_sources.yml); never a table of the file."""


class Plugin(BasePlugin):
    """Makes the warehouse's folder, and hands each session the salt that `token` reads and the corrections."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the warehouse's folder; it, the file and whatever dbt writes from here on are for their owner only.

        Corrections are judged before anything is built from them.
        """
        self._corrections = store.as_table(store.read())
        make_warehouse_private(warehouse_path())
        os.umask(OWNER_ONLY)
        force_settings.read.cache_clear()  # a process may run more than one command

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        """Keep to the threads and the memory that were asked for; a database takes them once, when it is opened."""
        config["memory_limit"] = duckdb_memory()
        if threads := duckdb_threads():
            config["threads"] = threads

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Hand salt and corrections to one cursor, a session of its own; let the hooks write to the audit log."""
        cursor.register(CORRECTIONS, self._corrections)
        salt = token_salt()
        hand_over(cursor, salt)
        cursor.execute("set variable fsu_salt_check = ?", [salt_check(salt)])
        # A function belongs to the database: the first cursor brings it for all.
        with suppress(duckdb.CatalogException):
            cursor.create_function("fsu_audit_build", _audit_build, side_effects=True)
        with suppress(duckdb.CatalogException):
            cursor.create_function("fsu_settings", _settings)
        with suppress(duckdb.CatalogException):
            cursor.create_function("fsu_settings_rows", _settings_rows)


def _audit_build(command: str, event: str, people: int) -> bool:
    """Write the audit line of one dbt command that has ended; `people` below zero: not known."""
    outcome = "failed" if event == "failed" else "success"
    known = people if people >= 0 else None
    audit.append("build", purpose="refresh", people=known, outcome=outcome, command=f"dbt {command}", extent=event)
    return True


def _settings(_: str) -> str:
    """What a force has set itself, as JSON; what is wrong with it takes the place of the rest."""
    try:
        return json.dumps(force_settings.read().register())
    except SettingsError as error:
        return json.dumps({"problem": str(error)})


def _settings_rows(name: str) -> str:
    """Rows of one file of the force's, as JSON: so they stand in no SQL text and no log."""
    return json.dumps(force_settings.read().files[name].rows)
