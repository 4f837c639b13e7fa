"""Writes a world's extracts and, beside them, the truth."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from python_helpers.synthesise.agencies import Agencies, build_agencies
from python_helpers.synthesise.clock import DAY, HOUR, QUARTERS_IN_WINDOW, quarter_start, window
from python_helpers.synthesise.disorder import Disorder, Key
from python_helpers.synthesise.entry_records import Typists
from python_helpers.synthesise.events import NOBODY, Quarter
from python_helpers.synthesise.index_records import type_compact, type_nominals
from python_helpers.synthesise.names import origins
from python_helpers.synthesise.national_ids import national_ids
from python_helpers.synthesise.nominals import Nominals, build_nominals, compact_id
from python_helpers.synthesise.people import World
from python_helpers.synthesise.profiles import PROFILES, contradicted
from python_helpers.synthesise.quarters import live, since
from python_helpers.synthesise.randomness import Ints, Streams
from python_helpers.synthesise.tables import avaya, compact, connect, connect_index, controlworks
from python_helpers.synthesise.truth import COMPACT_PERSON, NOMINAL, QuarterRecords, Truth
from python_helpers.synthesise.world import build_world

GENERATOR_VERSION = "2"
MARKER = "synthetic.json"
TRUTH_MARK = "records.parquet"
FORMATS = ("parquet", "csv")
MOST_CONTRADICTIONS = 20
LAST_REFRESH = 8  # lives are drawn for three years beyond the first window
Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Options:
    """What to synthesise.

    `scale` 1.0 is a force-year, `refresh` counts quarters after the first window, `contradictions` is a factor on the
    rates of what contradicts the identity's rules (`profiles.CONTRADICTIONS`).
    """

    scale: float = 0.05
    seed: int = 1
    profile: str = "typical"
    format: str = "parquet"
    refresh: int = 0
    contradictions: float = 1.0

    def check(self) -> None:
        """Raise ValueError where an option is out of bounds."""
        if self.profile not in PROFILES:
            raise ValueError(f"unknown profile {self.profile!r}: choose one of {', '.join(PROFILES)}")
        if self.format not in FORMATS:
            raise ValueError(f"unknown format {self.format!r}: choose one of {', '.join(FORMATS)}")
        if not 0 < self.scale <= 2:
            raise ValueError(f"scale {self.scale} is out of bounds: choose one above 0, at most 2 (1 is a force-year)")
        if not 0 <= self.contradictions <= MOST_CONTRADICTIONS:
            limits = f"choose one from 0 to {MOST_CONTRADICTIONS} (1 is the profile's own)"
            raise ValueError(f"contradictions {self.contradictions} is out of bounds: {limits}")
        if not 0 <= self.refresh <= LAST_REFRESH:
            raise ValueError(f"refresh {self.refresh} is out of bounds: choose one from 0 to {LAST_REFRESH}")


def synthesise(
    out: Path, truth_dir: Path, options: Options, report: Report = lambda _step, _share: None
) -> dict[str, int]:
    """Write extracts to `out` and truth to `truth_dir` (both replaced); return rows by 'system.table'.

    Raises:
        ValueError: an option is out of bounds, or a folder holds something that is not ours.

    """
    options.check()
    out, truth_dir = out.resolve(), truth_dir.resolve()
    if truth_dir.is_relative_to(out):
        raise ValueError(f"the truth folder {truth_dir} is inside the extracts: choose another")
    for folder, mark in ((out, MARKER), (truth_dir, TRUTH_MARK)):
        if folder.exists() and any(folder.iterdir()) and not (folder / mark).exists():
            raise ValueError(f"{folder} holds something that is not synthetic: choose another folder, or empty it")
    # Written beside and put in place when whole: a run that was killed leaves nothing that looks finished.
    new, new_truth = (folder.with_name(f"{folder.name}.partial") for folder in (out, truth_dir))
    for folder in (new, new_truth):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    counts = _Extract(new, options, report).run(new_truth)
    marker = {"generator": "fsu synthesise", "generator_version": GENERATOR_VERSION, "rows": counts, **asdict(options)}
    (new / MARKER).write_text(json.dumps(marker, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for folder, target in ((new_truth, truth_dir), (new, out)):
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    return counts


class Sinks:
    """One file a table, written part by part so that a force-year never stands in memory whole."""

    def __init__(self, root: Path, form: str) -> None:
        """Write `form` ('parquet' or 'csv') files under `root`."""
        self._root, self._form = root, form
        self._open: dict[Key, pq.ParquetWriter | pyarrow.csv.CSVWriter] = {}

    def write(self, key: Key, table: pa.Table) -> None:
        """Append rows to a table."""
        if key not in self._open:
            folder = self._root.joinpath(*key)
            folder.mkdir(parents=True)
            path = folder / f"part-0.{self._form}"
            if self._form == "csv":
                self._open[key] = pyarrow.csv.CSVWriter(path, table.schema)
            else:
                self._open[key] = pq.ParquetWriter(path, table.schema, compression="zstd")
        self._open[key].write_table(table)

    def close(self) -> None:
        """Finish every file."""
        for writer in self._open.values():
            writer.close()


class _Extract:
    """One run."""

    def __init__(self, out: Path, options: Options, report: Report) -> None:
        self.options, self.report = options, report
        self.streams = Streams(options.seed)
        self.profile = contradicted(PROFILES[options.profile], options.contradictions)
        self.sinks = Sinks(out, options.format)
        start, self.end = window(options.refresh)
        self.truth = Truth(start, self.end)
        self.extracted = self.end + 150 * 60  # the night after the last day counted
        self.counts: dict[str, int] = {}
        self.records: list[Ints] = []  # records of Connect's index that take part in something
        self.last_missing: dict[int, int] = {}  # slot of Compact's index -> instant of the last episode

    def run(self, truth_dir: Path) -> dict[str, int]:
        self.report("people", 0.0)
        world = build_world(self.streams, self.profile, self.options.scale)
        nominals = build_nominals(self.streams, world)
        self.truth.origin = origins(world.background)
        agencies = build_agencies(self.streams, self.options.scale)
        first = self.options.refresh
        for number in range(first - 1, first + QUARTERS_IN_WINDOW):
            self.report(f"quarter {number - first + 1} of 4", 0.10 + 0.16 * (number - first + 1))
            quarter = live(self.streams, world, agencies, number)
            if number < first:
                quarter = since(quarter, quarter_start(first) - int(self.profile.old_rows * 91 * DAY))
            self._quarter(world, agencies, nominals, quarter)
        self.report("person indexes", 0.9)
        self._connect_index(world, nominals)
        self._compact_index(world)
        self.sinks.close()
        self.truth.people(world)
        self.truth.add("agencies", organisation=agencies.name)
        self.truth.write(truth_dir)
        return self.counts

    def _write(self, key: Key, table: pa.Table, part: int = 0, latest: Ints | None = None) -> None:
        rng = self.streams.rng(f"disorder.{'.'.join(key)}.{part}", self.options.refresh)
        table = Disorder(key, self.profile, rng, self.extracted).disturb(table, latest)
        self.counts[".".join(key)] = self.counts.get(".".join(key), 0) + len(table)
        self.sinks.write(key, table)

    def _quarter(self, world: World, agencies: Agencies, nominals: Nominals, quarter: Quarter) -> None:
        now, part, streams = self.extracted, quarter.number, self.streams
        cases, crimes = quarter.cases, quarter.crimes
        typed = Typists(streams, world, agencies, nominals).type_entries(quarter.entries, part)
        segments = avaya.call_segments(streams, quarter)
        self._write(("avaya", "call_segments"), segments, part, _starts(segments, "segstart_utc"))
        contacts = controlworks.contacts(streams, world, quarter, now)
        self._write(("controlworks", "contacts"), contacts, part, cases.at[cases.contact >= 0])
        logs = controlworks.logs(streams, world, quarter, now)
        self._write(("controlworks", "logs"), logs, part, cases.log_at[cases.log >= 0])
        people = controlworks.people(quarter, typed, nominals)
        self._write(("controlworks", "people"), people, part, quarter.entries.at)
        deployed = controlworks.deployments(streams, world, quarter, now)
        self._write(("controlworks", "deployments"), deployed, part, _starts(deployed, "dispatched_at"))
        self._write(("connect", "crimes"), connect.crimes(streams, world, quarter, now), part, crimes.at)
        listed, on_crimes = connect.crime_people(streams, quarter, nominals)
        unknown, rows = connect.unknown_suspects(streams, quarter, self.profile.unknown_suspects)
        begun = np.concatenate([crimes.at[crimes.people_crime], crimes.at[rows]])
        self._write(("connect", "crime_people"), pa.concat_tables([listed, unknown]), part, begun)
        investigated = connect.investigations(streams, world, quarter, now)
        self._write(("connect", "investigations"), investigated, part, _starts(investigated, "opened_at"))
        detained, in_custody = connect.custody_records(streams, quarter, nominals, now)
        self._write(("connect", "custody_records"), detained, part, quarter.custody.at)
        reported, slots = compact.episodes(streams, world, quarter, now)
        self._write(("compact", "episodes"), reported, part, quarter.missing.at)
        self.records += [on_crimes, in_custody, typed.nominal[typed.nominal >= 0]]
        for slot, at in zip(slots.tolist(), quarter.missing.at.tolist(), strict=True):
            self.last_missing[slot] = max(at, self.last_missing.get(slot, 0))
        self.truth.quarter(quarter, nominals, QuarterRecords(on_crimes, in_custody, slots, typed.troubles))

    def _connect_index(self, world: World, nominals: Nominals) -> None:
        """Write Connect's people who take part in something, and a few who do not."""
        now = self.extracted
        used = self.streams.rng("nominals.idle").random(len(nominals.person)) < 0.02
        used &= nominals.known[nominals.person]
        used[np.concatenate(self.records)] = True
        # What a record was merged into is there, too, link by link.
        for _ in range(int(nominals.count.max()) + 1):
            merged = used & (nominals.merged_into >= 0) & (nominals.merged_at <= now)
            used[nominals.merged_into[merged]] = True
        rows = np.flatnonzero(used)
        typed = type_nominals(self.streams, world, nominals, rows, now)
        pnc_ids, id_troubles = national_ids(self.streams, world, nominals, rows)
        tables = {
            "nominals": connect_index.nominals_table(nominals, rows, typed, pnc_ids, now),
            "nominal_aliases": connect_index.nominal_aliases(self.streams, world, nominals, rows, now),
            "nominal_phones": connect_index.nominal_phones(self.streams, world, nominals, rows, now),
            "nominal_addresses": connect_index.nominal_addresses(self.streams, world, nominals, rows, now),
        }
        ids = nominals.text_id(rows)
        self.truth.records(NOMINAL, ids, nominals.person[rows])
        wrong = (nominals.merged_at[rows] <= now) & nominals.is_wrongly_merged(rows)
        merge_troubles = np.where(wrong, "merged into somebody else", "").tolist()
        self.truth.troubles(NOMINAL, ids, map("|".join, zip(typed.troubles, id_troubles, merge_troubles, strict=True)))
        if self.profile.unknown_suspects:
            catch_all = connect_index.catch_all_nominals()
            tables["nominals"] = pa.concat_tables([tables["nominals"], catch_all])
            nobody = np.full(len(catch_all), NOBODY)
            self.truth.records(NOMINAL, np.array(catch_all["nominal_id"].to_pylist(), dtype=object), nobody)
        for name, table in tables.items():
            self._write(("connect", name), table)

    def _compact_index(self, world: World) -> None:
        """Write Compact's people, each as of their last episode."""
        slots = np.array(sorted(self.last_missing), np.int64)
        seen = np.array([self.last_missing[slot] for slot in slots.tolist()], np.int64)
        typed = type_compact(self.streams, world, slots, seen)
        self._write(("compact", "people"), compact.compact_people(slots, typed))
        self.truth.records(COMPACT_PERSON, compact_id(slots), slots // 2)
        self.truth.troubles(COMPACT_PERSON, compact_id(slots), typed.troubles)


def _starts(table: pa.Table, name: str) -> Ints:
    """Return the instants (s) of a column of times; civil time read as UTC is at most an hour late."""
    stamps = table[name].cast(pa.timestamp("s")).cast(pa.int64()).to_numpy()
    result: Ints = stamps - (HOUR if name != "segstart_utc" else 0)
    return result
