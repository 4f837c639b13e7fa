"""The evidence pack: what the police's work with one person of the cohort came to, for the CPS, a DVPN or tasking.

Everything is read from one release. Other people appear as roles alone: nothing else of them is read.
"""

from __future__ import annotations

from datetime import date, timedelta

from python_helpers.dashboard.releases import Release
from python_helpers.dashboard.wording import NOT_RECORDED, counted, day, number, words
from python_helpers.disclosure.document import Column, Document, Row, Section, Table, at, figure, in_month, on

PURPOSES = {
    "cps": ("the Crown Prosecution Service", "Crown Prosecution Service"),
    "dvpn": ("a Domestic Violence Protection Notice", "whoever decides on the Domestic Violence Protection Notice"),
    "tasking": ("tasking", "the tasking meeting"),
}
"""What a pack is for, and who has it where nobody else is named."""

_EFFORTS = (
    ("call_handling_hours", "Call handling", "call"),
    ("response_hours", "Response teams, officer-hours", "incident"),
    ("neighbourhood_hours", "Neighbourhood teams, officer-hours", "incident"),
    ("other_team_hours", "Other teams, officer-hours", "incident"),
    ("custody_hours", "In custody", "custody"),
    ("investigation_hours", "Investigation", "crime"),
    ("missing_police_hours", "Police hours on missing-person episodes", "missing"),
)
"""Hours of an event, what they are, and the type of event that has them."""

_RESOURCES = (
    ("unit_count", "Units sent"),
    ("attended_unit_count", "Units that arrived"),
    ("officer_count", "Officers on those units"),
    ("investigation_count", "Investigations"),
)

_DEFINITIONS = (
    *("window", "interaction", "role", "link strength", "attribution", "whose effort", "call handling hours"),
    *("attended officer-hours", "custody hours", "investigation hours", "missing hours"),
    *("victim_count, suspect_count", "unknown is not zero, and known zero is 0"),
)

# One row an interaction of the person, with the roles they have in it and how sure it is that it is theirs.
_EVENTS = """
    with met as (
        select
            person_interactions.interaction_key,
            string_agg(roles.role_name, ', ' order by roles.sort_order) as roles,
            max(case when person_interactions.role = 'VICTIM' then 1 else 0 end) = 1 as is_victim,
            max(case when person_interactions.role in ('SUSPECT', 'OFFENDER') then 1 else 0 end) = 1 as is_suspect,
            min(strengths.sort_order) as strength_order
        from marts.fct_person_interactions as person_interactions
        inner join marts.dim_roles as roles on person_interactions.role = roles.role
        inner join marts.dim_labels as strengths
            on strengths.label_of = 'link_strength' and person_interactions.link_strength = strengths.label_code
        where person_interactions.person_key = ?
        group by person_interactions.interaction_key
    ),

    events as (
        select
            interactions.* exclude (theme_codes),
            met.roles,
            met.is_victim,
            met.is_suspect,
            strengths.label_code as link_strength,
            types.interaction_type_name,
            types.sort_order as type_order,
            npus.npu_name,
            coalesce(offences.offence_name, grades.grade_name, risk_grades.risk_grade_name) as detail,
            array_to_string(
                list_sort(
                    [
                        themes.theme_name
                        for themes in (select list(dim_themes) from marts.dim_themes)
                        if list_contains(string_split(coalesce(interactions.theme_codes, ''), '|'), themes.theme_code)
                    ]
                ),
                ', '
            ) as themes
        from met
        inner join marts.fct_interactions as interactions on met.interaction_key = interactions.interaction_key
        inner join marts.dim_interaction_types as types on interactions.interaction_type = types.interaction_type
        inner join marts.dim_labels as strengths
            on strengths.label_of = 'link_strength' and met.strength_order = strengths.sort_order
        left join marts.dim_npus as npus on interactions.npu_code = npus.npu_code
        left join marts.dim_offences as offences on interactions.ho_offence_code = offences.ho_offence_code
        left join marts.dim_grades as grades on interactions.grade_code = grades.grade_code
        left join marts.dim_risk_grades as risk_grades on interactions.risk_grade_code = risk_grades.risk_grade_code
    )
"""

