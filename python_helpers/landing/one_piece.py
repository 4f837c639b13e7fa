"""Reading a big CSV file from its first byte to its last, where DuckDB's reading in pieces gave up on it.

DuckDB reads a big CSV file in pieces side by side, and stops with an error where a piece begins inside a value with
line ends. In one piece it reads such a file, but drops the last row without a word where a quote never closes. So a
copy with a last row of our own is read: if that row does not arrive, the quote before it was open.
"""

from __future__ import annotations

import gzip
import shutil
from dataclasses import replace

import duckdb

from python_helpers.landing.layout import Layout, csv_relation, line_end_of

_LAST_ROW = "fsu-last-row-of-the-file"


def in_one_piece(layout: Layout) -> Layout:
    """The same file, to be read in one piece; whatever follows an open quote is dropped."""
    return replace(layout, relation=csv_relation(layout.link, layout.width, layout.file.format, in_pieces=False))


def with_last_row(layout: Layout) -> Layout:
    """A copy of the file, to be read in one piece, without the row that was put at its end."""
    copy = layout.link.with_name(f"whole-{layout.link.name}")
    line_end = line_end_of(layout.file)
    last_row = f"{line_end}{','.join([_LAST_ROW] * layout.width)}{line_end}".encode()
    shutil.copyfile(layout.file.path, copy)
    with copy.open("ab") as stream:
        stream.write(gzip.compress(last_row) if layout.file.format == "csv.gz" else last_row)
    relation = csv_relation(copy, layout.width, layout.file.format, in_pieces=False)
    return replace(layout, link=copy, relation=f"(from {relation} where c0 is distinct from '{_LAST_ROW}')")


def reaches_its_last_row(connection: duckdb.DuckDBPyConnection, layout: Layout) -> bool:
    """Whether a copy made by `with_last_row` reads well, every column that lands, and to its end."""
    everything = layout.relation.split(" where ")[0].removeprefix("(")
    values = ", ".join(layout.columns.values())
    # A hash of everything, since values that nobody looks at are not decoded.
    counts = f"count(*) filter (where c0 is not distinct from '{_LAST_ROW}'), bit_xor(hash({values}))"
    try:
        found = connection.execute(f"select {counts} {everything}").fetchone()
    except duckdb.Error:
        return False
    return found is not None and found[0] == 1
