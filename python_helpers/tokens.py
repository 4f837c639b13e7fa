"""Identity tokens as macros/cross_db/token.sql makes them, for helpers that read or write what dbt keyed."""

from __future__ import annotations

import hashlib
import hmac
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TOKEN_LENGTH = 32
"""Letters of a token: 128 bits in hex."""

KEY = "fsu_token"
"""Session variables that the macro reads begin with this."""

_BLOCK_BYTES = 64
"""HMAC's block with SHA-256."""

_COST = 2**15
"""scrypt: 32 MB and a tenth of a second a guess."""


def token(salt: str, field: str, value: str) -> str:
    """Token of a value of a field."""
    return hmac.new(salt.encode(), f"{field}/{value}".encode(), hashlib.sha256).hexdigest()[:TOKEN_LENGTH]


def token_sql(expression: str, field: str, key: str = KEY) -> str:
    """The same in DuckDB's SQL, for a session that `hand_over` has readied."""
    return (
        f"left(sha256(getvariable('{key}_outer') || "
        f"unhex(sha256(getvariable('{key}_inner') || encode('{field}/' || {expression})))), {TOKEN_LENGTH})"
    )


def hand_over(connection: DuckDBPyConnection, salt: str, key_name: str = KEY) -> None:
    """Give the salt to one DuckDB session, as HMAC's two padded key blocks; it ends with the session."""
    key = salt.encode()
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK_BYTES else key).ljust(_BLOCK_BYTES, b"\0")
    for name, pad in ((f"{key_name}_inner", 0x36), (f"{key_name}_outer", 0x5C)):
        connection.execute(f"set variable {name} = ?", [bytes(byte ^ pad for byte in block)])


@cache
def salt_check(salt: str) -> str:
    """What tells whether two runs share the salt, and not which it is; slow to guess on purpose.

    A fixed text takes the place of scrypt's own salt: the same release has the same bytes wherever it is written. A
    table made beforehand would pay for weak salts alone, and those are refused.
    """
    derived = hashlib.scrypt(
        salt.encode(),
        salt=b"frequent_service_users/salt check/1",
        n=_COST,
        r=8,
        p=1,
        maxmem=2048 * _COST,
        dklen=16,
    )
    return derived.hex()


_ROUNDS = 100_000


@cache
def server_salt_check(salt: str) -> str:
    """The same on PostgreSQL, which has no scrypt (macros/cross_db/salt_check.sql)."""
    digest = hashlib.sha256(b"frequent_service_users/salt check/" + salt.encode()).digest()
    for _ in range(_ROUNDS):
        digest = hashlib.sha256(digest + salt.encode()).digest()
    return digest.hex()[:TOKEN_LENGTH]


@cache
def spark_salt_check(salt: str) -> str:
    """The same on Spark, which hashes the digest's hex digits."""
    digest = hashlib.sha256(b"frequent_service_users/salt check/" + salt.encode()).hexdigest()
    for _ in range(_ROUNDS):
        digest = hashlib.sha256(digest.encode() + salt.encode()).hexdigest()
    return digest[:TOKEN_LENGTH]
