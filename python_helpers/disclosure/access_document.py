"""The answer to a subject access request as a document: recorded, inferred, worked out, withheld, each apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from python_helpers.dashboard.wording import NOT_RECORDED, day
from python_helpers.disclosure.document import Column, Document, Row, Section, Table, at, figure
from python_helpers.disclosure.held import (
    ANOTHERS_RECORD,
    OTHER_PEOPLE,
    PERHAPS_ANOTHERS,
    WHO_LOOKED,
    WHO_REMARKED,
    Held,
)

GROUNDS = {
    "a": "so as not to obstruct an inquiry, investigation or procedure",
    "b": "so as not to prejudice the prevention, detection, investigation or prosecution of offences",
    "c": "to protect public security",
    "d": "to protect national security",
    "e": "to protect the rights and freedoms of others",
}
"""Letters of section 45(4) of the Data Protection Act 2018, each in our words."""

FACT, INFERENCE, WORKED_OUT, WITHHELD = "fact", "inference", "worked out", "withheld"

_VICTIM, _SUSPECT = {"VICTIM"}, {"SUSPECT", "OFFENDER"}
_EFFECTS = {
    "applied": "applied",
    "no_longer_needed": "changes nothing in this refresh",
    "contradictory": "not applied: a trusted id or another correction says otherwise",
    "not_found": "its record is not in the days counted",
}
_REASONS = {
    "more_than_one_person_fits": "More than one person fits",
    "would_join_people_who_disagree": "Names or dates of birth contradict",
    "typed_name_contradicts_the_nominal": "The name typed contradicts the nominal",
    "a_correction_keeps_them_apart": "A correction says that they are two people",
    "roles_exclude_each_other": "On one event they have roles that nobody has at once",
}


def _day_if_any(value: date | None) -> str:
    return "" if value is None else day(value)


_RECORD = (
    Column("source_name", "System"),
    Column("record_type_name", "Kind"),
    Column("record_id", "Record", width=1.4),
)
_EVENT = (
    at("occurred_at", "When"),
    Column("interaction_type_name", "What"),
    Column("role_name", "Role"),
    Column("source_ref", "Reference", width=1.5),
    Column("detail", "Grade or offence", width=1.5),
    figure("police_hours", "Hours"),
    Column("is_counted", "Counted", lambda value: "yes" if value else "no, held only"),
)
_VALUE = (
    Column("kind", "What", width=1.2),
    Column("value", "Value", width=2),
    Column("from_on", "From", _day_if_any),
    Column("to_on", "To", _day_if_any),
)


def build(held: Held, asked_by: str, as_of_date: date, window_start_on: date) -> Document:
    """The document.

    Args:
        held: what is held.
        asked_by: what the person was found by, in words.
        as_of_date: first day that is not counted.
        window_start_on: first day that is.
    """
    firm = [row for row in held.events if row["link_strength"] == "firm"]
    less_sure = [row for row in held.events if row["link_strength"] != "firm"]
    sections = (
        _opening(),
        _who(held),
        _happened(firm),
        _inferred(held, less_sure),
        _corrections(held),
        _worked_out(held),
        _where_it_has_been(held),
        _about_the_processing(held),
    )
    held.count_others()
    return Document(
        kind="subject access",
        title="What is held on you",
        as_of_date=as_of_date,
        facts={
            "Name": _name(held.values),
            "Found by": asked_by,
            "Counted": f"{day(window_start_on)} to {day(as_of_date - timedelta(days=1))}",
            "Held as of": day(as_of_date),
        },
        sections=(*sections[:-1], _withheld(held), sections[-1]),
        footer="Answer to a subject access request. About one person, and for that person.",
        more_data={"worked_out": held.worked_out, "person_keys": held.keys, "former_person_keys": held.former_keys},
    )


def _name(values: list[Row]) -> str:
    """Connect's name before another."""
    names = [row for row in values if row["kind_order"] == 1]
    names.sort(key=lambda row: (row["kind"] != "Name in Connect", row["value"]))
    return names[0]["value"] if names else NOT_RECORDED


def _opening() -> Section:
    return Section(
        "What this is",
        texts=(
            "The police talk to people through five systems, which do not know of one another. This project puts those "
            "records together, counts them, and ranks people by how much work there is, so that those who most need a "
            "better answer get one. It predicts nothing, and nobody gets a lesser service by it.",
            "Below is what it holds on you (Data Protection Act 2018, section 45). What was recorded stands apart from "
            "what was inferred and what was worked out (section 38). Other people's data is left out, and what is left "
            "out is listed with the ground.",
            "If something is wrong, say which record or reference: it can be corrected here, and in its own system.",
        ),
    )


def _who(held: Held) -> Section:
    values = [row for row in held.values if row["link_strength"] == "firm"]
    return Section(
        "Recorded: who you are",
        FACT,
        texts=(
            "Values are as they were read from the extracts; the source systems hold them as they were typed. The data "
            "files say which record each comes from.",
        ),
        tables=(
            Table.of(
                "values_in_short",
                "What your records say of you",
                (*_VALUE, Column("systems", "Systems"), figure("records", "Records")),
                _values_in_short(values),
            ),
            Table.of("values", "What each record says of you", (*_RECORD, *_VALUE), values, is_printed=False),
        ),
    )


