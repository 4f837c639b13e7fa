"""What each page asks of schema `qlik`; whom a reader may see is decided here, on the server, in every one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from python_helpers.dashboard.access import EVERY_AREA, Reader
from python_helpers.dashboard.releases import KEPT, RELEASE, Release, Row

PAGE_SIZE = 20
JUST_BELOW = 5
SMALL_NUMBER = 5
"""Organisations with fewer interactions than this are not counted out."""

_SEEN = """(
    select "%person" from kept.qlik.qlik_person_areas where ? or "%area" in (select unnest(?::varchar[]))
)"""
"""Of the people whom pages link to, those whom a reader sees."""

LIST_COLUMNS = {
    "Rank": "Cohort Rank",
    "Person": "Cohort Person",
    "Trend": "Cohort Trend",
    "Change": "Cohort Change",
    "Last contact": "Cohort Last Interaction",
    "Home area": "Cohort Home Area",
    "Most events in": "Cohort Events Area",
    "Interactions": "Cohort Interactions",
    "Calls": "Cohort Calls",
    "Records of contact": "Cohort Records Of Contact",
    "Incident logs": "Cohort Incident Logs",
    "Crimes": "Cohort Crimes",
    "Detentions": "Cohort Detentions",
    "Missing-person episodes": "Cohort Missing-person Episodes",
    "Police hours": "Cohort Police Hours",
    "Share with known hours": "Cohort Share With Known Hours",
    "Themes": "Cohort Themes",
    "Under 18": "Cohort Under 18",
    "Been in care": "Cohort In Care",
    "Processing restricted": "Cohort Processing Restricted",
    "Share by inference alone": "Cohort Share By Inference Alone",
}
"""Heading to field, of the list and of its file."""
_LISTED = ", ".join(f'"{name}"' for name in LIST_COLUMNS.values())

YES = "Yes"
TAGS = {
    "under-18": ("Under 18", "Cohort Under 18"),
    "in-care": ("Has been in care", "Cohort In Care"),
    "communal": ("Lives at a communal property", "Cohort At Communal Property"),
    "missed": ("Missed by today's lists", "Cohort Missed By Lists"),
}


@dataclass(frozen=True)
class Choice:
    """What a list is filtered by; empty is everything."""

    scheme: str
    area: str = ""
    trend: str = ""
    theme: str = ""
    tags: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, given: Mapping[str, str], tags: list[str], release: Release) -> Choice:
        """The choice in an address; a scheme that there is not is the one in force."""
        names = [row["name"] for row in schemes(release)]
        scheme = given.get("scheme", "")
        return cls(
            scheme if scheme in names else names[0],
            given.get("area", ""),
            given.get("trend", ""),
            given.get("theme", ""),
            tuple(tag for tag in TAGS if tag in tags),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """As they stand in an address."""
        given = [("scheme", self.scheme), ("area", self.area), ("trend", self.trend), ("theme", self.theme)]
        return [(name, value) for name, value in given if value] + [("tag", tag) for tag in self.tags]


def seen_by(reader: Reader, area: str = "") -> list[object]:
    """Parameters of the people whom a reader sees: those of their areas, or of one of them."""
    if not area:
        return [reader.sees_everything, sorted(reader.areas)]
    return [False, [area] if reader.sees_everything or area in reader.areas else []]


def schemes(release: Release) -> list[Row]:
    """The schemes, the one in force first."""
    return release.once("""
        select distinct
            "Cohort Scheme" as name, "Cohort Scheme In Force" = 'Yes' as is_in_force, "Cohort Scheme Sort" as sort_order
        from qlik.qlik_cohort order by is_in_force desc, sort_order
    """)


def areas(release: Release, reader: Reader) -> list[Row]:
    """The areas that a reader may choose, by code and name."""
    every = release.once('select "%area" as code, "Area" as name from qlik.qlik_areas order by "Area Sort", name')
    return [area for area in every if reader.sees_everything or area["code"] in reader.areas]


def trends(release: Release) -> list[str]:
    """The trends that there are."""
    found = release.once("""
        select distinct "Cohort Trend" as trend, "Cohort Trend Sort" as sort_order
        from qlik.qlik_cohort order by sort_order, trend
    """)
    return [row["trend"] for row in found]


def themes(release: Release) -> list[str]:
    """The themes that there are."""
    return [row["Theme"] for row in release.once('select "Theme" from qlik.qlik_themes order by "Theme"')]


def _where(reader: Reader, choice: Choice) -> tuple[str, list[object]]:
    conditions = [f'"Cohort Person" in {_SEEN}', '"Cohort Scheme" = ?']
    parameters = [*seen_by(reader, choice.area), choice.scheme]
    if choice.trend:
        conditions.append('"Cohort Trend" = ?')
        parameters.append(choice.trend)
    if choice.theme:
        conditions.append("""list_contains(string_split(coalesce("Cohort Themes", ''), '|'), ?)""")
        parameters.append(choice.theme)
    for tag in choice.tags:
        conditions.append(f'"{TAGS[tag][1]}" = ?')
        parameters.append(YES)
    return " and ".join(conditions), parameters


def cohort(release: Release, reader: Reader, choice: Choice, page: int | None = None) -> list[Row]:
    """The chosen people by rank; a page of them, or all."""
    where, parameters = _where(reader, choice)
    limit = "" if page is None else f"limit {PAGE_SIZE} offset {(page - 1) * PAGE_SIZE}"
    return kept(release).rows(
        f'select {_LISTED} from qlik.qlik_cohort where {where} order by "Cohort Rank" {limit}',  # noqa: S608 - names of fields, not values
        parameters,
    )


def headline(release: Release, reader: Reader, choice: Choice) -> Row:
    """How many are chosen, and how many of them joined, rise and have gone quiet."""
    where, parameters = _where(reader, choice)
    return (
        kept(release).row(
            f"""
            select
                count(*) as people,
                count(*) filter ("Cohort Change" = 'Joined the cohort') as joined,
                count("Cohort Change Sort") as known_changes,
                count(*) filter ("Cohort Trend" = 'Rising') as rising,
                count(*) filter ("Cohort Trend" = 'Gone quiet') as quiet
            from qlik.qlik_cohort where {where}
            """,  # noqa: S608 - names of fields, not values
            parameters,
        )
        or {}
    )


def kept_out(release: Release, scheme: str) -> int:
    """How many of a scheme's first are not shown in its cohort, by a decision."""
    return next((row["kept_out"] or 0 for row in cuts(release) if row["scheme"] == scheme), 0)


