"""Files that appear whole or not at all, and their checksums."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_helpers.errors import FsuError


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Wait until a file or a folder's entries are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_no_link(link: Path) -> None:
    """Refuse what stands where a publication leaves its link and is none to a neighbour.

    Raises:
        FsuError: it is a file, a folder or a link to elsewhere.
    """
    if not os.path.lexists(link):
        return
    # Unlike Path.resolve, this leaves a link that points to itself to whoever opens it.
    folder = os.path.realpath(link.parent)
    is_to_neighbour = link.is_symlink() and os.path.realpath((link.parent / link.readlink()).parent) == folder
    if not is_to_neighbour:
        raise FsuError(f"{link} is not the link that a publication leaves there. Move it away, then run this again.")


def switch_link(link: Path, to_name: str) -> None:
    """Point a symbolic link at a neighbour in one atomic step; a reader sees the old one or the new one.

    Raises:
        FsuError: something other than such a link stands in the way.
    """
    refuse_no_link(link)
    new = link.with_name(f".{link.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(to_name, target_is_directory=True)
    new.replace(link)
    sync(link.parent)


@contextmanager
def exclusive(lock: Path, doing: str) -> Iterator[None]:
    """Hold a lock file while `doing` something; the system lets go of it when the process ends, however it ends.

    Raises:
        FsuError: another process holds it.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FsuError(f"Another process is {doing} here ({lock} is locked). Wait for it to end.") from error
        yield
