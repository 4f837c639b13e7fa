"""The evidence pack: its figures are the release's, nobody else is in it, and who gets it is noted."""

from __future__ import annotations

import csv
import io
import json
import shutil
import threading
import urllib.request
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pytest
from disclosed import everybody_of, found_in, others_of, words_of
from jinja2 import Environment
from typer.testing import CliRunner
from worlds import PROJECT, World

from python_helpers import audit
from python_helpers.cli import app
from python_helpers.dashboard.releases import Release, Releases
from python_helpers.disclosure import asked, evidence_command, files
from python_helpers.disclosure.document import Column, Document, Section, Table, on
from python_helpers.disclosure.evidence_command import NOBODY, Request
from python_helpers.disclosure.pdf import _PRINTED, render
from python_helpers.errors import FsuError

REASON = "file for the reviewing lawyer"
SIAN = ["SIÂN O'BRIEN", "SIAN O'BRIEN", "+447700900101", "1990-02-03", "N10000001"]


@pytest.fixture
def published(small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The world's release under a published folder of the test's own, whose log it may write."""
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "current").symlink_to(small_world.release.resolve())
    monkeypatch.setenv("FSU_PUBLISHED", str(folder))
    return folder


@pytest.fixture
def release(published: Path) -> Release:
    return Releases().current()


def lines(published: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (published / "audit.jsonl").read_text(encoding="utf-8").splitlines()]


def member(release: Release, which: str = "true") -> str:
    """Key of the first of the cohort of whom a condition holds."""
    found = release.restricted_rows(
        f"select person_key from restricted.fsu_cohort_profiles where {which} order by rank limit 1"
    )
    return str(found[0]["person_key"])


def pack(release: Release, person_key: str, purpose: str = "cps") -> Document:
    return evidence_command.prepare(Request(person_key, purpose, REASON), release, "tester")


def table(document: Document, name: str) -> list[dict[str, Any]]:
    return next(list(given.rows) for given in document.tables if given.name == name)


@pytest.mark.parametrize("which", ["true", "is_under_18", "rank > 400"])
def test_every_figure_is_the_releases_own(release: Release, which: str) -> None:
    """Counts and hours add up to the person's measures, which the pipeline worked out another way."""
    key = member(release, which)
    document = pack(release, key)
    measures = release.row("select * from marts.fsu_person_measures where person_key = ?", [key]) or {}
    *_, total = table(document, "interactions_by_type")
    assert (total["interactions"], total["firm"]) == (measures["volume"], measures["volume_firm"])
    assert total["firm"] + total["likely"] == measures["volume_without_inferences"]
    assert len(table(document, "chronology")) == measures["volume"]
    assert len(table(document, "crimes_as_victim")) == measures["victim_count"]
    assert len(table(document, "crimes_as_suspect")) == measures["suspect_count"]
    assert sum(row["all"] for row in table(document, "interactions_by_month")) == measures["volume"]
    hours = {row["effort"]: row for row in table(document, "hours_by_team")}
    assert hours["Response teams, officer-hours"]["hours"] == measures["response_hours"]
    assert all((row["firm_hours"] or 0) <= (row["hours"] or 0) + 1e-9 for row in hours.values())
    assert all(row["known"] <= row["events"] for row in hours.values())
    assert sum(row["police_hours"] or 0 for row in table(document, "chronology")) == pytest.approx(
        measures["total_hours"]
    )
    assert document.data()["measures"] == measures


def test_it_says_what_the_briefing_paper_says_of_its_example(release: Release) -> None:
    key = member(release, "nominal_ids is not null")
    measures = release.row("select * from marts.fsu_person_measures where person_key = ?", [key]) or {}
    said = " ".join(pack(release, key).sections[0].texts)
    for part in (
        f"{measures['incident_count']} ControlWorks log",
        f"{measures['call_count']} call",
        f"{measures['investigation_count']} investigation",
        f"victim in {measures['victim_count']} crime",
        f"suspect or offender in {measures['suspect_count']} crime",
    ):
        assert part in said


def test_other_people_are_roles_alone(small_world: World, release: Release) -> None:
    everybody = everybody_of(small_world)
    for which in ("true", "is_under_18"):
        key = member(release, which)
        records = release.restricted_rows(
            "select record_id from restricted.fsu_cohort_records where person_key = ?", [key]
        )
        document = pack(release, key)
        others = others_of(small_world, everybody, {row["record_id"] for row in records})
        assert found_in(document, others) == {}
        profile = release.restricted_rows("select * from restricted.fsu_cohort_profiles where person_key = ?", [key])
        assert profile[0]["display_name"] in words_of(document)
    assert set(found_in(document, everybody)) >= {"full name"}, "the search finds the person themselves"


def test_sealed_unknown_and_outside_the_cohort_are_refused_in_the_same_words(
    small_world: World, release: Release, published: Path
) -> None:
    ((sealed,), *_) = small_world.query("select person_key from intermediate.int_identity__sealed_ledger order by all")
    ((outside,), *_) = small_world.query(
        "select person_key from marts.dim_people where person_key not in (select person_key from marts.fsu_cohort)"
        " order by all"
    )
    for nobody in (sealed, outside, "0" * 32, "Sian O'Brien", ""):
        done = CliRunner().invoke(app, ["evidence-pack", nobody, "--purpose", "cps", "--reason", REASON])
        assert isinstance(done.exception, FsuError)
        assert str(done.exception) == NOBODY
        assert done.output == ""
    refused = [{**line, "at": "", "previous": ""} for line in lines(published)]
    assert refused == [refused[0]] * 5
    assert (refused[0]["outcome"], refused[0].get("subject")) == ("refused", None)


def test_the_log_says_to_whom_and_what_for_and_not_about_whom(
    release: Release, published: Path, tmp_path: Path
) -> None:
    key = member(release)
    name = release.restricted_rows(
        "select display_name from restricted.fsu_cohort_profiles where person_key = ?", [key]
    )
    nominal = release.restricted_rows(
        "select item_value from restricted.fsu_cohort_identity where item_type in ('nominal_id', 'phone')"
        " and person_key = ?",
        [key],
    )
    evidence_command.run(Request(key, "dvpn", REASON, "Superintendent on duty"), tmp_path / "out")
    (line,) = lines(published)
    assert [line[field] for field in ("action", "operation", "outcome", "purpose", "people", "recipients")] == [
        *("evidence-pack", "disclosure", "success", f"dvpn: {REASON}", 1, "Superintendent on duty")
    ]
    text = json.dumps(line)
    assert key not in text
    assert audit.about({audit.subject(key)}) == [line]
    for value in (name[0]["display_name"], *(row["item_value"] for row in nominal)):
        with pytest.raises(FsuError, match="not about whom"):
            evidence_command.prepare(Request(key, "cps", f"about {value} again"), release, "tester")
    asked.refuse_values([REASON, "Crown Prosecution Service, Brien Lane"], SIAN)
    for named in ("for O'Brien, Siân", "call 07700 900101", "born 3.2.1990? no: 03/02/1990", "sian o'brien"):
        with pytest.raises(FsuError, match="not about whom"):
            asked.refuse_values([named], SIAN)
    with pytest.raises(FsuError, match="what you need it for"):
        evidence_command.prepare(Request(key, "cps", "xxxxxx"), release, "tester")
    assert len(lines(published)) == 1


def test_who_is_restricted_has_a_pack_as_evidence_alone_and_it_says_so(
    release: Release, published: Path, tmp_path: Path
) -> None:
    key = member(release)
    copy = tmp_path / "copy"
    shutil.copytree((published / "current").resolve(), copy)
    with duckdb.connect(str(copy / "restricted" / "fsu_restricted.duckdb")) as connection:
        connection.execute(
            "update restricted.fsu_cohort_profiles set is_processing_restricted = true where person_key = ?", [key]
        )
    (published / "current").unlink()
    (published / "current").symlink_to(copy)
    marked = Releases().current()
    assert "Processing restricted" in pack(marked, key, "cps").facts
    assert "Processing restricted" not in pack(marked, member(marked, f"person_key <> '{key}'"), "tasking").facts
    with pytest.raises(FsuError, match="restricted"):
        pack(marked, key, "tasking")


def test_a_pack_that_cannot_be_accounted_for_is_not_written(release: Release, published: Path, tmp_path: Path) -> None:
    (published / "audit.jsonl").symlink_to(published / "elsewhere")
    with pytest.raises(FsuError, match="is a link"):
        evidence_command.run(Request(member(release), "cps", REASON), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_files_are_for_their_owner_and_the_same_again(release: Release, tmp_path: Path) -> None:
    request = Request(member(release), "tasking", REASON)
    first = {path.name: path.read_bytes() for path in evidence_command.run(request, tmp_path / "out")}
    again = {path.name: path.read_bytes() for path in evidence_command.run(request, tmp_path / "out")}
    assert first == again
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    assert [path for path in (tmp_path / "out").iterdir() if path.stat().st_mode & 0o077] == []
    pdf = next(content for name, content in first.items() if name.endswith(".pdf"))
    assert pdf.startswith(b"%PDF-1.7")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"pdfuaid:part>1<", b"Evidence pack"):
        assert mark in pdf, "tagged, in a language, titled, and PDF/UA-1 by its own word"
    data = json.loads(next(content for name, content in first.items() if name.endswith(".json")))
    assert data["kind"] == "evidence pack"
    chronology = next(content.decode("utf-8-sig") for name, content in first.items() if "chronology" in name)
    assert len(list(csv.DictReader(io.StringIO(chronology)))) == data["measures"]["volume"]


def of_one_table(*values: str) -> Document:
    rows = [{"value": value, "day": date(2026, 1, 2)} for value in values]
    columns = [Column("value", "Value"), on("day", "Day")]
    section = Section("Values", tables=(Table.of("values", "Values", columns, rows),))
    return Document("test", "Values", date(2026, 10, 1), {"Name": values[0]}, (section,), "Footer")


def test_any_letter_can_be_printed_and_the_data_keeps_it() -> None:
    """A letter without a glyph would stop the page; the ranges that pass for printable are what the typefaces have."""
    printable = "".join(chr(code) for code in range(0x20, 0x3000) if _PRINTED.match(chr(code)))
    assert len(printable) > 600
    document = of_one_table(printable, "李 😀 \x00 \u202e \ue000", "#set page(fill: red) $x$ *b* <a> \\", "=1+1", "")
    assert render(document).startswith(b"%PDF")
    assert document.data()["sections"][0]["tables"]["values"][1]["value"].startswith("李")


def test_no_cell_is_a_formula() -> None:
    document = of_one_table("=1+1", "+44", "-1", "@x", "\tx", "plain")
    (text,) = [content for name, content in files.contents_of(document, "x").items() if name.endswith(".csv")]
    cells = [row["value"] for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))]
    assert cells == ["'=1+1", "'+44", "'-1", "'@x", "'\tx", "plain"]


