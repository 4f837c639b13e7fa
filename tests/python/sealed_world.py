"""A small synthetic world in which sealed people are typed everywhere without a link to their record."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from identity_worlds import Extracts

TIMES = 6
"""How often each is typed: enough for a cohort of a small world."""

SURNAMES = {
    "typed with a date of birth": "Quillfeather",
    "typed with a number": "Ravenstrop",
    "typed with an address": "Silverthwaite",
    "typed with a slip": "Thistlemarch",
    "in Compact": "Umberlock",
    "another nominal": "Vexborough",
    "merged into the sealed one": "Wintergloam",
    "the sealed one merged into it": "Yarrowdene",
    "typed by an alias": "Zephyrholt",
    "typed by a sealed alias": "Ashenquist",
    "typed by name alone": "Brackenfold",
    "day and month swapped": "Cindermoor",
    "a nominal without a name": "Dapplewick",
    "another nominal of one national id": "Emberstoke",
    "linked under a new name": "Fennelgarth",
    "detained": "Gossamerby",
    "an initial and a number": "Hollowmere",
    "a number of their own": "Inglestrand",
    "two rows that differ": "Kestrelmead",
    "a row that cannot be used": "Lanternbrook",
}
"""Each way of naming a sealed person, and the surname that nobody else has."""

HOUSEMATE = "Jasperworth"
"""Lives with one of them and is not sealed."""

EVENT_REFERENCES = ("link_interaction_refs", "link_call_attempt_refs")
"""Which event an interaction is, whoever was in it."""


@dataclass
class Planted:
    """What must be found nowhere once they are sealed."""

    surnames: set[str] = field(default_factory=lambda: {name.upper() for name in SURNAMES.values()})
    births: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    streets: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    typed_by_name_alone: set[str] = field(default_factory=set)
    """Entries of one person that nothing ties to each other, too: as many people, until enough is known for a rule."""


def plant(raw: Path, *, sealed: bool) -> Planted:
    """Add the people to the extracts in a folder, in the same words whether or not they are sealed yet."""
    planting = _Planting(sealed=sealed)
    planting.people()
    planting.housemate()
    for label, rows in planting.extracts.tables.items():
        if rows:
            folder = raw / label.replace(".", "/")
            schema = pq.read_schema(folder / "part-0.parquet")
            columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in schema.names}
            pq.write_table(pa.table(columns), folder / "part-planted.parquet")
    return planting.planted


def _full_name(how: str) -> str:
    return f"Zebulon {SURNAMES[how]}"


class _Planting:
    """One person after the other, numbered by their place in SURNAMES."""

    def __init__(self, *, sealed: bool) -> None:
        self.extracts = Extracts()
        self.planted = Planted()
        self.mark = "Y" if sealed else "N"
        self.numbers = {how: number for number, how in enumerate(SURNAMES, start=11)}

    def birth(self, how: str) -> str:
        self.planted.births.add(f"1931-{self.numbers[how] % 12 + 1:02d}-{self.numbers[how]:02d}")
        return f"1931-{self.numbers[how] % 12 + 1:02d}-{self.numbers[how]:02d}"

    def phone(self, how: str) -> str:
        self.planted.phones.add(f"7453990{self.numbers[how]:03d}")
        return f"07453990{self.numbers[how]:03d}"

    def home(self, how: str) -> dict[str, str]:
        self.planted.streets.add(f"{self.numbers[how]} LARKSPINDLE")
        return {"address_text": f"{self.numbers[how]} Larkspindle Road", "postcode": f"B97 {self.numbers[how] % 9}QZ"}

    def nominal_id(self, how: str, kind: str = "") -> str:
        self.planted.ids.add(f"NPLANT{self.numbers[how]}{kind}")
        return f"NPLANT{self.numbers[how]}{kind}"

    def nominal(self, how: str, kind: str = "", **values: str) -> str:
        """A nominal that is on no event; the sealed one unless it is of another kind."""
        nominal_id = self.nominal_id(how, kind)
        named = {"forename": "Zebulon", "surname": SURNAMES[how], "dob": self.birth(how)}
        mark = {} if kind else {"is_restricted": self.mark}
        self.extracts.add("connect.nominals", nominal_id=nominal_id, **{**named, **mark, **values})
        return nominal_id

    def entries(self, how: str, name: str, **values: str) -> None:
        for time in range(TIMES):
            entry = f"PEPLANT{self.numbers[how]}{time}"
            self.planted.ids.add(entry)
            self.extracts.entry(entry, name, at=f"2026-0{time + 2}-1{time} 10:00:00", **values)

    def crimes(self, how: str, nominal_id: str) -> None:
        for time in range(TIMES):
            crime = f"CPLANT{self.numbers[how]}{time}"
            at = f"2026-0{time + 2}-1{time} 09:00:00"
            self.extracts.add("connect.crimes", crime_no=crime, recorded_at=at, ho_offence_code="49")
            self.extracts.add("connect.crime_people", crime_no=crime, nominal_id=nominal_id, role="VICTIM")

    def people(self) -> None:
        self.typed_alone()
        self.typed_in_other_words()
        self.other_records()
        self.linked_records()
        self.rows_in_doubt()

    def typed_alone(self) -> None:
        """Entries that share the name and one thing more, or nothing."""
        how = "typed with a date of birth"
        self.nominal(how)
        self.entries(how, _full_name(how), dob=self.birth(how))

        how = "typed with a number"
        nominal = self.nominal(how)
        self.extracts.add(
            "connect.nominal_phones", nominal_id=nominal, phone=self.phone(how), first_seen_on="2025-12-01"
        )
        self.entries(how, _full_name(how), phone=self.phone(how), role="CALLER")
        for time in range(TIMES):
            self.extracts.call(
                f"UPLANT{self.numbers[how]}{time}", self.phone(how), f"2026-0{time + 2}-1{time} 09:58:00"
            )

        how = "typed with an address"
        self.lives(self.nominal(how), how)
        self.entries(how, _full_name(how), **self.home(how))

        how = "typed by name alone"
        self.nominal(how)
        self.planted.typed_by_name_alone = {f"PEPLANT{self.numbers[how]}{time}" for time in range(TIMES)}
        self.entries(how, _full_name(how))

        how = "a number of their own"
        self.nominal(how)
        self.entries(how, _full_name(how), phone=self.phone(how))

    def typed_in_other_words(self) -> None:
        """Entries that have the name or the date of birth in other words."""
        how = "typed with a slip"
        self.nominal(how)
        self.entries(how, f"Zebuln {SURNAMES[how]}", dob=self.birth(how))

        how = "day and month swapped"
        self.lives(self.nominal(how, dob="1931-03-11"), how)
        self.planted.births.update({"1931-03-11", "1931-11-03"})
        self.entries(how, _full_name(how), dob="03/11/1931", **self.home(how))

        how = "an initial and a number"
        nominal = self.nominal(how)
        self.extracts.add(
            "connect.nominal_phones", nominal_id=nominal, phone=self.phone(how), first_seen_on="2025-12-01"
        )
        self.entries(how, f"Z {SURNAMES[how]}", dob=self.birth(how), phone=self.phone(how))

        how = "typed by an alias"
        alias = {"forename": "Orsolya", "surname": SURNAMES[how], "dob": self.birth(how)}
        nominal = self.nominal(how, forename="Marguerite", surname="Smith")
        self.extracts.add("connect.nominal_aliases", alias_id="APLANT1", nominal_id=nominal, **alias)
        self.entries(how, f"Orsolya {SURNAMES[how]}", dob=self.birth(how))

        how = "typed by a sealed alias"
        alias = {"forename": "Zebulon", "surname": SURNAMES[how], "dob": self.birth(how), "is_restricted": self.mark}
        nominal = self.nominal(how, "B", forename="Zebulon", surname=f"{SURNAMES[how]}")
        self.extracts.add("connect.nominal_aliases", alias_id="APLANT2", nominal_id=nominal, **alias)
        self.entries(how, _full_name(how), dob=self.birth(how))

    def other_records(self) -> None:
        """Records of theirs in an index, which no operator tied to the sealed one."""
        how = "in Compact"
        self.nominal(how)
        missing = f"CPPLANT{self.numbers[how]}"
        self.planted.ids.add(missing)
        named = {"forename": "Zebulon", "surname": SURNAMES[how], "dob": self.birth(how)}
        self.extracts.add("compact.people", person_ref=missing, **named)
        for time in range(TIMES):
            at = f"2026-0{time + 2}-1{time} 10:00:00"
            self.extracts.add("compact.episodes", episode_ref=f"EPPLANT{time}", person_ref=missing, reported_at=at)

        how = "another nominal"
        self.nominal(how)
        self.crimes(how, self.nominal(how, "B"))

        how = "another nominal of one national id"
        self.nominal(how, forename="Marguerite", surname="Smith", pnc_id="2001/0123456A")
        self.crimes(how, self.nominal(how, "B", pnc_id="2001/0123456A"))

        how = "detained"
        nominal = self.nominal(how)
        for time in range(TIMES):
            at = f"2026-0{time + 2}-1{time}"
            times = {"arrived_at": f"{at} 10:00:00", "released_at": f"{at} 20:00:00"}
            self.extracts.add("connect.custody_records", custody_ref=f"CUPLANT{time}", nominal_id=nominal, **times)

    def linked_records(self) -> None:
        """What Connect or an operator put to the sealed record."""
        how = "merged into the sealed one"
        surviving = self.nominal(how)
        self.entries(how, _full_name(how), nominal_id=self.nominal(how, "B", merged_into=surviving))

        how = "the sealed one merged into it"
        surviving = self.nominal(how, "B")
        self.nominal(how, merged_into=surviving)
        self.crimes(how, surviving)

        how = "a nominal without a name"
        nominal = self.nominal(how, forename="", surname="", dob="")
        self.entries(how, _full_name(how), dob=self.birth(how), nominal_id=nominal)

        how = "linked under a new name"
        nominal = self.nominal(how, forename="Marguerite", surname="Smith", dob="1950-02-07")
        self.entries(how, _full_name(how), dob=self.birth(how), nominal_id=nominal)

    def rows_in_doubt(self) -> None:
        """A seal on a row of theirs that is not the one that counts."""
        how = "two rows that differ"
        self.nominal(how)
        self.nominal(how, is_restricted="")
        self.entries(how, _full_name(how), dob=self.birth(how))
        self.extracts.entry("PEPLANTORG", "", organisation=f"Mum of {_full_name(how)}")

        how = "a row that cannot be used"
        nominal = self.nominal(how, pnc_id="X" * 101)
        self.entries(how, _full_name(how), dob=self.birth(how), nominal_id=nominal)
        self.planted.ids.add("PEPLANTALONE")
        self.extracts.entry("PEPLANTALONE", _full_name(how), at="2026-03-15 10:00:00", dob=self.birth(how))
        self.crimes(how, nominal)

    def lives(self, nominal_id: str, how: str) -> None:
        address = {"address_id": f"AD{nominal_id}", "address_type": "HOME", "from_date": "2024-01-01", **self.home(how)}
        self.extracts.add("connect.nominal_addresses", nominal_id=nominal_id, **address)

    def housemate(self) -> None:
        """Somebody at a sealed person's address, with a record of their own."""
        self.extracts.add(
            "connect.nominals", nominal_id="NHOUSEMATE", forename="Wilhelmina", surname=HOUSEMATE, dob="1979-09-09"
        )
        home = self.home("typed with an address")
        address = {"address_id": "ADHOUSEMATE", "address_type": "HOME", "from_date": "2024-01-01", **home}
        self.extracts.add("connect.nominal_addresses", nominal_id="NHOUSEMATE", **address)
        for time in range(TIMES):
            at = f"2026-0{time + 2}-2{time} 10:00:00"
            self.extracts.entry(
                f"PEHOUSEMATE{time}", f"Wilhelmina {HOUSEMATE}", at=at, dob="09/09/1979", nominal_id="NHOUSEMATE"
            )


