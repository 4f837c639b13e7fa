"""The public record and the index of promises: as the project says, with every name in them one that there is."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from known_tests import known_tests
from typer.main import get_command
from worlds import PROJECT, World

from python_helpers.cli import app
from python_helpers.report import promises, public_record
from python_helpers.report.release import open_release

RECORDS = PROJECT / "python_helpers" / "report" / "records"
CODE = re.compile("`([^`]+)`")
COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]


TEMPLATE = [
    *("0.1 ID", "0.2 Standard version", "0.3 Organisation type", "0.4 Function", "0.5 Capability", "0.6 Task"),
    *("0.7 Tags", "0.8 Date of completion", "0.9 Date updated", "0.10 Date archived", "0.11 Title"),
    *("0.12 Organisation name", "0.13 Phase", "0.14 Region", "0.15 One sentence description"),
    *("1.1 Name", "1.2 Description", "1.3 Website URL", "1.4 Contact email"),
    *("2.1.1 Organisation or department", "2.1.2 Team", "2.1.3 Senior responsible owner"),
    *("2.1.4 External supplier involvement", "2.1.4.1 External supplier", "2.1.4.2 Companies House Number"),
    *("2.1.4.3 External supplier role", "2.1.4.4 Procurement procedure type", "2.1.4.5 Data access terms"),
    *("2.2.1 Detailed description", "2.2.2 Scope", "2.2.3 Benefit", "2.2.4 Previous process"),
    "2.2.5 Alternatives considered",
    *("2.3.1 Process integration", "2.3.2 Provided information", "2.3.3 Frequency and scale of usage"),
    *("2.3.4 Human decisions and review", "2.3.5 Required training", "2.3.6 Appeals and review"),
    *("2.4.1.1 System architecture", "2.4.1.2 Phase", "2.4.1.3 Maintenance", "2.4.1.4 Models"),
    *("2.4.2.1 Model name", "2.4.2.2 Model version", "2.4.2.3 Model task", "2.4.2.4 Model input"),
    *("2.4.2.5 Model output", "2.4.2.6 Model architecture", "2.4.2.7 Model performance", "2.4.2.8 Datasets"),
    "2.4.2.9 Dataset purposes",
    *("2.4.3.1 Source data name", "2.4.3.2 Data modality", "2.4.3.3 Data description", "2.4.3.4 Data quantities"),
    *("2.4.3.5 Sensitive attributes", "2.4.3.6 Data completeness and representativeness", "2.4.3.7 Source data URL"),
    *("2.4.3.8 Data collection", "2.4.3.9 Data cleaning", "2.4.3.10 Data sharing agreements"),
    *("2.4.3.11 Data access and storage", "2.5.1 Impact assessment", "2.5.2 Risks and mitigations"),
]
"""Fields of the transparency standard's template, version 3.0, as its repository lists them."""


def read(name: str) -> Any:  # noqa: ANN401 - a record of its own form
    return yaml.safe_load((RECORDS / f"{name}.yml").read_text(encoding="utf-8"))


def test_the_public_record_is_what_the_project_says() -> None:
    """`make docs` writes it; whoever changes a rule, a scheme or a promise writes it anew."""
    differ = [
        str(path)
        for path, text in public_record.pages().items()
        if not (PROJECT / path).is_file() or (PROJECT / path).read_text(encoding="utf-8") != text
    ]
    assert differ == []
    lying = {path.name for path in (PROJECT / public_record.FOLDER).iterdir()}
    assert lying == {path.name for path in public_record.pages() if path.parent == public_record.FOLDER}


def test_every_row_of_the_paper_is_somewhere_and_held_by_a_test() -> None:
    rows = promises.rows()
    assert len(rows) == 30
    assert [row["asks"] for row in rows if not row["tests"]] == []
    assert [row["asks"] for row in rows if not any(row.get(kind) for kind in ("models", "commands", "docs"))] == []


@pytest.mark.parametrize(
    ("kind", "there"),
    [
        ("models", {path.stem for path in (PROJECT / "models").rglob("*.sql")}),
        ("seeds", {path.stem for path in (PROJECT / "seeds").rglob("*.csv")}),
        ("commands", COMMANDS),
        ("docs", {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "docs").rglob("*.md")}),
        ("tests", known_tests()),
    ],
)
def test_what_a_promise_names_is_there(kind: str, there: set[str]) -> None:
    named = {name for row in promises.rows() for name in row.get(kind, [])}
    assert named
    assert named - there == set()


def test_tests_and_commands_that_the_records_name_are_there() -> None:
    named = {
        name
        for path in RECORDS.glob("*.yml")
        for text in CODE.findall(path.read_text(encoding="utf-8"))
        for name in text.split()[:2]
    }
    tests = {name for name in named if "::" in name}
    assert len(tests) > 20
    assert tests - known_tests() == set()
    commands = {
        text.split()[1]
        for path in RECORDS.glob("*.yml")
        for text in CODE.findall(path.read_text(encoding="utf-8"))
        if text.startswith("fsu ")
    }
    assert commands
    assert commands - COMMANDS == set()


def test_each_risk_has_its_measure_and_its_test() -> None:
    (table,) = [section["table"] for section in read("impact-assessment")["sections"] if "table" in section]
    for risk, measure, tests in table["rows"]:
        assert measure, risk
        assert set(CODE.findall(tests)) & known_tests() == set(CODE.findall(tests)) != set(), risk


def test_each_statement_on_the_law_says_where_and_when_it_was_read() -> None:
    law = {entry["id"]: entry for entry in read("law")}
    assert [name for name, entry in law.items() if not (entry["says"] and entry["source"] and entry["read"])] == []
    cited = {name for record in public_record.RECORDS for name in read(record)["cites"]}
    assert cited - set(law) == set()
    assert set(law) - cited == set(), "a statement that no document makes"
    dated = re.compile(r"20\d\d|not read here; check|docs/")
    assert [name for name, entry in law.items() if not dated.search(entry["read"])] == []


def test_the_transparency_record_has_the_fields_of_its_template_in_their_order() -> None:
    """Each model and each data set answers the fields of its section anew."""
    (*sections, _in_version_4) = read("transparency-record")["sections"]
    answered = [(section["heading"], row[0]) for section in sections for row in section["table"]["rows"]]
    assert list(dict.fromkeys(field for _, field in answered)) == TEMPLATE
    for part in ("2.4.2.", "2.4.3."):
        fields = [field for field in TEMPLATE if field.startswith(part)]
        told = [field for _, field in answered if field.startswith(part)]
        assert told == 2 * fields


def test_what_only_a_force_can_say_is_open() -> None:
    rows = {row[0]: row[1] for section in read("transparency-record")["sections"] for row in section["table"]["rows"]}
    for field in ("0.12 Organisation name", "0.13 Phase", "1.4 Contact email", "2.1.3 Senior responsible owner"):
        assert rows[field].startswith("Open: "), field
    assert any("Open:" in point for s in read("algo-care")["sections"] for point in s["points"])
    headings = [section["heading"] for section in read("algo-care")["sections"]]
    assert "".join(heading[0] for heading in headings) == "ALGOCARE"


def test_a_release_has_the_record_with_its_own_figures(small_world: World) -> None:
    for name in public_record.RECORDS:
        assert (small_world.release / "report" / f"{name}.html").is_file()
    record = json.loads((small_world.release / "report" / "transparency-record.json").read_text())
    said = json.dumps(record)
    with open_release(small_world.release) as refresh:
        (headline,) = refresh.rows("headline")
        assert f"{headline['people_count']:,} people" in said
        assert refresh.manifest["release"] in said
    assert "Each release has a copy" not in said
