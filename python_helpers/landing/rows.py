"""Rows of a table's files become one Parquet file of contract text; what cannot be read is located, never shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from python_helpers.landing.contract import Table
from python_helpers.landing.findings import Findings, listed
from python_helpers.landing.header import lookalikes
from python_helpers.landing.layout import Layout
from python_helpers.landing.one_piece import in_one_piece, reaches_its_last_row, with_last_row
from python_helpers.settings import duckdb_threads

_MEMORY_LIMIT = "1200MB"
"""DuckDB's share of the 2 GiB that a landing may take; the rest is Python, Great Expectations and read buffers."""

_MAX_REJECTS = 100_000

_CSV_FAULTS = {
    "MISSING COLUMNS": (
        "fewer values than the header has columns",
        "A value with a line end in it needs double quotes; if it is the last line, the file is cut off.",
    ),
    "TOO MANY COLUMNS": (
        "more values than the header has columns",
        "A value with a comma in it needs double quotes.",
    ),
    "UNQUOTED VALUE": (
        "a quoted value that is not closed where the value ends",
        "Double each quote inside a quoted value; if it is the last line, the file is cut off.",
    ),
    "INVALID ENCODING": (
        "text that is not UTF-8",
        "Export it as UTF-8, or convert it, for example from Windows: iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv",
    ),
    "LINE SIZE OVER MAXIMUM": (
        "a line of more than 2 MB",
        "A quote was probably opened and never closed; quote values as CSV does.",
    ),
}


@contextmanager
def scratch(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """An in-memory DuckDB and a folder for links, both gone afterwards.

    It fetches no extension, and spills inside `folder`, never where others could read.

    Raises:
        OSError: DuckDB stopped for want of memory or room; its own message could quote a row.
    """
    spill, links = folder / "spill", folder / "links"
    spill.mkdir()
    links.mkdir()
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": _MEMORY_LIMIT,
        "temp_directory": str(spill),
        "threads": duckdb_threads() or 2,
    }
    try:
        with duckdb.connect(config=config) as connection:
            yield connection, links
    except duckdb.Error as error:
        raise OSError(f"the tables could not be read again ({type(error).__name__})") from None
    shutil.rmtree(spill)
    shutil.rmtree(links)


def check_columns(table: Table, layouts: list[Layout], findings: Findings) -> tuple[str, ...]:
    """Optional columns that no file brings (they land as NULL). A column that only some files bring is a problem."""
    brought = {column for layout in layouts for column in layout.columns}
    for layout in layouts:
        lacking = [column for column in table.columns if column in brought and column not in layout.columns]
        if lacking:
            findings.problem(
                layout.file.label,
                f"lacks {listed(lacking)}, which other files of {table.label} have.",
                "All files of a table need the same columns.",
            )
    absent = tuple(column for column in table.columns if column not in brought) if layouts else ()
    if absent:
        there = sorted({name for layout in layouts for name in (*layout.names, *layout.not_read)})
        what = f"lacks the optional {listed(absent)}; landed as missing in every row.{lookalikes(table, absent, there)}"
        findings.warn(f"{table.system}/{table.name}", what)
    return absent


def write_rows(
    connection: duckdb.DuckDBPyConnection, table: Table, layouts: list[Layout], target: Path, findings: Findings
) -> int | None:
    """Write all rows of a table to `target`; the number of rows, or None with the reasons in `findings`.

    Raises:
        OSError: every file is readable, so it was the writing that failed.
    """
    try:
        return _copy(connection, table, layouts, target)
    except duckdb.Error:
        count = len(findings.problems)
        readable = [_readable(connection, layout, findings) for layout in layouts]
    if len(findings.problems) > count:
        return None
    try:
        return _copy(connection, table, readable, target)
    except duckdb.Error as error:
        raise OSError(f"writing {table.label} failed ({type(error).__name__})") from None


def _copy(connection: duckdb.DuckDBPyConnection, table: Table, layouts: list[Layout], target: Path) -> int:
    selects = " union all ".join(_select(table, layout) for layout in layouts)
    written = connection.execute(f"copy ({selects}) to '{target}' (format parquet, compression zstd)").fetchone()
    return int(written[0]) if written else 0


