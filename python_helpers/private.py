"""Files and folders with personal data are for their owner only, whatever the umask and who made the folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_helpers.errors import FsuError

OWNER_ONLY = 0o077
"""Umask under which a new file is 0600 and a new folder 0700."""

_ANYBODY_WRITES = stat.S_IWOTH


@contextmanager
def owner_only() -> Iterator[None]:
    """Whatever is made inside is made for its owner only."""
    before = os.umask(OWNER_ONLY)
    try:
        yield
    finally:
        os.umask(before)


def make_private_folder(folder: Path) -> None:
    """Make a folder for its owner only, or make one that is there so; folders above it are left to their readers.

    Raises:
        FsuError: somebody else may write to a folder above it, or owns it.
    """
    make_folder(folder)
    _chmod(folder, 0o700)


def make_folder(folder: Path) -> None:
    """Make a folder that others may read, and those above it, unless they are there.

    Raises:
        FsuError: anybody may write to a folder above it, and so put another in its place.
    """
    refuse_open_parents(folder)
    for parent in reversed([folder, *folder.parents]):
        if not parent.exists():
            parent.mkdir(exist_ok=True)
            parent.chmod(0o755)


def make_tree_private(folder: Path) -> None:
    """Close a folder and everything in it; links are not followed."""
    _chmod(folder, 0o700)
    for parent, folders, files in os.walk(folder):
        for name in folders:
            _chmod(Path(parent) / name, 0o700)
        for name in files:
            _chmod(Path(parent) / name, 0o600)


def make_warehouse_private(warehouse: Path) -> None:
    """Close the warehouse, its write-ahead log and its spill folder; the folder too, where nothing else is in it.

    Raises:
        FsuError: anybody may write to the folder or one above it.
    """
    folder = warehouse.parent
    if not folder.exists():
        make_private_folder(folder)
        return
    refuse_open_parents(warehouse)
    names = {path.name for path in folder.iterdir()}
    own = {name for name in names if name.removeprefix(".").startswith(warehouse.name)}
    if own and names == own:
        _chmod(folder, 0o700)
    for name in own:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            make_tree_private(path)
        else:
            _chmod(path, 0o600)


def spill_folder(warehouse: Path) -> str:
    """Where DuckDB puts what does not fit into memory: beside the warehouse, not in the working folder."""
    return f"{warehouse.absolute()}.tmp"


def refuse_open_parents(path: Path) -> None:
    """Refuse a place where anybody may put another file or folder under the same name.

    Raises:
        FsuError: with the folder that anybody may write to, and the remedy. A sticky bit, as on /tmp, is safe.
    """
    for parent in Path(os.path.realpath(path)).parents:
        try:
            mode = parent.stat().st_mode
        except FileNotFoundError:
            continue
        if mode & _ANYBODY_WRITES and not mode & stat.S_ISVTX:
            raise FsuError(
                f"Anybody may write to {parent}, and so put something else in the place of {path}. "
                f"Close it (chmod o-w '{parent}'), or choose another folder."
            )


def _chmod(path: Path, mode: int) -> None:
    try:
        if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) != mode:
            path.chmod(mode)
    except FileNotFoundError:
        return
    except PermissionError:
        raise FsuError(
            f"{path} belongs to somebody else and cannot be closed to others. Have its owner move it away, or choose "
            "another folder."
        ) from None
