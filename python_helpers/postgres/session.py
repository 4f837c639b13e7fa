"""Connections to the server, from the same variables as profiles.yml, and the salt that dbt's sessions need."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psycopg2

from python_helpers.errors import FsuError

if TYPE_CHECKING:
    from psycopg2 import extensions


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
        )
    except psycopg2.OperationalError as error:
        raise FsuError(
            f"No connection to PostgreSQL at {host}:{port}, database {database}, as {user}. Check FSU_POSTGRES_HOST, "
            "FSU_POSTGRES_PORT, FSU_POSTGRES_DBNAME, FSU_POSTGRES_USER and DBT_ENV_SECRET_FSU_POSTGRES_PASSWORD. "
            f"The server says: {str(error).strip()}"
        ) from error


def session_options(salt: str) -> str:
    """Value for libpq's PGOPTIONS: the salt and UTC as settings of each session that a process opens.

    So the salt reaches the server when a session starts, beside the password: it stands in no SQL, no log of statements
    and no table, and ends with the session.
    """
    escaped = salt.replace("\\", "\\\\").replace(" ", "\\ ")
    return " ".join(
        part for part in (os.environ.get("PGOPTIONS", ""), "-c timezone=UTC", f"-c fsu.token_salt={escaped}") if part
    )
