"""Remarks of the dashboard's readers: what they reported as wrong, until a correction or a decision closes it."""

from __future__ import annotations

from datetime import UTC, datetime

from python_helpers.corrections import store
from python_helpers.corrections.store import Row
from python_helpers.dashboard.wording import for_spreadsheet
from python_helpers.errors import FsuError

ABOUT = {
    "records": "Records of two people are taken for one person, or one person's for two",
    "phone": "A phone is not this person's",
    "role": "A role is wrong, such as victim instead of witness",
    "offence": "An offence is wrong",
    "restrict": "The person contests the data, or should not be shown",
    "other": "Something else",
}
"""What a remark can be about; the reader chooses."""

LONGEST = 500
"""Characters of a remark."""

MOST_WITHIN_THE_HOUR = 20
"""Remarks that one reader can make within an hour."""


def keep(user_id: str, release: str, person_key: str, about: str, text: str) -> str:
    """Add a remark; its id.

    Raises:
        FsuError: the folder is not safe.
    """
    with store.changing():
        rows = store.rows_of(store.REMARKS)
        remark_id = store.next_id("R", [row["remark_id"] for row in rows])
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        # The data team may open the file in a spreadsheet.
        values = (remark_id, made_at, user_id, release, person_key, about, for_spreadsheet(text))
        new = {name: str(value) for name, value in zip(store.REMARK_COLUMNS, values, strict=False)}
        store.write(store.REMARKS, store.REMARK_COLUMNS, [*rows, new])
    return remark_id


def still_open() -> list[Row]:
    """Remarks that nothing has closed."""
    return [row for row in store.rows_of(store.REMARKS) if not row["outcome"]]


def closed(remark_id: str, by: str, outcome: str) -> list[Row]:
    """All remarks, with one of them closed; `store.write` keeps them.

    Raises:
        FsuError: there is no such open remark.
    """
    rows = store.rows_of(store.REMARKS)
    row = next((row for row in rows if row["remark_id"] == remark_id and not row["outcome"]), None)
    if row is None:
        raise FsuError("There is no such open remark. `fsu corrections list --remarks` shows them.")
    row |= {"closed_on": datetime.now(UTC).date().isoformat(), "closed_by": by, "outcome": outcome}
    return rows
