"""The landing folder: deliveries side by side, one of them current; every change is whole or not at all.

    <landing>/deliveries/<id>/<system>/<table>/part-0.parquet, manifest.json, verdict.json, verdict.html
    <landing>/current -> deliveries/<id>
    <landing>/deliveries.json    every delivery that was current, oldest first
    <landing>/refused/           the verdict on the delivery that was refused last

Whatever is being written has a name that begins with `.tmp-`; what a killed landing leaves is removed by the next.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from python_helpers.errors import FsuError
from python_helpers.json_files import has_types, read_json, read_object
from python_helpers.landing.findings import Finding, LandingError
from python_helpers.private import make_private_folder, make_tree_private, owner_only
from python_helpers.settings import LAND_AGAIN

KEPT_DELIVERIES = 4
"""Deliveries kept, the current one included: a year of quarterly refreshes to go back to."""

_TEMPORARY = ".tmp-"
_DELIVERY = re.compile("[0-9a-f]{16}")


class Store:
    """One landing folder; its root is made private to the account that lands, since it holds personal data."""

    def __init__(self, root: Path) -> None:
        """Name the folder; nothing is created yet."""
        self.root = root
        self.deliveries = root / "deliveries"
        self.current = root / "current"
        self.refused = root / "refused"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from landing into this folder; the lock goes with the process, however that ends.

        Raises:
            LandingError: another process holds it, or the folder is not one that can be landed into.
        """
        if os.path.lexists(self.current) and not self._leads_to_a_delivery():
            raise LandingError(
                [Finding(str(self.current), "is not a link to a delivery.", "Move it away; `fsu land` makes the link.")]
            )
        # dbt reads the same path through a glob in quotes, and a template with braces.
        if set("'\"*?[]{}") & set(str(self.root)):
            remedy = "Choose another path with FSU_LANDING."
            raise LandingError([Finding(str(self.root), "has quotes, brackets or wildcards in its path.", remedy)])
        try:
            make_private_folder(self.root)
            make_tree_private(self.root)
        except FsuError as error:
            raise LandingError([Finding(str(self.root), "is not safe.", str(error))]) from None
        with owner_only(), (self.root / ".lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                message = "another `fsu land` or `fsu purge` is at work in this folder."
                raise LandingError([Finding(str(self.root), message, "Wait until it has ended.")]) from None
            self.deliveries.mkdir(exist_ok=True)
            self._remove_leftovers()
            yield

    def _leads_to_a_delivery(self) -> bool:
        """Whether `current` is a link to a place for a delivery of this folder, be it still there or not."""
        if not self.current.is_symlink():
            return False
        # Unlike Path.resolve, this leaves a link that points to itself to whoever opens it.
        target = self.root / self.current.readlink()
        is_ours = os.path.realpath(target.parent) == os.path.realpath(self.deliveries)
        return is_ours and _DELIVERY.fullmatch(target.name) is not None

    def current_id(self) -> str:
        """Id of the delivery that dbt reads; empty where there is none."""
        return self.current.readlink().name if self.current.is_symlink() and self.current.exists() else ""

    def manifest(self, delivery_id: str) -> dict[str, Any]:
        """Manifest of a delivery; empty where there is none.

        Raises:
            FsuError: it is not as `fsu land` wrote it.
        """
        path = self.deliveries / delivery_id / "manifest.json"
        manifest = _read_json(path, list(_MANIFEST)) if delivery_id else {}
        if manifest and not _is_manifest(manifest):
            raise FsuError(f"{path} is not as `fsu land` wrote it. {LAND_AGAIN}")
        return manifest

    def verdict(self, delivery_id: str) -> dict[str, Any]:
        """Verdict on a delivery; empty where there is none.

        Raises:
            FsuError: it is not as `fsu land` wrote it.
        """
        path = self.deliveries / delivery_id / "verdict.json"
        verdict = _read_json(path, ["profile"]) if delivery_id else {}
        if not _is_profile(verdict.get("profile", [])):
            raise FsuError(f"{path} is not as `fsu land` wrote it. {LAND_AGAIN}")
        return verdict

    def is_whole(self, delivery_id: str) -> bool:
        """Whether the delivery is here with every file in the size that its manifest gives."""
        try:
            files = [(table["file"], table["bytes"]) for table in self.manifest(delivery_id).get("tables", [])]
        except (FsuError, KeyError, TypeError):  # cut off, or another program's
            return False
        paths = [(self.deliveries / delivery_id / file, size) for file, size in files]
        return bool(paths) and all(path.is_file() and path.stat().st_size == size for path, size in paths)

    def known_as(self, content_id: str, *, with_purged: bool = False) -> str:
        """Id of the whole delivery that was landed from these extracts, or what `fsu purge` left of it; or empty."""
        current = self.current_id()
        purged = not with_purged and self.manifest(current).get("content_id") == content_id and self.is_whole(current)
        return current if purged else content_id if self.is_whole(content_id) else ""

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """An empty folder on the same file system, removed afterwards if it is still there."""
        folder = self.deliveries / f"{_TEMPORARY}{os.getpid()}"
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def install(self, folder: Path, delivery_id: str) -> None:
        """Give a finished folder its name, with everything in it safely on disk."""
        for path in sorted(folder.rglob("*")):
            _sync(path)
        _sync(folder)
        target = self.deliveries / delivery_id
        if target.exists():  # an earlier copy that is not whole
            target.rename(self.deliveries / f"{_TEMPORARY}damaged")
        folder.rename(target)
        _sync(self.deliveries)

    def make_current(self, delivery_id: str, summary: dict[str, Any]) -> None:
        """Note the delivery as the newest, then point `current` to it in one step."""
        entries = [entry for entry in self.ledger() if entry["delivery_id"] != delivery_id]
        write_json(self.root / "deliveries.json", [*entries, summary])
        link = self.root / f"{_TEMPORARY}current"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("deliveries") / delivery_id)
        link.replace(self.current)
        _sync(self.root)

    def ledger(self) -> list[dict[str, Any]]:
        """One summary a delivery that was ever current, in the order in which they last became it."""
        path = self.root / "deliveries.json"
        if not os.path.lexists(path):
            return []
        try:
            entries = read_json(path)
        except (IsADirectoryError, FileNotFoundError, ValueError):
            entries = None
        if not isinstance(entries, list) or not all(has_types(entry, {"delivery_id": str}) for entry in entries):
            remedy = "Restore it from a backup, or move it away to begin a new list."
            raise LandingError([Finding(str(path), "is not the list that `fsu land` wrote.", remedy)])
        return entries

    def retirable(self, keep: int, held: Collection[str] = ()) -> list[str]:
        """Ids of all but the newest `keep` deliveries, never the current one nor one that is held.

        What somebody else put beside them is not ours to remove.
        """
        newest_first = [entry["delivery_id"] for entry in reversed(self.ledger())]
        kept = {self.current_id(), *newest_first[:keep], *held}
        return sorted(
            path.name
            for path in self.deliveries.iterdir()
            if path.name not in kept and _DELIVERY.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
        )

    def retire(self, keep: int, held: Collection[str] = ()) -> list[str]:
        """Remove the deliveries that are `retirable`; their ids."""
        gone = self.retirable(keep, held)
        for delivery_id in gone:
            doomed = self.deliveries / f"{_TEMPORARY}retired-{delivery_id}"
            (self.deliveries / delivery_id).rename(doomed)
            shutil.rmtree(doomed)
        return gone

    def keep_refusal(self, folder: Path) -> Path:
        """Keep the verdict on a refused delivery, and nothing of its data; the page's path."""
        shutil.rmtree(self.refused, ignore_errors=True)
        self.refused.mkdir()
        for name in ("verdict.json", "verdict.html"):
            (folder / name).rename(self.refused / name)
        return self.refused / "verdict.html"

    def _remove_leftovers(self) -> None:
        for folder in (self.root, self.deliveries):
            for path in folder.glob(f"{_TEMPORARY}*"):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()


