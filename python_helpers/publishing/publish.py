"""Publishes the warehouse: a release folder beside the others, switched to in one step after every test passed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from python_helpers import audit
from python_helpers.errors import FsuError
from python_helpers.private import make_folder, refuse_open_parents
from python_helpers.publishing import state
from python_helpers.publishing.decided import refuse_other_corrections
from python_helpers.publishing.digest import project_digest
from python_helpers.publishing.files import exclusive, sha256, switch_link, sync
from python_helpers.publishing.place import Place, place
from python_helpers.publishing.project import GOVERNANCE, Relation, read_relations, target_dir
from python_helpers.publishing.proof import read_proof
from python_helpers.publishing.release import Release, is_whole, versions, write_release
from python_helpers.publishing.scan import refuse_personal_values
from python_helpers.publishing.withdrawn import showing_sealed_people
from python_helpers.report.write import FOLDER as REPORT_FOLDER
from python_helpers.report.write import write_report
from python_helpers.settings import delivery_is_synthetic, published_dir, token_salt
from python_helpers.tokens import salt_check
from python_helpers.version import project_version

CURRENT = "current"
RECIPIENTS = "whoever may read the published folder; restricted: its owner"
RELEASES_KEPT = 4
"""A year of quarterly refreshes."""


def publish(
    purpose: str,
    keep: int = RELEASES_KEPT,
    recipients: str = RECIPIENTS,
    say: Callable[[str], None] = lambda _: None,
    evaluation_file: Path | None = None,
) -> Path:
    """Publish the warehouse and return the release's folder; from a server, on the server as well.

    Args:
        purpose: what for, for the audit log.
        keep: how many releases to keep, the new one included; at least 1.
        recipients: who will read it, for the audit log.
        say: told what it waits for.
        evaluation_file: what `fsu evaluate --json` wrote on this warehouse, for the report.

    Raises:
        FsuError: the last build does not vouch for the warehouse, or a relation cannot be published.
            `published/current` is then what it was.
    """
    published = published_dir()
    make_folder(published)
    refuse_open_parents(published / CURRENT)
    with exclusive(published / ".lock", "publishing"), place(say) as where:
        _remove_unfinished(published)
        relations = read_relations(target_dir() / "manifest.json")
        try:
            release, withdrawn = _write(published, relations, where, evaluation_file)
        except BaseException:
            _remove_unfinished(published)
            raise
        final = _put_in_place(published, release)
        # Before the switch: a line too many after a kill is a smaller fault than a publication nobody can account for.
        head = audit.append(
            "publish",
            purpose=purpose,
            people=release.people,
            recipients=recipients,
            identified_people=release.identified_people,
            release=final.name,
        )
        _note_head(final / "manifest.json", head)
        where.put_in_place(relations, json.loads((final / "manifest.json").read_bytes()))
        switch_link(published / CURRENT, final.name)
        state.forget_rotation(token_salt(is_synthetic=release.is_synthetic))
        _withdraw(published, [old for old in withdrawn if old != final])
        _remove_old(published, keep)
        where.remove_all_but(relations, {path.name for path in kept_releases(published)})
    return final


def _write(
    published: Path, relations: list[Relation], where: Place, evaluation_file: Path | None
) -> tuple[Release, list[Path]]:
    """Write the new release; return it and the kept ones that must not stay beside it."""
    with where.opened(relations) as connection:
        schema = next((relation.schema for relation in relations if relation.zone == GOVERNANCE), GOVERNANCE)
        proof = read_proof(connection, schema)
        refuse_other_corrections(connection, relations)
        facts = {
            "as_of_date": _as_of_date(connection, relations),
            "delivery_id": proof.delivery_id,
            "is_synthetic": delivery_is_synthetic(proof.delivery_id),
            "version": project_version(),
            "project_sha256": project_digest(Path()),
            "versions": versions(),
            "definitions": _definitions(connection, relations),
            "settings": _own_settings(connection, relations),
        }
        refuse_personal_values(connection, relations)
        partial = published / f".{os.getpid()}.partial"
        partial.mkdir()
        salt = token_salt(is_synthetic=bool(facts["is_synthetic"]))
        release = write_release(connection, relations, partial, facts, salt_check(salt))
        _write_report(release.path, evaluation_file)
        state.export(connection, relations, partial / state.FOLDER, is_synthetic=bool(facts["is_synthetic"]))
        withdrawn = showing_sealed_people(connection, relations, kept_releases(published))
        where.write(relations)
    return release, withdrawn


def _write_report(release: Path, evaluation_file: Path | None) -> None:
    """Write what the release says of itself, and name it in the manifest."""
    files = write_report(release, release / REPORT_FOLDER, evaluation_file)
    for file in files:
        file.chmod(0o444)
        sync(file)
    (release / REPORT_FOLDER).chmod(0o755)
    sync(release / REPORT_FOLDER)
    named = [{"file": file.relative_to(release).as_posix(), "sha256": sha256(file)} for file in files]
    _add_to_manifest(release / "manifest.json", {"report": named})


def _as_of_date(connection: duckdb.DuckDBPyConnection, relations: list[Relation]) -> str:
    row = None
    for relation in relations:
        if relation.name == "int_window__bounds":
            row = connection.execute(f"select as_of_date from {relation.quoted}").fetchone()  # noqa: S608
    if row is None:
        raise FsuError("int_window__bounds has no row, so the release has no as_of_date. Run `dbt build` again.")
    return str(row[0])


def _definitions(connection: duckdb.DuckDBPyConnection, relations: list[Relation]) -> list[dict[str, Any]]:
    for relation in relations:
        if relation.name == "gov_definitions":
            cursor = connection.execute(f"select name, value, meaning from {relation.quoted} order by all")  # noqa: S608
            return [{"name": name, "value": value, "meaning": meaning} for name, value, meaning in cursor.fetchall()]
    return []


def _own_settings(connection: duckdb.DuckDBPyConnection, relations: list[Relation]) -> dict[str, str]:
    """SHA-256 of each file of a force's own that the build took in place of a shipped seed, by the seed's name."""
    for relation in relations:
        if relation.name == "gov_definitions":
            found = connection.execute(
                f"select substr(name, 9), value from {relation.quoted} "  # noqa: S608
                "where name like 'setting %' order by all"
            )
            return dict(found.fetchall())
    return {}


def _put_in_place(published: Path, release: Release) -> Path:
    """Give the release the name of its content; one that stands there whole has the same content and stays."""
    final = published / release.name
    if final.exists() and is_whole(final):
        shutil.rmtree(release.path)
        os.utime(final)
        return final
    if final.exists():
        final.rename(published / f".{final.name}.damaged.partial")
    release.path.rename(final)
    sync(published)
    return final


def _note_head(manifest: Path, head: audit.Head) -> None:
    """Say in the manifest at which line of the audit log the release was published, so that a cut log shows."""
    _add_to_manifest(manifest, {"audit_head": asdict(head)})


def _add_to_manifest(manifest: Path, more: dict[str, Any]) -> None:
    content = json.loads(manifest.read_text(encoding="utf-8")) | more
    new = manifest.with_name(".manifest.json.new")
    new.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    new.chmod(manifest.stat().st_mode & 0o777)
    sync(new)
    new.replace(manifest)
    sync(manifest.parent)


def _remove_unfinished(published: Path) -> None:
    """Remove what a killed publication left; nobody reads names that begin with a dot."""
    for partial in published.glob(".*.partial"):
        shutil.rmtree(partial)


def kept_releases(published: Path) -> list[Path]:
    """Folders of the releases, the current one among them."""
    return [path.parent for path in published.glob("*/manifest.json") if not path.parent.is_symlink()]


def _withdraw(published: Path, releases: list[Path]) -> None:
    """Remove kept releases that show somebody who is sealed by now; each is a line of the audit log."""
    for release in sorted(releases):
        audit.append("withdraw", purpose="a person is sealed since", release=release.name)
        shutil.rmtree(release)


def _remove_old(published: Path, keep: int) -> None:
    """Remove all but the newest releases, by when they were last published; never the current one."""
    current = (published / CURRENT).resolve()
    releases = kept_releases(published)
    releases.sort(key=lambda path: (path.resolve() == current, path.stat().st_mtime_ns, path.name), reverse=True)
    for old in releases[max(keep, 1) :]:
        shutil.rmtree(old)