_BY_TYPE = f"""{_EVENTS}
    select
        interaction_type_name,
        count(*) as interactions,
        count(*) filter (link_strength = 'firm') as firm,
        count(*) filter (link_strength = 'likely') as likely,
        count(*) filter (link_strength = 'inferred') as inferred,
        min(occurred_on) as first_on,
        max(occurred_on) as last_on
    from events
    group by rollup ((interaction_type_name, type_order))
    order by type_order nulls last
"""  # noqa: S608 - no value in it

_BY_ROLE = """
    select
        types.interaction_type_name,
        roles.role_name,
        count(*) as interactions,
        count(*) filter (person_interactions.link_strength = 'firm') as firm,
        count(*) filter (person_interactions.link_strength = 'likely') as likely,
        count(*) filter (person_interactions.link_strength = 'inferred') as inferred
    from marts.fct_person_interactions as person_interactions
    inner join marts.dim_interaction_types as types
        on person_interactions.interaction_type = types.interaction_type
    inner join marts.dim_roles as roles on person_interactions.role = roles.role
    where person_interactions.person_key = ?
    group by types.interaction_type_name, types.sort_order, roles.role_name, roles.sort_order
    order by types.sort_order, roles.sort_order
"""

_SUMS = f"""{_EVENTS}
    select
        {{sums}}
    from events
"""  # noqa: S608 - no value in it

_MONTHS = """
    select
        months.month_start_on,
        types.interaction_type,
        months.interaction_count
    from marts.fsu_person_months as months
    inner join marts.dim_interaction_types as types on months.interaction_type = types.interaction_type
    where months.person_key = ?
    order by months.month_start_on, types.sort_order
"""

_REASONS = """
    select
        rules.sentence,
        person_interactions.link_strength,
        count(distinct person_interactions.interaction_key) as interactions
    from marts.fct_person_interactions as person_interactions
    inner join marts.dim_match_rules as rules on person_interactions.match_rule = rules.match_rule
    inner join marts.dim_labels as strengths
        on strengths.label_of = 'link_strength' and person_interactions.link_strength = strengths.label_code
    where person_interactions.person_key = ?
    group by rules.sentence, person_interactions.link_strength, strengths.sort_order
    order by strengths.sort_order, interactions desc, rules.sentence
"""

_THEMES = """
    select themes.theme_name, count(distinct person_interactions.interaction_key) as interactions
    from marts.fct_person_interactions as person_interactions
    inner join marts.fct_interaction_themes as interaction_themes
        on person_interactions.interaction_key = interaction_themes.interaction_key
    inner join marts.dim_themes as themes on interaction_themes.theme_code = themes.theme_code
    where person_interactions.person_key = ? and not themes.is_sensitive
    group by themes.theme_name
    order by interactions desc, themes.theme_name
"""


def read(release: Release, person_key: str, purpose: str, recipient: str) -> Document | None:
    """The pack of one person of the cohort; None where they are not in it: sealed, unknown or outside, all alike.

    Args:
        release: what it is read from.
        person_key: who.
        purpose: one of `PURPOSES`.
        recipient: to whom it goes.
    """
    profile = next(
        iter(
            release.restricted_rows("select * from restricted.fsu_cohort_profiles where person_key = ?", [person_key])
        ),
        None,
    )
    measures = release.row("select * from marts.fsu_person_measures where person_key = ?", [person_key])
    if profile is None or measures is None:
        return None
    as_of_date = date.fromisoformat(release.as_of_date)
    first_on = (release.row("select min(date_on) as first_on from marts.dim_dates where is_in_window") or {})[
        "first_on"
    ]
    window = f"{day(first_on)} to {day(as_of_date - timedelta(days=1))}"
    events = _events(release, person_key)
    return Document(
        kind="evidence pack",
        title="Evidence pack",
        as_of_date=as_of_date,
        facts=_facts(release, profile, purpose, recipient, window),
        sections=(
            Section(
                "In short", texts=(*paragraph(measures, window), "Each figure is explained below, with how sure it is.")
            ),
            *_counts(release, person_key),
            _effort(release, person_key, measures),
            _crimes(events),
            _by_month(release, person_key),
            _chronology(events),
            _certainty(release, person_key, measures),
            _definitions(release),
        ),
        footer=f"Evidence pack, release {release.name}. About one person; for its recipient and purpose alone.",
        more_data={"release": release.name, "measures": measures},
    )


