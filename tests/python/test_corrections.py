"""Corrections: what is refused before a build, who may read them, and each kind from command to mart and back."""

from __future__ import annotations

import dataclasses
import json
import re
import stat
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from identity_worlds import Extracts
from postgres_server import PIPELINE, Server, started_server
from same_rows import differences
from worlds import PROJECT, SALT, World

from python_helpers import audit
from python_helpers.corrections import command, remarks, store
from python_helpers.corrections.effect import people
from python_helpers.corrections.judge import COLUMNS, Correction, Lists, judge, read_lists
from python_helpers.corrections.kinds import KINDS
from python_helpers.errors import FsuError
from python_helpers.postgres.session import session_options
from python_helpers.publishing.project import BUILT

LISTS = Lists(frozenset({"VICTIM", "WITNESS"}), frozenset({"49", "105A"}))
GOOD = Correction(
    *("C0001", "must_link", "connect/nominal/N1", "compact/person/M1", "", "", "no"),
    *("DPO", "2026-03-01", "the officer knows both", "2027-03-01"),
)


def text_of(*corrections: Correction) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(asdict(row).values()) for row in corrections)]) + "\n"


def faults(**changed: str) -> list[str]:
    """Columns that are found wrong in a right row with some of it changed."""
    _, problems = judge(text_of(replace(GOOD, **changed)), LISTS)
    assert all(problem.line == 2 for problem in problems)
    return sorted({problem.column for problem in problems})


FACT = {"kind": "wrong_role", "wrong_value": "VICTIM", "right_value": "WITNESS"}
ENTRY = {"record": "controlworks/person_entry/P1", "other_record": ""}
CRIME = {"other_record": "connect/crime/20/1/26"}


@pytest.mark.parametrize(
    "right",
    [
        {},
        {"kind": "cannot_link", "beats_trusted_ids": "yes"},
        {"kind": "suppress_record", "other_record": ""},
        {"kind": "not_this_phone", "record": "avaya/call/U1", "other_record": ""},
        {"kind": "cannot_link", "record": "avaya/call/U1"},
        {"kind": "restrict_processing", "other_record": ""},
        {"kind": "not_in_cohort", "other_record": "", "beats_trusted_ids": ""},
        {**FACT, **ENTRY},
        {**FACT, **CRIME},
        {**FACT, **CRIME, "right_value": ""},
        {"kind": "wrong_role", "other_record": "connect/custody/D1", "wrong_value": "DETAINED"},
        {
            "kind": "wrong_offence",
            "record": "connect/crime/20/1/26",
            "other_record": "",
            "wrong_value": "49",
            "right_value": "105A",
        },
    ],
)
def test_what_is_filled_in_as_its_kind_needs_is_right(right: dict[str, str]) -> None:
    assert faults(**right) == []


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        ({"correction_id": ""}, ["correction_id"]),
        ({"correction_id": "Jane Roe"}, ["correction_id"]),
        ({"kind": "must link"}, ["kind"]),
        ({"record": "N1"}, ["record"]),
        ({"record": "connect/nominal/ "}, ["record"]),
        ({"record": "connect/crime/C1"}, ["record"]),
        ({"other_record": ""}, ["other_record"]),
        ({"other_record": GOOD.record}, ["other_record"]),
        ({"other_record": "avaya/call/U1"}, ["kind"]),
        ({"record": "avaya/call/U1"}, ["kind"]),
        ({"kind": "suppress_record"}, ["other_record"]),
        ({"beats_trusted_ids": "yes"}, ["beats_trusted_ids"]),
        ({"beats_trusted_ids": "perhaps"}, ["beats_trusted_ids"]),
        ({"decided_by": ""}, ["decided_by"]),
        ({"reason": "n/a"}, ["reason"]),
        ({"decided_on": "01/03/2026"}, ["decided_on"]),
        ({"decided_on": "2026-02-30"}, ["decided_on"]),
        ({"review_on": ""}, ["review_on"]),
        ({"review_on": "2026-03-01"}, ["review_on"]),
        ({"wrong_value": "VICTIM"}, ["wrong_value"]),
        ({**FACT, **ENTRY, "right_value": ""}, ["right_value"]),
        ({**FACT, **ENTRY, "right_value": "BYSTANDER"}, ["right_value"]),
        ({**FACT, **ENTRY, "right_value": "VICTIM"}, ["right_value"]),
        ({**FACT, **ENTRY, **CRIME}, ["other_record"]),
        ({**FACT, **CRIME, "wrong_value": ""}, ["wrong_value"]),
        ({**FACT, "other_record": ""}, ["other_record"]),
        ({**FACT, "record": "avaya/call/U1", "other_record": ""}, ["record"]),
        ({**FACT, "other_record": "connect/custody/D1"}, ["wrong_value"]),
        ({"kind": "wrong_offence", "other_record": "", "wrong_value": "49", "right_value": "105A"}, ["record"]),
    ],
)
def test_what_is_wrong_is_named_by_its_column(wrong: dict[str, str], columns: list[str]) -> None:
    assert faults(**wrong) == columns


