"""What is true of the extracts, kept beside them: who each record is, who was on each event, whom they resemble."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from python_helpers.synthesise.clock import date_text, text
from python_helpers.synthesise.events import CRIME_ROLES, NOBODY, ROLES, Quarter
from python_helpers.synthesise.names import pools
from python_helpers.synthesise.nominals import Nominals, compact_id
from python_helpers.synthesise.people import World
from python_helpers.synthesise.randomness import Ints, Texts
from python_helpers.synthesise.tables.columns import crime_numbers, log_numbers, reference, ucids
from python_helpers.synthesise.timeline import FOREVER

CALL, ENTRY = ("avaya", "call"), ("controlworks", "person_entry")
NOMINAL, COMPACT_PERSON = ("connect", "nominal"), ("compact", "person")
Kind = tuple[str, str]


@dataclass(frozen=True)
class QuarterRecords:
    """Which index record stands on each row of a quarter's events, and the troubles of its entries."""

    on_crimes: Ints  # nominal by row of Crimes.people_*
    in_custody: Ints  # nominal by detention
    missing: Ints  # slot of Compact's index by episode
    entry_troubles: list[str]


@dataclass
class Truth:
    """Collects the truth, one list of parts a file.

    records: source_system, record_type, record_id, true_person_id ('' for an agency or for nobody), name_origin.
    events: interaction_type, source_ref, started_at_utc, is_in_window, chain (call, contact and log of one approach).
    interaction_people: interaction_type, source_ref, role, the record by which the person is on it, true_person_id.
    troubles: what was done to a record. people: who everybody is. planted_pairs: who is to be taken for whom.
    """

    start: int  # window (s)
    end: int
    parts: dict[str, list[pa.Table]] = field(default_factory=dict)
    origin: Texts = field(default_factory=lambda: np.zeros(0, object))  # of names, by person

    def add(self, name: str, **columns: pa.Array | Texts | list[str]) -> None:
        """Append rows to a truth file."""
        arrays = {k: v if isinstance(v, pa.Array) else pa.array(v, pa.string()) for k, v in columns.items()}
        self.parts.setdefault(name, []).append(pa.table(arrays))

    def write(self, folder: Path) -> None:
        """Write every truth file as Parquet."""
        for name, parts in sorted(self.parts.items()):
            pq.write_table(pa.concat_tables(parts), folder / f"{name}.parquet", compression="zstd")

    def records(self, kind: Kind, ids: Texts, person: Ints) -> None:
        """Say who some records are."""
        system, record_type = kind
        self.add(
            "records",
            source_system=[system] * len(ids),
            record_type=[record_type] * len(ids),
            record_id=ids,
            true_person_id=true_ids(person),
            name_origin=self._origins(person),
        )

    def _origins(self, person: Ints) -> Texts:
        """Return the origin of people's names as planted, '' for nobody. For the evaluation: no extract has it."""
        result: Texts = np.where(person >= 0, self.origin[np.maximum(person, 0)], "")
        return result

    def troubles(self, kind: Kind, ids: Texts, troubles: Iterable[str]) -> None:
        """Say what was done to some records; those without trouble are left out."""
        noted = np.array(["|".join(filter(None, trouble.split("|"))) for trouble in troubles], dtype=object)
        rows = np.flatnonzero(noted != "")
        system, record_type = kind
        self.add(
            "troubles",
            source_system=[system] * len(rows),
            record_type=[record_type] * len(rows),
            record_id=ids[rows],
            troubles=noted[rows],
        )

    def quarter(self, quarter: Quarter, nominals: Nominals, typed: QuarterRecords) -> None:
        """Say what is true of a quarter's events."""
        entries, crimes = quarter.entries, quarter.crimes
        names = _References(quarter)
        self.records(CALL, names.calls, quarter.calls.person)
        self.records(ENTRY, names.entries, entries.person)
        self.troubles(ENTRY, names.entries, typed.entry_troubles)
        self._events(quarter, names)

        self._on("call", names.calls, _same("CALLER", len(names.calls)), (CALL, names.calls), quarter.calls.person)
        roles = np.array(ROLES, dtype=object)[entries.role]
        for kind, mask, ids in (("contact", ~entries.on_log, names.contacts), ("incident", entries.on_log, names.logs)):
            refs = ids[entries.case][mask]
            self._on(kind, refs, roles[mask], (ENTRY, names.entries[mask]), entries.person[mask])
        roles = np.array(CRIME_ROLES, dtype=object)[crimes.people_role]
        on_crimes = (NOMINAL, nominals.text_id(typed.on_crimes))
        self._on("crime", names.crimes[crimes.people_crime], roles, on_crimes, crimes.people_person)
        detained = (NOMINAL, nominals.text_id(typed.in_custody))
        self._on("custody", names.custody, _same("DETAINED", len(names.custody)), detained, quarter.custody.person)
        missing = (COMPACT_PERSON, compact_id(typed.missing))
        self._on("missing", names.missing, _same("MISSING", len(names.missing)), missing, quarter.missing.person)

    def _events(self, quarter: Quarter, names: _References) -> None:
        cases = quarter.cases
        rows = np.arange(len(cases))
        contact, log = cases.contact >= 0, cases.log >= 0
        alone = {"crime": quarter.crimes.at, "custody": quarter.custody.at, "missing": quarter.missing.at}
        listed = [
            ("call", names.calls, quarter.calls.at, quarter.calls.case),
            ("contact", names.contacts[contact], cases.at[contact], rows[contact]),
            ("incident", names.logs[log], cases.log_at[log], rows[log]),
            *((kind, getattr(names, f"{kind}s" if kind == "crime" else kind), at, None) for kind, at in alone.items()),
        ]
        for kind, ids, at, case in listed:
            chain = np.full(len(ids), NOBODY) if case is None else case
            self.add(
                "events",
                interaction_type=[kind] * len(ids),
                source_ref=ids,
                started_at_utc=text(at),
                is_in_window=np.where((at >= self.start) & (at < self.end), "Y", "N").astype(object),
                chain=[f"{quarter.number}-{c}" if c >= 0 else "" for c in chain.tolist()],
            )

    def _on(self, kind: str, refs: Texts, roles: Texts, record: tuple[Kind, Texts], person: Ints) -> None:
        (system, record_type), record_id = record
        self.add(
            "interaction_people",
            interaction_type=[kind] * len(refs),
            source_ref=refs,
            role=roles,
            source_system=[system] * len(refs),
            record_type=[record_type] * len(refs),
            record_id=record_id,
            true_person_id=true_ids(person),
        )

    def people(self, world: World) -> None:
        """Say who everybody is, and who was planted to be taken for whom."""
        changed = world.changed_at < FOREVER
        self.add(
            "people",
            true_person_id=true_ids(np.arange(world.size)),
            forename=world.forename,
            middle_names=world.middle,
            surname=world.surname,
            name_origin=self.origin,
            later_surname=world.later_surname,
            surname_changed_on=date_text(np.where(changed, world.changed_at, 0), ~changed),
            date_of_birth=pa.array(world.birth_day.astype("datetime64[D]")).cast(pa.string()),
            household=world.household.astype(str).astype(object),
            is_in_care=np.where(world.in_care, "Y", "N").astype(object),
            situations=_situations(world),
        )
        for kind, pairs in sorted(world.planted.items()):
            left, right = (true_ids(np.array([pair[side] for pair in pairs], np.int64)) for side in range(2))
            self.add("planted_pairs", kind=[kind] * len(pairs), left_true_person_id=left, right_true_person_id=right)


