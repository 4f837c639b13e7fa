"""The report of a release: a strict page of its own, data beside it, no small number, and only what was measured."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from worlds import PROJECT, World

from python_helpers.errors import FsuError
from python_helpers.publishing.files import sha256
from python_helpers.report import evaluation
from python_helpers.report.document import (
    WITHHELD,
    Column,
    Document,
    Section,
    Table,
    is_small,
    share,
    to_html,
    to_markdown,
)
from python_helpers.report.release import open_release, query, withheld_rows
from python_helpers.report.write import write_report

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}
LOADED = {"src", "srcset", "data", "poster", "action", "formaction", "background"}


class Page(HTMLParser):
    """What a page is made of; a tag that is not closed in its order is a fault."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, which must be the last one opened."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


def faults_of(text: str) -> list[str]:
    """Why a page is not one that everybody can read without a script and without a network."""
    page = Page(text)
    faults = [f"{tag} is not closed in order" for tag in page.faults + page.open]
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    faults += [f"id {name} twice" for name in sorted({str(name) for name in ids if ids.count(name) > 1})]
    if [attributes.get("lang") for attributes in page.all("html")] != ["en-GB"] or len(page.all("title")) != 1:
        faults.append("no language or title")
    levels = [int(tag[1]) for tag, _ in page.tags if tag in {"h1", "h2", "h3", "h4"}]
    if levels.count(1) != 1 or levels[0] != 1 or any(after - before > 1 for before, after in pairwise(levels)):
        faults.append("headings leave out a level")
    for tag, attributes in page.tags:
        addresses = [attributes[name] or "" for name in LOADED & set(attributes)] + [attributes.get("href") or ""]
        faults += [
            f"{tag} loads {address}" for address in addresses if address not in {"", "data:,"} and address[0] != "#"
        ]
        faults += [f"{tag} has {name}" for name in attributes if name.startswith("on")]
    faults += [f"{tag} there" for tag, _ in page.tags if tag in {"script", "iframe", "object", "embed", "base", "form"}]
    faults += [
        f"{address} leads nowhere" for address in (a.get("href") or "" for a in page.all("a")) if address[1:] not in ids
    ]
    faults += [
        "a heading of no scope" for attributes in page.all("th") if attributes.get("scope") not in {"col", "row"}
    ]
    if len(page.all("caption")) != len(page.all("table")):
        faults.append("a table without a caption")
    return faults


@pytest.fixture(scope="module")
def report(small_world: World) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((small_world.release / "report" / "technical-report.json").read_text())
    return content


def tables(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {table["name"]: table for section in report["sections"] for table in section["tables"]}


def test_a_release_has_its_report_and_the_manifest_vouches_for_it(small_world: World) -> None:
    manifest = json.loads((small_world.release / "manifest.json").read_text())
    named = {entry["file"]: entry["sha256"] for entry in manifest["report"]}
    files = {f"report/{path.name}": sha256(path) for path in (small_world.release / "report").iterdir()}
    assert {"report/technical-report.html", "report/technical-report.json"} <= set(named)
    assert named == files
    assert {path.stat().st_mode & 0o777 for path in (small_world.release / "report").iterdir()} == {0o444}


def test_every_page_reads_without_a_script_and_loads_nothing(small_world: World) -> None:
    pages = sorted((small_world.release / "report").glob("*.html"))
    assert pages
    assert {page.name: faults_of(page.read_text(encoding="utf-8")) for page in pages} == {
        page.name: [] for page in pages
    }


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("<script></script>", "script there"),
        ('<img src="https://example.org/a.png">', "img loads https://example.org/a.png"),
        ('<a href="#nowhere">x</a>', "#nowhere leads nowhere"),
        ("<table><tr><th>x</th></tr></table>", "a table without a caption"),
        ("<h4>x</h4>", "headings leave out a level"),
        ("<p><b></p></b>", "p is not closed in order"),
        ('<p onclick="x">y</p>', "p has onclick"),
    ],
)
def test_what_makes_a_page_unfit_is_found(broken: str, said: str) -> None:
    text = to_html(Document("Title", ("Lead.",), (Section("One"),)))
    assert faults_of(text) == []
    assert said in faults_of(text.replace("</main>", f"{broken}</main>"))


