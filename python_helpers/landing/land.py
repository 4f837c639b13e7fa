"""`fsu land`: one folder of extracts becomes the current delivery, whole, or everything stays as it was."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_helpers.landing import inputs
from python_helpers.landing.contract import Contract, load_contract
from python_helpers.landing.findings import Finding, Findings
from python_helpers.landing.forms import sealing_columns
from python_helpers.landing.health import health_codes
from python_helpers.landing.request import Asked, Progress, Request
from python_helpers.landing.store import KEPT_DELIVERIES, Store


@dataclass(frozen=True)
class Landed:
    """What a landing did. `action` is `landed`, `unchanged` (it was current already) or `switched back`."""

    action: str
    delivery_id: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def warnings(self) -> list[Finding]:
        """What the delivery landed in spite of."""
        return [Finding(**warning) for warning in self.manifest["warnings"]]


def land(
    raw_dir: Path,
    landing_dir: Path,
    accept_empty: Sequence[str] = (),
    progress: Progress = lambda _: None,
    asked: Asked | None = None,
) -> Landed:
    """Land the extracts in `raw_dir` and make them current.

    Args:
        raw_dir: folder with a folder a system, in it a folder a table, in it .parquet, .csv or .csv.gz files.
        landing_dir: the landing folder (`FSU_LANDING`).
        accept_empty: labels of tables that may be empty, or nearly, although the delivery before had rows, and of
            flags that may seal hardly anybody.
        progress: told what is being done, a few words at a time.
        asked: files that are no part of the delivery, and the date that the build will count back from.

    Raises:
        LandingError: with every problem found; nothing that a reader of the landing folder sees has changed.
        OSError: a file could not be read or written; again nothing has changed.
    """
    asked = asked or Asked()
    contract = load_contract()
    store = Store(landing_dir)
    findings = Findings()
    _check_arguments(contract, raw_dir, landing_dir, accept_empty, findings)
    files = inputs.find_inputs(raw_dir, contract, findings, asked.ignored)
    if not any(files.values()):
        findings.stop_on_problems()
    with store.locked():
        store.ledger()  # a list that cannot be continued is found before anything is written
        progress("reading the files' digests")
        digests = inputs.digest_files(file for listed in files.values() for file in listed)
        is_synthetic = inputs.is_synthetic(raw_dir)
        request = Request(
            raw_dir,
            contract,
            files,
            digests,
            frozenset(accept_empty),
            is_synthetic,
            health_codes(),
            asked,
        )
        if not findings.problems:
            known_as = store.known_as(request.delivery_id, with_purged=asked.with_purged)
            if known_as:
                asked.as_of.check(store.verdict(known_as).get("profile", []), findings)
                findings.stop_on_problems()
                return _reuse(store, known_as)
        with store.workspace() as folder:
            # DuckDB takes a moment to import and Great Expectations seconds: landing nothing new needs neither.
            from python_helpers.landing.delivery import write_delivery  # noqa: PLC0415

            manifest = write_delivery(request, store, folder, findings, progress)
            progress("switching to the new delivery")
            store.install(folder, request.delivery_id)
        store.make_current(request.delivery_id, summary(manifest))
        store.retire(KEPT_DELIVERIES)
        return Landed("landed", request.delivery_id, store.deliveries / request.delivery_id, manifest)


def _check_arguments(
    contract: Contract, raw_dir: Path, landing_dir: Path, accept_empty: Sequence[str], findings: Findings
) -> None:
    known = {table.label for table in contract.tables} | sealing_columns()
    for label in accept_empty:
        if label not in known:
            remedy = "The tables are: " + ", ".join(sorted(known)) + "."
            findings.problem(f"--accept-empty {label}", "names no table of the contract.", remedy)
    # Unlike Path.resolve, this leaves a link that points to itself to whoever opens it.
    raw, landing = Path(os.path.realpath(raw_dir)), Path(os.path.realpath(landing_dir))
    if raw == landing or raw in landing.parents or landing in raw.parents:
        what = f"and the landing folder {landing_dir} are the same or lie in one another."
        findings.problem(str(raw_dir), what, "Keep them apart; FSU_LANDING names the landing folder.")
    findings.stop_on_problems()


def _reuse(store: Store, delivery_id: str) -> Landed:
    manifest = store.manifest(delivery_id)
    action = "unchanged"
    if store.current_id() != delivery_id:
        store.make_current(delivery_id, summary(manifest))
        action = "switched back"
    return Landed(action, delivery_id, store.deliveries / delivery_id, manifest)


def summary(manifest: dict[str, Any]) -> dict[str, Any]:
    """The delivery's entry in deliveries.json."""
    kept = ("delivery_id", "is_synthetic", "previous_delivery_id", "outcome", "newest_extracted_at")
    return {name: manifest[name] for name in kept} | {
        "warning_count": len(manifest["warnings"]),
        "rows": {f"{table['system']}.{table['table']}": table["rows"] for table in manifest["tables"]},
    }