def _values_in_short(values: Iterable[Row]) -> list[Row]:
    """A row a value, with how many records say so."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in values:
        value = found.setdefault(
            (row["kind_order"], row["kind"], row["value"]),
            {**row, "ids": set(), "names": set(), "from_on": None, "to_on": None},
        )
        value["ids"].add((row["record_type"], row["record_id"]))
        value["names"].add(row["source_name"])
        value["from_on"] = min(filter(None, (value["from_on"], row["from_on"])), default=None)
        value["to_on"] = max(filter(None, (value["to_on"], row["to_on"])), default=None)
    return [
        {
            **row,
            "value": day(date.fromisoformat(row["value"])) if row["kind"] == "Date of birth" else row["value"],
            "systems": ", ".join(sorted(row["names"])),
            "records": len(row["ids"]),
        }
        for row in found.values()
    ]


def _reasons_in_short(records: Iterable[Row]) -> list[Row]:
    """A row a reason, with how many records rest on it."""
    names = ("source_name", "record_type_name", "sentence", "link_strength")
    counted = Counter(tuple(row[name] for name in names) for row in records)
    return [{**dict(zip(names, key, strict=True)), "records": count} for key, count in counted.items()]


def _happened(events: list[Row]) -> Section:
    def table(name: str, caption: str, listed: Iterable[Row]) -> Table:
        return Table.of(name, caption, _EVENT, _each_once(listed))

    def others(row: Row) -> bool:
        return row["role"] not in _VICTIM | _SUSPECT

    return Section(
        "Recorded: what happened",
        FACT,
        texts=(
            "Your roles are kept apart: as victim, as suspect or offender, and otherwise. Being named as a "
            "suspect is a fact about the record, and says nothing about guilt. Times are by a clock in London. What is "
            "held only is older than the days counted, or is not counted for another reason.",
        ),
        tables=(
            table("events_as_victim", "As victim", (row for row in events if row["role"] in _VICTIM)),
            table("events_as_suspect", "As suspect or offender", (row for row in events if row["role"] in _SUSPECT)),
            table("events_otherwise", "In another role", (row for row in events if others(row))),
        ),
    )


def _each_once(events: Iterable[Row]) -> list[Row]:
    """A row an event and role, whichever of the person's records say so."""
    return list({(row["interaction_type"], row["source_ref"], row["role"]): row for row in events}.values())


def _inferred(held: Held, events: list[Row]) -> Section:
    strength = Column("link_strength", "How sure", str.capitalize)
    values = [row for row in held.values if row["link_strength"] != "firm"]
    return Section(
        "Inferred: why records are taken for yours",
        INFERENCE,
        texts=(
            "No system says that these records are one person's: rules infer it. Firm: by a trusted id, or name "
            "and date of birth, or name and number. Likely: by a name and an address, or a rare name. Inferred: by a "
            "number or an event alone, without a name. No probability is used.",
        ),
        tables=(
            Table.of(
                "link_reasons_in_short",
                "Why your records are taken for yours",
                (*_RECORD[:2], Column("sentence", "Reason", width=3), strength, figure("records", "Records")),
                _reasons_in_short(held.records),
            ),
            Table.of(
                "link_reasons",
                "Why each record is taken for yours",
                (*_RECORD, Column("sentence", "Reason", width=3), strength),
                held.records,
                is_printed=False,
            ),
            Table.of(
                "inferred_values_in_short",
                "What records that are likely or by inference yours say of you",
                (*_VALUE, Column("systems", "Systems"), figure("records", "Records")),
                _values_in_short(values),
            ),
            Table.of(
                "inferred_values",
                "What each of them says of you",
                (*_RECORD, *_VALUE, strength),
                values,
                is_printed=False,
            ),
            Table.of(
                "inferred_events",
                "What happened, by records that are likely or by inference yours",
                (*_EVENT, strength),
                _each_once(events),
            ),
            Table.of(
                "refused_links",
                "Links to somebody else that were looked at and refused",
                (
                    Column("reason", "Refused because", lambda value: _REASONS.get(value, _words(value))),
                    Column("rule_sentence", "Rule", width=2),
                    figure("link_count", "Links"),
                ),
                held.refused_links,
            ),
        ),
    )


def _corrections(held: Held) -> Section:
    return Section(
        "Corrections",
        FACT,
        tables=(
            Table.of(
                "corrections",
                "What was decided about your records",
                (
                    Column("correction_id", "Correction"),
                    Column("says", "What", str.capitalize, width=2.5),
                    Column("own_records", "Your records", width=1.6),
                    Column("wrong_value", "Wrong"),
                    Column("right_value", "Right"),
                    Column("decided_on", "Decided", _day_if_any),
                    Column("effect", "Effect", lambda value: _EFFECTS.get(value, _words(value)), width=1.6),
                ),
                held.corrections,
            ),
            Table.of(
                "remarks",
                "What readers reported as wrong",
                (
                    Column("remark_id", "Remark"),
                    Column("made_on", "Day"),
                    Column("about", "About", width=3),
                    Column("closed_on", "Closed"),
                ),
                held.remarks,
            ),
        ),
    )


