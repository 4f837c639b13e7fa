"""Subject access: everything of one person, nothing of anybody else; one answer for the unknown and the sealed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from disclosed import everybody_of, found_in, others_of, words_of
from personal_values import PersonalValues
from typer.testing import CliRunner
from worlds import SALT, World

from python_helpers import look_up
from python_helpers.cli import app
from python_helpers.corrections import remarks
from python_helpers.dashboard.releases import Releases
from python_helpers.disclosure import access_document, evidence_command, subject, subject_command
from python_helpers.disclosure.document import Document
from python_helpers.disclosure.held import Held
from python_helpers.disclosure.subject import Asked
from python_helpers.disclosure.subject_command import NOTHING_HELD, Request
from python_helpers.errors import FsuError
from python_helpers.tokens import hand_over

REASON = "request 12 of November"


@pytest.fixture
def world(small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The small world, with a published folder of the test's own, whose log it may write."""
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "current").symlink_to(small_world.release.resolve())
    (folder / small_world.release.resolve().name).symlink_to(small_world.release.resolve())
    for name, value in {**small_world.environment, "FSU_PUBLISHED": str(folder)}.items():
        if name.startswith("FSU_"):
            monkeypatch.setenv(name, value)
    return small_world


@pytest.fixture(scope="module")
def everybody(small_world: World) -> PersonalValues:
    return everybody_of(small_world)


def log(tmp_path: Path) -> list[dict[str, Any]]:
    text = (tmp_path / "published" / "audit.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def one(world: World, statement: str) -> str:
    """The first value of a query's answer."""
    return str(world.query(f"{statement} order by all limit 1")[0][0])


def nominal_of(world: World, person: str) -> str:
    """A nominal of the first person of whom a condition holds."""
    return one(
        world,
        "select record_id from linkage.link_person_records as records"
        " inner join marts.dim_people as people on records.person_key = people.person_key"
        f" where record_type = 'nominal' and {person}",
    )


IN_COHORT = "records.person_key in (select person_key from marts.fsu_cohort where rank <= 20)"
OUTSIDE = "records.person_key not in (select person_key from marts.fsu_cohort) and last_interaction_on is not null"
CHILD = "is_under_18"


def opened(world: World, warehouse: Path | None = None) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(warehouse or world.warehouse), read_only=True)
    connection.execute("set TimeZone = 'UTC'")
    hand_over(connection, SALT)
    return connection


def answer(
    world: World, asked: Asked, exempt: dict[str, str] | None = None, warehouse: Path | None = None
) -> tuple[Document, Held]:
    """The document about somebody who is found."""
    connection = opened(world, warehouse)
    assert subject.find(connection, asked)
    held = Held(connection, exempt or {})
    (bounds,) = held.rows("select as_of_date, window_start_on from intermediate.int_window__bounds")
    return access_document.build(held, asked.by, bounds["as_of_date"], bounds["window_start_on"]), held


def table(document: Document, name: str) -> list[dict[str, Any]]:
    return next(list(given.rows) for given in document.tables if given.name == name)


@pytest.mark.parametrize("person", [IN_COHORT, OUTSIDE, CHILD])
def test_everything_of_theirs_is_there_and_nobody_elses(world: World, everybody: PersonalValues, person: str) -> None:
    nominal = nominal_of(world, person)
    document, held = answer(world, Asked(nominal=nominal))
    assert found_in(document, others_of(world, everybody, {row["record_id"] for row in held.records})) == {}
    (key,) = held.keys
    ((volume, last_on),) = world.query(
        f"select volume, last_interaction_on from marts.fsu_person_measures where person_key = '{key}'"
    )
    counted = [row for row in held.events if row["is_counted"]]
    assert len({row["interaction_key"] for row in counted}) == volume
    assert max(row["occurred_at"].date() for row in counted) >= last_on
    records = world.query(f"select record_id from linkage.link_person_records where person_key = '{key}'")
    assert {record for (record,) in records} <= {row["record_id"] for row in table(document, "link_reasons")}
    assert table(document, "measures")[0]["value"] == volume
    assert [row["what"] for row in table(document, "said_of_you")][2] == "Under 18 on the last day counted"
    assert len(table(document, "releases")) == 0 or table(document, "releases")[0]["is_in_cohort"] in {True, False}


