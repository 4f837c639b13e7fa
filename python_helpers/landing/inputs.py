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
    present = {system for system in contract.systems if (raw_dir / system).is_dir()}
    if not present:
        what = "does not exist." if not raw_dir.exists() else "holds none of the systems' folders; is it the right one?"
        remedy = "Give the folder that holds one folder a source system: " + ", ".join(contract.systems) + "."
        findings.problem(str(raw_dir), what, remedy)
        return {}
    _warn_of_strangers(raw_dir, {*contract.systems}, "", findings)
    files: dict[Table, list[InputFile]] = {}
    for system in contract.systems:
        tables = [table for table in contract.tables if table.system == system]
        if system not in present:
            what = f"the folder of this system is missing{_other_case(raw_dir, system)}."
            findings.problem(
                system, what, "Its tables, each a folder: " + ", ".join(table.name for table in tables) + "."
            )
            continue
        _warn_of_strangers(raw_dir / system, {table.name for table in tables}, f"{system}/", findings)
        files |= {table: _find_files(raw_dir, table, findings) for table in tables}
    return files


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
        findings.problem(label, *fault)
    return set(faults)


def _warn_of_strangers(folder: Path, known: set[str], prefix: str, findings: Findings) -> None:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if entry.name in known or _is_ignored(entry.name) or (not prefix and entry.name == SYNTHETIC_MARKER):
            continue
        kind = "folder" if entry.is_dir() else "file"
        findings.warn(f"{prefix}{_printable(entry.name)}", f"is not in the landing contract; the {kind} was not read.")


def _is_ignored(name: str) -> bool:
    """Droppings of file managers and of distributed writers, such as .DS_Store and _SUCCESS."""
    return name.startswith((".", "_", "~$")) or name in {"Thumbs.db", "desktop.ini"}


def _other_case(folder: Path, name: str) -> str:
    """A hint where only capitals are wrong."""
    found = [entry.name for entry in folder.iterdir() if entry.name.lower() == name and entry.name != name]
    return f" (there is '{found[0]}': write it in small letters)" if found else ""


def _find_files(raw_dir: Path, table: Table, findings: Findings) -> list[InputFile]:
    folder = raw_dir / table.system / table.name
    where = f"{table.system}/{table.name}"
    if not folder.is_dir():
        missing = (
            f"the folder of this table is missing{_other_case(folder.parent, table.name)}{_flat_file(raw_dir, table)}."
        )
        what = "is a file, not the folder of this table." if folder.exists() else missing
        remedy = "Put the table's .parquet, .csv or .csv.gz files there; if it has no rows, a file with its header."
        findings.problem(where, what, remedy)
        return []
    entries = sorted(entry for entry in folder.iterdir() if not _is_ignored(entry.name))
    readable = [entry for entry in entries if _format_of(entry)]
    for entry in entries:
        if entry not in readable:
            _report_unread(entry, f"{where}/{_printable(entry.name)}", findings)
    if not readable:
        what = "the folder holds no .parquet, .csv or .csv.gz file."
        findings.problem(where, what, "Put the table's files directly in it, unpacked from any other archive.")
    found = [_usable_file(entry, f"{where}/{_printable(entry.name)}", findings) for entry in readable]
    return [file for file in found if file]


def _report_unread(entry: Path, label: str, findings: Findings) -> None:
    """A folder with data in it stops the landing, since its rows would be missing; anything else is warned of."""
    only = "only .parquet, .csv and .csv.gz files directly in the table's folder are"
    if entry.is_dir() and any(_format_of(file) and not _is_ignored(file.name) for file in entry.rglob("*")):
        findings.problem(
            label,
            f"is a folder with data files: {only} read.",
            "Move its files into the table's folder, or the folder out of it.",
        )
    else:
        findings.warn(label, f"was not read: {only}.")


def _flat_file(raw_dir: Path, table: Table) -> str:
    """A hint where the table is there, only not in a folder."""
    flat = {
        raw_dir / folder / f"{name}{ending}"
        for folder, name in ((table.system, table.name), (".", table.label))
        for ending in _FORMATS
    }
    found = sorted(str(path.relative_to(raw_dir)) for path in flat if path.is_file())
    return f" (there is '{found[0]}': move it into the folder)" if found else ""


def _printable(name: str) -> str:
    """A file's name as text, whatever bytes it is made of."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _format_of(entry: Path) -> str:
    """Format by the name's ending; empty where it is no file of a table."""
    ending = next((ending for ending in _FORMATS if entry.name.lower().endswith(ending)), "")
    return _FORMATS[ending] if ending and not entry.is_dir() else ""


def _usable_file(entry: Path, label: str, findings: Findings) -> InputFile | None:
    try:
        status = entry.stat()
    except OSError as error:
        remedy = (
            "Restore what the link points to." if entry.is_symlink() else "Give the account that lands read access."
        )
        findings.problem(label, f"cannot be opened ({error.strerror}).", remedy)
        return None
    if not stat.S_ISREG(status.st_mode):
        findings.problem(label, "is not a regular file.", "Replace it with a plain file.")
        return None
    if status.st_size == 0:
        remedy = "Extract it again; a table without rows still needs its header (CSV) or schema (Parquet)."
        findings.problem(label, "is empty (0 bytes).", remedy)
        return None
    if not os.access(entry, os.R_OK):
        findings.problem(label, "cannot be read: access is refused.", "Give the account that lands read access.")
        return None
    return InputFile(entry.resolve(), label, _format_of(entry), status.st_size, status.st_mtime_ns)


def _digest(file: InputFile) -> str:
    with file.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _gzip_fault(file: InputFile) -> tuple[str, str] | None:
    with file.path.open("rb") as packed:
        if packed.read(2) != b"\x1f\x8b":
            return (
                "is not gzip although its name says so.",
                "If it is plain CSV, name it .csv; otherwise extract it again.",
            )
    try:
        with gzip.open(file.path, "rb") as stream:
            while stream.read(_CHUNK_BYTES):
                pass
    except EOFError:
        return ("is cut off: it ends in the middle of its gzip data.", "Copy or extract it again.")
    except (gzip.BadGzipFile, zlib.error):
        return ("is damaged: its gzip data does not unpack.", "Copy or extract it again.")
    return None
