"""Conventions of the dbt project that no linter holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from worlds import PROJECT

POSTGRES_NAME_LENGTH = 63
"""A longer name of a relation is an error there, and a unit test becomes a relation of its name."""


TEXTS = {".csv", ".md", ".py", ".sql", ".toml", ".yml"}
DOCUMENT = re.compile(r"\b(\w[\w-]*[.]md)\b")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")
WRITTEN_BY_COMMANDS = {"identity-ablation.md"}


def property_files() -> list[Path]:
    return sorted(path for folder in ("models", "seeds") for path in (PROJECT / folder).rglob("*.yml"))


def listed(kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in property_files():
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for entry in content.get(kind) or []:
            yield path, entry


@pytest.mark.parametrize("kind", ["models", "seeds", "unit_tests"])
def test_names_fit_every_engine(kind: str) -> None:
    names = [entry["name"] for _, entry in listed(kind)]
    assert names
    assert [name for name in names if len(name) > POSTGRES_NAME_LENGTH] == []


def test_what_must_survive_is_safe_from_a_full_refresh() -> None:
    kept = [
        path for path in (PROJECT / "models").rglob("*.sql") if "tags=['state']" in path.read_text(encoding="utf-8")
    ]
    assert "int_identity__key_ledger" in {path.stem for path in kept}
    unprotected = [path.stem for path in kept if "full_refresh=false" not in path.read_text(encoding="utf-8")]
    assert unprotected == []


def test_selectors_name_folders_that_hold_something_and_the_page_lists_them() -> None:
    text = (PROJECT / "selectors.yml").read_text(encoding="utf-8")
    folders = set(re.findall(r"method: path, value: ([\w/]+)", text))
    assert "models/staging" in folders
    held = {folder: {path.suffix for path in (PROJECT / folder).rglob("*")} for folder in folders}
    assert [folder for folder, suffixes in held.items() if not suffixes & {".sql", ".csv"}] == []
    page = (PROJECT / "docs" / "data-team.md").read_text(encoding="utf-8")
    assert [entry["name"] for entry in yaml.safe_load(text)["selectors"] if f"| `{entry['name']}` |" not in page] == []


def test_documents_that_are_named_are_in_the_project() -> None:
    read = [PROJECT / "dbt_project.yml", *PROJECT.glob("*.md")]
    for folder in ("models", "macros", "seeds", "analyses", "docs", "decisions", "python_helpers", "benchmark"):
        read += [path for path in (PROJECT / folder).rglob("*") if path.suffix in TEXTS]
    own = {path.name for path in read if path.suffix == ".md"}
    named = {(path.name, name) for path in read for name in DOCUMENT.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > len(own)
    assert {(path, name) for path, name in named if name not in own | WRITTEN_BY_COMMANDS} == set()


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