def test_every_table_of_the_report_is_of_this_release(report: dict[str, Any]) -> None:
    spec = yaml.safe_load((PROJECT / "python_helpers" / "report" / "technical_report.yml").read_text(encoding="utf-8"))
    asked = {table["name"] for section in spec["sections"] for table in section.get("tables") or []}
    assert asked <= set(tables(report))
    queries = {path.stem for path in (PROJECT / "python_helpers" / "report" / "sql").glob("*.sql")}
    assert queries == asked | {"headline", "worst_findings"}
    for name in (
        "sources",
        "rules",
        "guards",
        "match_rates",
        "match_rates_by_month",
        "weights",
        "sensitivity",
        "missed",
    ):
        assert tables(report)[name]["rows"], name
    assert len(next(s for s in report["sections"] if s["heading"] == "Three findings to read first")["points"]) == 3


def test_records_by_rule_and_by_source_are_the_same_records(small_world: World, report: dict[str, Any]) -> None:
    resolved = small_world.query("select sum(resolved_count) from governance.gov_match_rates")[0][0]
    by_strength = [row[1] for row in tables(report)["strengths"]["rows"]]
    assert sum(by_strength) == resolved


def test_no_count_of_a_table_is_small(report: dict[str, Any]) -> None:
    """Limits of seeds and lists of codes aside, which count nobody."""
    threshold = report["small_number_threshold"]
    limits = {"max_distinct_names", "code_count"}
    small = [
        (table["name"], column["name"], cell)
        for table in tables(report).values()
        for row in table["rows"]
        for column, cell in zip(table["columns"], row, strict=True)
        if column["kind"] == "count" and column["name"] not in limits and isinstance(cell, int) and 0 < cell < threshold
    ]
    assert small == []
    assert any(WITHHELD in row for table in tables(report).values() for row in table["rows"])


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        ([10, 20, 30], [False, False, False]),
        ([3, 20, 30], [True, True, False]),
        ([0, 20, 30], [False, False, False]),
        ([1, 1, 30, 40], [True, True, True, False]),
        ([None, 2], [False, True]),
        ([4, 4, 30], [True, True, False]),
    ],
)
def test_a_small_number_goes_with_what_would_give_it_away(counts: list[int | None], withheld: list[bool]) -> None:
    assert is_small(counts, 5) == withheld


def test_what_goes_with_a_small_number_is_withheld_in_its_row_and_column() -> None:
    rows = [{"a": 3, "b": 0.5, "c": 96}, {"a": 50, "b": 0.2, "c": 60}, {"a": 70, "b": 0.3, "c": 2}]
    assert withheld_rows(rows, {"alone": {"a": ["b"]}}, 5)[0] == {"a": WITHHELD, "b": WITHHELD, "c": 96}
    assert [row["a"] for row in withheld_rows(rows, {"parts": {"a": []}}, 5)] == [WITHHELD, WITHHELD, 70]
    across = {"across": [{"counts": ["a", "c"], "with": ["b"]}]}
    assert withheld_rows(rows, across, 5)[2] == {"a": WITHHELD, "b": WITHHELD, "c": WITHHELD}
    assert withheld_rows(rows, across, 5)[1] == rows[1]


def test_what_names_a_column_names_one_that_there_is(small_world: World) -> None:
    """A column that is to be withheld and is misspelt would be shown."""
    spec = yaml.safe_load((PROJECT / "python_helpers" / "report" / "technical_report.yml").read_text(encoding="utf-8"))
    with open_release(small_world.release) as refresh:
        for section in spec["sections"]:
            for table in section.get("tables") or []:
                given = {row[0] for row in refresh.connection.execute(f"describe {query(table['name'])}").fetchall()}
                small = table.get("small") or {}
                named = set(table["columns"])
                for rule in ("alone", "parts"):
                    for count, others in (small.get(rule) or {}).items():
                        named |= {count, *others}
                for rule in small.get("across") or []:
                    named |= {*rule["counts"], *rule.get("with", [])}
                assert named - given == set(), table["name"]
                counts = {name for name, heading in table["columns"].items() if heading[1:] == ["count"]}
                assert counts - guarded(small) - {"max_distinct_names", "cohort_count"} == set(), table["name"]


