"""Writes a world's extracts and, beside them, the truth."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from python_helpers.synthesise.agencies import Agencies, build_agencies
from python_helpers.synthesise.clock import DAY, HOUR, QUARTERS_IN_WINDOW, date_text, quarter_start, text, window
from python_helpers.synthesise.disorder import disturb, special_category
from python_helpers.synthesise.events import CRIME_ROLES, NOBODY, ROLES, Quarter, live
from python_helpers.synthesise.nominals import Nominals, build_nominals, compact_id
from python_helpers.synthesise.people import World, build_world
from python_helpers.synthesise.profiles import PROFILES
from python_helpers.synthesise.quarter_slice import since
from python_helpers.synthesise.randomness import Ints, Streams, Texts
from python_helpers.synthesise.records import type_compact, type_entries, type_nominals
from python_helpers.synthesise.tables import avaya, compact, connect, connect_index, controlworks
from python_helpers.synthesise.tables.columns import crime_numbers, log_numbers, reference, ucids
from python_helpers.synthesise.timeline import FOREVER

GENERATOR_VERSION = "1"
MARKER = "synthetic.json"
Key = tuple[str, str]
Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Options:
    """What to synthesise."""

    scale: float = 0.05
    seed: int = 1
    profile: str = "typical"
    format: str = "parquet"
    refresh: int = 0


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
                self._open[key] = pq.ParquetWriter(path, table.schema, compression="zstd", write_statistics=False)
        self._open[key].write_table(table)

    def close(self) -> None:
        """Finish every file."""
        for writer in self._open.values():
            writer.close()


@dataclass
class Truth:
    """Collects what is true of the extracts, one list of parts a file."""

    parts: dict[str, list[pa.Table]] = field(default_factory=dict)

    def add(self, name: str, **columns: pa.Array | Texts | list[str]) -> None:
        """Append rows to a truth file."""
        arrays = {k: v if isinstance(v, pa.Array) else pa.array(v, pa.string()) for k, v in columns.items()}
        self.parts.setdefault(name, []).append(pa.table(arrays))

    def write(self, folder: Path) -> None:
        """Write every truth file as Parquet."""
        for name, parts in sorted(self.parts.items()):
            pq.write_table(
                pa.concat_tables(parts), folder / f"{name}.parquet", compression="zstd", write_statistics=False
            )


def true_ids(person: Ints) -> Texts:
    """Return the true id of people, '' for nobody."""
    return np.array([f"TRUE{n:08d}" if n >= 0 else "" for n in person.tolist()], dtype=object)


def synthesise(
    out: Path, truth_dir: Path, options: Options, report: Report = lambda _step, _share: None
) -> dict[str, int]:
    """Write extracts to `out` and truth to `truth_dir` (both replaced); return rows by 'system.table'.

    Raises:
        ValueError: an unknown profile or format, a scale that is not positive, or a folder that is not one of ours.

    """
    if options.profile not in PROFILES:
        raise ValueError(f"unknown profile {options.profile!r}: choose one of {', '.join(PROFILES)}")
    if options.format not in {"parquet", "csv"}:
        raise ValueError(f"unknown format {options.format!r}: choose parquet or csv")
    if not 0 < options.scale <= 2:
        raise ValueError(f"scale {options.scale} is outside 0 to 2 (1 is a force-year)")
    if not 0 <= options.refresh <= 8:
        raise ValueError(f"refresh {options.refresh} is outside 0 to 8")
    if truth_dir.resolve().is_relative_to(out.resolve()):
        raise ValueError(f"the truth folder {truth_dir} is inside the extracts: choose another")
    for folder, mark in ((out, MARKER), (truth_dir, "records.parquet")):
        if folder.exists() and any(folder.iterdir()) and not (folder / mark).exists():
            raise ValueError(f"{folder} holds something that is not synthetic: choose another folder, or empty it")
    # Written beside and put in place when whole: a run that was killed leaves nothing that looks finished.
    new, new_truth = (folder.with_name(f"{folder.name}.partial") for folder in (out.resolve(), truth_dir.resolve()))
    for folder in (new, new_truth):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    writer = _Extract(new, options, report)
    counts = writer.run()
    writer.truth.write(new_truth)
    marker = {
        "generator": "fsu synthesise", "generator_version": GENERATOR_VERSION, "seed": options.seed, "scale": options.scale,
        "profile": options.profile, "refresh": options.refresh, "rows": counts,
    }  # fmt: skip
    (new / MARKER).write_text(json.dumps(marker, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for folder, target in ((new_truth, truth_dir), (new, out)):
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    return counts


class _Extract:
    """One run."""

    def __init__(self, out: Path, options: Options, report: Report) -> None:
        self.options, self.report = options, report
        self.streams = Streams(options.seed)
        self.profile = PROFILES[options.profile]
        self.sinks = Sinks(out, options.format)
        self.truth = Truth()
        self.start, self.end = window(options.refresh)
        self.extracted = self.end + 150 * 60
        self.counts: dict[str, int] = {}
        self.records: list[Ints] = []  # records of Connect's index that take part in something
        self.slots: list[Ints] = []
        self.slot_seen: dict[int, int] = {}

    def run(self) -> dict[str, int]:
        self.report("people", 0.0)
        world = build_world(self.streams, self.profile, self.options.scale)
        nominals = build_nominals(self.streams, world)
        agencies = build_agencies(self.streams, self.options.scale)
        first = self.options.refresh
        for number in range(first - 1, first + QUARTERS_IN_WINDOW):
            self.report(f"quarter {number - first + 1}", 0.1 + 0.15 * (number - first + 1))
            quarter = live(self.streams, world, agencies, number)
            if number < first:
                quarter = since(quarter, quarter_start(first) - int(self.profile.old_rows * 91 * DAY))
            self._quarter(world, agencies, nominals, quarter)
        self.report("nominals", 0.9)
        self._indexes(world, nominals)
        self._people(world, agencies)
        self.sinks.close()
        self.report("done", 1.0)
        return self.counts

    def _write(self, key: Key, table: pa.Table, part: int, latest: Ints | None = None) -> None:
        rng = self.streams.rng("disorder." + ".".join(key), part * 100 + self.options.refresh)
        table = disturb(table, key, rng, self.profile, self.extracted, latest)
        if self.profile.special_category_columns:
            table = special_category(table, key, rng)
        self.counts[".".join(key)] = self.counts.get(".".join(key), 0) + len(table)
        self.sinks.write(key, table)

    def _quarter(self, world: World, agencies: Agencies, nominals: Nominals, quarter: Quarter) -> None:
        now, part = self.extracted, quarter.number
        cases, calls = quarter.cases, quarter.calls
        typed = type_entries(self.streams, world, agencies, nominals, quarter.entries, part)
        segments = avaya.call_segments(self.streams, quarter)
        self._write(("avaya", "call_segments"), segments, part, _starts(segments, "segstart_utc"))
        self._write(
            ("controlworks", "contacts"),
            controlworks.contacts(self.streams, world, quarter, now),
            part,
            cases.at[cases.contact >= 0],
        )
        self._write(
            ("controlworks", "logs"),
            controlworks.logs(self.streams, world, quarter, now),
            part,
            cases.log_at[cases.log >= 0],
        )
        self._write(("controlworks", "people"), controlworks.people(quarter, typed, nominals), part, quarter.entries.at)
        deployed = controlworks.deployments(self.streams, world, quarter, now)
        self._write(("controlworks", "deployments"), deployed, part, _starts(deployed, "dispatched_at"))
        self._write(("connect", "crimes"), connect.crimes(self.streams, world, quarter, now), part, quarter.crimes.at)
        listed, on_crimes = connect.crime_people(self.streams, quarter, nominals)
        self._write(("connect", "crime_people"), listed, part, quarter.crimes.at[quarter.crimes.people_crime])
        unknown, rows = connect.unknown_suspects(self.streams, quarter, self.profile.unknown_suspects)
        if len(rows):
            self._write(("connect", "crime_people"), unknown, part + 1000, quarter.crimes.at[rows])
        investigated = connect.investigations(self.streams, world, quarter, now)
        self._write(("connect", "investigations"), investigated, part, _starts(investigated, "opened_at"))
        detained, in_custody = connect.custody_records(self.streams, quarter, nominals, now)
        self._write(("connect", "custody_records"), detained, part, quarter.custody.at)
        reported, slots = compact.episodes(self.streams, world, quarter, now)
        self._write(("compact", "episodes"), reported, part, quarter.missing.at)
        linked = typed.nominal[typed.nominal >= 0]
        self.records += [on_crimes, in_custody, linked]
        self.slots.append(slots)
        for slot, at in zip(slots.tolist(), quarter.missing.at.tolist(), strict=True):
            self.slot_seen[slot] = max(at, self.slot_seen.get(slot, 0))
        self._quarter_truth(quarter, typed.troubles, listed, detained, reported, on_crimes, in_custody, slots, nominals)
        del calls

    def _quarter_truth(  # noqa: PLR0913
        self, quarter: Quarter, troubles: list[str], listed: pa.Table, detained: pa.Table, reported: pa.Table,
        on_crimes: Ints, in_custody: Ints, slots: Ints, nominals: Nominals,
    ) -> None:  # fmt: skip
        cases, calls, entries = quarter.cases, quarter.calls, quarter.entries
        logs = log_numbers(quarter)
        contacts = reference("ROC", quarter.number, cases.contact)
        call_ids = ucids(quarter)
        entry_ids = reference("PE", quarter.number, entries.number)
        crime_ids = crime_numbers(quarter)

        self._record("avaya", "call", call_ids, calls.person)
        self._record("controlworks", "person_entry", entry_ids, entries.person)
        noted = np.array(troubles, dtype=object)
        has = np.flatnonzero(noted != "")
        self.truth.add(
            "troubles",
            source_system=["controlworks"] * len(has), record_type=["person_entry"] * len(has), record_id=entry_ids[has],
            troubles=np.array([str(t).strip("|") for t in noted[has]], dtype=object),
        )  # fmt: skip

        def event(kind: str, ids: Texts, at: Ints, case: Ints) -> None:
            chain = np.array([f"{quarter.number}-{c}" if c >= 0 else "" for c in case.tolist()], dtype=object)
            inside = (at >= self.start) & (at < self.end)
            self.truth.add(
                "events", interaction_type=[kind] * len(ids), source_ref=ids, started_at_utc=text(at),
                is_in_window=np.where(inside, "Y", "N").astype(object), chain=chain,
            )  # fmt: skip

        rows = np.arange(len(cases))
        event("call", call_ids, calls.at, calls.case)
        event("contact", contacts[cases.contact >= 0], cases.at[cases.contact >= 0], rows[cases.contact >= 0])
        event("incident", logs[cases.log >= 0], cases.log_at[cases.log >= 0], rows[cases.log >= 0])
        event("crime", crime_ids, quarter.crimes.at, np.full(len(crime_ids), NOBODY))
        event("custody", _texts(detained, "custody_ref"), quarter.custody.at, np.full(len(detained), NOBODY))
        event("missing", _texts(reported, "episode_ref"), quarter.missing.at, np.full(len(reported), NOBODY))

        def listed_people(
            kind: str, ids: Texts, role: Texts, record: tuple[str, str], record_id: Texts, person: Ints
        ) -> None:
            self.truth.add(
                "interaction_people", interaction_type=[kind] * len(ids), source_ref=ids, role=role,
                source_system=[record[0]] * len(ids), record_type=[record[1]] * len(ids), record_id=record_id,
                true_person_id=true_ids(person),
            )  # fmt: skip

        listed_people("call", call_ids, _same("CALLER", len(call_ids)), ("avaya", "call"), call_ids, calls.person)
        roles = np.array(ROLES, dtype=object)[entries.role]
        for kind, mask, ids in (("contact", ~entries.on_log, contacts), ("incident", entries.on_log, logs)):
            listed_people(
                kind,
                ids[entries.case][mask],
                roles[mask],
                ("controlworks", "person_entry"),
                entry_ids[mask],
                entries.person[mask],
            )
        events = quarter.crimes
        listed_people(
            "crime", crime_ids[events.people_crime], np.array(CRIME_ROLES, dtype=object)[events.people_role],
            ("connect", "nominal"), nominals.text_id(on_crimes), events.people_person,
        )  # fmt: skip
        listed_people(
            "custody", _texts(detained, "custody_ref"), _same("DETAINED", len(detained)), ("connect", "nominal"),
            nominals.text_id(in_custody), quarter.custody.person,
        )  # fmt: skip
        listed_people(
            "missing", _texts(reported, "episode_ref"), _same("MISSING", len(reported)), ("compact", "person"),
            compact_id(slots), quarter.missing.person,
        )  # fmt: skip
        del listed

    def _record(self, system: str, kind: str, ids: Texts, person: Ints) -> None:
        self.truth.add(
            "records",
            source_system=[system] * len(ids),
            record_type=[kind] * len(ids),
            record_id=ids,
            true_person_id=true_ids(person),
        )

    def _indexes(self, world: World, nominals: Nominals) -> None:
        """Write Connect's and Compact's people who take part in something, and a few who do not."""
        now = self.extracted
        used = np.zeros(len(nominals.person), bool)
        used[np.concatenate(self.records)] = True
        idle = self.streams.rng("nominals.idle").random(len(used)) < 0.02
        used |= idle & nominals.known[nominals.person]
        # What a record was merged into is there, too.
        for _ in range(6):
            targets = nominals.merged_into[used & (nominals.merged_into >= 0) & (nominals.merged_at <= now)]
            used[targets] = True
        rows = np.flatnonzero(used)
        typed = type_nominals(self.streams, world, nominals, rows, now)
        self._write(("connect", "nominals"), connect_index.nominals_table(nominals, rows, typed, now), 0)
        self._write(
            ("connect", "nominal_aliases"), connect_index.nominal_aliases(self.streams, world, nominals, rows, now), 0
        )
        self._write(
            ("connect", "nominal_phones"), connect_index.nominal_phones(self.streams, world, nominals, rows, now), 0
        )
        self._write(
            ("connect", "nominal_addresses"),
            connect_index.nominal_addresses(self.streams, world, nominals, rows, now),
            0,
        )
        ids = nominals.text_id(rows)
        self._record("connect", "nominal", ids, nominals.person[rows])
        has = [i for i, t in enumerate(typed.troubles) if t]
        self.truth.add(
            "troubles", source_system=["connect"] * len(has), record_type=["nominal"] * len(has), record_id=ids[has],
            troubles=[typed.troubles[i] for i in has],
        )  # fmt: skip
        slots = np.unique(np.concatenate(self.slots))
        seen = np.array([self.slot_seen[slot] for slot in slots.tolist()], np.int64)
        if self.profile.unknown_suspects:
            catch_all = connect_index.catch_all_nominals()
            self._write(("connect", "nominals"), catch_all, 99)
            self._record("connect", "nominal", _texts(catch_all, "nominal_id"), np.full(len(catch_all), NOBODY))
        typed_compact = type_compact(self.streams, world, slots, seen)
        self._write(("compact", "people"), compact.compact_people(slots, typed_compact), 0)
        self._record("compact", "person", compact_id(slots), slots // 2)

    def _people(self, world: World, agencies: Agencies) -> None:
        """Write who everybody is, and who was planted to be taken for whom."""
        everyone = np.arange(world.size)
        born = pa.array(world.birth_day.astype("datetime64[D]")).cast(pa.string())
        changed = world.changed_at < FOREVER
        self.truth.add(
            "people", true_person_id=true_ids(everyone), forename=world.forename, middle_names=world.middle, surname=world.surname,
            later_surname=world.later_surname, surname_changed_on=date_text(np.where(changed, world.changed_at, 0), ~changed),
            date_of_birth=born, household=world.household.astype(str).astype(object),
            is_in_care=np.where(world.in_care, "Y", "N").astype(object),
        )  # fmt: skip
        for kind, pairs in sorted(world.planted.items()):
            left, right = (np.array([pair[i] for pair in pairs], np.int64) for i in range(2))
            self.truth.add(
                "planted_pairs",
                kind=[kind] * len(pairs),
                left_true_person_id=true_ids(left),
                right_true_person_id=true_ids(right),
            )
        self.truth.add("agencies", organisation=agencies.name)


def _same(value: str, size: int) -> Texts:
    return np.full(size, value, dtype=object)


def _texts(table: pa.Table, name: str) -> Texts:
    return np.array(table[name].to_pylist(), dtype=object)


def _starts(table: pa.Table, name: str) -> Ints:
    """Return the instants (s) of a column of times; civil time read as UTC is at most an hour late."""
    stamps = table[name].cast(pa.timestamp("s")).cast(pa.int64()).to_numpy()
    result: Ints = stamps - (HOUR if name != "segstart_utc" else 0)
    return result
