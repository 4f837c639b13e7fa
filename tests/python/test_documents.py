"""What a stranger reads first holds together: links, decisions, selectors, the first page of dbt's docs."""

from __future__ import annotations

import re

import yaml
from known_tests import known_tests
from worlds import PROJECT

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), *(PROJECT / "decisions").glob("*.md")]
    links = [(page, link) for page in pages for link in LINK.findall(page.read_text(encoding="utf-8"))]
    assert len(links) > len(pages) // 2
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_models_that_the_overview_leads_to_are_in_the_project() -> None:
    text = (PROJECT / "models" / "overview.md").read_text(encoding="utf-8")
    named = set(re.findall(r"#!/model/model[.]frequent_service_users[.](\w+)", text))
    assert named
    assert named - {path.stem for path in (PROJECT / "models").rglob("*.sql")} == set()


def test_every_decision_is_a_page_in_the_index_under_its_title() -> None:
    pages = sorted((PROJECT / "decisions").glob("*.md"))
    expected = []
    for number, page in enumerate(pages, 1):
        title, *_ = page.read_text(encoding="utf-8").removeprefix("# ").splitlines()
        assert page.name.startswith(f"{number:04d}-"), "numbered without a gap, drafts too"
        expected.append(f"- [{number:04d}](decisions/{page.name}) {title}")
    index = (PROJECT / "DECISIONS.md").read_text(encoding="utf-8").splitlines()
    assert expected
    assert sorted(line for line in index if line.startswith("- ")) == expected


def test_every_decision_says_what_why_and_what_was_rejected() -> None:
    status = re.compile(r"# \S.*\n\nStatus: (accepted|superseded by [^,]+), \d{4}-\d\d-\d\d\n")
    unlike = []
    for page in sorted((PROJECT / "decisions").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        headings, bodies = (re.split(r"^## (.+)\n", text, flags=re.MULTILINE)[start::2] for start in (1, 2))
        whole = headings == ["Decision", "Why", "Rejected"] and all(body.strip() for body in bodies)
        if not (whole and status.match(text)):
            unlike.append(page.name)
    assert unlike == []


def test_selectors_name_folders_that_hold_something_and_the_page_lists_them() -> None:
    text = (PROJECT / "selectors.yml").read_text(encoding="utf-8")
    folders = set(re.findall(r"method: path, value: ([\w/]+)", text))
    assert "models/staging" in folders
    held = {folder: {path.suffix for path in (PROJECT / folder).rglob("*")} for folder in folders}
    assert [folder for folder, suffixes in held.items() if not suffixes & {".sql", ".csv"}] == []
    page = (PROJECT / "docs" / "data-team.md").read_text(encoding="utf-8")
    assert [entry["name"] for entry in yaml.safe_load(text)["selectors"] if f"| `{entry['name']}` |" not in page] == []


def test_what_holds_a_promise_is_there() -> None:
    """A test that was renamed or removed would leave its promise without anybody who notices."""
    page = (PROJECT / "docs" / "promises-kept.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in page.splitlines() if line.startswith("| ")]
    promises = [
        (promise, re.findall(r"`([\w.]+(?:::\w+)?)`", held)) for promise, _, held in rows if promise != " promise "
    ]
    assert len(promises) > 40
    assert [promise for promise, tests in promises if not tests] == []
    assert {name for _, tests in promises for name in tests} - known_tests() == set()


def test_what_holds_an_attack_off_is_there() -> None:
    page = (PROJECT / "docs" / "attacks-tried.md").read_text(encoding="utf-8")
    (_, *rows) = [line.split("|")[1:-1] for line in page.splitlines() if line.startswith("| ")]
    assert len(rows) > 15
    named = {test for *_, here in rows for test in re.findall(r"`([\w.]+::\w+)`", here)}
    assert len(named) > 10
    assert named - known_tests() == set()
