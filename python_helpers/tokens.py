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

_BLOCK_BYTES = 64
"""HMAC's block with SHA-256."""

_COST = 2**15
"""scrypt: 32 MB and a tenth of a second a guess."""


def token(salt: str, field: str, value: str) -> str:
    """Token of a value of a field."""
    return hmac.new(salt.encode(), f"{field}/{value}".encode(), hashlib.sha256).hexdigest()[:TOKEN_LENGTH]


def token_sql(expression: str, field: str) -> str:
    """The same in DuckDB's SQL, for a session that `hand_over` has readied."""
    return (
        "left(sha256(getvariable('fsu_token_outer') || "
        f"unhex(sha256(getvariable('fsu_token_inner') || encode('{field}/' || {expression})))), {TOKEN_LENGTH})"
    )


def hand_over(connection: DuckDBPyConnection, salt: str) -> None:
    """Give the salt to one DuckDB session, as HMAC's two padded key blocks; it ends with the session."""
    key = salt.encode()
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK_BYTES else key).ljust(_BLOCK_BYTES, b"\0")
    for name, pad in (("fsu_token_inner", 0x36), ("fsu_token_outer", 0x5C)):
        connection.execute(f"set variable {name} = ?", [bytes(byte ^ pad for byte in block)])


@cache
def salt_check(salt: str) -> str:
    """What tells whether two runs share the salt, and not which it is; slow to guess on purpose.

    A fixed text takes the place of scrypt's own salt: the same release has the same bytes wherever it is written, and weak
    salts, for which a table made beforehand would pay, are refused.
    """
    derived = hashlib.scrypt(
        salt.encode(),
        salt=b"frequent_service_users/salt check/1",
        n=_COST,
        r=8,
        p=1,
        maxmem=64 * 1024 * _COST // 32,
        dklen=16,
    )
    return derived.hex()
