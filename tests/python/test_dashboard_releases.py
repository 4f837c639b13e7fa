"""What the preview works out of a release once: the same answers, nobody else's people, and gone with the release."""

from __future__ import annotations

import gc
import json
import shutil
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_dashboard import LEADER, SERGEANT, every_address, first_of, people_of
from worlds import World

from python_helpers.dashboard import queries, releases
from python_helpers.dashboard.access import EVERY_AREA, Reader
from python_helpers.dashboard.app import create_app
from python_helpers.dashboard.releases import Release, Releases
from python_helpers.errors import FsuError

HEADER = "X-Remote-User"
READERS = [
    Reader("DEMO\\EVERYWHERE", frozenset({EVERY_AREA}), sees_identity=False),
    Reader("DEMO\\ONE", frozenset({"BE"}), sees_identity=False),
    Reader("DEMO\\TWO", frozenset({"CV", "UNKNOWN"}), sees_identity=False),
    Reader("DEMO\\NONE", frozenset(), sees_identity=False),
]
AREAS = ("", "BE", "CV", "no such area")
SEEN = """(
    select distinct "%person" from qlik.qlik_person_areas where ? or "%area" in (select unnest(?::varchar[]))
)"""
"""Whom a reader sees, of everybody in the release."""


@pytest.fixture
def published(small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published folder of the test's own, that shows the world's release."""
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "current").symlink_to(small_world.release.resolve())
    monkeypatch.setenv("FSU_PUBLISHED", str(folder))
    return folder


@pytest.fixture
def release(published: Path) -> Release:
    return Releases().current()


def publish(published: Path, name: str, *changes: str) -> Path:
    """Make a changed copy of the current release current."""
    newer = published / name
    shutil.copytree((published / "current").resolve(), newer, ignore=shutil.ignore_patterns("parquet", "qvd"))
    manifest, database = newer / "manifest.json", newer / "fsu.duckdb"
    for file in (manifest, database):
        file.chmod(0o644)
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**content, "release": name}), encoding="utf-8")
    with duckdb.connect(str(database)) as connection:
        for change in changes:
            connection.execute(change)
    link = published / "next"
    link.symlink_to(newer)
    link.replace(published / "current")
    return newer


def client_of(app: Starlette) -> TestClient:
    """A browser on this machine."""
    return TestClient(app, base_url="http://localhost", client=("127.0.0.1", 4000))


def without(person: str) -> list[str]:
    """What a release of schema `qlik` lacks when somebody has been sealed."""
    return [
        f"""delete from qlik.{table} where "{column}" = '{person}'"""
        for table, column in (
            ("qlik_cohort", "Cohort Person"),
            *((name, "%person") for name in ("qlik_people", "qlik_person_areas", "qlik_ranks", "qlik_roles")),
        )
    ]


def people(release: Release) -> list[str]:
    """Twenty to whom pages link and twenty to whom none does, whoever they are."""
    linked_to = """
        (
            select "Cohort Person" from qlik.qlik_cohort
            union select "%person" from qlik.qlik_ranks where "Rank Near Miss" = 'Yes'
        )
    """
    found = [
        release.rows(f"""
            select "%person" as person from qlik.qlik_people where "%person" {how} {linked_to}
            order by md5("%person") limit 20
        """)
        for how in ("in", "not in")
    ]
    assert [len(rows) for rows in found] == [20, 20]
    return [row["person"] for rows in found for row in rows]


def test_what_is_kept_of_a_person_is_what_the_release_has(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same page whether somebody is one of those whom pages link to or not."""
    asked: list[Callable[[Release, str], Any]] = [
        queries.months, queries.person_ranks, queries.score_parts, queries.link_reasons, queries.role_counts,
        queries.timeline, queries.yardsticks, lambda of, key: [queries.person(of, reader, key) for reader in READERS],
    ]  # fmt: skip
    keys = people(release)
    from_kept = [[question(release, key) for question in asked] for key in keys]
    assert set(keys) & queries.kept(release).linked_to
    assert set(keys) - release.linked_to
    monkeypatch.setattr(Release, "linked_to", frozenset())
    for key, kept in zip(keys, from_kept, strict=True):
        for question, answer in zip(asked, kept, strict=True):
            assert question(release, key) == answer, question


def test_figures_of_a_person_are_the_documented_querys(release: Release) -> None:
    """Against the tables that analysts read."""
    for key in people(release):
        who = queries.person(release, READERS[0], key)
        measures = release.row("select * from marts.fsu_person_measures where person_key = ?", [key])
        assert who is not None
        assert measures is not None
        for name, measure in (
            ("Person Interactions", "volume"),
            ("Person Calls", "call_count"),
            ("Person Incident Logs", "incident_count"),
            ("Person Crimes", "crime_count"),
            ("Person Crimes As Victim", "victim_count"),
            ("Person Call Handling Hours", "call_handling_hours"),
            ("Person Police Hours", "total_hours"),
            ("Person Share With Known Hours", "hours_covered_share"),
        ):
            assert who[name] == measures[measure], name
        events = release.rows(
            """
            select distinct events.interaction_key, events.police_hours
            from marts.fct_person_interactions as roles
            inner join marts.fct_interactions as events on roles.interaction_key = events.interaction_key
            where roles.person_key = ? order by all
            """,
            [key],
        )
        shown = [event for approach in queries.timeline(release, key) for event in approach["events"]]
        assert sorted(event["%interaction"] for event in shown) == [event["interaction_key"] for event in events]
        assert {event["%interaction"]: event["Interaction Police Hours"] for event in shown} == {
            event["interaction_key"]: event["police_hours"] for event in events
        }
        ranks = release.rows("select rank, score from marts.fsu_ranked where person_key = ? order by all", [key])
        mine = queries.person_ranks(release, key)
        assert sorted((row["Rank"], row["Rank Score"]) for row in mine) == [
            (row["rank"], row["score"]) for row in ranks
        ]


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.user_id)
def test_what_is_kept_of_areas_is_what_everybody_in_the_release_would_give(
    release: Release, reader: Reader, area: str
) -> None:
    seen = queries.seen_by(reader, area)
    for scheme in queries.schemes(release):
        choice = queries.Choice(scheme["name"], area)
        listed = release.rows(
            f'select "Cohort Person" from qlik.qlik_cohort where "Cohort Person" in {SEEN} and "Cohort Scheme" = ? '
            'order by "Cohort Rank"',
            [*seen, choice.scheme],
        )
        cohort = queries.cohort(release, reader, choice)
        assert [row["Cohort Person"] for row in cohort] == [row["Cohort Person"] for row in listed]
        below = release.rows(
            f"""
            select "%person" as person_key from qlik.qlik_ranks
            where "%person" in {SEEN} and "Scheme" = ? and "Rank Near Miss" = 'Yes' order by "Rank" limit 5
            """,
            [*seen, choice.scheme],
        )
        just_below = queries.just_below(release, reader, choice)
        assert [row["person_key"] for row in just_below] == [row["person_key"] for row in below]
    for communal in ("Yes", "No"):
        homes = release.rows(
            f"""
            select households."%household", count(cohort."Cohort Person") as cohort_people
            from qlik.qlik_people as people
            inner join qlik.qlik_households as households on people."%household" = households."%household"
            left join qlik.qlik_cohort as cohort
                on people."%person" = cohort."Cohort Person" and cohort."Cohort Scheme In Force" = 'Yes'
            where people."%person" in {SEEN} and "Household Is Communal" = ?
            group by households."%household", "Household Police Hours", "Household Interactions"
            order by "Household Police Hours" desc nulls last, "Household Interactions" desc, 1 limit 20
            """,
            [*seen, communal],
        )
        assert [
            (row["%household"], row["cohort_people"])
            for row in queries.households(release, reader, area)
            if row["Household Is Communal"] == communal
        ] == [(row["%household"], row["cohort_people"]) for row in homes]
    agencies = release.rows(
        f"""
        select "Organisation" as organisation, count(distinct organisations."%interaction") as interactions,
            count(distinct roles."%person") as people
        from qlik.qlik_event_organisations as organisations
        inner join qlik.qlik_roles as roles on organisations."%interaction" = roles."%interaction"
        where roles."%person" in {SEEN}
            and roles."%person" in (select "Cohort Person" from qlik.qlik_cohort where "Cohort Scheme In Force" = 'Yes')
        group by organisation order by interactions desc, organisation limit 20
        """,
        seen,
    )
    assert queries.agencies(release, reader, area) == agencies


