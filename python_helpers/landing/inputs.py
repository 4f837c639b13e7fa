"""Which files of the raw folder belong to which table, and what they weigh: names, sizes and digests, no rows.

A file that looks like data is read or is an error: rows that nobody misses are the ones that hurt. A link is followed
only where it stays inside the raw folder.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
import zlib
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from python_helpers.landing.contract import Contract, Table
from python_helpers.landing.findings import Findings

SYNTHETIC_MARKER = "synthetic.json"
"""Written by `fsu synthesise` into the root of the folder; only then may the demo salt be used."""

_LEFT_BY_PROGRAMS = {"thumbs.db", "desktop.ini", ".ds_store", "_success", "_metadata", "_common_metadata"}
"""In small letters: the systems that write them do not tell cases apart."""
_LEFT_BY_WRITERS = (".crc", "_committed_", "_started_")
_APPLE_DOUBLE = b"\x00\x05\x16\x07"
"""What a ._file of macOS begins with: the other file's icon and rights, none of its rows."""

_DATA = re.compile(
    r"[.](csv|tsv|psv|parquet|xls[xmb]?|ods|jsonl|ndjson|avro|orc"
    r"|zip|gz|tgz|bz2|xz|zst|7z|rar|tar|(file)?part|partial|tmp|bak)([.~ (].*)?$",
    re.IGNORECASE,
)
"""Names that data has outside a table's folder; inside it every file counts as data."""

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


def find_inputs(
    raw_dir: Path, contract: Contract, findings: Findings, ignored: Collection[str] = ()
) -> dict[Table, list[InputFile]]:
    """The files of every table, sorted by name; what is missing or unusable goes to `findings`.

    `ignored` are labels of files and folders that are there and are not part of the delivery.
    """
    present = {system for system in contract.systems if (raw_dir / system).is_dir()}
    if not present:
        what = "does not exist." if not raw_dir.exists() else "holds none of the systems' folders; is it the right one?"
        remedy = "Give the folder that holds one folder a source system: " + ", ".join(contract.systems) + "."
        findings.problem(str(raw_dir), what, remedy)
        return {}
    for label in sorted(ignored):
        if not os.path.lexists(raw_dir / label):
            findings.problem(f"--ignore {label}", "is not there.", "Name it as seen from the folder of extracts.")
    if _leads_out(raw_dir, raw_dir / SYNTHETIC_MARKER):
        _report_link(SYNTHETIC_MARKER, findings)
    _report_strangers(raw_dir, contract, "", ignored, findings)
    files: dict[Table, list[InputFile]] = {}
    for system in contract.systems:
        tables = [table for table in contract.tables if table.system == system]
        if system not in present:
            what = f"the folder of this system is missing{_other_case(raw_dir, system)}."
            findings.problem(
                system, what, "Its tables, each a folder: " + ", ".join(table.name for table in tables) + "."
            )
        elif _leads_out(raw_dir, raw_dir / system):
            _report_link(system, findings)
        else:
            _report_strangers(raw_dir, contract, system, ignored, findings)
            files |= {table: _find_files(raw_dir, table, ignored, findings) for table in tables}
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


def _report_strangers(
    raw_dir: Path, contract: Contract, system: str, ignored: Collection[str], findings: Findings
) -> None:
    """Beside the folders of the contract, data and folders named like them are errors; the rest is warned of.

    `system` empty: beside the systems' folders; otherwise beside the folders of its tables.
    """
    folder = raw_dir / system
    tables = {table.name for table in contract.tables if table.system == system}
    known = tables if system else {*contract.systems}
    missing = {name for name in known if not (folder / name).is_dir()}
    flat = {path for table in contract.tables for path in _flat_files(raw_dir, table)}
    for entry in sorted(folder.iterdir()):
        label = "/".join(part for part in (system, _printable(entry.name)) if part)
        is_marker = not system and entry.name == SYNTHETIC_MARKER
        if entry.name in known or is_marker or label in ignored or _is_left_by_programs(entry):
            continue
        kind = "folder" if entry.is_dir() else "file"
        # What is missing has a problem of its own, which points to these.
        is_hinted_at = entry in flat or any(entry.name.lower() == name for name in missing)
        is_like_one = entry.is_dir() and _holds_files(entry) and _is_named_like(entry.name, known)
        if not is_hinted_at and (is_like_one or (kind == "file" and _DATA.search(entry.name))):
            _report_unread(label, findings)
        else:
            findings.warn(label, f"is not in the landing contract; the {kind} was not read.")