@pytest.fixture
def opened() -> Iterator[tuple[str, list[str]]]:
    """Address of a source system, and the references that it was asked for."""
    asked: list[str] = []

    class Source(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Source)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def test_deep_links_open_whatever_the_reference_holds(opened: tuple[str, list[str]]) -> None:
    address, asked = opened
    references = [
        "20BW/12345A/26",
        "LOG 42 of 3 Oct",
        "Żółć-Ünal",
        "日/本",
        "a?b#c&d=e+f;g",
        "100%",
        "a\\b",
        "..x/'q\"<>",
    ]
    source = (PROJECT / "macros" / "cross_db" / "url_encode.sql").read_text(encoding="utf-8")
    encode = Environment(autoescape=False).from_string(source).module.default__url_encode("reference")  # type: ignore[attr-defined]  # noqa: S701 - it is SQL
    with duckdb.connect() as connection:
        links = connection.execute(
            f"select '{address}/connect/crime/' || {encode} from (select unnest(?) as reference)", [references]
        ).fetchall()
    for (link,) in links:
        assert link.isascii()
        with urllib.request.urlopen(link) as answer:  # noqa: S310 - our own server
            assert answer.status == 200
    assert [[unquote(part) for part in path.split("/")] for path in asked] == [
        ["", "connect", "crime", reference] for reference in references
    ]


def test_the_chronology_leads_to_the_source_of_each_event(release: Release) -> None:
    document = pack(release, member(release))
    rows = table(document, "chronology")
    assert all(unquote(row["source_url"].rpartition("/")[2]) == row["source_ref"] for row in rows)
    assert all(row["source_url"].isascii() for row in rows)