def test_no_reader_gets_what_was_made_for_another(published: Path, release: Release) -> None:
    """Page by page in turns on one server, against a server that nobody else has asked anything of."""
    users = (LEADER, SERGEANT, "DEMO\\SERGEANT_CV")
    shared, *alone = [client_of(create_app(HEADER)) for _ in range(1 + len(users))]
    for address in [*every_address(first_of(release, SERGEANT)), "/places?area=CV", "/?area=CV", "/list.csv"]:
        for user_id, own in zip(users, alone, strict=True):
            together, apart = (client.get(address, headers={HEADER: user_id}) for client in (shared, own))
            assert (together.status_code, together.text) == (apart.status_code, apart.text), (address, user_id)


def test_who_has_left_a_release_is_on_no_page_of_it_and_the_old_one_is_gone(published: Path) -> None:
    app = create_app(HEADER)
    client = client_of(app)
    client.headers[HEADER] = LEADER
    old = weakref.ref(app.state.releases.current())
    sealed = people_of(client.get("/").text)[0]
    assert all(client.get(page).status_code == 200 for page in every_address(sealed))
    publish(published, "2027-01-01_without", *without(sealed))
    assert sealed not in people_of(client.get("/").text)
    assert sealed not in client.get("/list.csv").text
    assert [client.get(f"/person/{sealed}{end}").status_code for end in ("", "/events", "/why")] == [404] * 3
    gc.collect()
    assert old() is None


