"""Writes the report of a release: a page and its data, and the public record with the release's figures."""

from __future__ import annotations

import json
from pathlib import Path

from python_helpers.report import evaluation
from python_helpers.report.document import Document, to_html
from python_helpers.report.public_record import records
from python_helpers.report.release import open_release
from python_helpers.report.technical_report import technical_report

FOLDER = "report"
REPORT = "technical-report"


def write_report(release: Path, folder: Path, evaluation_file: Path | None = None) -> list[Path]:
    """Write the report of a release into a folder; return its files.

    Args:
        release: a published release, or one that is about to be.
        folder: where the files go; made where it is not there.
        evaluation_file: what `fsu evaluate --json` wrote on this release's warehouse.

    Raises:
        FsuError: there is no release, or the evaluation's file is none.
    """
    with open_release(release) as refresh:
        evaluated = evaluation.read(evaluation_file, refresh.manifest, refresh.threshold)
        documents = {REPORT: technical_report(refresh, evaluated), **records(refresh)}
    folder.mkdir(parents=True, exist_ok=True)
    return [path for name, document in documents.items() for path in _write(folder / name, document)]


def _write(path: Path, document: Document) -> list[Path]:
    page, data = path.with_suffix(".html"), path.with_suffix(".json")
    page.write_text(to_html(document), encoding="utf-8")
    data.write_text(json.dumps(document.data(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return [page, data]
