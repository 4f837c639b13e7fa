"""Which files of the raw folder belong to which table, and what they weigh: names, sizes and digests, no rows."""

from __future__ import annotations

import gzip
import hashlib
import os
import stat
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from python_helpers.landing.contract import Contract, Table
from python_helpers.landing.findings import Findings

SYNTHETIC_MARKER = "synthetic.json"
"""Written by `fsu synthesise` into the root of the folder; only then may the demo salt be used."""

_FORMATS = {".parquet": "parquet", ".csv.gz": "csv.gz", ".csv": "csv"}
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class InputFile:
    """One file of a table; `label` is its path inside the raw folder."""

    path: Path
    label: str
    format: str
    size: int
    modified_ns: int

    def is_unchanged(self) -> bool:
        """Whether the file still has the size and time of change that it had when it was found."""
        try:
            now = self.path.stat()
        except OSError:
            return False
        return (now.st_size, now.st_mtime_ns) == (self.size, self.modified_ns)


def find_inputs(raw_dir: Path, contract: Contract, findings: Findings) -> dict[Table, list[InputFile]]:
    """The files of every table, sorted by name; what is missing or unusable goes to `findings`."""
    if not raw_dir.is_dir():
        findings.problem(
            str(raw_dir),
            "is not a folder." if raw_dir.exists() else "does not exist.",
            "Give the folder that holds one folder a source system: " + ", ".join(contract.systems) + ".",
        )
        return {}
    _warn_of_strangers(raw_dir, {*contract.systems}, "", findings)
    for system in contract.systems:
        names = {table.name for table in contract.tables if table.system == system}
        _warn_of_strangers(raw_dir / system, names, f"{system}/", findings)
    return {table: _find_files(raw_dir, table, findings) for table in contract.tables}


def is_synthetic(raw_dir: Path) -> bool:
    """Whether `fsu synthesise` made the extracts."""
    return (raw_dir / SYNTHETIC_MARKER).is_file()


def digest_files(files: Iterable[InputFile]) -> dict[str, str]:
    """SHA-256 of each file's bytes, by label.

    Raises:
        OSError: a file cannot be read.
    """
    listed = list(files)
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip([file.label for file in listed], pool.map(_digest, listed), strict=True))


def damaged_gzip(files: Iterable[InputFile], findings: Findings) -> set[str]:
    """Labels of the gzip files that do not read to their end.

    DuckDB reads a cut-off one without a word, as if it were shorter.
    """
    zipped = [file for file in files if file.format == "csv.gz"]
    with ThreadPoolExecutor(max_workers=2) as pool:
        faults = {file.label: fault for file, fault in zip(zipped, pool.map(_gzip_fault, zipped), strict=True) if fault}
    for label, fault in faults.items():
        findings.problem(label, fault, "Copy or extract the file again; if it is plain CSV, name it .csv.")
    return set(faults)


def _warn_of_strangers(folder: Path, known: set[str], prefix: str, findings: Findings) -> None:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if entry.name in known or _is_ignored(entry.name) or (not prefix and entry.name == SYNTHETIC_MARKER):
            continue
        kind = "folder" if entry.is_dir() else "file"
        findings.warn(f"{prefix}{entry.name}", f"is not in the landing contract; the {kind} was not read.")


def _is_ignored(name: str) -> bool:
    """Droppings of file managers and of distributed writers, such as .DS_Store and _SUCCESS."""
    return name.startswith((".", "_", "~$")) or name in {"Thumbs.db", "desktop.ini"}


def _find_files(raw_dir: Path, table: Table, findings: Findings) -> list[InputFile]:
    folder = raw_dir / table.system / table.name
    where = f"{table.system}/{table.name}"
    if not folder.is_dir():
        findings.problem(
            where,
            "the folder of this table is missing."
            if not folder.exists()
            else "is a file, not the folder of this table.",
            "Put the table's files there (.parquet, .csv or .csv.gz). If it truly has no rows, a header will do.",
        )
        return []
    try:
        entries = sorted(entry for entry in folder.iterdir() if not _is_ignored(entry.name))
    except OSError as error:
        findings.problem(where, f"cannot be listed ({error.strerror}).", "Give the account that lands read access.")
        return []
    files = []
    strangers = []
    for entry in entries:
        label = f"{where}/{entry.name}"
        ending = next((ending for ending in _FORMATS if entry.name.lower().endswith(ending)), None)
        if ending is None or entry.is_dir():
            strangers.append(label)
            continue
        try:
            status = entry.stat()
        except OSError as error:
            findings.problem(
                label, f"cannot be opened ({error.strerror}).", "It may be a broken link, or access is refused."
            )
            continue
        if not stat.S_ISREG(status.st_mode):
            findings.problem(label, "is not a regular file.", "Replace it with a plain file.")
        elif status.st_size == 0:
            findings.problem(
                label,
                "is empty (0 bytes).",
                "Extract it again; a table without rows still needs its header, and a Parquet its schema.",
            )
        elif not os.access(entry, os.R_OK):
            findings.problem(label, "cannot be read: access is refused.", "Give the account that lands read access.")
        else:
            files.append(InputFile(entry.resolve(), label, _FORMATS[ending], status.st_size, status.st_mtime_ns))
    for label in strangers:
        findings.warn(label, "was not read: only .parquet, .csv and .csv.gz files directly in the table's folder are.")
    if not entries or (strangers and len(strangers) == len(entries)):
        findings.problem(
            where,
            "the folder holds no .parquet, .csv or .csv.gz file.",
            "Put the table's files directly in it, unpacked from any other archive.",
        )
    return files


def _digest(file: InputFile) -> str:
    with file.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _gzip_fault(file: InputFile) -> str:
    try:
        with gzip.open(file.path, "rb") as stream:
            while stream.read(_CHUNK_BYTES):
                pass
    except EOFError:
        return "ends in the middle of its gzip data: it is cut off."
    except (gzip.BadGzipFile, zlib.error):
        return "is damaged, or is not gzip although its name says so."
    return ""