def guarded(small: dict[str, Any]) -> set[str]:
    """Columns that small numbers are withheld from."""
    of_rows = {
        name
        for rule in ("alone", "parts")
        for count, others in (small.get(rule) or {}).items()
        for name in (count, *others)
    }
    return of_rows | {name for rule in small.get("across") or [] for name in rule["counts"]}


def test_the_same_release_gives_the_same_report(small_world: World, tmp_path: Path) -> None:
    write_report(small_world.release, tmp_path)
    for written in tmp_path.iterdir():
        assert written.read_bytes() == (small_world.release / "report" / written.name).read_bytes()


def test_only_an_evaluation_of_this_very_release_is_shown(small_world: World, tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    truth = small_world.raw.with_name("raw_truth")
    small_world.run("fsu", "evaluate", str(truth), "--json", str(file), "--quiet")
    with open_release(small_world.release) as refresh:
        manifest = refresh.manifest
    measured = evaluation.read(file, manifest, 5)
    assert measured.figures
    assert {table.name for table in evaluation.tables(measured)} >= {"pairs", "measured_people", "by_name_origin"}
    for name, other in (("delivery_id", "f" * 16), ("as_of_date", "2020-01-01"), ("project_sha256", "0")):
        refused = evaluation.read(file, manifest | {name: other}, 5)
        assert evaluation.tables(refused) == []
        assert "of another delivery" in evaluation.sentences(refused)[0]
    assert "Nobody has measured" in evaluation.sentences(evaluation.read(None, manifest, 5))[0]


def test_of_real_people_small_groups_of_an_evaluation_are_withheld() -> None:
    group = {"precision": 1.0, "recall": 0.5, "share_with_two_true_persons": 0.0, "cohort_recall": None}
    figures = {
        "pairs": {"precision": 1.0, "recall": 0.5, "f1": 0.6},
        "people": {"share_with_two_true_persons": 0.0, "share_with_two_true_persons_by_firm_links": 0.0},
        "calls": {"attributed_share": 0.5, "rightly_attributed_share": 0.9},
        "by_name_band": [
            group | {"group_name": name, "people_of_many_records": people}
            for name, people in (("1", 90), ("2", 40), ("3", 2))
        ],
    }
    (shown,) = [t for t in evaluation.tables(evaluation.Evaluated(figures, threshold=5)) if t.name == "by_name_band"]
    assert [row[1] for row in shown.rows] == [90, WITHHELD, WITHHELD]


def test_where_there_is_no_release_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(FsuError, match="is no release"):
        write_report(tmp_path, tmp_path / "out")


def test_markdown_keeps_a_table_whole() -> None:
    table = Table("t", "Caption", (Column("a", "A"), Column("b", "B", "share")), (("x|y", 0.0004), ("z", 0.9996)))
    text = to_markdown(Document("Title", ("Lead.",), (Section("One", tables=(table,)),)), "a test")
    assert "| x\\|y | under 0.1% |" in text
    assert "| z | over 99.9% |" in text
    assert share(0.5) == "50.0%"


def test_what_a_release_lacks_is_named_in_the_place_of_the_table(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "fsu.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute("create schema governance")
        connection.execute(
            "create table governance.gov_definitions (kind varchar, name varchar, value varchar, meaning varchar)"
        )
    (tmp_path / "manifest.json").write_text('{"as_of_date": "2026-10-01", "is_synthetic": false, "release": "small"}')
    write_report(tmp_path, tmp_path / "out")
    page = (tmp_path / "out" / "technical-report.html").read_text(encoding="utf-8")
    assert "This release does not hold governance.gov_row_counts, marts.dim_labels." in page
    assert "This is the first refresh." in page
    assert faults_of(page) == []


def test_the_report_reads_what_its_exposure_names() -> None:
    exposures = yaml.safe_load((PROJECT / "models" / "marts" / "exposures.yml").read_text(encoding="utf-8"))[
        "exposures"
    ]
    (named,) = [exposure["depends_on"] for exposure in exposures if exposure["name"] == "technical_report"]
    read = {
        relation
        for path in (PROJECT / "python_helpers" / "report" / "sql").glob("*.sql")
        for relation in re.findall(
            r"\b(?:from|join) (?:marts|governance|qlik)\.(\w+)", path.read_text(encoding="utf-8")
        )
    }
    assert read == {re.sub(r"ref\('(\w+)'\)", r"\1", name) for name in named}
