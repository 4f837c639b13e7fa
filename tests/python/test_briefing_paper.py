"""The briefing paper's own example from extracts to marts: one person, 32 logs, five systems' worth of hours.

Every figure is added up by the project from segments, units, detentions and investigations; what is expected is added
up here, from what was put in. Some of it happens in the nights the clocks change, where only elapsed time is right.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from identity_worlds import Extracts
from worlds import World

from python_helpers.dashboard.pages import paragraph

LONDON = ZoneInfo("Europe/London")
PHONE = "07700 900123"

FIRST_LOG = datetime(2025, 10, 4, 22, tzinfo=LONDON)
"""A log every Saturday at ten in the evening; the clocks go back after the fourth and forward after the 26th."""
LOGS = 32
CALLED_LOGS = 12
"""The first so many logs came from a contact, and the contact from a call."""
CALLED_FOR_OTHER = 2
"""On the last so many logs the person only called for another."""

CALL = [(300, 60, 90), (420, 0, 30)]
"""Talk, hold and after-call work of each segment, in seconds, of a call that led to a log."""
LONE_CALL = [(120, 30, 30)]

UNITS = [
    *((log, "RESPONSE", 3, 5.0) for log in range(30)),
    (3, "RESPONSE", 1, 4.5),
    *((log, "NEIGHBOURHOOD", 2, 4.0) for log in range(10, 30)),
    (31, "ROADS", 2, 1.5),
]
"""Log, team, officers and hours on the scene. On the 31st log a response unit was cancelled on its way."""

DETENTIONS = [
    ("2025-10-25 23:30:00", "2025-10-26 12:30:00", 14),  # 13 by the clock, which went back
    ("2026-01-10 20:00:00", "2026-01-11 19:00:00", 23),
    ("2026-05-02 08:00:00", "2026-05-03 02:00:00", 18),
]

CRIME_ROLES = [*[["VICTIM"]] * 5, *[["SUSPECT"]] * 5, ["OFFENDER"], ["VICTIM", "SUSPECT"]]
INVESTIGATIONS = [(0, "2.5"), *((crime, "2.5") for crime in range(11)), (11, "")]
"""Crime and logged hours: the first was opened again, on the last nobody logged any."""


def civil(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"


def later(moment: datetime, **elapsed: float) -> datetime:
    """After so much real time, whatever the clocks did meanwhile."""
    return moment.astimezone(UTC) + timedelta(**elapsed)


def log_time(log: int) -> datetime:
    return FIRST_LOG + timedelta(weeks=log)


def add_call(
    extracts: Extracts, ucid: str, at: datetime, segments: list[tuple[int, int, int]], disposition: str
) -> None:
    for segment, (talk, hold, after_call) in enumerate(segments, start=1):
        start = later(at, minutes=segment - 1)
        extracts.add(
            "avaya.call_segments",
            ucid=ucid,
            segment=str(segment),
            segstart_utc=f"{start:%Y-%m-%d %H:%M:%S}",
            calling_pty=PHONE,
            disposition=disposition,
            talktime=str(talk),
            ansholdtime=str(hold),
            acwtime=str(after_call),
        )


def add_log(extracts: Extracts, log_no: str, at: datetime, entry: dict[str, str]) -> None:
    extracts.add("controlworks.logs", log_no=log_no, opened_at=civil(at), initial_grade="P2")
    extracts.add("controlworks.people", person_entry_id=f"on-{log_no}", log_no=log_no, **entry)


def add_unit(extracts: Extracts, log_no: str, at: datetime, team: str, officers: int, hours: float | None) -> None:
    """A unit that arrives half an hour after the log was opened, or is cancelled before it does."""
    arrived = later(at, minutes=30)
    extracts.add(
        "controlworks.deployments",
        deployment_id=f"D-{len(extracts.tables['controlworks.deployments'])}",
        log_no=log_no,
        team_type=team,
        officers=str(officers),
        dispatched_at=civil(later(at, minutes=5)),
        arrived_at="" if hours is None else civil(arrived),
        cleared_at=civil(later(arrived, hours=hours or 0)),
    )


def example() -> Extracts:
    """The extracts: the person, and somebody else who is on the other side of each crime."""
    extracts = Extracts()
    extracts.add("connect.nominals", nominal_id="N-1", forename="Marigold", surname="Tanswell", dob="1988-07-16")
    extracts.add("connect.nominals", nominal_id="N-old", forename="Mari", surname="Tanswell", merged_into="N-1")
    extracts.add("connect.nominals", nominal_id="N-2", forename="Desmond", surname="Okehurst", dob="1979-02-27")
    extracts.add("connect.nominal_phones", nominal_id="N-1", phone=PHONE, first_seen_on="2025-01-01")
    by_name = {"full_name": "TANSWELL, Marigold", "dob": "16/07/1988"}
    by_link = {"full_name": "Mari Tanswell", "nominal_id": "N-1"}
    for log in range(LOGS):
        at = log_time(log)
        role = "CALLER" if log < CALLED_LOGS else "CALLER_FOR_OTHER" if log >= LOGS - CALLED_FOR_OTHER else "SUBJECT"
        add_log(extracts, f"L-{log}", at, {"role": role, **(by_link if log % 2 else by_name)})
    for log in range(CALLED_LOGS):
        add_call(extracts, f"U-{log}", log_time(log) - timedelta(minutes=6), CALL, "2")
        created = civil(log_time(log) - timedelta(minutes=4))
        extracts.add("controlworks.contacts", roc_ref=f"R-{log}", created_at=created, log_no=f"L-{log}")
        typed = {"role": "CALLER", "phone": PHONE, **by_name}
        extracts.add("controlworks.people", person_entry_id=f"on-R-{log}", roc_ref=f"R-{log}", **typed)
    add_call(extracts, "U-lone", datetime(2026, 6, 1, 12, tzinfo=LONDON), LONE_CALL, "2")
    add_call(extracts, "U-abandoned", datetime(2026, 6, 2, 12, tzinfo=LONDON), [(0, 0, 0)], "3")
    for log, team, officers, hours in UNITS:
        add_unit(extracts, f"L-{log}", log_time(log), team, officers, hours)
    add_unit(extracts, "L-30", log_time(30), "RESPONSE", 2, None)
    # The evening before the window: nothing of it counts.
    before = datetime(2025, 9, 30, 23, 30, tzinfo=LONDON)
    add_log(extracts, "L-before", before, {"role": "SUBJECT", **by_name})
    add_unit(extracts, "L-before", before, "RESPONSE", 9, 9)
    for number, (arrived, released, _) in enumerate(DETENTIONS):
        times = {"arrived_at": arrived, "released_at": released}
        extracts.add("connect.custody_records", custody_ref=f"T-{number}", nominal_id="N-old", **times)
    for crime, roles in enumerate(CRIME_ROLES):
        log = CALLED_LOGS + crime
        recorded = civil(later(log_time(log), hours=1))
        typed = {"crime_no": f"C-{crime}", "log_no": f"L-{log}", "recorded_at": recorded, "ho_offence_code": "49"}
        extracts.add("connect.crimes", **typed)
        for role in roles:
            extracts.add("connect.crime_people", crime_no=f"C-{crime}", nominal_id="N-1", role=role)
        other = "SUSPECT" if "VICTIM" in roles else "VICTIM"
        extracts.add("connect.crime_people", crime_no=f"C-{crime}", nominal_id="N-2", role=other)
    for number, (crime, logged) in enumerate(INVESTIGATIONS):
        opened = civil(later(log_time(CALLED_LOGS + crime), hours=2))
        typed = {"crime_no": f"C-{crime}", "opened_at": opened, "logged_hours": logged}
        extracts.add("connect.investigations", investigation_id=f"I-{number}", **typed)
    return extracts


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    as_of = "2026-10-01"
    built = World(tmp_path_factory.mktemp("briefing_paper"), {"FSU_AS_OF": as_of})
    example().write(built.raw)
    # The last months of the year are quiet, and that is meant.
    built.run("fsu", "land", str(built.raw), "--accept-as-of", as_of)
    read = (
        *("fsu_person_measures", "fct_person_interactions", "fct_interactions", "link_interaction_refs"),
        "qlik_people",
    )
    built.make(*(f"+{relation}" for relation in read))
    return built


@pytest.fixture(scope="module")
def measures(world: World) -> dict[str, Any]:
    """Every measure of whoever was detained."""
    columns = [name for name, *_ in world.query("describe marts.fsu_person_measures")]
    (row,) = world.query("select * from marts.fsu_person_measures where custody_count > 0")
    return dict(zip(columns, row, strict=True))


def hours_of(*teams: str) -> float:
    return sum(officers * hours for _, team, officers, hours in UNITS if team in teams)


def test_all_records_are_one_person_beside_the_other(world: World, measures: dict[str, Any]) -> None:
    people = world.query("select person_key, volume from marts.fsu_person_measures")
    assert sorted(volume for _, volume in people) == [len(CRIME_ROLES), measures["volume"]]
    nobody = "select count(*) from marts.fct_interactions where people_count = 0"
    assert world.query(nobody) == [(0,)]


def test_every_interaction_counts_once(measures: dict[str, Any]) -> None:
    counts = {
        "call_count": CALLED_LOGS + 1,
        "contact_count": CALLED_LOGS,
        "incident_count": 32,
        "crime_count": 12,
        "custody_count": 3,
        "missing_count": 0,
    }
    assert {name: measures[name] for name in counts} == counts
    assert measures["abandoned_call_count"] == 1
    assert measures["volume"] == sum(counts.values())
    assert measures["volume_self"] == sum(counts.values()) - CALLED_FOR_OTHER
    # A chain for each log, with its contact and call where it has them, and the call that led to nothing.
    assert measures["approaches"] == LOGS + 1


def test_suspect_and_victim_on_different_occasions(measures: dict[str, Any]) -> None:
    # On the last crime both, which is one crime.
    assert (measures["victim_count"], measures["suspect_count"]) == (6, 7)


def test_hours_come_out(measures: dict[str, Any]) -> None:
    seconds = CALLED_LOGS * sum(map(sum, CALL)) + sum(map(sum, LONE_CALL))
    hours = {
        "call_handling_hours": seconds / 3600,
        "custody_hours": 55,
        "response_hours": hours_of("RESPONSE"),
        "neighbourhood_hours": 160,
        "other_team_hours": hours_of("ROADS"),
        "investigation_hours": sum(float(logged or 0) for _, logged in INVESTIGATIONS),
    }
    assert {name: measures[name] for name in hours} == hours
    assert measures["total_hours"] == pytest.approx(sum(hours.values()))
    # The paper's words: over 3 hours, 55, over 450, 160.
    assert hours["call_handling_hours"] == 3.05
    assert sum(elapsed for *_, elapsed in DETENTIONS) == 55
    assert hours["response_hours"] == 454.5
    assert hours_of("NEIGHBOURHOOD") == 160


def test_thirteen_investigations(world: World, measures: dict[str, Any]) -> None:
    on_crimes = world.query(
        "select sum(investigation_count) from marts.fct_interactions where interaction_key in"
        " (select interaction_key from marts.fct_person_interactions"
        f" where person_key = '{measures['person_key']}' and interaction_type = 'crime')"
    )
    assert on_crimes == [(13,)]
    assert measures["investigation_count"] == 13


def test_share_covered_leaves_out_the_crime_whose_hours_nobody_logged(measures: dict[str, Any]) -> None:
    # Contacts have no effort of their own; the cancelled unit is a known 0.
    with_effort = measures["volume"] - measures["contact_count"]
    assert measures["hours_covered_share"] == pytest.approx((with_effort - 1) / with_effort)
    assert measures["investigation_covered_share"] == pytest.approx(11 / 12)
    assert measures["attended_covered_share"] == measures["custody_covered_share"] == 1


def test_hours_in_the_nights_the_clocks_change_are_elapsed_hours(world: World) -> None:
    rows = world.query(
        "select source_ref, response_hours, custody_hours from marts.fct_interactions"
        " inner join linkage.link_interaction_refs using (interaction_key)"
        " where source_ref in ('L-2', 'L-3', 'L-25', 'L-30', 'T-0') order by source_ref"
    )
    assert rows == [
        ("L-2", 15, None),
        ("L-25", 15, None),
        ("L-3", 15 + 4.5, None),
        ("L-30", 0, None),
        ("T-0", None, 14),
    ]


def test_the_page_says_the_papers_paragraph(world: World, measures: dict[str, Any]) -> None:
    columns = [name for name, *_ in world.query("describe qlik.qlik_people")]
    (row,) = world.query(f"select * from qlik.qlik_people where \"%person\" = '{measures['person_key']}'")
    assert paragraph(dict(zip(columns, row, strict=True))) == [
        "In 12 months: 13 phone calls, 12 records of contact, 32 incident logs, 12 crimes, 3 detentions, "
        "0 missing-person episodes.",
        "Effort: 3 h of call handling, 454.5 h response, 160 h neighbourhood, 3 h of other teams, "
        "55 h in custody, 30 h of investigation.",
        "Victim in 6, suspect or offender in 7 of the crimes.",
    ]