def paragraph(measures: Row, window: str) -> tuple[str, ...]:
    """What the briefing paper says of its example, of this person."""

    def hours(name: str) -> str:
        value = measures[name]
        return "an unrecorded number of hours" if value is None else counted(value, "hour", "hours")

    logs = counted(measures["incident_count"], "ControlWorks log", "ControlWorks logs")
    contacts = counted(measures["contact_count"], "record of contact", "records of contact")
    calls = counted(measures["call_count"], "call", "calls")
    detentions = counted(measures["custody_count"], "detention", "detentions")
    missing = counted(measures["missing_count"], "missing-person episode", "missing-person episodes")
    investigations = counted(measures["investigation_count"], "investigation", "investigations")
    victim = counted(measures["victim_count"], "crime", "crimes")
    suspect = counted(measures["suspect_count"], "crime", "crimes")
    share = NOT_RECORDED if measures["hours_covered_share"] is None else f"{measures['hours_covered_share']:.0%}"
    return (
        f"From {window}, {logs} and {contacts} name the person, {calls} came from them, and there were {detentions} "
        f"and {missing}.",
        f"The calls took {hours('call_handling_hours')} of handling. Response teams spent {hours('response_hours')} "
        f"attending, the neighbourhood teams {hours('neighbourhood_hours')}, other teams {hours('other_team_hours')}. "
        f"The detentions lasted {hours('custody_hours')}.",
        f"There have been {investigations}. The person features as victim in {victim}, and as suspect or offender in "
        f"{suspect}.",
        f"In all: {counted(measures['volume'], 'interaction', 'interactions')} and "
        f"{hours('total_hours')} of police time; the hours are known for {share} of the interactions that could have "
        f"some. By firm links alone: {counted(measures['volume_firm'], 'interaction', 'interactions')}.",
    )


def _facts(release: Release, profile: Row, purpose: str, recipient: str, window: str) -> dict[str, str]:
    return {
        "Name": profile["display_name"] or NOT_RECORDED,
        "Date of birth": day(profile["date_of_birth"]),
        **({"Under 18": "yes, on the last day counted; this is a child's record"} if profile["is_under_18"] else {}),
        **(
            {"Processing restricted": "yes: do not use it before you have asked why"}
            if profile["is_processing_restricted"]
            else {}
        ),
        "Connect nominals": words(profile["nominal_ids"]),
        "Person key": profile["person_key"],
        "Prepared for": PURPOSES[purpose][0],
        "Recipient": recipient,
        "Counted": window,
        "Release": release.name,
    }


def _events(release: Release, person_key: str) -> list[Row]:
    """One row an interaction in order of time, with its reference and the address of its source."""
    found = release.rows(f"{_EVENTS} select * from events", [person_key])  # noqa: S608 - no value in it
    references = {
        row["interaction_key"]: row
        for row in release.restricted_rows(
            """
            select distinct interaction_key, occurred_at, source_ref, source_url
            from restricted.fsu_cohort_chronology where person_key = ?
            """,
            [person_key],
        )
    }
    return sorted(
        ({**event, **references[event["interaction_key"]]} for event in found),
        key=lambda event: (event["occurred_at"], event["type_order"], event["source_ref"]),
    )


