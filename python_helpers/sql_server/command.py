"""`fsu sql-server-script`: one folder with a release's Parquet and the scripts that load it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from python_helpers import audit
from python_helpers.errors import FsuError
from python_helpers.private import make_private_folder, make_tree_private
from python_helpers.publishing.project import LINKAGE, RESTRICTED
from python_helpers.sql_server.script import Fabric, SqlServer, Target, scripts
from python_helpers.sql_server.tables import read_release, reader, write_parquet

BY_NAME = (RESTRICTED, LINKAGE)
"""Zones that go along only where they are asked for: they say who people are."""


def target_of(data_source: str, fabric_url: str) -> Target:
    """Where the release goes.

    Raises:
        FsuError: none or both are given, or a text that does not belong into a script.
    """
    if bool(data_source) == bool(fabric_url):
        raise FsuError("Give --data-source (SQL Server) or --fabric-url (Fabric), one of them.")
    if fabric_url:
        if not re.fullmatch(r"https://[^\s'?#]+", fabric_url):
            raise FsuError(
                "--fabric-url is the https address of a folder, without a query: a key after a question mark would "
                "stand in the script. Whoever runs it signs in."
            )
        return Fabric(fabric_url)
    if not re.fullmatch(r"\w+", data_source):
        raise FsuError("--data-source is the name of an external data source: letters, digits and underscores.")
    return SqlServer(data_source)


def run(release: Path, out: Path, target: Target, zones: Sequence[str]) -> Path:
    """Write the folder; the scripts come last, so that one which was cut off loads nothing.

    Raises:
        FsuError: the folder is in use, a zone is not known, or the release cannot be handed over.
    """
    if unknown := sorted(set(zones) - set(BY_NAME)):
        raise FsuError(f"--zone {unknown[0]} is not known: it is {' or '.join(BY_NAME)}. The general ones always go.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FsuError(f"{out} is there and not empty. Name a new folder.")
    asked = [zone for zone in BY_NAME if zone in zones]
    with reader() as connection:
        handed = read_release(connection, release.resolve(), asked)
        audit.append(
            "sql-server-script",
            purpose="a copy on SQL Server",
            people=handed.people,
            recipients=target.product,
            release=handed.name,
            zones=" ".join(asked) or "general",
        )
        make_private_folder(out)
        for table in handed.tables:
            write_parquet(connection, table, out)
    for name, script in scripts(handed, target).items():
        (out / name).write_text(script, encoding="utf-8")
    make_tree_private(out)
    return out