def _words(value: object) -> str:
    return NOT_RECORDED if value is None else str(value).replace("_", " ")


def _worked_out(held: Held) -> Section:
    measures = [
        {**row, "unit": "per cent", "value": None if row["value"] is None else 100 * row["value"]}
        if row["unit"] == "share"
        else row
        for row in held.measures
    ]
    return Section(
        "Worked out: measures and ranks",
        WORKED_OUT,
        texts=(
            "These figures come from the above by definitions that are the same for everybody. A rank says how many "
            "have more; the weights behind it are agreed, and none is about who somebody is. The data file has every "
            "figure in every table of the project.",
        ),
        tables=(
            Table.of(
                "said_of_you",
                "What is said of you",
                (Column("what", "What", width=1.5), Column("said", "Said", lambda value: value or NOT_RECORDED)),
                held.said,
            ),
            Table.of(
                "measures",
                "Measures",
                (
                    Column("measure_name", "Measure", width=2),
                    Column("unit", "Unit"),
                    figure("value", "Value"),
                ),
                measures,
            ),
            Table.of(
                "ranks",
                "Ranks",
                (
                    Column("scheme_name", "Scheme"),
                    figure("rank", "Rank"),
                    figure("score", "Score"),
                    Column("is_cohort", "In its cohort", _yes_or_no),
                    Column("is_in_force", "Scheme in force", _yes_or_no),
                ),
                held.ranks,
            ),
            Table.of(
                "themes",
                "Themes of your interactions",
                (Column("theme_name", "Theme", width=2), figure("interactions", "Interactions")),
                held.themes,
            ),
        ),
    )


def _yes_or_no(value: object) -> str:
    return "yes" if value else "no"


def _where_it_has_been(held: Held) -> Section:
    return Section(
        "Who has had it",
        FACT,
        texts=(
            "A release is read by the officers and analysts whom the force lets read it; they see figures under a key. "
            "Only of people in the cohort can named users see who they are. A look-up or a list that was about many "
            "people is not noted for each of them.",
        ),
        tables=(
            Table.of(
                "releases",
                "Releases that hold you",
                (
                    Column("release", "Release", width=2),
                    Column("as_of_date", "As of"),
                    Column("is_in_cohort", "In the cohort", _yes_or_no),
                    Column("is_current", "Current", _yes_or_no),
                ),
                held.releases,
            ),
            Table.of(
                "operations",
                "Looks at and disclosures of your data that were noted",
                (
                    Column("on", "Day"),
                    Column("operation", "Operation"),
                    Column("action", "By"),
                    Column("recipient", "Recipient", width=2),
                ),
                held.operations,
            ),
        ),
    )


def _withheld(held: Held) -> Section:
    counted = [
        {"what": what, "count": held.withheld[what], "letter": "e"}
        for what in (OTHER_PEOPLE, PERHAPS_ANOTHERS, ANOTHERS_RECORD, WHO_REMARKED, WHO_LOOKED)
        if held.withheld[what]
    ]
    counted += [
        {"what": "Items that the force withholds", "count": count, "letter": letter}
        for letter, count in sorted(held.exempt_counts().items())
    ]
    for row in counted:
        row["ground"] = f"section 45(4)({row['letter']}): {GROUNDS[str(row['letter'])]}"
    return Section(
        "Withheld",
        WITHHELD,
        texts=("Figures above count these items all the same.",) if held.exempt_counts() else (),
        tables=(
            Table.of(
                "withheld",
                "What is left out, and why",
                (Column("what", "What", width=2), figure("count", "How many"), Column("ground", "Ground", width=2)),
                counted,
            ),
        ),
    )


def _about_the_processing(held: Held) -> Section:
    kept = held.rows(
        "select reason, kept_months, relation from reference.retention where kept_months is not null order by relation"
    )
    return Section(
        "About the processing",
        texts=(
            "Purpose: to see who needs a better answer and to give evidence of demand; for law enforcement (part 3 "
            "of the Act). The force adds its legal basis and its contact.",
            "Origin: Avaya (calls), ControlWorks (contacts and logs), Connect (crimes and custody), Compact (missing "
            "persons). Categories: name, date of birth, phone, address, what happened, and what is worked out.",
            "Kept: what happened, for the 12 months counted; older records go with the next purge.",
            "You can ask to have data corrected (section 46), erased or restricted (section 47), and you can complain "
            "to the Information Commissioner.",
        ),
        tables=(
            Table.of(
                "kept_longer",
                "What is kept longer",
                (Column("reason", "What", width=4), figure("kept_months", "Months")),
                ({**row, "kept_months": int(row["kept_months"])} for row in kept),
            ),
        ),
    )