def _counts(release: Release, person_key: str) -> tuple[Section, ...]:
    strengths = (figure("firm", "Firm"), figure("likely", "Likely"), figure("inferred", "Inferred"))
    by_type = [
        {**row, "interaction_type_name": row["interaction_type_name"] or "All, each once"}
        for row in release.rows(_BY_TYPE, [person_key])
    ]
    section = Section(
        "What happened, in numbers",
        texts=("A person in two roles of one interaction is in two rows of the second table, and counted once above.",),
        tables=(
            Table.of(
                "interactions_by_type",
                "Interactions by type",
                [
                    Column("interaction_type_name", "Type"),
                    figure("interactions", "All"),
                    *strengths,
                    on("first_on", "First"),
                    on("last_on", "Last"),
                ],
                by_type,
            ),
            Table.of(
                "interactions_by_role",
                "Interactions by type and role",
                [
                    Column("interaction_type_name", "Type"),
                    Column("role_name", "Role"),
                    figure("interactions", "All"),
                    *strengths,
                ],
                release.rows(_BY_ROLE, [person_key]),
            ),
            Table.of(
                "interactions_by_theme",
                "Interactions by theme",
                [Column("theme_name", "Theme"), figure("interactions", "Interactions")],
                release.rows(_THEMES, [person_key]),
            ),
        ),
    )
    return (section,)


def _effort(release: Release, person_key: str, measures: Row) -> Section:
    sums = []
    for name, _, kind in _EFFORTS:
        of_kind = f"interaction_type = '{kind}'"
        sums += [
            f"coalesce(sum({name}) filter (link_strength = 'firm'), "
            f"case when count(*) filter ({of_kind} and link_strength = 'firm') = 0 then 0 end) as firm_{name}",
            f"count(*) filter ({of_kind}) as {name}_events",
            f"count(*) filter ({of_kind} and is_effort_known) as {name}_known",
        ]
    for name, _ in _RESOURCES:
        sums += [
            f"coalesce(sum({name}), 0) as {name}",
            f"coalesce(sum({name}) filter (link_strength = 'firm'), 0) as firm_{name}",
        ]
    found = release.row(_SUMS.format(sums=", ".join(sums)), [person_key]) or {}
    return Section(
        "Hours and resources",
        texts=(
            "An officer-hour is one officer on the scene for one hour. An interaction counts in full for each person "
            "on it, so figures of two people must not be added up.",
            "Hours that were not recorded are not guessed: the last two columns say for how many interactions they "
            "are known.",
        ),
        tables=(
            Table.of(
                "hours_by_team",
                "Hours by team",
                [
                    Column("effort", "Effort"),
                    figure("hours", "Hours"),
                    figure("firm_hours", "By firm links"),
                    figure("known", "Known for"),
                    figure("events", "Of"),
                ],
                (
                    {
                        "effort": label,
                        "hours": measures[name],
                        "firm_hours": found[f"firm_{name}"],
                        "known": found[f"{name}_known"],
                        "events": found[f"{name}_events"],
                    }
                    for name, label, _ in _EFFORTS
                ),
            ),
            Table.of(
                "units_and_officers",
                "Units, officers and investigations",
                [Column("resource", "Resource"), figure("count", "All"), figure("firm", "By firm links")],
                (
                    {"resource": label, "count": found[name], "firm": found[f"firm_{name}"]}
                    for name, label in _RESOURCES
                ),
            ),
        ),
    )