def _is_named_like(name: str, known: set[str]) -> bool:
    """Whether a known name stands in it in whole words: call_segments_2026, _call_segments, CallSegments."""
    words = f"_{'_'.join(re.findall('[a-z]+', name.lower()))}_"
    return any(f"_{other}_" in words or f"_{other.replace('_', '')}_" in words for other in known)


def _holds_files(folder: Path) -> bool:
    return any(not file.is_dir() and not _is_left_by_programs(file) for file in folder.rglob("*"))


def _is_left_by_programs(entry: Path) -> bool:
    """Whether it is what file managers and distributed writers leave beside data, such as .DS_Store and _SUCCESS."""
    if entry.name.lower() in _LEFT_BY_PROGRAMS or entry.name.endswith(_LEFT_BY_WRITERS[0]):
        return True
    if entry.name.startswith(_LEFT_BY_WRITERS[1:]):
        return True
    if not entry.name.startswith("._") or not entry.is_file():
        return False
    with entry.open("rb") as stream:
        return stream.read(4) == _APPLE_DOUBLE


def _leads_out(raw_dir: Path, entry: Path) -> bool:
    return not Path(os.path.realpath(entry)).is_relative_to(os.path.realpath(raw_dir))


def _report_link(label: str, findings: Findings) -> None:
    what = "is a link that leads out of the folder of extracts; it is not followed."
    findings.problem(label, what, "Put the file or folder itself there.")


def _report_unread(label: str, findings: Findings) -> None:
    findings.problem(
        label,
        "looks like data and is not read: only .parquet, .csv and .csv.gz files directly in a table's folder are.",
        "If its rows belong to the delivery, finish, unpack or rename it, directly in its table's folder; if not, move"
        f" it away or say so: fsu land RAW_DIR --ignore '{label}'",
    )


def _other_case(folder: Path, name: str) -> str:
    """A hint where only capitals are wrong."""
    found = [entry.name for entry in folder.iterdir() if entry.name.lower() == name and entry.name != name]
    return f" (there is '{found[0]}': write it in small letters)" if found else ""


def _find_files(raw_dir: Path, table: Table, ignored: Collection[str], findings: Findings) -> list[InputFile]:
    folder = raw_dir / table.system / table.name
    where = f"{table.system}/{table.name}"
    if _leads_out(raw_dir, folder):
        _report_link(where, findings)
        return []
    if not folder.is_dir():
        flat = sorted(str(path.relative_to(raw_dir)) for path in _flat_files(raw_dir, table) if path.is_file())
        hint = f" (there is '{flat[0]}': move it into the folder)" if flat else ""
        missing = f"the folder of this table is missing{_other_case(folder.parent, table.name)}{hint}."
        what = "is a file, not the folder of this table." if folder.exists() else missing
        remedy = "Put the table's .parquet, .csv or .csv.gz files there; if it has no rows, a file with its header."
        findings.problem(where, what, remedy)
        return []
    found: list[InputFile] = []
    is_empty = True
    for entry in sorted(folder.iterdir()):
        label = f"{where}/{_printable(entry.name)}"
        if label in ignored or _is_left_by_programs(entry):
            continue
        if _format_of(entry):
            is_empty = False
            file = _usable_file(raw_dir, entry, label, findings)
            found += [file] if file else []
        elif entry.is_dir() and not entry.is_symlink() and not _holds_files(entry):
            findings.warn(label, "is an empty folder.")
        else:
            is_empty = False
            _report_unread(label, findings)
    if is_empty:
        what = "the folder holds no .parquet, .csv or .csv.gz file."
        findings.problem(where, what, "Put the table's files directly in it, unpacked from any other archive.")
    return found


def _flat_files(raw_dir: Path, table: Table) -> set[Path]:
    """Where the table's rows would be if they were there, only not in a folder."""
    if (raw_dir / table.system / table.name).is_dir():
        return set()
    return {
        raw_dir / folder / f"{name}{ending}"
        for folder, name in ((table.system, table.name), (".", table.label))
        for ending in _FORMATS
    }


def _printable(name: str) -> str:
    """A file's name as text, whatever bytes it is made of."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _format_of(entry: Path) -> str:
    """Format by the name's ending; empty where it is no file of a table: a folder, or a name that programs skip."""
    ending = next((ending for ending in _FORMATS if entry.name.lower().endswith(ending)), "")
    return _FORMATS[ending] if ending and not entry.is_dir() and not entry.name.startswith((".", "_", "~")) else ""


def _usable_file(raw_dir: Path, entry: Path, label: str, findings: Findings) -> InputFile | None:
    if _leads_out(raw_dir, entry):
        _report_link(label, findings)
        return None
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