@contextmanager
def held_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Releases, threading.Event, threading.Event]]:
    """Watched releases, of which the second is not ready before it may be: begun, may be."""
    begun, may_be = threading.Event(), threading.Event()
    monkeypatch.setattr(releases, "LOOK_AGAIN_SECONDS", 0.01)

    def make_ready(release: Release) -> None:
        if release.name == "2027-01-01_newer":
            begun.set()
            assert may_be.wait(30)

    watched = Releases(make_ready)
    watched.current()
    with watched.watched():
        try:
            yield watched, begun, may_be
        finally:
            may_be.set()


def test_nobody_waits_for_a_release_that_is_being_made_ready(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with held_back(monkeypatch) as (watched, begun, may_be):
        before = watched.current()
        publish(published, "2027-01-01_newer")
        assert begun.wait(30)
        assert watched.current() is before
        may_be.set()
        deadline = time.monotonic() + 30
        while watched.current() is before:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert watched.current().name == "2027-01-01_newer"


def test_a_release_that_is_withdrawn_is_shown_no_longer(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may show somebody who is sealed since: whoever asks waits for the new one."""
    publish(published, "2026-12-01_withdrawn")
    with held_back(monkeypatch) as (watched, begun, may_be):
        publish(published, "2027-01-01_newer")
        assert begun.wait(30)
        shutil.rmtree(published / "2026-12-01_withdrawn")
        asked: list[str] = []
        reader = threading.Thread(target=lambda: asked.append(watched.current().name))
        reader.start()
        reader.join(0.2)
        assert asked == []
        may_be.set()
        reader.join(30)
        assert asked == ["2027-01-01_newer"]


def test_a_release_that_cannot_be_taken_up_is_told(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with held_back(monkeypatch) as (watched, _, _may_be):
        (publish(published, "2027-02-01_cut") / "manifest.json").write_text("{", encoding="utf-8")
        deadline = time.monotonic() + 30
        with pytest.raises(FsuError):
            while time.monotonic() < deadline:
                watched.current()
                time.sleep(0.01)
