"""Columns of text, references and draws that the tables share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from python_helpers.synthesise.clock import DAY, civil
from python_helpers.synthesise.events import Quarter
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams, Texts


def column(values: Sequence[str] | Texts) -> pa.Array:
    """Return text, null where empty."""
    array = np.asarray(values, dtype=object)
    return pa.array(array, type=pa.string(), mask=array == "")


def number_column(values: Ints, missing: Flags | None = None) -> pa.Array:
    """Return whole numbers as text."""
    return pa.array(values, mask=missing).cast(pa.string())


def coded(values: tuple[str, ...], index: Ints, missing: Flags | None = None) -> pa.Array:
    """Return codes by their position, null where missing."""
    return column(np.where(missing if missing is not None else False, "", np.array(values, dtype=object)[index]))


def reference(prefix: str, quarter: int, number: Ints, digits: int = 9) -> Texts:
    """Return references like C020000123: unique over quarters, in time order within one."""
    base = (quarter + 40) * 10_000_000
    return np.array([f"{prefix}{base + n:0{digits}d}" if n >= 0 else "" for n in number.tolist()], dtype=object)


def log_numbers(quarter: Quarter) -> Texts:
    """Return the log number of each case ('' where there is none): a day's sequence and the civil date."""
    # Sequence of the quarter rather than of the day, so that a slice of the quarter numbers its logs alike.
    cases = quarter.cases
    day = (civil(cases.log_at) // DAY).astype("datetime64[D]")
    pairs = zip(cases.log.tolist(), np.datetime_as_string(day).tolist(), strict=True)
    return np.array([f"{n:06d}-{s[8:10]}{s[5:7]}{s[2:4]}" if n >= 0 else "" for n, s in pairs], dtype=object)


def crime_numbers(quarter: Quarter) -> Texts:
    """Return the crime number of each crime."""
    year = civil(quarter.crimes.at).astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    base = (quarter.number + 40) * 1_000_000
    numbers = zip(quarter.crimes.number.tolist(), year.tolist(), strict=True)
    return np.array([f"20/{base + n}/{y % 100:02d}" for n, y in numbers], dtype=object)


def ucids(quarter: Quarter) -> Texts:
    """Return the network-wide id of each call: node, sequence, second."""
    calls = quarter.calls
    rows = zip(calls.number.tolist(), calls.at.tolist(), strict=True)
    return np.array([f"{10001 + n % 3:05d}{n // 3 % 100_000:05d}{at:010d}" for n, at in rows], dtype=object)


def draws(streams: Streams, name: str, quarter: Quarter, numbers: Ints, columns: int) -> Floats:
    """Return `columns` draws for each of the quarter's rows with these numbers, whatever part of it is at hand."""
    size = int(numbers.max(initial=-1)) + 1
    drawn: Floats = streams.rng(f"tables.{name}", quarter.number).random((size, columns))[numbers]
    return drawn


def choice(draw: Floats, weights: Floats) -> Ints:
    """Return positions with probability proportional to `weights` from uniform draws."""
    cumulative = np.cumsum(weights)
    found = np.searchsorted(cumulative, draw * cumulative[-1], side="right")
    result: Ints = np.minimum(found, len(weights) - 1).astype(np.int64)
    return result


def tail(draw: Floats, mean: float) -> Ints:
    """Return exponential durations (s) from uniform draws."""
    result: Ints = (-np.log1p(-np.minimum(draw, 0.999999)) * mean).astype(np.int64)
    return result