def cuts(release: Release) -> list[Row]:
    """A row a scheme: how many have the score of the last in its cohort, and how many are kept out."""
    return kept(release).once("select * from kept.schemes order by sort_order")


def just_below(release: Release, reader: Reader, choice: Choice) -> list[Row]:
    """The next few below the line."""
    return kept(release).rows(
        f"""
        select rank, person_key, trend, interactions, last_on
        from kept.near_misses where person_key in {_SEEN} and scheme = ?
        order by rank limit {JUST_BELOW}
        """,  # noqa: S608 - no value in it
        [*seen_by(reader, choice.area), choice.scheme],
    )


def person(release: Release, reader: Reader, person_key: str) -> Row | None:
    """One person, where the reader may see them; somebody else's and nobody's are both None."""
    found = _about(release, person_key, 'select "%area" as code from qlik.qlik_person_areas where "%person" = ?')
    areas = {row["code"] for row in found}
    if not areas or not (reader.sees_everything or areas & reader.areas):
        return None
    return next(iter(_about(release, person_key, 'select * from qlik.qlik_people where "%person" = ?')), None)


def _about(release: Release, person_key: str, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
    """Rows about one person, whose key is the parameter where none are given; of what is kept, where it has them."""
    database = KEPT if person_key in kept(release).linked_to else RELEASE
    return release.rows(sql, parameters or [person_key], database)


def months(release: Release, person_key: str) -> tuple[list[str], list[Row]]:
    """Names of the types, and a row a month: `month`, `total` and `counts` by type."""
    kinds = release.once("select * from marts.dim_interaction_types order by sort_order")
    found = _about(
        release,
        person_key,
        """
        select month_start_on, interaction_type, interaction_count
        from marts.fsu_person_months where person_key = ? order by month_start_on
        """,
    )
    known = {row["interaction_type"] for row in found}
    shown = [kind for kind in kinds if kind["interaction_type"] in known]
    by_month: dict[object, dict[str, int]] = {}
    for row in found:
        by_month.setdefault(row["month_start_on"], {})[row["interaction_type"]] = row["interaction_count"]
    return [kind["interaction_type_name"] for kind in shown], [
        {
            "month": month,
            "total": sum(counts.values()),
            "counts": [counts.get(kind["interaction_type"], 0) for kind in shown],
        }
        for month, counts in by_month.items()
    ]


def person_ranks(release: Release, person_key: str) -> list[Row]:
    """A row a scheme: rank, whether in its cohort, ties, and the rank by firmer evidence."""
    return _about(
        release,
        person_key,
        """
        with variants as (
            select
                "Variant Scheme" as scheme,
                max("Variant Rank") filter ("Variant Counts" = 'Firm links only') as firm_rank,
                max("Variant Rank") filter ("Variant Counts" = 'Without inferences') as certain_rank,
                max("Variant Rank") filter ("Variant Counts" = 'Without custody hours') as uncaged_rank
            from qlik.qlik_variants where "%person" = ? group by scheme
        )

        select ranks."Scheme", ranks."Scheme In Force", ranks."Rank", ranks."Rank Score", ranks."Rank In Cohort",
            ranks."Rank Kept Out Of Cohort", ranks."Rank Tied At Cut",
            variants.firm_rank, variants.certain_rank, variants.uncaged_rank
        from qlik.qlik_ranks as ranks
        left join variants on ranks."Scheme" = variants.scheme
        where ranks."%person" = ? order by ranks."Scheme Sort"
        """,
        [person_key, person_key],
    )


def score_parts(release: Release, person_key: str) -> list[Row]:
    """What each scheme's score is made of."""
    return _about(
        release,
        person_key,
        """
        select ranks."Scheme", ranks."Rank Score", parts.*
        from qlik.qlik_score_parts as parts
        inner join qlik.qlik_ranks as ranks on parts."%person_scheme" = ranks."%person_scheme"
        where ranks."%person" = ? order by ranks."Scheme Sort", parts."Score Part Sort"
        """,
    )


def link_reasons(release: Release, person_key: str) -> list[Row]:
    """Why their records are one person's, in sentences, and for how many interactions each speaks."""
    return _about(
        release,
        person_key,
        """
        select "Role Link Reason" as reason, "Role Link Strength" as strength,
            min("Role Link Strength Sort") as strength_sort,
            count(distinct "%interaction") as interactions
        from qlik.qlik_roles where "%person" = ?
        group by reason, strength order by strength_sort, interactions desc, reason
        """,
    )


def role_counts(release: Release, person_key: str) -> list[Row]:
    """In which roles they appear."""
    return _about(
        release,
        person_key,
        """
        select "Role" as role, min("Role Sort") as sort_order, count(distinct "%interaction") as interactions
        from qlik.qlik_roles where "%person" = ? group by role order by sort_order
        """,
    )


def timeline(release: Release, person_key: str) -> list[Row]:
    """A row an approach, newest first: a call, its contact and its log are one; `events` has a row each."""
    is_kept = person_key in kept(release).linked_to
    theirs = "select * from kept.timelines where person_key = ?" if is_kept else _timelines("= ?")
    found = release.rows(f"{theirs} {_NEWEST_FIRST}", [person_key])
    approaches: dict[str, list[Row]] = {}
    for row in found:
        approaches.setdefault(row["Interaction Approach"] or row["%interaction"], []).append(row)
    return [{"events": events} for events in approaches.values()]


_NEWEST_FIRST = """
    order by
        "Interaction Day" desc, "Interaction Hour" desc, "Interaction Approach", "Interaction Type Sort", "%interaction"
"""


def _timelines(people: str) -> str:
    """Query for what happened to people, who are a condition: a row a person and interaction."""
    return f"""
        with roles as (
            select "%person" as person_key, "%interaction" as interaction_key,
                string_agg("Role", ', ' order by "Role Sort") as roles, max("Role By Inference") as by_inference
            from qlik.qlik_roles where "%person" {people} group by person_key, interaction_key
        ),

        tags as (
            select
                event_themes."%interaction" as interaction_key, list(themes."Theme" order by themes."Theme") as themes
            from (select distinct interaction_key from roles) as theirs
            inner join qlik.qlik_event_themes as event_themes on theirs.interaction_key = event_themes."%interaction"
            inner join qlik.qlik_themes as themes on event_themes."%theme" = themes."%theme"
            group by event_themes."%interaction"
        )

        select roles.person_key, interactions."%interaction", interactions."Interaction Day",
            interactions."Interaction Hour", interactions."Interaction Approach", interactions."Interaction Type",
            interactions."Interaction Type Sort", interactions."Interaction Source System",
            interactions."Interaction Area", interactions."Interaction Grade", interactions."Interaction Police Hours",
            roles.roles, roles.by_inference, offences."Offence" as offence, coalesce(tags.themes, []) as themes
        from roles
        inner join qlik.qlik_interactions as interactions on roles.interaction_key = interactions."%interaction"
        left join qlik.qlik_offences as offences on interactions."%offence" = offences."%offence"
        left join tags on roles.interaction_key = tags.interaction_key
    """  # noqa: S608 - no value in it


def kept(release: Release) -> Release:
    """The release with the tables of schema `kept`, which are made the first time."""
    release.make(_KEPT)
    return release


_KEPT = f"""
{resources.files("python_helpers.dashboard").joinpath("kept.sql").read_text(encoding="utf-8")}
create table kept.timelines as {_timelines("in (select person_key from kept.people)")} order by person_key;
checkpoint kept;
"""  # noqa: S608 - no value in it


def household(release: Release, household_key: str | None) -> Row | None:
    """The household or communal property of a person."""
    return release.row('select * from qlik.qlik_households where "%household" = ?', [household_key])


def yardsticks(release: Release, person_key: str) -> list[Row]:
    """Which of the health services' yardsticks they reach."""
    return _about(release, person_key, 'select * from qlik.qlik_yardsticks where "%person" = ? order by "Yardstick"')


def households(release: Release, reader: Reader, area: str) -> list[Row]:
    """Where the people live whom a reader sees, the first by effort of households and of communal properties each.

    With how many of the cohort in force are among them.
    """
    seen = seen_by(reader, area)
    order = '"Household Police Hours" desc nulls last, "Household Interactions" desc, "%household"'
    return kept(release).rows(
        f"""
        with places as (
            select distinct * exclude (npu_code) from kept.first_households
            where ? or npu_code in (select unnest(?::varchar[]))
        ),

        lives as (
            select household_key, count(*) as cohort_people
            from kept.cohort_homes where person_key in {_SEEN} group by household_key
        )

        select places.*, coalesce(lives.cohort_people, 0) as cohort_people
        from places
        left join lives on places."%household" = lives.household_key
        qualify row_number() over (partition by "Household Is Communal" order by {order}) <= {PAGE_SIZE}
        order by {order}
        """,  # noqa: S608 - no value in it
        [*seen, *seen],
    )


def agencies(release: Release, reader: Reader, area: str) -> list[Row]:
    """Organisations on interactions of the cohort's people whom a reader sees."""
    return kept(release).rows(
        f"""
        select organisation, count(distinct interaction_key) as interactions, count(distinct person_key) as people
        from kept.organisation_events where person_key in {_SEEN}
        group by organisation order by interactions desc, organisation limit {PAGE_SIZE}
        """,  # noqa: S608 - no value in it
        seen_by(reader, area),
    )


def area_counts(release: Release, reader: Reader, scheme: str) -> list[Row]:
    """For each area of the reader's: how many of a scheme's cohort live there, have most events there, or either."""
    return kept(release).rows(
        """
        select areas."%area" as code, areas."Area" as name,
            count(cohort."Cohort Person") as people,
            count(cohort."Cohort Person") filter (links."Person Area Reason" like 'Lives there%') as live_there,
            count(cohort."Cohort Person") filter (links."Person Area Reason" ilike '%most events there')
                as events_there,
            count(cohort."Cohort Person") filter (cohort."Cohort Trend" = 'Rising') as rising,
            count(cohort."Cohort Person") filter (cohort."Cohort Trend" = 'Gone quiet') as quiet
        from qlik.qlik_areas as areas
        left join kept.qlik.qlik_person_areas as links on areas."%area" = links."%area"
        left join qlik.qlik_cohort as cohort on links."%person" = cohort."Cohort Person" and cohort."Cohort Scheme" = ?
        where ? or areas."%area" in (select unnest(?::varchar[]))
        group by areas."%area", areas."Area", areas."Area Sort" order by areas."Area Sort", name
        """,
        [scheme, *seen_by(reader)],
    )


def changes(release: Release, reader: Reader) -> list[Row]:
    """How many joined, stayed and left at the newest refresh, of the people whom a reader sees."""
    return kept(release).rows(
        f"""
        select "Change" as change, min("Change Sort") as sort_order, count(*) as people
        from qlik.qlik_changes
        where "Change Refresh" = (select max("Change Refresh") from qlik.qlik_changes)
            and "%person" in {_SEEN}
        group by change order by sort_order, change
        """,  # noqa: S608 - no value in it
        seen_by(reader),
    )


def trust(release: Release) -> dict[str, Any]:
    """What the figures rest on: the lists' misses, match rates, the first findings, definitions and ties at the cut."""
    return {
        "missed": release.once("select * from marts.fsu_missed_headline"),
        "match_rates": release.once(
            """
            select * from qlik.qlik_match_rates where "Match Rate Refresh" = ?::date
            order by "Match Rate Source System Sort", "Match Rate Record Sort"
            """,
            release.as_of_date,
        ),
        "quality": release.once("""
            select * from qlik.qlik_quality where "Quality Finding" not in ('usable', 'full') and "Quality Rows" > 0
            order by
                "Quality Share" desc, "Quality Source System Sort", "Quality Table", "Quality Column", "Quality Finding"
            limit 20
        """),
        "definitions": release.once("""
            select * from qlik.qlik_definitions
            where "Definition Kind" in (
                'definition', 'ranking scheme', 'threshold', 'yardstick', 'theme', 'comparator'
            )
            order by "Definition Kind", "Definition"
        """),
        "schemes": cuts(release),
    }


def window(release: Release) -> Row:
    """First and last day that count."""
    (row,) = release.once('select min("%date") as first_on, max("%date") as last_on from qlik.qlik_calendar')
    return row


def identity(release: Release, person_key: str) -> Row | None:
    """Who somebody of the cohort in force is, and where their records are in the source systems."""
    found = release.restricted_rows("select * from restricted.fsu_cohort_profiles where person_key = ?", [person_key])
    if not found:
        return None
    links = release.restricted_rows(
        """
        select distinct interaction_key, source_url from restricted.fsu_cohort_chronology
        where person_key = ? and source_url is not null order by interaction_key
        """,
        [person_key],
    )
    return {**found[0], "links": {row["interaction_key"]: row["source_url"] for row in links}}


def make_ready(release: Release) -> None:
    """Do what the first readers of a release would wait for: make what is kept, and read from each table once."""
    somebody = Reader("", frozenset({EVERY_AREA}), sees_identity=False)
    kept(release)
    trust(release)
    window(release)
    themes(release)
    trends(release)
    changes(release, somebody)
    agencies(release, somebody, "")
    for scheme in schemes(release)[:1]:
        choice = Choice(scheme["name"])
        area_counts(release, somebody, choice.scheme)
        for first in cohort(release, somebody, choice, 1)[:1]:
            key = first["Cohort Person"]
            for of_person in (months, person_ranks, score_parts, link_reasons, role_counts, timeline, yardsticks):
                of_person(release, key)
            household(release, (person(release, somebody, key) or {}).get("%household"))