def test_what_happened_is_as_the_source_systems_recorded_it(world: World) -> None:
    """Older than the window as well: read from staging another way than the document does."""
    nominal = nominal_of(world, IN_COHORT)
    document, _ = answer(world, Asked(nominal=nominal))
    crimes = world.query(
        f"select crime_no, role from staging.stg_connect__crime_people where nominal_id = '{nominal}'"
        " and crime_no in (select crime_no from staging.stg_connect__crimes)"
    )
    told = {
        (row["source_ref"], kind)
        for kind in ("as_victim", "as_suspect", "otherwise")
        for row in table(document, f"events_{kind}")
        if row["interaction_type_name"] == "Crime"
    }
    kinds = {"VICTIM": "as_victim", "SUSPECT": "as_suspect", "OFFENDER": "as_suspect"}
    assert {(crime, kinds.get(role, "otherwise")) for crime, role in crimes} <= told


def test_whoever_is_on_no_event_of_the_window_is_told_what_is_held_all_the_same(
    world: World, everybody: PersonalValues
) -> None:
    """They have no key and no figure; their records and older events are held."""
    nominal = one(
        world,
        "select nominal_id from staging.stg_connect__nominals where merged_into is null and surname is not null"
        " and not is_restricted and nominal_id not in (select record_id from linkage.link_person_records)",
    )
    document, held = answer(world, Asked(nominal=nominal))
    assert held.keys == []
    assert table(document, "measures") == table(document, "ranks") == table(document, "releases") == []
    assert nominal in {row["value"] for row in table(document, "values_in_short")}
    assert found_in(document, others_of(world, everybody, {row["record_id"] for row in held.records})) == {}


def test_what_is_inferred_stands_apart_from_what_was_recorded(world: World) -> None:
    document, held = answer(world, Asked(nominal=nominal_of(world, IN_COHORT)))
    natures = {section.title: section.nature for section in document.sections}
    assert {"fact", "inference", "worked out", "withheld"} <= set(natures.values())
    firm = {row["record_id"] for row in held.records if row["link_strength"] == "firm"}
    recorded = next(section for section in document.sections if section.title == "Recorded: who you are")
    assert {row["record_id"] for given in recorded.tables for row in given.rows if "record_id" in row} <= firm
    inferred = table(document, "inferred_events")
    assert inferred
    assert {row["link_strength"] for row in inferred} <= {"likely", "inferred"}


