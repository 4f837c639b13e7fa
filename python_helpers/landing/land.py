"""`fsu land`: one folder of extracts becomes the current delivery, whole, or everything stays as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.landing import inputs, rows
from python_helpers.landing.contract import Contract, Table, load_contract
from python_helpers.landing.findings import Finding, Findings, LandingError
from python_helpers.landing.inputs import InputFile
from python_helpers.landing.layout import Layout, read_layout
from python_helpers.landing.profile import ProfileRow, profile_table, row_name
from python_helpers.landing.store import KEPT_DELIVERIES, Store, write_json

LANDING_FORM = "1"
"""Raise it when the same extracts would land as other rows, so that they land anew."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Landed:
    """What a landing did. `action` is `landed`, `unchanged` (it was current already) or `switched back`."""

    action: str
    delivery_id: str
    folder: Path
    manifest: dict[str, Any]


@dataclass(frozen=True)
class _Request:
    raw_dir: Path
    contract: Contract
    files: dict[Table, list[InputFile]]
    digests: dict[str, str]
    accept_empty: frozenset[str]
    is_synthetic: bool

    @property
    def delivery_id(self) -> str:
        """From content alone: which bytes each table has, under which contract; files' names and times do not count."""
        parts = [
            LANDING_FORM,
            self.contract.digest,
            self.is_synthetic,
            [[table.label, sorted(self.digests[file.label] for file in files)] for table, files in self.files.items()],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def land(
    raw_dir: Path, landing_dir: Path, accept_empty: Sequence[str] = (), progress: Progress = lambda _: None
) -> Landed:
    """Land the extracts in `raw_dir` and make them current.

    Args:
        raw_dir: folder with a folder a system, in it a folder a table, in it .parquet, .csv or .csv.gz files.
        landing_dir: the landing folder (`FSU_LANDING`).
        accept_empty: labels of tables that may be empty although the delivery before had rows.
        progress: told what is being done, a few words at a time.

    Raises:
        LandingError: with every problem found; nothing that a reader of the landing folder sees has changed.
    """
    contract = load_contract()
    store = Store(landing_dir)
    findings = Findings()
    _check_arguments(contract, raw_dir, landing_dir, accept_empty, findings)
    files = inputs.find_inputs(raw_dir, contract, findings)
    if not raw_dir.is_dir():
        findings.stop_on_problems()
    with store.locked():
        progress("reading the files' digests")
        everything = [file for listed in files.values() for file in listed]
        digests = inputs.digest_files(everything)
        request = _Request(raw_dir, contract, files, digests, frozenset(accept_empty), inputs.is_synthetic(raw_dir))
        if not findings.problems and store.is_whole(request.delivery_id):
            return _reuse(store, request.delivery_id)
        with store.workspace() as folder:
            return _land_anew(store, request, folder, findings, progress)


def _check_arguments(
    contract: Contract, raw_dir: Path, landing_dir: Path, accept_empty: Sequence[str], findings: Findings
) -> None:
    known = {table.label for table in contract.tables}
    for label in accept_empty:
        if label not in known:
            findings.problem(
                f"--accept-empty {label}",
                "names no table of the contract.",
                "The tables are: " + ", ".join(sorted(known)) + ".",
            )
    raw, landing = raw_dir.resolve(), landing_dir.resolve()
    if raw == landing or raw in landing.parents or landing in raw.parents:
        findings.problem(
            str(raw_dir),
            f"and the landing folder {landing_dir} lie in one another.",
            "Keep extracts and landing folder apart.",
        )
    findings.stop_on_problems()


def _reuse(store: Store, delivery_id: str) -> Landed:
    manifest = store.manifest(delivery_id)
    action = "unchanged"
    if store.current_id() != delivery_id:
        store.make_current(delivery_id, _summary(manifest))
        action = "switched back"
    return Landed(action, delivery_id, store.deliveries / delivery_id, manifest)


def _land_anew(store: Store, request: _Request, folder: Path, findings: Findings, progress: Progress) -> Landed:
    before = store.manifest(store.current_id())
    if before and before["is_synthetic"] != request.is_synthetic:
        kinds = {True: "synthetic", False: "real"}
        findings.warn(
            str(request.raw_dir),
            f"holds {kinds[request.is_synthetic]} extracts while the delivery before was {kinds[before['is_synthetic']]}; "
            "the two were not compared.",
        )
        before = {}
    verdict_before = store.verdict(before.get("delivery_id", ""))
    previous = {row_name(row): row for row in verdict_before.get("profile", [])}
    spill = folder / "spill"
    spill.mkdir()
    (folder / "links").mkdir()
    with rows.connect(spill) as connection:
        layouts = _read_layouts(connection, request, folder / "links", findings, progress)
        tables, profile = _write_tables(connection, request, layouts, folder, previous, findings, progress)
    _check_emptiness(request, tables, before, findings)
    for listed in request.files.values():
        for file in listed:
            if not file.is_unchanged():
                findings.problem(
                    file.label, "changed while it was being read.", "Land again when it has been copied completely."
                )
    findings.stop_on_problems()
    spill.rmdir()
    for link in (folder / "links").iterdir():
        link.unlink()
    (folder / "links").rmdir()
    return _judge_and_switch(store, request, folder, tables, profile, before, findings, progress)


def _read_layouts(
    connection: duckdb.DuckDBPyConnection, request: _Request, links: Path, findings: Findings, progress: Progress
) -> dict[Table, list[Layout]]:
    progress("reading the headers")
    damaged = inputs.damaged_gzip((file for listed in request.files.values() for file in listed), findings)
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


def _write_tables(
    connection: duckdb.DuckDBPyConnection,
    request: _Request,
    layouts: dict[Table, list[Layout]],
    folder: Path,
    previous: dict[str, ProfileRow],
    findings: Findings,
    progress: Progress,
) -> tuple[list[dict[str, Any]], list[ProfileRow]]:
    tables: list[dict[str, Any]] = []
    profile: list[ProfileRow] = []
    for table, readable in layouts.items():
        if not readable:
            continue
        progress(f"landing {table.label}")
        absent = rows.check_columns(table, readable, findings)
        target = folder / table.system / table.name / "part-0.parquet"
        target.parent.mkdir(parents=True)
        row_count = rows.write_rows(connection, table, readable, target, findings)
        if row_count is None:
            continue
        profiled = profile_table(connection, table, target, previous)
        profile.extend(profiled)
        _warn_of_numbers(table, readable, profiled, findings)
        tables.append(
            {
                "system": table.system,
                "table": table.name,
                "file": str(target.relative_to(folder)),
                "rows": row_count,
                "bytes": target.stat().st_size,
                "columns_absent": list(absent),
                "columns_not_read": sorted({name for layout in readable for name in layout.not_read}),
                "inputs": [
                    {"file": file.label, "bytes": file.size, "sha256": request.digests[file.label]}
                    for file in request.files[table]
                ],
            }
        )
    return tables, profile


def _warn_of_numbers(table: Table, layouts: list[Layout], profiled: list[ProfileRow], findings: Findings) -> None:
    filled = {row["column"] for row in profiled if row["level"] == "column" and row["distinct_count"]}
    for layout in layouts:
        numbers = [column for column in layout.as_numbers if column in filled]
        if numbers:
            findings.warn(
                layout.file.label,
                f"holds numbers in {', '.join(numbers)}: zeros at the front, if there were any, are lost.",
                "Extract such columns as text.",
            )


def _check_emptiness(
    request: _Request, tables: list[dict[str, Any]], before: dict[str, Any], findings: Findings
) -> None:
    rows_before = {f"{table['system']}.{table['table']}": table["rows"] for table in before.get("tables", [])}
    for table in tables:
        label, where = f"{table['system']}.{table['table']}", f"{table['system']}/{table['table']}"
        if table["rows"]:
            continue
        if rows_before.get(label) and label not in request.accept_empty:
            findings.problem(
                where,
                f"has a header and no rows, while the delivery before had {rows_before[label]:,}.",
                f"Extract it again, or accept it with: --accept-empty {label}",
            )
        else:
            findings.warn(where, "has a header and no rows.")


def _judge_and_switch(
    store: Store,
    request: _Request,
    folder: Path,
    tables: list[dict[str, Any]],
    profile: list[ProfileRow],
    before: dict[str, Any],
    findings: Findings,
    progress: Progress,
) -> Landed:
    progress("judging the delivery")
    # Great Expectations takes seconds to import: only here, where a new delivery has been read well.
    from python_helpers.landing.judge import judge  # noqa: PLC0415
    from python_helpers.landing.verdict_page import figure, render_verdict  # noqa: PLC0415

    verdict = judge(request.delivery_id, profile)
    write_json(folder / "verdict.json", verdict.to_json())
    page = render_verdict(verdict, findings.warnings, is_synthetic=request.is_synthetic)
    (folder / "verdict.html").write_text(page, encoding="utf-8")
    if verdict.outcome == "refused":
        kept = store.keep_refusal(folder)
        for judgement in verdict.failed("critical"):
            for failure in judgement.failures:
                findings.problem(
                    failure.where,
                    f"expected: {judgement.says} Found: {figure(judgement.measure, failure.value)} ({judgement.measure}).",
                    f"See {kept}; bounds are in expectations.yml.",
                )
        findings.stop_on_problems()
    for judgement in verdict.failed("warning"):
        for failure in judgement.failures:
            findings.warn(
                failure.where,
                f"expected: {judgement.says} Found: {figure(judgement.measure, failure.value)} ({judgement.measure}).",
            )
    manifest = {
        "delivery_id": request.delivery_id,
        "is_synthetic": request.is_synthetic,
        "previous_delivery_id": before.get("delivery_id", ""),
        "contract_digest": request.contract.digest,
        "landing_form": LANDING_FORM,
        "outcome": verdict.outcome,
        "accepted_empty": sorted(request.accept_empty),
        "newest_extracted_at": max(
            (row["latest"] for row in profile if row["level"] == "table" and row["latest"]), default=""
        ),
        "warnings": [asdict(warning) for warning in findings.warnings],
        "tables": tables,
    }
    write_json(folder / "manifest.json", manifest)
    progress("switching to the new delivery")
    store.install(folder, request.delivery_id)
    store.make_current(request.delivery_id, _summary(manifest))
    store.retire(KEPT_DELIVERIES)
    return Landed("landed", request.delivery_id, store.deliveries / request.delivery_id, manifest)


def _summary(manifest: dict[str, Any]) -> dict[str, Any]:
    """The delivery's line in deliveries.json."""
    kept = ("delivery_id", "is_synthetic", "previous_delivery_id", "outcome", "newest_extracted_at")
    return {name: manifest[name] for name in kept} | {
        "warning_count": len(manifest["warnings"]),
        "rows": {f"{table['system']}.{table['table']}": table["rows"] for table in manifest["tables"]},
    }


def warnings_of(manifest: dict[str, Any]) -> list[Finding]:
    """The warnings that a delivery landed with."""
    return [Finding(**warning) for warning in manifest["warnings"]]


__all__ = ["Landed", "LandingError", "land", "warnings_of"]
