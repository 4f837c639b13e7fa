"""Append-only audit log: one line of JSON a publication or look-up (who, when, what for, how many people)."""

from __future__ import annotations

import getpass
import json
import os
from datetime import UTC, datetime
from pathlib import Path


def append(log: Path, *, action: str, purpose: str, people: int, **details: str | int) -> None:
    """Add one line to an audit log and wait until it is on disk.

    Args:
        log: the file, `audit.jsonl` in the published folder; made readable for its owner only.
        action: what was done, for example `publish`.
        purpose: what for, in the user's words.
        people: how many people the action concerns.
        details: further facts; never a personal value.

    Raises:
        OSError: the line could not be written; the caller must then not go on.
    """
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": getpass.getuser(),
        "action": action,
        "purpose": purpose,
        "people": people,
        **details,
    }
    log.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (json.dumps(line, ensure_ascii=False) + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
