"""The audit log: one line of JSON an operation on personal data (Data Protection Act 2018, section 62), chained.

Each line carries the SHA-256 of the line before it, and each release's manifest that of the newest line when it was
published: a changed, a missing and a cut line show. Lines of two processes never mix; no value of a row is in any.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import pwd
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from python_helpers.errors import FsuError
from python_helpers.json_files import has_types, read_object
from python_helpers.private import make_folder, refuse_open_parents
from python_helpers.settings import published_dir

LOG = "audit.jsonl"

OPERATIONS = {
    "land": "collection",
    "build": "combination",
    "load-postgres": "disclosure",
    "copy-server": "disclosure",
    "sql-server-script": "disclosure",
    "publish": "disclosure",
    "go-back": "disclosure",
    "restore-state": "alteration",
    "rotate-salt": "alteration",
    "correct": "alteration",
    "remark": "collection",
    "list-corrections": "consultation",
    "explain": "consultation",
    "evaluate": "consultation",
    "look-up": "consultation",
    "show-person": "consultation",
    "show-identity": "consultation",
    "export-list": "disclosure",
    "evidence-pack": "disclosure",
    "subject-access": "disclosure",
    "purge": "erasure",
    "erase": "erasure",
    "withdraw": "erasure",
}
"""Which of section 62's operations each of ours is."""


@dataclass(frozen=True)
class Head:
    """The newest line: its number, counted from 1, and the SHA-256 of its bytes."""

    line: int
    sha256: str


def log_path() -> Path:
    """Where the log is: in the published folder, which outlives the warehouse and is backed up."""
    return published_dir() / LOG


def append(
    action: str,
    *,
    purpose: str,
    people: int | None = None,
    recipients: str = "",
    outcome: str = "success",
    **details: str | int,
) -> Head:
    """Add one line and wait until it is on disk; the head of the chain afterwards.

    Args:
        action: what was done, one of `OPERATIONS`.
        purpose: what for, in the user's words.
        people: how many people it concerns; None where that is not known.
        recipients: to whom personal data was disclosed.
        outcome: `success`, `refused` or `failed`.
        details: further facts; never a personal value.

    Raises:
        FsuError: the line could not be written; the caller must then not go on.
    """
    content = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": who(),
        "uid": os.getuid(),
        "operation": OPERATIONS[action],
        "action": action,
        "outcome": outcome,
        "purpose": purpose,
        "people": people,
        "recipients": recipients,
        **details,
    }
    log = log_path()
    make_folder(log.parent)
    refuse_open_parents(log)
    with _opened(log) as descriptor:
        lines = _lines(descriptor)
        previous = _sha256(lines[-1]) if lines else ""
        line = json.dumps({**content, "previous": previous}, ensure_ascii=False).encode()
        _write(log, descriptor, line)
    return Head(len(lines) + 1, _sha256(line))


def require_log() -> None:
    """Find out beforehand whether `append` can write: what has taken effect cannot be refused any more.

    Raises:
        FsuError: it cannot.
    """
    log = log_path()
    make_folder(log.parent)
    refuse_open_parents(log)
    with _opened(log):
        pass


@contextmanager
def refusals_noted(action: str, purpose: str = "") -> Iterator[None]:
    """Note an operation that is refused or fails; what succeeds writes its own line, before it takes effect."""
    try:
        yield
    except typer.Exit as error:
        if error.exit_code:
            append(action, purpose=purpose, outcome="refused")
        raise
    except FsuError:
        append(action, purpose=purpose, outcome="refused")
        raise
    except BaseException:
        append(action, purpose=purpose, outcome="failed")
        raise


def within_the_hour(action: str, user: str) -> int:
    """How many times somebody has done something in the last hour, by the log: nothing else need be kept or trusted."""
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")
    log = log_path()
    if not log.exists() and not log.is_symlink():
        return 0
    with _opened(log) as descriptor:
        contents = [_content(line) for line in _lines(descriptor)]
    return sum(
        1
        for content in contents
        if content
        and (content.get("action"), content.get("outcome"), content.get("user")) == (action, "success", user)
        and str(content.get("at", "")) > since
    )


