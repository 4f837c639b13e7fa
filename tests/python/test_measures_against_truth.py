"""Every column of fsu_person_measures equals an independent computation from the extracts, identity taken as given."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest
from independent_measures import Given, Measures
from worlds import World

TOLERANCE = 1e-3
"""Hours are kept to the second, an event."""

CIVIL_STARTS = (
    "controlworks/contacts",
    "controlworks/logs",
    "connect/crimes",
    "connect/custody_records",
    "compact/episodes",
)


def frame(world: World, statement: str) -> pd.DataFrame:
    with duckdb.connect(str(world.warehouse), read_only=True) as connection:
        return connection.execute(statement).df()


def measured(world: World) -> Measures:
    window = frame(world, "select as_of_date from intermediate.int_window__bounds")
    return Measures(
        Given(
            raw=world.raw,
            person_records=frame(
                world,
                "select record_type, record_id, person_key, link_strength, is_inferred "
                "from linkage.link_person_records where person_key is not null",
            ),
            call_numbers=frame(
                world, "select ucid, segment, calling_phone as number from staging.stg_avaya__call_segments"
            ),
            entry_numbers=frame(world, "select person_entry_id, phone as number from staging.stg_controlworks__people"),
            as_of=pd.Timestamp(window["as_of_date"][0]),
        )
    )


def published_measures(world: World) -> pd.DataFrame:
    return frame(world, "select * from marts.fsu_person_measures").set_index("person_key").sort_index()


def people_who_differ(published: pd.DataFrame, computed: pd.DataFrame) -> dict[str, int]:
    """Number of people by column whose figure is not the same, unknown on both sides being the same."""
    wrong = {}
    for column in published.columns:
        left, right = published[column], computed[column]
        if left.dtype.kind == "M":
            same = (left == right) | (left.isna() & right.isna())
        else:
            left, right = left.astype("float64"), right.astype("float64")
            same = ((left - right).abs() <= TOLERANCE) | (left.isna() & right.isna())
        if not same.all():
            wrong[column] = int((~same).sum())
    return wrong


@pytest.mark.parametrize("name", ["small_world", "hostile_world"])
def test_every_column_is_the_same(name: str, request: pytest.FixtureRequest) -> None:
    world = request.getfixturevalue(name)
    published, computed = published_measures(world), measured(world).people.sort_index()
    assert list(published.index) == list(computed.index)
    assert set(published.columns) == set(computed.columns)
    assert people_who_differ(published, computed) == {}


def test_a_figure_that_differs_is_seen(small_world: World) -> None:
    published = published_measures(small_world)
    changed = published.copy()
    person = changed["total_hours"].idxmax()
    changed.loc[person, "total_hours"] += 1
    changed.loc[person, "recency_days"] = None if pd.notna(changed.loc[person, "recency_days"]) else 1
    assert people_who_differ(published, changed) == {"total_hours": 1, "recency_days": 1}


def test_the_worlds_reach_every_column(small_world: World, hostile_world: World) -> None:
    """Equal figures prove nothing where there are none."""
    both = pd.concat([published_measures(small_world), published_measures(hostile_world)])
    # Synthetic switches always time a call that they answered; a unit test shows a call without a figure.
    always_known = {"call_handling_covered_share"}
    assert {column for column in both.columns if both[column].nunique() < 2} <= always_known


def test_as_of_is_the_day_after_the_newest_event(small_world: World) -> None:
    computed = measured(small_world)
    starts = [computed.tables[table]["start"].max() for table in CIVIL_STARTS]
    starts.append(computed.tables["avaya/call_segments"].groupby("ucid")["start"].min().max())
    newest = max(starts).tz_localize("UTC").tz_convert("Europe/London").tz_localize(None)
    assert computed.given.as_of == newest.normalize() + pd.Timedelta(days=1)
