"""How one file is read: its columns, found by header alone, and the SQL that turns them into the contract's."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_helpers.landing import forms
from python_helpers.landing.contract import Table
from python_helpers.landing.findings import Findings, listed
from python_helpers.landing.header import match_header, other_delimiter, split_header
from python_helpers.landing.inputs import InputFile

_HEAD_BYTES = 1 << 20
_UNBALANCED = ("has unbalanced quotes in its header.", "Write the column names plainly on the first line.")
_UTF16 = "is encoded as UTF-16, not UTF-8."
_UTF8_MARK = b"\xef\xbb\xbf"
_TO_UTF8 = "Export it as UTF-8, or convert it: iconv -f {} -t UTF-8 old.csv > new.csv"
_FOREIGN_STARTS = {
    b"PK\x03\x04": (
        "is an Excel workbook or a zip archive, not CSV.",
        "Save the sheet as 'CSV UTF-8', or unpack the archive.",
    ),
    b"\xd0\xcf\x11\xe0": ("is an old Excel workbook, not CSV.", "Save the sheet as 'CSV UTF-8'."),
    b"\x1f\x8b": ("is gzip data under a .csv name.", "Rename it to end in .csv.gz."),
    b"PAR1": ("is a Parquet file under a .csv name.", "Rename it to end in .parquet."),
    b"\xff\xfe": (_UTF16, _TO_UTF8.format("UTF-16")),
    b"\xfe\xff": (_UTF16, _TO_UTF8.format("UTF-16")),
    b"%PDF": ("is a PDF, not CSV.", "Export the rows themselves as CSV or Parquet."),
}


@dataclass(frozen=True)
class Layout:
    """One readable file of `width` columns.

    `link` is a plain-named link to it, `relation` the SQL it is read from, `names` maps each contract column it brings
    to its name there, `columns` to the SQL that lands it. `not_read` are the file's other columns, `as_numbers` text
    columns that came as numbers.
    """

    file: InputFile
    link: Path
    width: int
    relation: str
    names: dict[str, str]
    columns: dict[str, str]
    not_read: tuple[str, ...] = ()
    as_numbers: tuple[str, ...] = ()


def read_layout(
    connection: duckdb.DuckDBPyConnection, table: Table, file: InputFile, link: Path, findings: Findings
) -> Layout | None:
    """The file's layout, or None with the reasons in `findings`.

    `link` is a plain-named link to the file: a name with quotes or wildcards never reaches SQL.
    """
    if file.format == "parquet":
        return _parquet_layout(connection, table, file, link, findings)
    return _csv_layout(table, file, link, findings)


def _parquet_layout(
    connection: duckdb.DuckDBPyConnection, table: Table, file: InputFile, link: Path, findings: Findings
) -> Layout | None:
    relation = f"read_parquet('{link}', binary_as_string=true, hive_partitioning=false)"
    try:
        described = connection.execute(f"describe select * from {relation}").fetchall()  # noqa: S608 -- our own path
        # `describe` renames columns of the same name; the file's own schema has the true names.
        schema = connection.execute("select name, num_children from parquet_schema(?)", [str(link)]).fetchall()
        names = [str(name) for name, _ in _top_level(schema)]
    except duckdb.Error:
        findings.problem(file.label, *_parquet_fault(file))
        return None
    positions = match_header(table, file.label, names, findings)
    if positions is None:
        return None
    names_there = {column: str(described[position][0]) for column, position in positions.items()}
    kinds = {column: str(described[position][1]) for column, position in positions.items()}
    nested = [column for column, kind in kinds.items() if forms.is_nested(kind)]
    if nested:
        findings.problem(
            file.label,
            f"holds lists or structures in {listed(nested)}.",
            "Extract one plain value a row and column, best as text.",
        )
        return None
    columns = {
        column: forms.as_contract_text(forms.form_of(table, column), _quoted(names_there[column]), kind)
        for column, kind in kinds.items()
    }
    as_numbers = tuple(
        column for column, kind in kinds.items() if forms.loses_zeros(forms.form_of(table, column), kind)
    )
    return Layout(file, link, len(names), relation, names_there, columns, _not_read(names, positions), as_numbers)


def _parquet_fault(file: InputFile) -> tuple[str, str]:
    with file.path.open("rb") as stream:
        start = stream.read(4)
    if start == b"PARE":
        return ("is an encrypted Parquet file.", "Extract it without encryption of its own.")
    if start != b"PAR1":
        return ("is not Parquet although its name says so.", "If it is CSV, name it .csv; otherwise extract it again.")
    return ("is cut off or damaged: its Parquet footer cannot be read.", "Copy or extract it again.")


def _top_level(schema: list[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    """Direct children of the schema's root, which lists itself first and then everything depth-first."""
    found = []
    position = 1
    while position < len(schema):
        found.append(schema[position])
        to_skip = 1
        while to_skip:
            to_skip += (schema[position][1] or 0) - 1
            position += 1
    return found


