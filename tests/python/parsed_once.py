"""dbt's parse of the project, handed from one world of a session to the next: a quarter of what a tiny build costs.

dbt parses anew where warehouse and landing lie elsewhere, though nothing of a parse depends on it but those two paths.
So the next world gets the parse of an earlier one with its own paths in it; so does a copy of the project, whose
edited files dbt parses again. Whatever else differs, dbt sees by itself.
"""

from __future__ import annotations

import hashlib
import os
import pprint
import shutil
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgpack

PROJECT = Path(__file__).resolve().parents[2]
FILE = "partial_parse.msgpack"
OTHER_PARSE = ("FSU_TARGET", "FSU_POSTGRES_DBNAME", "FSU_SETTINGS")
"""Where one of these differs the whole project is parsed otherwise, so that each has a parse of its own."""
PATHS = ("FSU_LANDING", "FSU_WAREHOUSE", "FSU_POSTGRES_HOST")
FOLDER_VARIABLE = "PARSES_OF_THE_SESSION"
"""Names the folder that the workers of a session share."""


@contextmanager
def parsed_once(environment: Mapping[str, str], project: Path = PROJECT) -> Iterator[None]:
    """Let a command begin with the parse of an earlier one, and keep what it parsed. Outside a session, nothing."""
    if FOLDER_VARIABLE not in os.environ:
        yield
        return
    kept = Path(os.environ[FOLDER_VARIABLE]) / _digest(environment, OTHER_PARSE)
    mark = _Mark(environment)
    if kept.exists() and not mark.is_there():
        _give(kept, environment, project)
    yield
    parsed = Path(environment["DBT_TARGET_PATH"]) / FILE
    if parsed.exists():
        mark.leave()
        if project == PROJECT and not kept.exists():
            new = kept.with_name(f".{kept.name}.{os.getpid()}")
            shutil.copy(parsed, new)
            new.replace(kept)


def _give(kept: Path, environment: Mapping[str, str], project: Path) -> None:
    """Put the parse where dbt looks for it, with the paths of this environment."""
    parse: dict[str, Any] = msgpack.unpackb(kept.read_bytes(), strict_map_key=False)
    parse["state_check"]["profile_hash"]["checksum"] = _digest_of_profile(environment)
    paths = {parse["env_vars"]["FSU_LANDING"]: environment["FSU_LANDING"]}
    if project != PROJECT:
        paths |= {f"{PROJECT}/dbt_packages": f"{project}/dbt_packages"}
    file = Path(environment["DBT_TARGET_PATH"]) / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgpack.packb(_replaced(parse, paths, {str(PROJECT): str(project)})))


class _Mark:
    """Says beside a parse what environment it is for: a copied world brings that of the world it was copied from."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.file = Path(environment["DBT_TARGET_PATH"]) / "parsed_for"
        self.text = _digest(environment, (*OTHER_PARSE, *PATHS))

    def is_there(self) -> bool:
        return self.file.exists() and self.file.read_text(encoding="utf-8") == self.text

    def leave(self) -> None:
        self.file.write_text(self.text, encoding="utf-8")


def _digest(environment: Mapping[str, str], names: tuple[str, ...]) -> str:
    return hashlib.sha256(repr([environment.get(name) for name in names]).encode()).hexdigest()


def _digest_of_profile(environment: Mapping[str, str]) -> str:
    """What dbt compares to see that a profile has changed: a digest of how it connects."""
    from dbt.config.runtime import load_profile  # noqa: PLC0415 - a second and a half, which most tests do not need
    from dbt.flags import set_from_args  # noqa: PLC0415
    from dbt_common.context import set_invocation_context  # noqa: PLC0415

    set_invocation_context(environment)
    set_from_args(Namespace(PROFILES_DIR=str(PROJECT)), None)
    target = environment.get("FSU_TARGET", "duckdb")
    connection = load_profile(str(PROJECT), {}, None, target).credentials.connection_info()
    return hashlib.sha256(pprint.pformat(sorted(connection)).encode()).hexdigest()


def _replaced(node: object, parts: Mapping[str, str], wholes: Mapping[str, str]) -> object:
    """The parse with some texts, and parts of texts, in place of others."""
    if isinstance(node, str):
        for old, new in parts.items():
            node = node.replace(old, new)
        return wholes.get(node, node)
    if isinstance(node, dict):
        return {key: _replaced(value, parts, wholes) for key, value in node.items()}
    if isinstance(node, list):
        return [_replaced(value, parts, wholes) for value in node]
    return node