def test_the_unknown_and_the_sealed_get_one_answer_for_the_same_work(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((sealed, name, born, phone), *_) = world.query(
        """
        select
            nominal_id, concat_ws(' ', forename, surname), cast(date_of_birth as varchar),
            coalesce(phones.phone, '07700 900999')
        from staging.stg_connect__nominals as names
        left join staging.stg_connect__nominal_phones as phones using (nominal_id)
        where is_restricted and forename is not null and date_of_birth is not null
        order by phones.phone nulls last, nominal_id
        """
    )
    work: list[int] = []
    find = subject.find

    class Counting:
        def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
            self.connection = connection

        def execute(self, *given: object) -> duckdb.DuckDBPyConnection:
            work[-1] += 1
            return self.connection.execute(*given)  # type: ignore[arg-type]

    def counted(connection: duckdb.DuckDBPyConnection, asked: Asked) -> bool:
        work.append(0)
        return find(Counting(connection), asked)  # type: ignore[arg-type]

    monkeypatch.setattr(subject_command, "find", counted)
    shown = []
    for by, typed in (
        ("nominal", f"{sealed}\n"),
        ("nominal", "N-NOBODY\n"),
        ("name", f"{name}\n{born}\n{phone}\n"),
        ("name", "Nobody Whatever\n1980-01-01\n07700 900999\n"),
    ):
        given = ["subject-access", "--by", by, "--reason", REASON, "--out", str(tmp_path / "out")]
        done = CliRunner().invoke(app, given, input=typed)
        assert done.exit_code == 0, done.exception
        # The runner shows what was typed, as a terminal does; what is left is the answer.
        typed_lines = {f" {line}" for line in typed.splitlines()}
        shown.append([line for line in done.stdout.splitlines() if line not in typed_lines])
    assert shown == [[NOTHING_HELD]] * 4
    assert len(set(work)) == 1
    assert not (tmp_path / "out").exists()
    noted = [{**line, "at": "", "previous": ""} for line in log(tmp_path)]
    assert noted[0] == noted[1]
    assert noted[2] == noted[3]
    assert noted[0]["people"] == 0
    assert "subject" not in noted[0]


def test_a_warehouse_that_cannot_tell_who_is_sealed_is_not_read(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another salt no record would be known for a sealed person's; in half a build nobody may be sealed yet."""
    request = Request(Asked(nominal=nominal_of(world, IN_COHORT)), REASON)
    monkeypatch.setenv("FSU_TOKEN_SALT", "another salt than the one it was built with")
    with pytest.raises(FsuError, match="is not the salt"):
        subject_command.run(request, tmp_path / "out")
    monkeypatch.setenv("FSU_TOKEN_SALT", SALT)
    half = tmp_path / "half.duckdb"
    shutil.copy(world.warehouse, half)
    with duckdb.connect(str(half)) as connection:
        connection.execute("update governance.build_log set event = 'failed' where event = 'passed'")
    monkeypatch.setenv("FSU_WAREHOUSE", str(half))
    with pytest.raises(FsuError, match="failed"):
        subject_command.run(request, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_whoever_a_sealed_person_may_be_is_held_back(world: World) -> None:
    """Every record of theirs, in whichever system, and whoever is sealed by name alone."""
    sealed = world.query(
        "select record_id, source_system || '/' || record_type as kind from"
        " (select nominal_id as record_id, 'connect' as source_system, 'nominal' as record_type"
        "  from staging.stg_connect__nominals where is_restricted or merged_into in"
        "   (select nominal_id from staging.stg_connect__nominals where is_restricted))"
    )
    assert len(sealed) > 1
    for nominal, _ in sealed:
        assert not subject.find(opened(world), Asked(nominal=nominal))


def test_where_a_sealed_person_lives_is_given_to_nobody_nor_said_to_be_withheld_for_that(world: World) -> None:
    """Whoever lives with them has the address on their own record, typed in several ways."""
    shared = world.query(
        """
        select records.record_id, addresses.address_text
        from staging.stg_connect__nominal_addresses as addresses
        inner join staging.int_people__property_types as types
            on types.spelling in ('text/' || address_text, 'house/' || house_number || '/' || postcode)
        inner join linkage.link_person_records as records on addresses.nominal_id = records.record_id
        where types.is_withheld and addresses.address_text is not null
        order by all limit 3
        """
    )
    assert shared
    for nominal, address in shared:
        document, held = answer(world, Asked(nominal=nominal))
        assert address not in words_of(document)
        assert held.protected_count > 0
        assert not any("nobody" in row["what"] for row in table(document, "withheld"))


def test_they_are_found_by_name_birth_and_phone_however_written(world: World) -> None:
    ((nominal, forename, surname, born, phone),) = world.query(
        f"""
        select names.nominal_id, names.forename, names.surname, names.date_of_birth, phones.phone
        from staging.stg_connect__nominals as names
        inner join staging.stg_connect__nominal_phones as phones on names.nominal_id = phones.nominal_id
        inner join linkage.link_person_records as records on names.nominal_id = records.record_id
        inner join marts.dim_people as people on records.person_key = people.person_key
        where {OUTSIDE} and names.forename is not null and names.date_of_birth is not null
            and phones.phone like '+447%' and names.dob_quality is distinct from 'weak'
        order by all limit 1
        """
    )
    _, held = answer(world, Asked(nominal=nominal))
    home = f"0{phone[3:]}"
    for name, day in (
        (f"{forename} {surname}", f"{born:%d/%m/%Y}"),
        (f"{surname.lower()}, {forename.lower()}", born.isoformat()),
    ):
        connection = opened(world)
        assert subject.find(connection, Asked(name=name, date_of_birth=day, phone=home))
        assert {row["person_key"] for row in Held(connection).records} >= set(held.keys)
    for other in ("07700 900999", "0121 496 0999"):
        assert not subject.find(
            opened(world), Asked(name=f"{forename} {surname}", date_of_birth=born.isoformat(), phone=other)
        )


def test_they_are_found_by_an_alias(world: World) -> None:
    ((nominal, forename, surname, born, phone),) = world.query(
        """
        select aliases.nominal_id, aliases.forename, aliases.surname, aliases.date_of_birth, phones.phone
        from staging.stg_connect__nominal_aliases as aliases
        inner join staging.stg_connect__nominals as names on aliases.nominal_id = names.nominal_id
        inner join staging.stg_connect__nominal_phones as phones on aliases.nominal_id = phones.nominal_id
        inner join linkage.link_person_records as records on aliases.nominal_id = records.record_id
        where aliases.surname <> names.surname and aliases.forename is not null and aliases.date_of_birth is not null
            and phones.phone is not null
        order by all limit 1
        """
    )
    connection = opened(world)
    asked = Asked(name=f"{forename} {surname}", date_of_birth=born.isoformat(), phone=phone)
    assert subject.find(connection, asked)
    assert nominal in {row["record_id"] for row in Held(connection).records}


def test_what_the_force_withholds_is_nowhere_and_counted_under_its_ground(world: World) -> None:
    nominal = nominal_of(world, IN_COHORT)
    whole, held = answer(world, Asked(nominal=nominal))
    reference = next(row["source_ref"] for row in held.events if row["interaction_type"] == "incident")
    assert reference in words_of(whole)
    document, _ = answer(world, Asked(nominal=nominal), {reference: "b"})
    said = words_of(document)
    assert reference not in said
    (row,) = (row for row in table(document, "withheld") if row["what"].startswith("Items"))
    assert (row["count"], row["ground"].startswith("section 45(4)(b)")) == (1, True)


def test_an_item_to_withhold_that_is_not_held_is_said(world: World, tmp_path: Path) -> None:
    request = Request(Asked(nominal=nominal_of(world, IN_COHORT)), REASON, {"LOG-NOWHERE": "b"})
    with pytest.raises(FsuError, match="not among what is held"):
        subject_command.run(request, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert subject_command.exempt_items(["A/1=45(4)(b)", "X = 1=e"]) == {"A/1": "b", "X = 1": "e"}
    with pytest.raises(FsuError, match="LETTER"):
        subject_command.exempt_items(["A/1=f"])


def test_looks_at_them_are_told_without_who_and_why(world: World, tmp_path: Path) -> None:
    release = Releases().current()
    key = one(world, "select person_key from marts.fsu_cohort where rank <= 5")
    nominal = nominal_of(world, f"records.person_key = '{key}'")
    assert look_up.look_up(look_up.Asked(nominal=nominal), "conference on Tuesday", "DEMO\\LEADER") == look_up.IN_COHORT
    evidence_command.prepare(evidence_command.Request(key, "cps", "file for the lawyer"), release, "tester")
    document, _ = answer(world, Asked(nominal=nominal))
    told = [(row["operation"], row["action"], row["recipient"]) for row in table(document, "operations")]
    assert told == [
        ("consultation", "look up", ""),
        ("disclosure", "evidence pack", "Crown Prosecution Service"),
    ]
    said = words_of(document)
    assert not any(value in said for value in ("LEADER", "conference", "tester", "lawyer"))
    (row,) = (row for row in table(document, "withheld") if row["what"].startswith("Who looked"))
    assert row["count"] == 2


def test_releases_that_hold_them_are_told(world: World, tmp_path: Path) -> None:
    release = world.release.resolve()
    published = tmp_path / "published"
    (published / release.name).unlink()
    kept = published / release.name
    kept.mkdir()
    for name in ("manifest.json", "fsu.duckdb"):
        shutil.copy(release / name, kept / name)
    document, _ = answer(world, Asked(nominal=nominal_of(world, IN_COHORT)))
    assert [(row["release"], row["is_in_cohort"]) for row in table(document, "releases")] == [(release.name, True)]


def test_a_correction_is_told_with_its_effect_and_without_the_other_person(world: World, tmp_path: Path) -> None:
    """In a copy of the warehouse, since the shared one has none."""
    copy = tmp_path / "corrected.duckdb"
    shutil.copy(world.warehouse, copy)
    nominal = nominal_of(world, IN_COHORT)
    (key,) = answer(world, Asked(nominal=nominal))[1].keys
    other = nominal_of(world, f"records.person_key <> '{key}'")
    with duckdb.connect(str(copy)) as connection:
        connection.executemany(
            "insert into staging.stg_corrections__decisions (correction_id, correction, left_source_system,"
            " left_record_type, left_record_id, right_source_system, right_record_type, right_record_id,"
            " beats_trusted_ids, decided_on, review_on)"
            " values (?, ?, 'connect', 'nominal', ?, 'connect', 'nominal', ?, false, '2026-09-01', '2027-09-01')",
            [
                ("C0001", "cannot_link", nominal, other),
                ("C0002", "cannot_link", other, "N-SOMEBODY"),
                ("C0003", "restrict_processing", nominal, None),
            ],
        )
        connection.execute(
            "insert into governance.gov_corrections (as_of_date, correction_id, correction, effect, is_review_due)"
            " select as_of_date, 'C0001', 'cannot_link', 'applied', false from intermediate.int_window__bounds"
        )
    document, _ = answer(world, Asked(nominal=nominal), warehouse=copy)
    told = [(row["correction_id"], row["own_records"], row["effect"]) for row in table(document, "corrections")]
    assert told == [("C0001", nominal, "applied"), ("C0003", nominal, None)]
    assert other not in words_of(document)
    assert any(row["what"].startswith("Records or people") for row in table(document, "withheld"))


def test_what_was_reported_as_wrong_is_told_without_who_and_its_words(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "corrections"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("FSU_CORRECTIONS", str(folder))
    nominal = nominal_of(world, IN_COHORT)
    (key,) = answer(world, Asked(nominal=nominal))[1].keys
    remarks.keep("DEMO\\SERGEANT_BE", "release", key, "phone", "it is his mother's, she rings from Yardley")
    remarks.keep("DEMO\\SERGEANT_BE", "release", "0" * 32, "role", "another person's")
    document, _ = answer(world, Asked(nominal=nominal))
    (row,) = table(document, "remarks")
    assert (row["about"], row["closed_on"]) == (remarks.ABOUT["phone"], "")
    assert not any(value in words_of(document) for value in ("SERGEANT", "Yardley"))


def test_the_command_writes_for_its_owner_and_says_what_to_check(world: World, tmp_path: Path) -> None:
    nominal = nominal_of(world, CHILD)
    done = CliRunner().invoke(
        app,
        ["subject-access", "--by", "nominal", "--reason", REASON, "--out", str(tmp_path / "out")],
        input=f"{nominal}\n",
    )
    assert done.exit_code == 0, done.exception
    assert nominal not in done.output.partition("\n")[2]
    assert "under 18" in done.stderr
    written = list((tmp_path / "out").iterdir())
    assert {path.suffix for path in written} == {".pdf", ".json", ".csv"}
    assert [path for path in [tmp_path / "out", *written] if path.stat().st_mode & 0o077] == []
    (line,) = log(tmp_path)
    assert [line[name] for name in ("action", "operation", "by", "people", "purpose")] == [
        *("subject-access", "disclosure", "nominal", 1, REASON)
    ]
    assert nominal not in json.dumps(line)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(nominal="N1", name="Sian O'Brien"),
        Asked(name="Sian O'Brien", date_of_birth="03/02/1990"),
        Asked(name="O'Brien", date_of_birth="03/02/1990", phone="07700 900101"),
        Asked(name="Sian O'Brien", date_of_birth="31/02/1990", phone="07700 900101"),
        Asked(name="Sian O'Brien", date_of_birth="03/02/1990", phone="0770"),
    ],
)
def test_what_cannot_be_read_is_refused_without_being_repeated(asked: Asked) -> None:
    with pytest.raises(FsuError) as refused:
        subject_command.run(Request(asked, REASON), Path("nowhere"))
    said = str(refused.value).upper()
    assert not any(value.upper() in said for value in (asked.nominal, asked.phone, asked.name) if value)
