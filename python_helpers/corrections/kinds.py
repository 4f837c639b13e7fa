"""The kinds of corrections: what each is about, and what has to be filled in."""

from __future__ import annotations

from dataclasses import dataclass

CALL = "avaya/call"
PERSON_RECORDS = (CALL, "controlworks/person_entry", "connect/nominal", "compact/person")
"""Records that are somebody's."""

EVENTS_OF = {
    "controlworks/person_entry": (),
    "connect/nominal": ("connect/crime", "connect/custody"),
    "compact/person": ("compact/episode",),
}
"""Events on which a record has a role; an entry is typed on its own, so that none is named."""

ONE_ROLE = {"connect/custody": "DETAINED", "compact/episode": "MISSING"}
"""Events that have one role: it is right, or it is taken away."""


@dataclass(frozen=True)
class Kind:
    """One kind: what it says, and whether it is about two records of people, about a fact, or about one record."""

    code: str
    says: str
    is_about_two: bool = False
    corrects: str = ""


KINDS = {
    kind.code: kind
    for kind in (
        Kind("must_link", "the two records are one person", is_about_two=True),
        Kind("cannot_link", "the two records are two people", is_about_two=True),
        Kind("not_this_phone", "the phone of the record is not that person's"),
        Kind("suppress_record", "the record is wrong, and takes no part in matching"),
        Kind("wrong_role", "the record has another role on the event, or none", corrects="role"),
        Kind("wrong_offence", "the crime or detention is of another offence", corrects="offence"),
        Kind("restrict_processing", "processing of the person is restricted, and marked as such"),
        Kind("not_in_cohort", "the person is not to be shown in a cohort"),
    )
}
"""Every kind, by the word that stands in the file."""
