"""avaya.call_segments."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from python_helpers.synthesise.clock import text
from python_helpers.synthesise.events import Quarter
from python_helpers.synthesise.numbers import as_network_gave
from python_helpers.synthesise.randomness import Streams
from python_helpers.synthesise.tables.columns import choice, column, draws, number_column, tail, ucids

UNKNOWN_CLI = ("", "WITHHELD", "Anonymous", "withheld", "Restricted", "Unavailable", "anonymous", "PAYPHONE")


def call_segments(streams: Streams, quarter: Quarter) -> pa.Table:
    """Return avaya.call_segments: most calls have one, a transfer starts another."""
    calls = quarter.calls
    chances = draws(streams, "calls", quarter, calls.number, 8)
    count = 1 + choice(chances[:, 0], np.array([0.80, 0.145, 0.04, 0.012, 0.003]))
    count = np.where(calls.abandoned, np.where(chances[:, 1] < 0.95, 1, 2), count)
    call = np.repeat(np.arange(len(calls.at)), count)
    segment = np.arange(len(call)) - np.repeat(np.cumsum(count) - count, count) + 1
    last = segment == count[call]
    # Five segments a call at most: each has its own draws.
    wide = draws(streams, "segments", quarter, calls.number, 5 * 8).reshape(len(calls.at), 5, 8)
    own = wide[call, segment - 1]
    gone = calls.abandoned[call]
    queue = tail(own[:, 0], 55.0)
    ring = 2 + tail(own[:, 1], 6.0)
    talk = np.where(gone, 0, 15 + tail(own[:, 2], 260.0))
    hold = np.where(gone | (own[:, 3] > 0.25), 0, tail(own[:, 4], 90.0))
    wrap = np.where(gone, 0, tail(own[:, 5], 75.0))
    duration = queue + ring + talk + hold
    before = np.cumsum(duration) - duration
    start = calls.at[call] + before - np.repeat(before[np.cumsum(count) - count], count) + (segment - 1)
    disposition = np.where(gone, 3, np.where(own[:, 6] < 0.012, 5, 2))
    line = np.array(["101", "999", "101", "101", "101", "AGENCY", "101"], dtype=object)[calls.channel[call]]
    dialled = np.array(["101", "999", "101", "101", "101", "01214960999", "101"], dtype=object)[calls.channel[call]]
    service = np.where(
        segment == 1,
        line,
        np.array(["CRIME-DESK", "SWITCHBOARD", "101", "MISPER-DESK"], dtype=object)[
            choice(own[:, 7], np.array([4.0, 2, 3, 1]))
        ],
    )
    shown = as_network_gave(calls.number_shown, chances[:, 2])
    kind = (chances[:, 3] * len(UNKNOWN_CLI)).astype(np.int64)
    hidden = calls.number_shown == 0
    shown[hidden] = np.array(UNKNOWN_CLI, dtype=object)[kind[hidden]]
    extension = (calls.agency < 0) & (calls.person < 0) & hidden & (chances[:, 4] < 0.3)
    shown[extension] = (20000 + (chances[extension, 5] * 60000).astype(np.int64)).astype(str).astype(object)
    return pa.table(
        {
            "ucid": column(ucids(quarter)[call]),
            "callid": number_column(1 + (calls.number[call] % 32767)),
            "segment": number_column(segment),
            "segstart_utc": text(start),
            "segstop_utc": text(start + duration),
            "calling_pty": column(shown[call]),
            "dialed_num": column(dialled),
            "dispvdn": column(service),
            "disposition": number_column(disposition),
            "queuetime": number_column(queue),
            "ringtime": number_column(ring),
            "talktime": number_column(talk),
            "ansholdtime": number_column(hold),
            "acwtime": number_column(wrap, (own[:, 6] > 0.98)),
            "duration": number_column(duration),
            "transferred": number_column((~last).astype(np.int64)),
            "conference": number_column((own[:, 3] > 0.985).astype(np.int64)),
            "anslogin": number_column(4000 + (own[:, 7] * 900).astype(np.int64), gone),
        }
    )