def test_problems_name_the_line_and_no_value() -> None:
    wrong = replace(GOOD, correction_id="Zebedee", record="Zebedee Quillfeather", reason="", decided_on="Quillfeather")
    _, problems = judge(text_of(GOOD, wrong), LISTS)
    said = " ".join(str(problem) for problem in problems)
    assert {problem.line for problem in problems} == {3}
    assert {"correction_id", "record", "reason", "decided_on"} <= {problem.column for problem in problems}
    assert not re.search("zebedee|quillfeather", said, re.IGNORECASE)


@pytest.mark.parametrize(
    ("second", "column"),
    [
        (replace(GOOD, record=GOOD.other_record, other_record=GOOD.record), "correction_id"),
        (replace(GOOD, correction_id="C0002"), "record"),
        (replace(GOOD, correction_id="C0002", record=GOOD.other_record, other_record=GOOD.record), "record"),
        (replace(GOOD, correction_id="C0002", kind="cannot_link"), "kind"),
    ],
)
def test_rows_that_contradict_or_repeat_each_other_are_refused(second: Correction, column: str) -> None:
    _, problems = judge(text_of(GOOD, second), LISTS)
    assert column in {problem.column for problem in problems}
    assert all("line 2" in problem.remedy for problem in problems)


@pytest.mark.parametrize(
    "damaged", ["id,kind\n", text_of(GOOD).replace("kind", "sort"), text_of(GOOD) + "a,b\n", text_of(GOOD) + '"x\n']
)
def test_a_file_of_another_shape_is_refused(damaged: str) -> None:
    assert judge(damaged, LISTS)[1]


def test_an_empty_file_and_empty_lines_are_no_corrections() -> None:
    assert judge("\ufeff".encode().decode("utf-8-sig") + text_of() + "\n,,,,,,,,,,\n", LISTS) == ([], [])


