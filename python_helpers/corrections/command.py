"""`fsu corrections`: add, list, check and withdraw; what dashboard readers reported as wrong ends here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime

from python_helpers import audit
from python_helpers.corrections import remarks, store
from python_helpers.corrections.effect import effect, of_last_build, opened, people
from python_helpers.corrections.judge import COLUMNS, Correction
from python_helpers.corrections.kinds import KINDS
from python_helpers.errors import FsuError
from python_helpers.landing.health import says_something
from python_helpers.settings import corrections_dir

_PREFIX = "C"
_IN_THE_NEXT_BUILD = "It takes effect with the next build (make build)."

Tell = Callable[[str], None]


def today() -> str:
    """The day on which somebody decides; no build reads it."""
    return datetime.now(UTC).date().isoformat()


def add(given: Correction, remark_id: str, tell: Tell) -> str:
    """Keep one more correction, after its effect was said; its id.

    Raises:
        FsuError: it is not right, or the file is not. Nothing has changed.
    """
    with store.changing():
        kept = store.read()
        used = [row["correction_id"] for row in (*map(asdict, kept), *store.rows_of(store.WITHDRAWN))]
        new = replace(given, correction_id=store.next_id(_PREFIX, used), decided_on=given.decided_on or today())
        problems = store.problems_of_last([*kept, new])
        if problems:
            said = "\n  ".join(f"{problem.column}: {problem.remedy}" for problem in problems)
            raise FsuError(f"The correction is not right, so it was not kept:\n  {said}")
        closed = remarks.closed(remark_id, new.decided_by, new.correction_id) if remark_id else None
        with opened() as connection:
            tell(f"{new.correction_id}: {KINDS[new.kind].says}.")
            tell(effect(connection, new))
            for line in audit.recipients_of(people(connection, new)):
                tell(f"Has had a document about them, and is to be told if it was wrong: {line}.")
        # Before it counts: what cannot be accounted for is not decided.
        audit.append(
            "correct", purpose="correction", kind=new.kind, correction=new.correction_id, remark=remark_id or "none"
        )
        store.write(store.FILE, COLUMNS, [asdict(row) for row in (*kept, new)])
        if closed is not None:
            store.write(store.REMARKS, store.REMARK_COLUMNS, closed)
    tell(_IN_THE_NEXT_BUILD)
    return new.correction_id


def withdraw(correction_id: str, by: str, because: str, tell: Tell) -> None:
    """Take a correction back: it is kept among the withdrawn, and its id is not given again.

    Raises:
        FsuError: there is no such correction, or nobody and nothing is said to stand behind it.
    """
    _require(by, because)
    with store.changing():
        kept = store.read()
        gone = [row for row in kept if row.correction_id == correction_id]
        if not gone:
            raise FsuError("There is no such correction in force. `fsu corrections list` shows them.")
        audit.append("correct", purpose="correction withdrawn", kind=gone[0].kind, correction=correction_id)
        why = {"withdrawn_by": by, "withdrawn_on": today(), "withdrawn_because": because}
        earlier = store.rows_of(store.WITHDRAWN)
        store.write(store.WITHDRAWN, store.WITHDRAWN_COLUMNS, [*earlier, {**asdict(gone[0]), **why}])
        store.write(store.FILE, COLUMNS, [asdict(row) for row in kept if row.correction_id != correction_id])
    tell(f"{correction_id} is withdrawn. {_IN_THE_NEXT_BUILD}")


def dismiss(remark_id: str, by: str, because: str, tell: Tell) -> None:
    """Close a remark that needs no correction.

    Raises:
        FsuError: there is no such open remark, or nobody and nothing is said to stand behind it.
    """
    _require(by, because)
    with store.changing():
        closed = remarks.closed(remark_id, by, f"dismissed: {because}")
        audit.append("correct", purpose="remark dismissed", remark=remark_id)
        store.write(store.REMARKS, store.REMARK_COLUMNS, closed)
    tell(f"{remark_id} is closed.")


def check(tell: Tell) -> bool:
    """Judge the file and say what each correction did or would do; whether the file is right."""
    rows, problems = store.judged()
    for problem in problems:
        tell(str(problem))
    if problems:
        tell(f"{corrections_dir() / store.FILE}: {len(problems)} problems. Nothing is built until they are mended.")
        return False
    audit.append("list-corrections", purpose="check of corrections", recipients=audit.who())
    with opened() as connection:
        done = of_last_build(connection)
        for row in rows:
            tell(f"{row.correction_id} {row.kind}: {done.get(row.correction_id) or effect(connection, row)}")
    tell(f"{corrections_dir() / store.FILE}: {len(rows)} corrections, all of them right.")
    return True


def show(tell: Tell) -> None:
    """The corrections in force."""
    rows = store.read()
    audit.append("list-corrections", purpose="list of corrections", recipients=audit.who())
    for row in rows:
        about = (
            row.record,
            row.other_record,
            row.wrong_value and f"{row.wrong_value} is {row.right_value or 'no role'}",
        )
        trusted = "beats trusted ids" if row.beats_trusted_ids == "yes" else ""
        tell("  ".join(part for part in (row.correction_id, row.kind, *about, trusted) if part))
        tell(f"    {row.decided_by}, {row.decided_on}, to be looked at again {row.review_on}: {row.reason}")
    if not rows:
        tell(f"There are no corrections in {corrections_dir()}.")


def show_remarks(tell: Tell) -> None:
    """Remarks that nobody has looked at yet."""
    rows = remarks.still_open()
    audit.append("list-corrections", purpose="list of remarks", recipients=audit.who())
    for row in rows:
        tell(f"{row['remark_id']}  {row['person_key']}  {remarks.ABOUT.get(row['about'], row['about'])}")
        tell(f"    {row['made_by']}, {row['made_at']}, release {row['release']}: {row['remark']}")
    if not rows:
        tell("No remark is open.")


def _require(by: str, because: str) -> None:
    if not by.strip() or not by.isprintable():
        raise FsuError("--by: say who decided it, by role or collar number.")
    if not says_something(because) or not because.isprintable():
        raise FsuError("--because: say why, in words that somebody else can follow.")
