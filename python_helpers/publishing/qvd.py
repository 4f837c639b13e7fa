"""Qlik's own file format, for whoever loads QVD rather than Parquet.

A QVD is a header in XML, each column's distinct values, and rows of bits: for each column the place of its value. It is
written column by column here, because the libraries that write it keep every cell of a table as an object of its own,
which took 13 GiB for a force-year. A test holds each file to the bytes that one of them writes, and has two read it
back. No Qlik engine was at hand to open them.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import types

from python_helpers.errors import FsuError

LARGEST = 2**31 - 1
"""The format's whole numbers have 32 bits."""
DOUBLE, TEXT, NUMBER_WITH_TEXT = b"\x02", b"\x04", b"\x05"
"""What a distinct value begins with, by its form."""
END_OF_TEXT = b"\x00"
QLIKS_FIRST_DAY = -25569
"""30 December 1899, in days from 1970."""
BIAS_WITH_NULLS = -2
"""What is added to each place of a column that has NULLs: two stands for the first value, and zero for NULL."""
LINE_END = "\r\n"
QUOTES = {'"': "&quot;", "'": "&apos;"}
FIELD = """\
    <QvdFieldHeader>
      <FieldName>{name}</FieldName>
      <BitOffset>{bit_offset}</BitOffset>
      <BitWidth>{bit_width}</BitWidth>
      <Bias>{bias}</Bias>
      <NumberFormat>
        <Type>{kind}</Type>
        <nDec>0</nDec>
        <UseThou>0</UseThou>
        <Fmt></Fmt>
        <Dec></Dec>
        <Thou></Thou>
      </NumberFormat>
      <NoOfSymbols>{symbols}</NoOfSymbols>
      <Offset>{offset}</Offset>
      <Length>{length}</Length>
      <Tags/>
    </QvdFieldHeader>
"""
HEADER = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<QvdTableHeader>
  <TableName>{name}</TableName>
  <Fields>
{fields}  </Fields>
  <Compression></Compression>
  <RecordByteSize>{row_bytes}</RecordByteSize>
  <NoOfRecords>{rows}</NoOfRecords>
  <Offset>{offset}</Offset>
  <Length>{length}</Length>
</QvdTableHeader>
"""


def write_qvd(parquet: Path, file: Path) -> None:
    """Write a Parquet file's rows as QVD, in their order.

    Raises:
        FsuError: a whole number is too large for the format's numbers, or a column is of a type that is not written.
    """
    source = pq.ParquetFile(parquet)
    fields, symbols, rows = [], [], Rows(source.metadata.num_rows)
    offset = 0
    for name in source.schema_arrow.names:
        column = source.read(columns=[name])[name]
        # One dictionary for all pieces; a table of no rows has no piece.
        pieces = pc.dictionary_encode(column).chunks or [pa.array([], column.type).dictionary_encode()]
        values = pieces[-1].dictionary
        kind, written = _symbols(f"{parquet.stem}: {name}", values)
        bias = BIAS_WITH_NULLS if column.null_count else 0
        bit_offset = rows.bits
        places = np.concatenate([pc.fill_null(piece.indices, bias).to_numpy() for piece in pieces]) - bias
        rows.add(places, largest=len(values) - 1 - bias)
        fields.append(
            FIELD.format(
                name=escape(name, QUOTES),
                bit_offset=bit_offset,
                bit_width=rows.bits - bit_offset,
                bias=bias,
                kind=kind,
                symbols=len(values),
                offset=offset,
                length=written.size,
            )
        )
        symbols.append(written)
        offset += written.size
    stored = rows.stored()
    header = HEADER.format(
        name=escape(parquet.stem, QUOTES),
        fields="".join(fields),
        row_bytes=stored.shape[1],
        rows=len(stored),
        offset=offset,
        length=stored.nbytes,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        stream.write(header.replace("\n", LINE_END).encode() + END_OF_TEXT)
        for written in symbols:
            stream.write(written)
        stream.write(stored.data)


def _symbols(place: str, values: pa.Array) -> tuple[str, pa.Buffer]:
    """What the header calls a column's values, and their bytes, one value after the other."""
    if types.is_string(values.type):
        return "UNKNOWN", _joined(TEXT, pc.cast(values, pa.large_binary()), END_OF_TEXT)
    if types.is_float64(values.type):
        return "REAL", _joined(DOUBLE, _bytes_of(values))
    if types.is_date32(values.type):
        days = pc.subtract(pc.cast(values, pa.int32()), pa.scalar(QLIKS_FIRST_DAY, pa.int32()))
        return "DATE", _numbers_with_text(days, values)
    if types.is_int64(values.type):
        bounds = pc.min_max(values).as_py()
        if max(abs(bounds["min"] or 0), bounds["max"] or 0) > LARGEST:
            raise FsuError(
                f"{place} holds a whole number above {LARGEST}, which QVD cannot hold as a number. "
                "Cast it to double in the model."
            )
        return "INTEGER", _numbers_with_text(pc.cast(values, pa.int32()), values)
    raise FsuError(
        f"{place} is of type {values.type}, which is not written as QVD. Cast it in the model to bigint, double, "
        "varchar or date."
    )


def _numbers_with_text(numbers: pa.Array, shown: pa.Array) -> pa.Buffer:
    text = pc.cast(pc.cast(shown, pa.string()), pa.large_binary())
    return _joined(NUMBER_WITH_TEXT, _bytes_of(numbers), text, END_OF_TEXT)


def _bytes_of(numbers: pa.Array) -> pa.Array:
    """Each number as its own bytes, as the machine and the format have them: little end first."""
    width = numbers.type.bit_width // 8
    raw = pa.py_buffer(np.ascontiguousarray(numbers.to_numpy()))
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), len(numbers), [None, raw]).cast(pa.large_binary())


def _joined(*parts: bytes | pa.Array) -> pa.Buffer:
    """The parts of all values in one piece."""
    between = b""
    whole = pc.binary_join_element_wise(
        *(pa.scalar(part, pa.large_binary()) if isinstance(part, bytes) else part for part in (*parts, between))
    )
    _, offsets, data = whole.buffers()
    return data.slice(0, int(np.frombuffer(offsets, np.int64)[len(whole)])) if data else pa.py_buffer(b"")


class Rows:
    """The places of all columns' values, packed bit by bit; a row takes whole bytes."""

    def __init__(self, count: int) -> None:
        """Begin with no column."""
        self.bits = 0
        self._count = count
        self._bytes: list[npt.NDArray[np.uint8]] = []

    def add(self, places: npt.NDArray[np.int32], largest: int) -> None:
        """Add a column, in as many bits as its largest place takes: none where every row holds the same value."""
        width = max(largest, 0).bit_length()
        taken = self.bits % 8
        left = places.astype(np.uint64) << np.uint64(taken)
        if taken and width:
            self._bytes[-1] |= left.astype(np.uint8)
            left >>= np.uint64(8)
        self.bits += width
        while len(self._bytes) * 8 < self.bits:
            self._bytes.append(left.astype(np.uint8))
            left >>= np.uint64(8)

    def stored(self) -> npt.NDArray[np.uint8]:
        """The rows, a line of bytes each."""
        return np.stack(self._bytes, axis=1) if self._bytes else np.empty((self._count, 0), np.uint8)
