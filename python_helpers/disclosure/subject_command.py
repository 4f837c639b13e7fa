"""`fsu subject-access`: writes what is held on one person, for that person, and notes that it was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from python_helpers import audit
from python_helpers.disclosure import access_document, asked, files
from python_helpers.disclosure.document import Document
from python_helpers.disclosure.held import Held
from python_helpers.disclosure.subject import Asked, find
from python_helpers.errors import FsuError
from python_helpers.publishing.mark import read_mark
from python_helpers.publishing.proof import read_proof
from python_helpers.settings import token_salt
from python_helpers.tokens import hand_over, salt_check
from python_helpers.warehouse import default_file, open_read_only

NOTHING_HELD = "Nothing is held here that can be given in answer to this request."
"""Of whoever is unknown and of whoever must not be shown, to the letter."""

_WITHHOLD = re.compile(r"(?P<item>.+)=(?:45\(4\)\()?(?P<letter>[a-e])\)?")


@dataclass(frozen=True)
class Request:
    """Who asks, what for it is looked up, and what the force withholds: reference or id, and the letter of a ground."""

    asked: Asked
    reason: str
    exempt: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """Files that were written, none where nothing is held, and what to check before they go."""

    paths: tuple[Path, ...] = ()
    checks: tuple[str, ...] = ()


def exempt_items(given: list[str]) -> dict[str, str]:
    """What `--withhold REFERENCE=b` says.

    Raises:
        FsuError: it is written otherwise; what was given is not repeated.
    """
    found = [_WITHHOLD.fullmatch(text.strip()) for text in given]
    if not all(found):
        raise FsuError("Write --withhold REFERENCE=LETTER, with a letter of section 45(4): a, b, c, d or e.")
    return {match["item"].strip(): match["letter"] for match in found if match}


def run(request: Request, folder: Path) -> Answer:
    """Write the document and its data; nothing where nothing is held that can be given.

    Raises:
        FsuError: it cannot be read whom it is about, there is no reason, an item to withhold is not there, or there is
            no warehouse.
    """
    by, reason = request.asked.by, asked.require_reason(request.reason)
    given = (request.asked.nominal, request.asked.name, request.asked.phone, request.asked.date_of_birth)
    asked.refuse_values((reason,), given)
    with open_read_only(default_file()) as connection:
        connection.execute("set TimeZone = 'UTC'")
        _require_whole(connection)
        hand_over(connection, token_salt())
        if not find(connection, request.asked):
            audit.append("subject-access", purpose=reason, people=0, recipients="the person who asked", by=by)
            return Answer()
        held = Held(connection, exempt=request.exempt)
        (bounds,) = held.rows("select as_of_date, window_start_on from intermediate.int_window__bounds")
        document = access_document.build(held, by, bounds["as_of_date"], bounds["window_start_on"])
        stem = f"subject_access_{document.as_of_date}_{_short_name(held)}"
    if set(request.exempt) - held.exempt_met:
        raise FsuError("An item to withhold is not among what is held. Check its reference or id.")
    contents = files.contents_of(document, stem)
    # Before it is written: what cannot be accounted for does not leave.
    audit.append(
        "subject-access",
        purpose=reason,
        people=max(1, len(held.keys)),
        recipients="the person who asked",
        by=by,
        subject=" ".join(audit.subject(key) for key in held.keys),
    )
    return Answer(tuple(files.write(contents, folder)), _checks(held, document))


def _require_whole(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a warehouse that cannot tell who is sealed: half built, or read with another salt than it was built with.

    Raises:
        FsuError: it is one or the other.
    """
    read_proof(connection)
    mark = read_mark(connection)
    if mark is None or mark.salt_check != salt_check(token_salt()):
        raise FsuError(
            f"FSU_TOKEN_SALT is not the salt that {default_file()} was built with, so nobody's records can be told "
            "from a sealed person's. Set that salt."
        )


def _short_name(held: Held) -> str:
    """Enough of a key to tell two documents apart, and nothing of who it is."""
    key = held.keys[0] if held.keys else str(held.rows("select min(record_key) as key from subject_records")[0]["key"])
    return key[:8]


def _checks(held: Held, document: Document) -> tuple[str, ...]:
    """What a person has to look at, since no rule can."""
    withheld = next(table for table in document.tables if table.name == "withheld")
    less_sure = sum(1 for row in held.records if row["link_strength"] != "firm")
    checks = [f"{len(withheld.rows)} kinds of items are withheld: say whether each is necessary and proportionate."]
    if less_sure:
        checks.append(f"{less_sure} records are likely or by inference theirs: check that none is somebody else's.")
    if held.protected_count:
        checks.append(
            f"{held.protected_count} addresses are withheld, as a refuge's or a sealed person's. The document does not "
            "say that."
        )
    if len(held.keys) > 1:
        checks.append(f"They were found as {len(held.keys)} people: check that both are the one who asks.")
    if any(row["what"].startswith("Under 18") and row["said"] == "yes" for row in held.said):
        checks.append("They are under 18: check who asks for them, and what is best for them.")
    return tuple(checks)
