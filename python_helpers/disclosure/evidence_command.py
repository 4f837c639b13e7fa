"""`fsu evidence-pack`: writes the pack of one person of the cohort, and notes to whom it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from python_helpers import audit
from python_helpers.dashboard.releases import Release, Releases
from python_helpers.disclosure import asked, evidence, files
from python_helpers.disclosure.document import Document
from python_helpers.errors import FsuError

NOBODY = "Nobody in the current cohort has that key. That does not say whether the police know them."
RESTRICTED = (
    "Processing of this person's data is restricted, so there is no pack for tasking. One as evidence (cps, dvpn) says "
    "that it is."
)
NO_EVIDENCE = "tasking"
_PERSON_KEY = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Request:
    """What is asked for; an empty recipient is the purpose's own."""

    person_key: str
    purpose: str
    reason: str
    recipient: str = ""


def run(request: Request, folder: Path) -> list[Path]:
    """Write the pack and its data; the files.

    Raises:
        FsuError: see `prepare`; or the folder is open to others.
    """
    release = Releases().current()
    document = prepare(request, release, audit.who())
    stem = f"evidence_{document.as_of_date}_{request.purpose}_{request.person_key[:8]}"
    return files.write(files.contents_of(document, stem), folder)


def _is_restricted(release: Release, person_key: str) -> bool:
    sql = "select is_processing_restricted from restricted.fsu_cohort_profiles where person_key = ?"
    return any(row["is_processing_restricted"] for row in release.restricted_rows(sql, [person_key]))


def prepare(request: Request, release: Release, user: str) -> Document:
    """The pack, noted before anybody sees it.

    Raises:
        FsuError: no reason or no such purpose; it would not be evidence, and the person is restricted; or nobody in the
            cohort has the key: sealed, unknown or outside, the words are the same.
    """
    if request.purpose not in evidence.PURPOSES:
        raise FsuError(f"A pack is for one of: {', '.join(evidence.PURPOSES)}.")
    reason = asked.require_reason(request.reason)
    if request.purpose == NO_EVIDENCE and _is_restricted(release, request.person_key):
        raise FsuError(RESTRICTED)
    recipient = request.recipient.strip() or evidence.PURPOSES[request.purpose][1]
    document = (
        evidence.read(release, request.person_key, request.purpose, recipient)
        if _PERSON_KEY.fullmatch(request.person_key)
        else None
    )
    if document is None:
        raise FsuError(NOBODY)
    known_by = release.restricted_rows(
        "select item_value from restricted.fsu_cohort_identity where person_key = ?", [request.person_key]
    )
    asked.refuse_values((reason, recipient), (row["item_value"] for row in known_by))
    audit.append(
        "evidence-pack",
        purpose=f"{request.purpose}: {reason}",
        people=1,
        recipients=recipient,
        user=user,
        subject=audit.subject(request.person_key),
    )
    return document