def who() -> str:
    """The account that runs this process, by its real user id: what the environment says of it does not count."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def subject(person_key: str) -> str:
    """What an operation on one person is noted under, so that they can be told of it: neither a value nor the key.

    The key is a keyed hash already; its own hash is found by whoever has the key, and leads to nobody without it.
    """
    return hashlib.sha256(f"audit/{person_key}".encode()).hexdigest()[:32]


def about(subjects: set[str]) -> list[dict[str, Any]]:
    """Lines of operations on somebody, oldest first, by what `subject` gives for each key that they have had."""
    log = log_path()
    if not log.exists() and not log.is_symlink():
        return []
    with _opened(log) as descriptor:
        contents = [_content(line) for line in _lines(descriptor)]
    return [content for content in contents if content and subjects & set(str(content.get("subject", "")).split())]


def recipients_of(person_keys: Iterable[str]) -> list[str]:
    """Who was given a document about somebody, oldest first: they are to be told what was wrong in it, or is gone."""
    return [
        f"{line.get('recipients')} ({str(line.get('action', '')).replace('-', ' ')} of {str(line.get('at', ''))[:10]})"
        for line in about({subject(key) for key in person_keys})
        if (line.get("operation"), line.get("outcome")) == ("disclosure", "success")
    ]


def verify() -> tuple[int, list[str]]:
    """Lines of the log, and what is wrong with their chain or with what the kept releases say of it.

    Raises:
        FsuError: there is no log, or it is a link.
    """
    log = log_path()
    if not log.exists() and not log.is_symlink():
        raise FsuError(f"There is no audit log at {log}. Restore it from a backup, or set FSU_PUBLISHED.")
    with _opened(log) as descriptor:
        lines = _lines(descriptor)
    problems = []
    chained = False
    for number, line in enumerate(lines, start=1):
        content = _content(line)
        if content is None:
            problems.append(f"Line {number} is not a whole line: a write was cut off, or the line was changed.")
            continue
        previous = content.get("previous")
        chained = chained or previous is not None
        if chained and previous != (_sha256(lines[number - 2]) if number > 1 else ""):
            problems.append(
                f"Line {number} does not follow the line before it: that one was changed, added or removed."
            )
    return len(lines), [*problems, *_missing_heads(lines)]


def _missing_heads(lines: list[bytes]) -> Iterator[str]:
    for manifest in sorted(published_dir().glob("*/manifest.json")):
        if manifest.parent.is_symlink():
            continue
        try:
            head = read_object(manifest, [], "").get("audit_head")
        except (OSError, FsuError):
            yield f"{manifest} cannot be read."
            continue
        if head is None:
            continue
        if not has_types(head, {"line": int, "sha256": str}) or head["line"] < 1:
            yield f"{manifest} does not say at which line it was published."
        elif head["line"] > len(lines):
            release = manifest.parent.name
            yield f"Lines after {len(lines)} are missing: release {release} was published at line {head['line']}."
        elif _sha256(lines[head["line"] - 1]) != head["sha256"]:
            yield f"Line {head['line']} is not the one that release {manifest.parent.name} was published at."


@contextmanager
def _opened(log: Path) -> Iterator[int]:
    """The log, for one process at a time; it must be a file of its own, not a link to another."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(log, flags, 0o600)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise FsuError(f"{log} is a link, which is not followed. Move it away; the log is a file.") from None
        raise FsuError(f"The audit log {log} cannot be opened ({error.strerror}); nothing was done.") from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            raise FsuError(f"{log} is not a file of its own (it has another name elsewhere). Move it away.")
        if found.st_uid == os.geteuid():
            os.fchmod(descriptor, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _lines(descriptor: int) -> list[bytes]:
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        stream.seek(0)
        return stream.read().splitlines()


def _write(log: Path, descriptor: int, line: bytes) -> None:
    """Write a whole line or nothing, also on a disk that is full. A line that a crash cut off is ended, and stays."""
    size = os.fstat(descriptor).st_size
    is_cut = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
    content = (b"\n" if is_cut else b"") + line + b"\n"
    try:
        if os.write(descriptor, content) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    except OSError as error:
        os.ftruncate(descriptor, size)
        raise FsuError(
            f"The audit log {log} cannot be written ({error.strerror}); make room, then run again."
        ) from None


def _content(line: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(line)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


def _sha256(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