def _situations(world: World) -> Texts:
    """Return what of people's own makes them hard to tell apart, '|' between; pairs have a file of their own."""
    born = world.birth_day.astype("datetime64[D]")
    shared = world.shares_mobile[world.household]
    noted = (
        (born == born.astype("datetime64[Y]").astype("datetime64[D]"), "born on 1 January"),
        (shared, "one mobile for the household"),
        (np.isin(world.surname, pools()["british", "title_surname"].names), "surname that is a title or a placeholder"),
    )
    texts = np.full(world.size, "", dtype=object)
    for holds, words in noted:
        texts[holds] += f"|{words}"
    return np.array([text.removeprefix("|") for text in texts.tolist()], dtype=object)


class _References:
    """The business keys of a quarter's rows."""

    def __init__(self, quarter: Quarter) -> None:
        self.calls = ucids(quarter)
        self.contacts = reference("ROC", quarter.number, quarter.cases.contact)
        self.logs = log_numbers(quarter)
        self.entries = reference("PE", quarter.number, quarter.entries.number)
        self.crimes = crime_numbers(quarter)
        self.custody = reference("CU", quarter.number, quarter.custody.number)
        self.missing = reference("MP", quarter.number, quarter.missing.number)


def true_ids(person: Ints) -> Texts:
    """Return the true id of people, '' for nobody."""
    return np.array([f"TRUE{n:08d}" if n >= 0 else "" for n in person.tolist()], dtype=object)


def _same(value: str, size: int) -> Texts:
    return np.full(size, value, dtype=object)
