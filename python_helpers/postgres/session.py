"""Connections to the server, from the same variables as profiles.yml, and the salt that dbt's sessions need."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psycopg2

from python_helpers.errors import FsuError

if TYPE_CHECKING:
    from psycopg2 import extensions


PLANNING = "-c jit=off -c enable_nestloop=off -c enable_mergejoin=off"
"""How a build is planned. Its statements join whole relations in many steps, and the server knows nothing of how many
rows a step leaves: it takes them for a few and goes through all for each, or for a million times as many and sorts
them."""

MEMORY = "-c work_mem=128MB -c maintenance_work_mem=256MB"
"""What a step of a statement may hold before it goes on in files (a hash twice that), and what an index is made in. The
server's own 4 MB are for many readers at once; a build reads whole relations, a few at a time."""


def is_target() -> bool:
    """Whether the warehouse is a server (`FSU_TARGET`)."""
    return os.environ.get("FSU_TARGET", "duckdb") == "postgres"


def connect() -> extensions.connection:
    """Open a connection as the pipeline's user; a folder as host means a Unix socket.

    Raises:
        FsuError: the server cannot be reached with the variables that are set.
    """
    host = os.environ.get("FSU_POSTGRES_HOST", "localhost")
    port = os.environ.get("FSU_POSTGRES_PORT", "5432")
    user = os.environ.get("FSU_POSTGRES_USER", "fsu_pipeline")
    database = os.environ.get("FSU_POSTGRES_DBNAME", "fsu")
    try:
        return psycopg2.connect(
            host=host,
            port=port,
            user=user,
            dbname=database,
            password=os.environ.get("DBT_ENV_SECRET_FSU_POSTGRES_PASSWORD") or None,
            application_name="fsu",
            # Whatever the server's own habits are: what is read from it is read the same everywhere.
            options=f"{os.environ.get('PGOPTIONS', '')} -c datestyle=ISO,YMD -c timezone=UTC -c client_encoding=UTF8",
            # A firewall must not take a session that waits for hours for a dead one.
            keepalives_idle=60,
            # What profiles.yml gives dbt, too; empty is libpq's own default.
            sslmode=os.environ.get("FSU_POSTGRES_SSLMODE") or "prefer",
            sslrootcert=os.environ.get("FSU_POSTGRES_SSLROOTCERT") or None,
        )
    except psycopg2.OperationalError as error:
        raise FsuError(
            f"No connection to PostgreSQL at {host}:{port}, database {database}, as {user}. Check FSU_POSTGRES_HOST, "
            "FSU_POSTGRES_PORT, FSU_POSTGRES_DBNAME, FSU_POSTGRES_USER, FSU_POSTGRES_SSLMODE and "
            f"DBT_ENV_SECRET_FSU_POSTGRES_PASSWORD. The server says: {str(error).strip()}"
        ) from error


def session_options(salt: str) -> str:
    """Value for libpq's PGOPTIONS: salt, UTC, planning and memory as settings of each session that a process opens.

    So the salt reaches the server when a session starts, beside the password: it stands in no SQL, no log of statements
    and no table, and ends with the session.
    """
    escaped = salt.replace("\\", "\\\\").replace(" ", "\\ ")
    return " ".join(
        # What a user sets for planner and memory comes after ours, and counts.
        part
        for part in (PLANNING, MEMORY, os.environ.get("PGOPTIONS"), "-c timezone=UTC", f"-c fsu.token_salt={escaped}")
        if part
    )
