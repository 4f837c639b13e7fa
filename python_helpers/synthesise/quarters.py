"""One quarter of the world's life, and the part of it that an extract still holds from before its window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from python_helpers.synthesise.aftermath import case_of_missing, draw_crimes, draw_custody, draw_missing
from python_helpers.synthesise.agencies import Agencies
from python_helpers.synthesise.approaches import draw_calls, draw_cases, draw_entries
from python_helpers.synthesise.clock import quarter_start
from python_helpers.synthesise.events import NOBODY, Quarter, Stage
from python_helpers.synthesise.people import World
from python_helpers.synthesise.randomness import Flags, Ints, Streams


def live(streams: Streams, world: World, agencies: Agencies, number: int) -> Quarter:
    """Let a quarter happen; the same for a world and a quarter, whichever refresh asks."""
    start, end = quarter_start(number), quarter_start(number + 1)
    stage = Stage(streams, world, agencies, world.activity(streams, number), number, start, end)
    missing, missing_channel = draw_missing(stage)
    cases = draw_cases(stage, missing, missing_channel)
    missing = replace(missing, case=case_of_missing(cases, missing))
    cases, calls = draw_calls(stage, cases)
    entries = draw_entries(stage, cases)
    crimes = draw_crimes(stage, cases)
    return Quarter(number, start, end, cases, calls, entries, crimes, draw_custody(stage, crimes), missing)


def _renumber(reference: Ints, kept: Flags) -> Ints:
    """Return references to kept rows by their new position; the others refer to nothing."""
    position = np.where(kept, np.cumsum(kept) - 1, NOBODY)
    result: Ints = np.where(reference >= 0, position[np.maximum(reference, 0)], NOBODY) if len(kept) else reference
    return result


def since(quarter: Quarter, instant: int) -> Quarter:
    """Return the quarter with what began at or after `instant` only; everything keeps its number."""
    cases, calls, entries = quarter.cases, quarter.calls, quarter.entries
    crimes, custody, missing = quarter.crimes, quarter.custody, quarter.missing
    keep_case, keep_call = cases.at >= instant, calls.at >= instant
    keep_crime, keep_custody, keep_missing = crimes.at >= instant, custody.at >= instant, missing.at >= instant
    keep_entry = keep_case[entries.case] if len(entries.case) else np.zeros(0, bool)
    keep_listed = keep_crime[crimes.people_crime] if len(crimes.people_crime) else np.zeros(0, bool)
    return replace(
        quarter,
        cases=replace(
            cases,
            **{name: getattr(cases, name)[keep_case] for name in cases.__dataclass_fields__ if name != "call"},
            call=_renumber(cases.call[keep_case], keep_call),
        ),
        calls=replace(
            calls,
            **{name: getattr(calls, name)[keep_call] for name in calls.__dataclass_fields__ if name != "case"},
            case=_renumber(calls.case[keep_call], keep_case),
        ),
        entries=replace(
            entries,
            **{
                name: getattr(entries, name)[keep_entry]
                for name in ("number", "on_log", "role", "person", "agency", "at", "given_number")
            },
            case=_renumber(entries.case[keep_entry], keep_case),
            source=_renumber(entries.source[keep_entry], keep_entry),
        ),
        crimes=replace(
            crimes,
            **{
                name: getattr(crimes, name)[keep_crime]
                for name in ("number", "at", "offence", "place", "domestic", "has_outcome")
            },
            case=_renumber(crimes.case[keep_crime], keep_case),
            people_crime=_renumber(crimes.people_crime[keep_listed], keep_crime),
            people_number=crimes.people_number[keep_listed],
            people_person=crimes.people_person[keep_listed],
            people_role=crimes.people_role[keep_listed],
        ),
        custody=replace(
            custody,
            **{
                name: getattr(custody, name)[keep_custody] for name in ("number", "at", "released", "person", "offence")
            },
            crime=_renumber(custody.crime[keep_custody], keep_crime),
        ),
        missing=replace(
            missing,
            **{name: getattr(missing, name)[keep_missing] for name in ("number", "at", "last_seen", "found", "person")},
            case=_renumber(missing.case[keep_missing], keep_case),
        ),
    )