def _csv_layout(table: Table, file: InputFile, link: Path, findings: Findings) -> Layout | None:
    if file.format == "csv":
        _warn_of_no_line_end(file, findings)
    header = _header_line(file, _head(file), findings)
    if header is None:
        return None
    names = split_header(header)
    if names is None:
        findings.problem(file.label, *_UNBALANCED)
        return None
    delimiter = other_delimiter(table, header, names)
    if delimiter:
        findings.problem(file.label, f"separates its columns by {delimiter}, not by commas.", "Export it with commas.")
        return None
    positions = match_header(table, file.label, names, findings)
    if positions is None:
        return None
    relation = csv_relation(link, len(names), file.format)
    names_there = {column: f"c{position}" for column, position in positions.items()}
    columns = {column: forms.as_contract_text("", name, "VARCHAR") for column, name in names_there.items()}
    return Layout(file, link, len(names), relation, names_there, columns, _not_read(names, positions))


def csv_relation(link: Path, width: int, file_format: str, *, in_pieces: bool = True) -> str:
    """SQL that reads a CSV file strictly, its columns named c0, c1 ...; `in_pieces` is twice as fast."""
    spec = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(width))
    compression = "gzip" if file_format == "csv.gz" else "none"
    return (
        f"read_csv('{link}', auto_detect=false, header=true, delim=',', quote='\"', escape='\"', strict_mode=true,"
        f" null_padding=false, ignore_errors=false, compression='{compression}',"
        f" parallel={str(in_pieces).lower()}, columns={{{spec}}})"
    )


def line_end_of(file: InputFile) -> str:
    """What the header line of a CSV file ends with."""
    head = _head(file)
    ends = {head.find(line_end): line_end for line_end in (b"\r", b"\n", b"\r\n")}
    first = min((position for position in ends if position >= 0), default=-1)
    return ends[first].decode() if first >= 0 else "\n"


def _head(file: InputFile) -> bytes:
    """First bytes of the file's text."""
    if file.format == "csv.gz":
        with gzip.open(file.path, "rb") as unpacked:
            return unpacked.read(_HEAD_BYTES)
    with file.path.open("rb") as stream:
        return stream.read(_HEAD_BYTES)


def _warn_of_no_line_end(file: InputFile, findings: Findings) -> None:
    with file.path.open("rb") as stream:
        stream.seek(file.size - 1)
        if stream.read(1) not in (b"\n", b"\r"):
            findings.warn(
                file.label,
                "ends without a line end; it may have been cut short.",
                "Compare its row count with the source's.",
            )


def _header_line(file: InputFile, head: bytes, findings: Findings) -> str | None:
    line = head.removeprefix(_UTF8_MARK).replace(b"\r", b"\n").split(b"\n", 1)[0]
    fault = _fault_of(head, line)
    if fault:
        findings.problem(file.label, *fault)
        return None
    return line.decode("utf-8")


def _fault_of(head: bytes, line: bytes) -> tuple[str, str] | None:
    """What is wrong with the first bytes and the first line of a CSV file, and the remedy."""
    for start, fault in _FOREIGN_STARTS.items():
        if head.startswith(start):
            return fault
    found: tuple[str, str] | None = None
    start = head[:4000]
    # A lone NUL is a slip in one value, and is dropped there; in UTF-16 every other byte is one.
    if b"\x00" in line or start.count(b"\x00") * 10 > len(start):
        found = ("is encoded as UTF-16, or is not text at all.", _TO_UTF8.format("UTF-16"))
    elif head.removeprefix(_UTF8_MARK).lstrip().startswith(b"<"):
        found = ("is a web page or XML, not CSV: perhaps a log-in or error page was saved.", "Extract it again.")
    elif not line.strip():
        what = "begins with an empty line." if head else "holds nothing, not even a header."
        found = (what, "The first line has to be the header, also of a table without rows.")
    elif line.count(b'"') % 2:
        found = _UNBALANCED
    else:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            found = ("is not UTF-8: its header cannot be read.", _TO_UTF8.format("WINDOWS-1252"))
    return found


def _not_read(names: list[str], positions: dict[str, int]) -> tuple[str, ...]:
    return tuple(
        sorted(
            name.strip() for position, name in enumerate(names) if position not in positions.values() and name.strip()
        )
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