def test_the_example_of_the_documents_is_right() -> None:
    text = (PROJECT / "docs/corrections-example.csv").read_text(encoding="utf-8")
    rows, problems = judge(text, read_lists())
    assert problems == []
    assert {row.kind for row in rows} == set(KINDS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for corrections, with nothing landed or built beside it."""
    for name, path in (("LANDING", "landing"), ("WAREHOUSE", "none.duckdb"), ("PUBLISHED", "published")):
        monkeypatch.setenv(f"FSU_{name}", str(tmp_path / path))
    monkeypatch.delenv("FSU_CORRECTIONS", raising=False)
    return tmp_path / "corrections"


def test_no_folder_is_no_corrections_and_what_is_written_is_for_its_owner_alone(folder: Path) -> None:
    assert store.read() == []
    before = store.digest()
    assert not folder.exists()
    said: list[str] = []
    assert command.add(replace(GOOD, correction_id="", decided_on=""), "", said.append) == "C0001"
    assert "No DuckDB warehouse is built here" in " ".join(said)
    assert store.digest() != before
    (row,) = store.read()
    assert replace(row, decided_on=GOOD.decided_on) == GOOD
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / store.FILE).stat().st_mode) == 0o600
    folder.chmod(0o755)
    (folder / store.FILE).chmod(0o644)
    store.read()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / store.FILE).stat().st_mode) == 0o600


def test_a_correction_that_is_not_right_is_not_kept(folder: Path) -> None:
    with pytest.raises(FsuError, match="review_on"):
        command.add(replace(GOOD, review_on="soon"), "", print)
    assert store.read() == []


def test_an_id_is_never_given_again(folder: Path) -> None:
    command.add(GOOD, "", print)
    command.withdraw("C0001", "DPO", "it was the other nominal", print)
    assert store.read() == []
    assert command.add(GOOD, "", print) == "C0002"
    (gone,) = store.rows_of(store.WITHDRAWN)
    assert (gone["correction_id"], gone["withdrawn_because"]) == ("C0001", "it was the other nominal")
    with pytest.raises(FsuError, match="no such correction"):
        command.withdraw("C0001", "DPO", "it was the other nominal", print)


def test_a_remark_ends_in_a_correction_or_a_dismissal(folder: Path) -> None:
    key = "0" * 32
    ids = [remarks.keep("DEMO\\LEADER", "a release", key, "records", f"remark {number}") for number in (1, 2)]
    assert ids == ["R0001", "R0002"]
    assert stat.S_IMODE((folder / store.REMARKS).stat().st_mode) == 0o600
    remarks.keep("DEMO\\LEADER", "a release", key, "other", "=HYPERLINK(0)")
    assert remarks.still_open()[-1]["remark"] == "'=HYPERLINK(0)"
    command.dismiss("R0003", "DPO", "nothing that can be looked into", print)
    command.add(GOOD, "R0001", print)
    command.dismiss("R0002", "DPO", "the source system is right", print)
    assert remarks.still_open() == []
    assert [row["outcome"] for row in store.rows_of(store.REMARKS)] == [
        "C0001",
        "dismissed: the source system is right",
        "dismissed: nothing that can be looked into",
    ]
    with pytest.raises(FsuError, match="no such open remark"):
        command.add(replace(GOOD, kind="cannot_link", record="connect/nominal/N2"), "R0001", print)
    assert len(store.read()) == 1
    log = (folder.parent / "published" / "audit.jsonl").read_text(encoding="utf-8")
    assert "remark 1" not in log
    assert "knows both" not in log
    assert [json.loads(line)["operation"] for line in log.splitlines()] == ["alteration"] * 3


MARTS = (
    *("marts.dim_people", "marts.fct_person_interactions", "marts.fct_interactions", "marts.fsu_ranked"),
    *("marts.fsu_scheme_cuts", "linkage.link_person_records"),
)
DECIDED = ("--by", "DPO", "--reason", "the officer of the case said so", "--review-on", "2027-09-30")


def cases() -> Extracts:
    """Two records or so a kind of correction."""
    world = Extracts()
    for number in (1, 2):
        world.entry(f"apart-{number}", "Matilda Underhill", dob="04/04/1984")
        world.entry(f"phone-{number}", "Philippa Stonebridge", phone="07700 900114")
    world.entry("one-1", "Leonard Overdale", dob="05/05/1955")
    world.entry("one-2", "Lennie Overdaile", dob="06/06/1966")
    world.entry("gone", "Rosalind Applegarth", dob="07/07/1977")
    world.entry("role", "Bernadette Larkhill", dob="08/08/1988", role="VICTIM")
    for name, surname in (("N1", "Fernsby"), ("N2", "Oldershaw"), ("N3", "Thornbury"), ("N4", "Ashgrove")):
        world.nominal(name, "Winifred", surname, dob="1979-09-09")
    world.add("connect.custody_records", custody_ref="D1", nominal_id="N2", arrived_at="2026-02-02 09:00:00")
    return world


CHANGES = {
    "C0001": ("cannot_link", "controlworks/person_entry/apart-1", "controlworks/person_entry/apart-2"),
    "C0002": ("must_link", "controlworks/person_entry/one-1", "controlworks/person_entry/one-2"),
    "C0003": ("not_this_phone", "controlworks/person_entry/phone-1"),
    "C0004": ("suppress_record", "controlworks/person_entry/gone"),
    "C0005": ("wrong_role", "controlworks/person_entry/role", "--wrong", "VICTIM", "--right", "WITNESS"),
    "C0006": ("wrong_role", "connect/nominal/N1", "connect/crime/C-N1", "--wrong", "VICTIM", "--right", "WITNESS"),
    "C0007": ("wrong_role", "connect/nominal/N2", "connect/custody/D1", "--wrong", "DETAINED"),
    "C0008": ("wrong_offence", "connect/crime/C-N2", "--wrong", "49", "--right", "105A"),
    "C0009": ("restrict_processing", "connect/nominal/N3"),
    "C0010": ("not_in_cohort", "connect/nominal/N4"),
    "C0011": ("wrong_offence", "connect/crime/C-N3", "--wrong", "8N", "--right", "105A"),
    "C0012": ("not_in_cohort", "connect/nominal/N9"),
}


def build(world: World) -> None:
    others = ("gov_corrections", "gov_identity_changes", "link_interaction_refs")
    world.make(*(f"+{name}" for name in (*(mart.partition(".")[2] for mart in MARTS), *others)))


def rows_of_marts(world: World) -> dict[str, list[tuple[Any, ...]]]:
    return {mart: world.query(f"select * from {mart} order by all") for mart in MARTS}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World(tmp_path_factory.mktemp("corrections"), {"FSU_AS_OF": "2026-10-01", "FSU_ACCEPT_AS_OF": "2026-10-01"})
    cases().write(made.raw)
    made.run("fsu", "land", str(made.raw))
    build(made)
    return made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started_server(tmp_path_factory.mktemp("postgres") / "data") as started:
        yield started


def differences_on(server: Server, world: World) -> dict[str, list[str]]:
    """Build the same on a server, and say where its marts are others than the warehouse's."""
    variables = {
        **world.extra_environment,
        **server.variables,
        "PGOPTIONS": session_options(SALT),
        "DBT_TARGET_PATH": str(world.root / "target_postgres"),
        "DBT_LOG_PATH": str(world.root / "logs_postgres"),
        "FSU_PUBLISHED": str(world.root / "published_postgres"),
    }
    there = dataclasses.replace(world, extra_environment=variables)
    there.run("fsu", "load-postgres")
    build(there)
    found = {}
    for mart in (*MARTS, "governance.gov_corrections"):
        columns = [row[0] for row in world.query(f"describe {mart}")]
        zone, _, name = mart.partition(".")
        rows = server.run(PIPELINE, f'select {", ".join(columns)} from "{BUILT}{zone}"."{name}"')
        found[mart] = differences(columns, world.query(f"select * from {mart}"), rows)
    return {mart: different for mart, different in found.items() if different}


def test_who_was_given_a_document_is_named_to_whoever_corrects_it(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FSU_PUBLISHED", str(tmp_path / "published"))
    ((key,),) = world.query("select person_key from linkage.link_person_records where record_id = 'N2'")
    theirs, others = audit.subject(key), audit.subject("f" * 32)
    audit.append("evidence-pack", purpose="cps: file", recipients="Crown Prosecution Service", subject=theirs)
    audit.append("evidence-pack", purpose="cps: file", recipients="it failed", outcome="failed", subject=theirs)
    audit.append("show-person", purpose="the case", recipients="a reader", subject=theirs)
    audit.append("evidence-pack", purpose="cps: file", recipients="of somebody else", subject=others)
    told = []
    with duckdb.connect(str(world.warehouse), read_only=True) as connection:
        for kind, record in (("wrong_offence", "connect/crime/C-N2"), ("restrict_processing", "connect/nominal/N2")):
            keys = people(connection, replace(GOOD, kind=kind, record=record, other_record=""))
            told.append([line.split(" (")[0] for line in audit.recipients_of(keys)])
    assert told == [["Crown Prosecution Service"]] * 2


def test_each_kind_from_the_command_to_the_mart_and_back(world: World, server: Server) -> None:
    before = rows_of_marts(world)
    said = {
        correction_id: world.run("fsu", "corrections", "add", *words, *DECIDED).stdout
        for correction_id, words in CHANGES.items()
    }
    assert [words.split(":")[0] for words in said.values()] == list(CHANGES)
    for correction_id, effect in {
        "C0001": "Would split",
        "C0002": "Would join",
        "C0003": "would no longer tie it to 1 record ",
        "C0004": "Would take the record out",
        "C0005": "WITNESS instead of VICTIM",
        "C0006": "WITNESS instead of VICTIM",
        "C0007": "none instead of DETAINED",
        "C0008": "105A instead of 49",
        "C0009": "Would mark",
        "C0010": "out of every cohort",
        "C0011": "has no 8N there",
        "C0012": "belongs to nobody",
    }.items():
        assert effect in said[correction_id], said[correction_id]
    build(world)
    _look_at_corrected(world)
    checked = world.run("fsu", "corrections", "check").stdout
    assert "C0001 cannot_link: applied in the last build." in checked
    assert "C0011 wrong_offence: no longer needed in the last build." in checked
    assert differences_on(server, world) == {}
    for correction_id in CHANGES:
        world.run("fsu", "corrections", "withdraw", correction_id, "--by", "DPO", "--because", "the test has ended")
    build(world)
    assert rows_of_marts(world) == before
    assert differences_on(server, world) == {}


def _look_at_corrected(world: World) -> None:
    person = dict(world.query("select record_id, person_key from linkage.link_person_records"))
    assert person["apart-1"] != person["apart-2"]
    assert person["one-1"] == person["one-2"]
    assert person["phone-1"] != person["phone-2"]
    assert "gone" not in person
    roles = set(world.query("select person_key, interaction_type, role from marts.fct_person_interactions"))
    assert {(person["role"], "incident", "WITNESS"), (person["N1"], "crime", "WITNESS")} <= roles
    assert not {(person["role"], "incident", "VICTIM"), (person["N1"], "crime", "VICTIM")} & roles
    assert {kind for key, kind, _ in roles if key == person["N2"]} == {"crime"}
    offences = world.query(
        "select ho_offence_code, count(*) from marts.fct_interactions where interaction_type = 'crime' group by all"
    )
    assert set(offences) == {("105A", 1), ("49", 3)}
    marked = world.query("select person_key from marts.dim_people where is_processing_restricted")
    assert marked == [(person["N3"],)]
    kept_out = world.query(
        "select distinct person_key, is_cohort, is_near_miss from marts.fsu_ranked where is_kept_out"
    )
    assert kept_out == [(person["N4"], False, False)]
    assert set(world.query("select people_kept_out from marts.fsu_scheme_cuts")) == {(1,)}
    effects = dict(world.query("select correction_id, effect from governance.gov_corrections"))
    assert effects.pop("C0011") == "no_longer_needed"
    assert effects.pop("C0012") == "not_found"
    assert set(effects.values()) == {"applied"}


def test_a_build_refuses_what_is_wrong_before_anything_changes(world: World) -> None:
    folder = world.root / "corrections"
    folder.mkdir(exist_ok=True)
    file = folder / "corrections.csv"
    kept = file.read_bytes() if file.exists() else None
    try:
        file.write_text(text_of(replace(GOOD, kind="merge", reason="Quillfeather")), encoding="utf-8")
        refused = world.run("dbt", "run", "--select", "stg_corrections__decisions", check=False)
        checked = world.run("fsu", "corrections", "check", check=False)
    finally:
        file.write_bytes(kept) if kept is not None else file.unlink()
    assert refused.returncode != 0
    assert checked.returncode == 2
    for said in (refused.stdout, checked.stdout):
        assert "line 2, kind" in said
        assert "Quillfeather" not in said