def _select(table: Table, layout: Layout) -> str:
    columns = ", ".join(
        f"{layout.columns.get(column, 'cast(null as varchar)')} as {column}" for column in table.columns
    )
    return f"select {columns} from {layout.relation}"  # noqa: S608 -- names of the contract and of our links


def _readable(connection: duckdb.DuckDBPyConnection, layout: Layout, findings: Findings) -> Layout:
    """A way in which the file reads to its end; where there is none, the reasons are in `findings`."""
    if not _fails(connection, layout, list(layout.columns)):
        return layout
    if layout.file.format == "parquet":
        _diagnose_parquet(connection, layout, findings)
        return layout
    whole = with_last_row(layout)
    if not reaches_its_last_row(connection, whole):
        whole.link.unlink()
        _diagnose_csv(connection, in_one_piece(layout), findings)
    return whole


def _fails(connection: duckdb.DuckDBPyConnection, layout: Layout, columns: list[str]) -> str:
    """The error of reading these columns; empty where they read well. It can quote rows: to look at, never to show."""
    values = ", ".join(layout.columns[column] for column in columns)
    try:
        connection.execute(f"select bit_xor(hash({values})) from {layout.relation}").fetchall()  # noqa: S608
    except duckdb.Error as error:
        return str(error) or "error"
    return ""


def _diagnose_parquet(connection: duckdb.DuckDBPyConnection, layout: Layout, findings: Findings) -> None:
    faults = {column: _fails(connection, layout, [column]) for column in layout.columns}
    not_utf8 = [column for column, fault in faults.items() if "not valid UTF8" in fault]
    if not_utf8:
        findings.problem(
            layout.file.label,
            f"holds text that is not UTF-8 in {listed(not_utf8)}.",
            "Write text columns as UTF-8 strings.",
        )
    damaged = [column for column, fault in faults.items() if fault and column not in not_utf8]
    if damaged:
        findings.problem(
            layout.file.label, f"is damaged: {listed(damaged)} cannot be read.", "Copy or extract it again."
        )


def _diagnose_csv(connection: duckdb.DuckDBPyConnection, layout: Layout, findings: Findings) -> None:
    """Count and locate what a strict reading in one piece stumbles over; the lines stay in memory."""
    tolerant = layout.relation.replace("ignore_errors=false", f"store_rejects=true, rejects_limit={_MAX_REJECTS}")
    values = ", ".join(layout.columns.values())
    try:
        connection.execute(f"select bit_xor(hash({values})) from {tolerant}").fetchall()  # noqa: S608
        rejects = connection.execute(
            "select error_type, count(distinct line), min(line), list(distinct column_name)"
            " from reject_errors group by all order by 3, 1"
        ).fetchall()
    except duckdb.Error:
        rejects = []
    finally:
        connection.execute("drop table if exists reject_errors")
        connection.execute("drop table if exists reject_scans")
    for kind, lines, first, positions in rejects:
        what, remedy = _CSV_FAULTS.get(
            str(kind), ("something that is not CSV", "Write it as CSV with commas and double quotes.")
        )
        where = [column for column, name in layout.names.items() if name in (positions or ())]
        in_columns = f" in {listed(where)}" if where and kind == "INVALID ENCODING" else ""
        count = "one line has" if lines == 1 else f"{lines:,} lines have"
        findings.problem(
            layout.file.label,
            f"{count} {what}{in_columns} ({'' if lines == 1 else 'the first is '}line {first:,}).",
            remedy,
        )
    if rejects:
        return
    if not _fails(connection, layout, list(layout.columns)):
        found = connection.execute(f"select count(*) from {layout.relation}").fetchone()  # noqa: S608
        what = f"has a quote that opens after row {found[0] if found else 0:,} and never closes."
        findings.problem(layout.file.label, what, _CSV_FAULTS["UNQUOTED VALUE"][1])
    else:
        findings.problem(
            layout.file.label,
            "cannot be read as CSV; most likely its line ends are mixed (some CRLF, some LF).",
            "Write all lines with the same line end; a file put together from several often has both.",
        )