def write_json(path: Path, content: Sequence[Any] | Mapping[str, Any]) -> None:
    """Replace a JSON file in one step; a reader sees the old or the new, and never a part."""
    temporary = path.with_name(f"{_TEMPORARY}{path.name}")
    with temporary.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=2, ensure_ascii=False)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    _sync(path.parent)


_MANIFEST = {
    "delivery_id": str,
    "is_synthetic": bool,
    "outcome": str,
    "newest_extracted_at": str | None,
    "warnings": list,
    "tables": list,
}
_TABLE = {"system": str, "table": str, "file": str, "rows": int, "bytes": int}
_WARNING = {"where": str, "what": str, "remedy": str}


def _is_manifest(manifest: dict[str, Any]) -> bool:
    """Whether what is read of a manifest later has the types that a landing writes."""
    return (
        has_types(manifest, _MANIFEST)
        and all(has_types(table, _TABLE) for table in manifest["tables"])
        and all(has_types(warning, _WARNING) for warning in manifest["warnings"])
    )


def _is_profile(rows: object) -> bool:
    """Whether these are rows of a profile, with numbers where the next delivery is compared with them."""
    return isinstance(rows, list) and all(
        isinstance(row, dict)
        and all(isinstance(row.get(name), str) for name in ("system", "table", "column"))
        and all(isinstance(row.get(name), int | float | None) for name in ("row_count", "empty_share", "sealed_count"))
        and isinstance(row.get("events_by_month"), dict | None)
        for row in rows
    )


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_json(path: Path, needs: Sequence[str]) -> dict[str, Any]:
    try:
        return read_object(path, needs, LAND_AGAIN)
    except FileNotFoundError:
        return {}
