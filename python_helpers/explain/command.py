"""`fsu explain`: what is known about why records are one person, in sentences."""

from __future__ import annotations

import re
from collections import Counter

from rich.console import Console

from python_helpers import audit
from python_helpers.demo import holds_real_people
from python_helpers.errors import FsuError
from python_helpers.explain.chains import Explainer, Membership, Record
from python_helpers.landing.health import says_something
from python_helpers.warehouse import default_file

PERSON_KEY = re.compile("[0-9a-f]{32}")

REASONS = {
    "more_than_one_person_fits": "more than one person fits",
    "would_join_people_who_disagree": "it would join people whose names or dates of birth contradict",
    "typed_name_contradicts_the_nominal": "the name typed contradicts the nominal that the operator linked",
    "a_correction_keeps_them_apart": "a correction says that they are two people",
    "roles_exclude_each_other": "on one event they have roles that nobody has at once",
}


def explain(first: str, second: str | None, console: Console, reason: str = "") -> None:
    """Print why two records are, or are not, one person; or what makes up one person.

    Only ids of source systems are printed, never a name, number, address or date of birth.

    Raises:
        FsuError: no such record or person, no warehouse, or no reason where the people are real.
    """
    warehouse = default_file()
    explainer = Explainer(warehouse)
    if not says_something(reason) and holds_real_people(warehouse):
        raise FsuError('These people are real: say what you need it for, for the audit log, with --reason "...".')
    if second is None and not PERSON_KEY.fullmatch(first):
        # What was typed may be a name; it is said to nobody again.
        raise FsuError(
            "A person is asked for by their person_key, 32 letters and digits from a mart of the same build."
        )
    # Before anything is shown: a look that cannot be accounted for does not happen.
    audit.append(
        "explain",
        purpose=reason.strip() or "demo",
        people=1 if second is None else 2,
        recipients=audit.who(),
        subject=" ".join(sorted({audit.subject(key) for key in _keys(explainer, first, second)})),
    )
    if second is None:
        _explain_person(explainer, first, console)
    else:
        _explain_records(explainer, Record.parse(first), Record.parse(second), console)


def _keys(explainer: Explainer, first: str, second: str | None) -> list[str]:
    """Keys of whoever is looked at."""
    if second is None:
        return [first]
    found = [explainer.membership(Record.parse(text)) for text in (first, second)]
    return [membership.person_key for membership in found if membership is not None]


def _explain_records(explainer: Explainer, left: Record, right: Record, console: Console) -> None:
    memberships = [explainer.membership(record) for record in (left, right)]
    for record, membership in zip((left, right), memberships, strict=True):
        if membership is None:
            raise FsuError(
                f"{record} belongs to nobody in this refresh: it is not in the window, names nobody usable, speaks for "
                "an agency, or is sealed or suppressed."
            )
    one, other = (membership for membership in memberships if membership is not None)
    if one.person_key != other.person_key:
        console.print(f"They are two people: {one.person_key} and {other.person_key}.")
        for refused, sentence, reason in explainer.refusals(one.person_key):
            if refused == other.person_key:
                console.print(f"  A link was found and refused because {REASONS[reason]}. ({sentence})")
        return
    console.print(f"They are one person: {one.person_key}.")
    steps = explainer.chain(left, right)
    for step in steps:
        console.print(f"  {step.left} - {step.right}\n    {step.sentence} ({step.match_rule})")
    if not steps:
        for membership in (one, other):
            _print_membership(membership, console)


def _print_membership(membership: Membership, console: Console) -> None:
    console.print(
        f"  {membership.record}\n    {membership.sentence} ({membership.match_rule}, {membership.link_strength})"
    )


def _explain_person(explainer: Explainer, person_key: str, console: Console) -> None:
    members = explainer.members(person_key)
    if not members:
        raise FsuError(f"There is no person {person_key} in this refresh. Take the key from a mart of the same build.")
    kinds = Counter(f"{member.record.source_system} {member.record.record_type}" for member in members)
    console.print(
        f"{person_key}: {len(members)} records ({', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))})."
    )
    steps = explainer.links(person_key)
    for step in steps:
        console.print(f"  {step.left} - {step.right}\n    {step.sentence} ({step.match_rule})")
    linked = {record for step in steps for record in (step.left, step.right)}
    for member in members:
        if member.record not in linked:
            _print_membership(member, console)
    for refused, sentence, reason in explainer.refusals(person_key):
        console.print(f"  Not {refused}: {REASONS[reason]}. ({sentence})")
