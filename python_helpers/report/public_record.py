"""The public record: what a force publishes or keeps about the tool, by `records/` and facts of project and release."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from python_helpers.report import promises
from python_helpers.report.document import Column, Document, Section, Table, is_small, share, shown, to_markdown
from python_helpers.report.facts import project_facts
from python_helpers.report.release import Refresh

FOLDER = Path("docs/governance")
MADE_BY = "`make docs`"
RECORDS = (
    "transparency-record",
    "algo-care",
    "impact-assessment",
    "records-of-processing",
    "special-categories-and-children",
    "breach-playbook",
    "information-notice",
)
"""One file of `records/` each, in the order of their use."""

Say = Callable[[str], str]


def records(refresh: Refresh | None = None) -> dict[str, Document]:
    """Every record by its name, with the release's figures where one is given."""
    facts = project_facts(is_as_shipped=refresh is None)
    law = {entry["id"]: entry for entry in _read("law")}
    say = _wording({**facts, "figures": _figures(refresh) if refresh else None}, refresh.threshold if refresh else 0)
    return {name: _record(_read(name), facts, law, say) for name in RECORDS}


def pages() -> dict[Path, str]:
    """The documents of the project, by where they lie."""
    written = {f"{name}.md": document for name, document in records().items()}
    index = Document(
        title="For a force that uses this",
        lead=(
            "What a force publishes, keeps or asks itself. Written from the project's own facts; each release has a "
            "copy with its figures. Answers that only a force can give begin with Open. Nothing here is legal advice.",
        ),
        sections=(
            Section(
                "Documents",
                points=tuple(f"[{document.title}]({name}): {document.lead[0]}" for name, document in written.items()),
            ),
        ),
    )
    documents = {FOLDER / name: document for name, document in {"README.md": index, **written}.items()}
    documents[promises.PAGE] = promises.document()
    return {path: to_markdown(document, MADE_BY) for path, document in documents.items()}


def write_pages(root: Path = Path()) -> list[Path]:
    """Write the documents anew; return those that changed."""
    changed = []
    for path, text in pages().items():
        file = root / path
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            changed.append(file)
    return changed


def _read(name: str) -> Any:  # noqa: ANN401 - a record of its own form
    file = resources.files("python_helpers.report").joinpath("records", f"{name}.yml")
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _wording(values: dict[str, Any], threshold: int) -> Say:
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - pages escape, Markdown is text
    environment.filters["count"] = lambda count: f"fewer than {threshold}" if 0 < count < threshold else f"{count:,}"
    environment.filters["share"] = share
    environment.filters["day"] = lambda day: shown(day, "date")
    return lambda text: " ".join(environment.from_string(text).render(**values).split())


def _figures(refresh: Refresh) -> dict[str, Any] | None:
    """What sentences say of a release; None where it lacks what they need."""
    needed = ("headline", "match_rates", "missed")
    if any(refresh.lacks(name) for name in needed):
        return None
    (headline,) = refresh.rows("headline")
    missed = [row["people_count"] for row in refresh.rows("missed")]
    return {
        **headline,
        "release": refresh.manifest["release"],
        "as_of_date": refresh.as_of_date,
        "version": refresh.manifest.get("versions", {}).get("frequent-service-users", "unknown"),
        "digest": refresh.manifest.get("project_sha256", "unknown")[:16],
        "rates": [row for row in refresh.rows("match_rates") if row["resolved_count"] >= refresh.threshold],
        "missed_count": missed[0] if missed and not any(is_small(missed, refresh.threshold)) else None,
    }


def _record(entry: dict[str, Any], facts: dict[str, Any], law: dict[str, Any], say: Say) -> Document:
    sections = [
        Section(
            heading=section["heading"],
            paragraphs=tuple(map(say, section.get("paragraphs") or [])),
            points=tuple(map(say, section.get("points") or [])),
            tables=(_table(section["table"], facts, say),) if "table" in section else (),
            after=tuple(map(say, section.get("after") or [])),
        )
        for section in entry["sections"]
    ]
    cited = tuple((law[name]["says"], law[name]["source"], law[name]["read"]) for name in entry["cites"])
    sections.append(
        Section(
            heading="What this rests on",
            paragraphs=("Statements on the law and on standards, in this project's words. A lawyer checks each.",),
            tables=(Table("law", "Statements and sources", _columns(["Statement", "Source", "Read"]), cited),),
        )
    )
    return Document(
        title=entry["title"], lead=tuple(said for said in map(say, entry["lead"]) if said), sections=tuple(sections)
    )


def _table(entry: dict[str, Any], facts: dict[str, Any], say: Say) -> Table:
    if "rows_of" in entry:
        rows = _ROWS[entry["rows_of"]](facts)
    else:
        rows = tuple(tuple(say(str(cell)) for cell in row) for row in entry["rows"])
    return Table(entry["caption"].lower().replace(" ", "_"), entry["caption"], _columns(entry["columns"]), rows)


def _columns(headings: list[str]) -> tuple[Column, ...]:
    return tuple(Column(heading.lower(), heading) for heading in headings)


_ROWS: dict[str, Callable[[dict[str, Any]], tuple[tuple[str, ...], ...]]] = {
    "tables": lambda facts: tuple(facts["tables"]),
    "retention": lambda facts: tuple(
        (row["relation"], row["kept_months"] or "always", row["reason"]) for row in facts["retention"]
    ),
    "operations": lambda facts: tuple(
        (operation, ", ".join(commands)) for operation, commands in facts["operations"].items()
    ),
}
"""Rows that the project's own files give."""