def _crimes(events: list[Row]) -> Section:
    columns = [
        on("occurred_on", "Recorded"),
        Column("source_ref", "Reference", link="source_url"),
        Column("detail", "Offence", width=2),
        Column("roles", "Role"),
        Column("link_strength", "How sure", str.capitalize),
    ]
    crimes = [event for event in events if event["interaction_type"] == "crime"]
    return Section(
        "Crimes",
        texts=("A crime in which the person is both is in both tables.",),
        tables=(
            Table.of(
                "crimes_as_victim", "Crimes as victim", columns, [event for event in crimes if event["is_victim"]]
            ),
            Table.of(
                "crimes_as_suspect",
                "Crimes as suspect or offender",
                columns,
                [event for event in crimes if event["is_suspect"]],
            ),
        ),
    )


def _by_month(release: Release, person_key: str) -> Section:
    types = release.rows(
        "select interaction_type, interaction_type_name from marts.dim_interaction_types order by sort_order"
    )
    by_month: dict[date, Row] = {}
    for row in release.rows(_MONTHS, [person_key]):
        month = by_month.setdefault(row["month_start_on"], {"month_start_on": row["month_start_on"], "all": 0})
        month[row["interaction_type"]] = row["interaction_count"]
        month["all"] += row["interaction_count"]
    return Section(
        "Month by month",
        tables=(
            Table.of(
                "interactions_by_month",
                "Interactions by month",
                [
                    in_month("month_start_on", "Month"),
                    figure("all", "All"),
                    *(figure(row["interaction_type"], row["interaction_type_name"]) for row in types),
                ],
                ({**{row["interaction_type"]: 0 for row in types}, **month} for month in by_month.values()),
            ),
        ),
    )


def _chronology(events: list[Row]) -> Section:
    return Section(
        "Chronology",
        texts=(
            "Times are by a clock in London. A reference leads to its source system, which notes who opens it; the "
            "record there is the evidence, and this is a list of what to look for.",
        ),
        tables=(
            Table.of(
                "chronology",
                "Every interaction, oldest first",
                [
                    at("occurred_at", "When"),
                    Column("interaction_type_name", "What"),
                    Column("roles", "Role"),
                    Column("source_ref", "Reference", link="source_url", width=1.6),
                    Column("detail", "Grade or offence", width=1.4),
                    Column("npu_name", "Area", width=1.3),
                    Column("themes", "Themes"),
                    figure("police_hours", "Hours"),
                    Column("link_strength", "How sure", str.capitalize),
                ],
                events,
            ),
        ),
    )


def _certainty(release: Release, person_key: str, measures: Row) -> Section:
    return Section(
        "How sure it is that this is one person",
        texts=(
            "Firm: by a trusted id, or name and date of birth, or name and number. Likely: by a name and an address, "
            "or a rare name. Inferred: by a number or an event alone, without a name.",
            f"Of {counted(measures['volume'], 'interaction', 'interactions')}, {number(measures['volume_firm'])} rest "
            f"on firm links; without inferences there are {number(measures['volume_without_inferences'])}. Where proof "
            "of who it was matters, use the firm figures, and check the source.",
        ),
        tables=(
            Table.of(
                "link_reasons",
                "Why the records are taken for one person's",
                [
                    Column("sentence", "Reason", width=4),
                    Column("link_strength", "How sure", str.capitalize),
                    figure("interactions", "Interactions"),
                ],
                release.rows(_REASONS, [person_key]),
            ),
        ),
    )


def _definitions(release: Release) -> Section:
    found = release.rows(
        """
        select name, meaning from governance.gov_definitions
        where kind = 'definition' and list_contains(?::varchar[], name)
        order by list_position(?::varchar[], name)
        """,
        [list(_DEFINITIONS), list(_DEFINITIONS)],
    )
    return Section(
        "What the words mean",
        texts=(
            "The pack counts what was recorded. It predicts nothing, says nothing about guilt, and is no reason for a "
            "lesser service. What happened before or after the days counted is not in it; nor are themes that need "
            "special care (such as child abuse), which the source systems hold.",
        ),
        tables=(
            Table.of(
                "definitions",
                "Definitions in force in this release",
                [Column("name", "Term"), Column("meaning", "Meaning", width=4)],
                found,
            ),
        ),
    )
