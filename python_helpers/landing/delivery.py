"""A new delivery, from the extracts' headers to its manifest, written into a folder that nobody reads yet."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.landing import inputs, rows
from python_helpers.landing.contract import Table
from python_helpers.landing.findings import Findings
from python_helpers.landing.layout import Layout, read_layout
from python_helpers.landing.profile import ProfileRow, profile_table, row_name
from python_helpers.landing.references import measure_references
from python_helpers.landing.request import LANDING_FORM, Progress, Request
from python_helpers.landing.store import Store, write_json

_BOUNDS = "If the extract is right, the bound is in python_helpers/landing/expectations.yml."


def write_delivery(
    request: Request, store: Store, folder: Path, findings: Findings, progress: Progress
) -> dict[str, Any]:
    """Write tables, verdict and manifest into `folder`; the manifest.

    Raises:
        LandingError: with every problem found, those already in `findings` included.
    """
    before = _comparable_delivery(request, store, findings)
    tables, profile = _write_tables(request, _profile_of(store, before), folder, findings, progress)
    for file in request.everything:
        if not file.is_unchanged():
            what = "changed while it was being read."
            findings.problem(file.label, what, "Land again when it has been copied completely.")
    findings.stop_on_problems()
    request.asked.as_of.check(profile, findings)
    findings.stop_on_problems()
    progress("judging the delivery")
    outcome = _judge(request, store, folder, profile, findings)
    newest = [row["latest"] for row in profile if row["level"] == "table" and row["latest"]]
    manifest = {
        "delivery_id": request.delivery_id,
        "is_synthetic": request.is_synthetic,
        "previous_delivery_id": before.get("delivery_id", ""),
        "contract_digest": request.contract.digest,
        "landing_form": LANDING_FORM,
        "health_codes": "those of themes in force" if request.health.kept else "dropped",
        "outcome": outcome,
        "accepted_empty": sorted(request.accept_empty),
        "ignored": sorted(request.asked.ignored),
        "newest_extracted_at": max(newest, default=""),
        "warnings": [asdict(warning) for warning in findings.warnings],
        "tables": tables,
    }
    write_json(folder / "manifest.json", manifest)
    return manifest


def _comparable_delivery(request: Request, store: Store, findings: Findings) -> dict[str, Any]:
    """Manifest of the current delivery; empty where it is of the other kind, real or synthetic."""
    before = store.manifest(store.current_id())
    if before and before["is_synthetic"] != request.is_synthetic:
        kinds = {True: "synthetic", False: "real"}
        findings.warn(
            str(request.raw_dir),
            f"holds {kinds[request.is_synthetic]} extracts, and the delivery before was"
            f" {kinds[not request.is_synthetic]}: the two were not compared.",
        )
        return {}
    return before


def _profile_of(store: Store, manifest: dict[str, Any]) -> dict[str, ProfileRow]:
    verdict = store.verdict(manifest.get("delivery_id", ""))
    return {row_name(row): row for row in verdict.get("profile", [])}


def _write_tables(
    request: Request, previous: dict[str, ProfileRow], folder: Path, findings: Findings, progress: Progress
) -> tuple[list[dict[str, Any]], list[ProfileRow]]:
    """Land every table that can be read; what each brought, and the profile of all."""
    tables: list[dict[str, Any]] = []
    profile: list[ProfileRow] = []
    with rows.scratch(folder) as (connection, links):
        progress("reading the headers")
        layouts = _read_layouts(connection, request, links, findings)
        for table, readable in layouts.items():
            if not readable:
                continue
            progress(f"landing {table.label}")
            absent = rows.check_columns(table, readable, findings)
            target = folder / table.system / table.name / "part-0.parquet"
            target.parent.mkdir(parents=True)
            closed = [replace(layout, columns=request.health.cleaned(table, layout.columns)) for layout in readable]
            row_count = rows.write_rows(connection, table, closed, target, findings)
            if row_count == 0:
                _check_emptiness(request, table, previous, findings)
            if row_count is None or findings.problems:
                continue  # go on to find other tables' problems; nothing of this will be judged
            profiled = profile_table(connection, table, target, previous)
            for row in profiled:
                row["is_accepted"] = not {table.label, row_name(row)}.isdisjoint(request.accept_empty)
            profile.extend(profiled)
            _warn_of_numbers(readable, profiled, findings)
            entry = {
                "system": table.system,
                "table": table.name,
                "file": str(target.relative_to(folder)),
                "rows": row_count,
                "bytes": target.stat().st_size,
                "columns_absent": list(absent),
                "columns_not_read": sorted({name for layout in readable for name in layout.not_read}),
            }
            tables.append(entry | {"inputs": [_input_entry(request, layout) for layout in readable]})
        if not findings.problems:
            progress("following the references")
            measure_references(connection, folder, profile, request.accept_empty)
    return tables, profile


def _read_layouts(
    connection: duckdb.DuckDBPyConnection, request: Request, links: Path, findings: Findings
) -> dict[Table, list[Layout]]:
    """Each file is read through a link with a plain name: quotes and wildcards of its own never reach SQL."""
    damaged = inputs.damaged_gzip(request.everything, findings)
    layouts: dict[Table, list[Layout]] = {}
    for table, files in request.files.items():
        layouts[table] = []
        for position, file in enumerate(files):
            if file.label in damaged:
                continue
            link = links / f"{table.system}-{table.name}-{position}.{file.format}"
            link.symlink_to(file.path)
            layout = read_layout(connection, table, file, link, findings)
            if layout:
                layouts[table].append(layout)
    return layouts


def _input_entry(request: Request, layout: Layout) -> dict[str, Any]:
    file = layout.file
    return {"file": file.label, "bytes": file.size, "sha256": request.digests[file.label]}


def _warn_of_numbers(layouts: list[Layout], profiled: list[ProfileRow], findings: Findings) -> None:
    filled = {row["column"] for row in profiled if row["level"] == "column" and row["distinct_count"]}
    for layout in layouts:
        numbers = [column for column in layout.as_numbers if column in filled]
        if numbers:
            what = f"holds numbers in {', '.join(numbers)}: zeros at the front, if there were any, are lost."
            findings.warn(layout.file.label, what, "Extract such columns as text.")


def _check_emptiness(request: Request, table: Table, previous: dict[str, ProfileRow], findings: Findings) -> None:
    where = f"{table.system}/{table.name}"
    rows_before = previous.get(table.label, {}).get("row_count", 0)
    if rows_before and table.label not in request.accept_empty:
        what = f"has a header and no rows, while the delivery before had {rows_before:,} rows."
        findings.problem(where, what, f"Extract it again, or accept it: fsu land RAW_DIR --accept-empty {table.label}")
    else:
        findings.warn(where, "has a header and no rows.")


def _judge(request: Request, store: Store, folder: Path, profile: list[ProfileRow], findings: Findings) -> str:
    """Have the profile judged and keep the verdict beside the tables; the outcome.

    Raises:
        LandingError: a critical expectation was missed; the verdict is kept, the tables are not.
    """
    from python_helpers.landing.judge import judge  # noqa: PLC0415 -- imports Great Expectations, which takes seconds
    from python_helpers.landing.verdict_page import figure, likely_cause, render_verdict  # noqa: PLC0415

    verdict = judge(request.delivery_id, profile)
    write_json(folder / "verdict.json", verdict.to_json())
    page = render_verdict(verdict, findings.warnings, is_synthetic=request.is_synthetic)
    (folder / "verdict.html").write_text(page, encoding="utf-8")
    rows = {row_name(row): row for row in profile}
    is_refused = verdict.outcome == "refused"
    kept = store.keep_refusal(folder) if is_refused else None
    for judgement in verdict.failed("critical" if is_refused else "warning"):
        for failure in judgement.failures:
            found = f"{judgement.measure} is {figure(judgement.measure, failure.value)}. Expected: {judgement.says}"
            found += likely_cause(judgement.measure, rows[failure.where])
            if is_refused:
                remedy = judgement.remedy.format(where=failure.where)
                looked_at = f"Look at {kept}, and extract it again. {_BOUNDS}"
                findings.problem(failure.where, found, f"{remedy} {looked_at}".strip())
            else:
                findings.warn(failure.where, found)
    findings.stop_on_problems()
    return verdict.outcome