def found(rows_of: dict[str, list[tuple[object, ...]]], planted: Planted, keys: set[str]) -> dict[str, set[str]]:
    """Kinds of value that each relation shows of them; never a value.

    Args:
        rows_of: rows of each relation.
        planted: what was planted.
        keys: their person keys.
    """
    sought = {
        "name": planted.surnames,
        "date of birth": planted.births,
        "phone": planted.phones,
        "address": planted.streets,
        "record": planted.ids,
        "key": keys,
    }
    shown: dict[str, set[str]] = {}
    for relation, rows in rows_of.items():
        text = "\n".join(str(value).upper() for row in rows for value in row if value is not None)
        kinds = {kind for kind, values in sought.items() if any(value.upper() in text for value in values)}
        if kinds:
            shown[relation] = kinds
    return shown


def read_release(release: Path) -> dict[str, list[tuple[object, ...]]]:
    """Rows of every relation of a release, but for an event's own reference, which names nobody."""
    rows: dict[str, list[tuple[object, ...]]] = {}
    for database in sorted(release.rglob("*.duckdb")):
        with duckdb.connect(str(database), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            for schema, table in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall():
                kept = "* exclude (source_ref)" if table in EVENT_REFERENCES else "*"
                rows[f"{schema}.{table}"] = connection.execute(f'select {kept} from "{schema}"."{table}"').fetchall()
    return rows
