"""Homes, households, ages and care, computed again with pandas from the staged rows, identity taken as given."""

from __future__ import annotations

import csv

import duckdb
import pandas as pd
import pytest
from worlds import PROJECT, World

COMMUNAL_PEOPLE = 10
LONDON = "Europe/London"


def frame(world: World, statement: str) -> pd.DataFrame:
    with duckdb.connect(str(world.warehouse), read_only=True) as connection:
        return connection.execute(statement).df()


def seed(path: str) -> pd.DataFrame:
    with (PROJECT / "seeds" / path).open(encoding="utf-8") as file:
        return pd.DataFrame(list(csv.DictReader(file)))


class Places:
    """The computation; `people` has one row a person."""

    def __init__(self, world: World) -> None:
        """Compute everything."""
        self.world = world
        window = frame(world, "select * from intermediate.int_window__bounds").iloc[0]
        self.as_of = pd.Timestamp(window["as_of_date"])
        self.start = pd.Timestamp(window["window_start_on"])
        self.last_day = self.as_of - pd.Timedelta(days=1)
        self.records = frame(
            world,
            "select record_type, record_id, person_key from linkage.link_person_records where person_key is not null",
        )
        self.types = seed("geography/address_types.csv").set_index("address_type")
        self.nominal_addresses = frame(world, "select * from staging.stg_connect__nominal_addresses")
        self.contacts = frame(world, "select * from staging.stg_controlworks__contacts")
        self.logs = frame(world, "select * from staging.stg_controlworks__logs")
        self.entries = frame(world, "select * from staging.stg_controlworks__people")
        self.missing_people = frame(world, "select * from staging.stg_compact__people")
        self.episodes = frame(world, "select * from staging.stg_compact__episodes")
        self.crimes = frame(world, "select postcode, npu_code from staging.stg_connect__crimes")
        self.uprns = self._uprns_by_spelling()
        self.people = self._people()

    def _civil_day(self, moments: pd.Series) -> pd.Series:
        return moments.dt.tz_localize("UTC").dt.tz_convert(LONDON).dt.tz_localize(None).dt.normalize()

    def _uprns_by_spelling(self) -> dict[str, str]:
        homes = self.nominal_addresses.dropna(subset=["uprn", "postcode"])
        logs = self.logs.dropna(subset=["uprn", "postcode"])
        spelled = pd.concat(
            [
                pd.DataFrame({"spelling": kind + "/" + rows[text] + "/" + rows["postcode"], "uprn": rows["uprn"]})
                for kind, rows, text in (
                    ("text", homes, "address_text"),
                    ("house", homes, "house_number"),
                    ("text", logs, "location_text"),
                )
            ]
        ).dropna()
        numbers = spelled.groupby("spelling")["uprn"].agg(["nunique", "min"])
        return dict(numbers[numbers["nunique"] == 1]["min"])

    def _addresses(self) -> pd.DataFrame:
        homes = self.nominal_addresses
        from_on, to_on = pd.to_datetime(homes["from_on"]), pd.to_datetime(homes["to_on"])
        in_force = ~(from_on > self.last_day) & ~(to_on < self.last_day)
        nominal = homes[in_force].assign(
            source=1, record_type="nominal", record_id=homes["nominal_id"], key=homes["address_id"], seen=from_on
        )
        reported = self._civil_day(self.episodes.groupby("person_ref")["reported_at"].max())
        people = self.missing_people
        people = people[people["uprn"].notna() | people["postcode"].notna()]
        compact = people.assign(
            source=2,
            record_type="person",
            record_id=people["person_ref"],
            key=people["person_ref"],
            seen=people["person_ref"].map(reported),
        )
        created = self._civil_day(self.contacts.set_index("roc_ref")["created_at"])
        opened = self._civil_day(self.logs.set_index("log_no")["opened_at"])
        typed = self.entries
        seen = typed["roc_ref"].map(created).where(typed["roc_ref"].notna(), typed["log_no"].map(opened))
        typed = typed.assign(seen=seen)[typed["postcode"].notna() & seen.notna()]
        typed = typed.assign(
            source=3, record_type="person_entry", record_id=typed["person_entry_id"], key=typed["person_entry_id"]
        )
        columns = ["source", "record_type", "record_id", "key", "seen", "address_type", "uprn"]
        columns += ["address_text", "house_number", "postcode"]
        known = pd.concat([rows.reindex(columns=columns) for rows in (nominal, compact, typed)])
        known = known.merge(self.records, on=["record_type", "record_id"])
        known = known.sort_values(["source", "seen", "key"], ascending=[True, False, True], na_position="last")
        return known.drop_duplicates("person_key").set_index("person_key")

    def _npus(self) -> dict[str, str]:
        npus = seed("geography/npus.csv")
        last_day = f"{self.last_day:%Y-%m-%d}"
        in_force = npus[(npus["valid_from"] <= last_day) & ((npus["valid_to"] == "") | (npus["valid_to"] >= last_day))]
        columns = ["postcode", "npu_code"]
        placed = pd.concat([self.contacts[columns], self.logs[columns], self.crimes]).dropna()
        placed = placed[placed["npu_code"].isin(in_force["npu_code"])]
        sectors = placed.assign(postcode=placed["postcode"].str[:-2])
        counted = pd.concat([placed, sectors]).groupby(columns).size().reset_index(name="events")
        counted = counted.sort_values(["events", "npu_code"], ascending=[False, True])
        return dict(counted.drop_duplicates("postcode").set_index("postcode")["npu_code"])

    def _communal_places(self) -> set[str]:
        """Properties that anybody's Connect address, at any time, gives a communal type."""
        filed = self.nominal_addresses
        filed = filed[filed["address_type"].map(self.types["is_communal"]) == "true"]
        text = "text/" + filed["address_text"] + "/" + filed["postcode"]
        house = "house/" + filed["house_number"] + "/" + filed["postcode"]
        uprn = filed["uprn"].fillna(text.map(self.uprns)).fillna(house.map(self.uprns))
        return set(("uprn/" + uprn).dropna()) | set(text.dropna())

    def _people(self) -> pd.DataFrame:
        homes = self._addresses()
        kinds = self.types.reindex(homes["address_type"])
        by_text = ("text/" + homes["address_text"] + "/" + homes["postcode"]).map(self.uprns)
        by_house = ("house/" + homes["house_number"] + "/" + homes["postcode"]).map(self.uprns)
        uprn = homes["uprn"].fillna(by_text).fillna(by_house)
        place = ("uprn/" + uprn).fillna("text/" + homes["address_text"] + "/" + homes["postcode"])
        homes["place"] = place.where(~(kinds["is_fixed_abode"] == "false").to_numpy())
        communal = homes["place"].isin(self._communal_places())
        homes["communal_type"] = (kinds["is_communal"] == "true").to_numpy() | communal.to_numpy()
        by_place = homes.groupby("place")
        homes["residents"] = by_place["communal_type"].transform("size")
        homes["communal"] = by_place["communal_type"].transform("any") | (homes["residents"] > COMMUNAL_PEOPLE)
        npus = self._npus()
        homes["npu"] = homes["postcode"].map(npus).fillna(homes["postcode"].str[:-2].map(npus))
        people = pd.DataFrame(index=pd.Index(self.records["person_key"].unique(), name="person_key"))
        people = people.join(homes[["place", "residents", "communal", "npu"]])
        # Which homes are shown to nobody is taken as given, like identity; who else lives there is not shown either.
        withheld = frame(self.world, "select person_key from intermediate.int_people__homes where is_withheld")
        hidden = people.loc[people.index.isin(withheld["person_key"]), "place"].dropna()
        return people.assign(hidden=people["place"].isin(hidden))

    def born(self) -> pd.Series:
        """Date of birth on most records of each person, full dates first, the later of equals."""
        nominals = frame(self.world, "select nominal_id, date_of_birth, dob_quality from staging.stg_connect__nominals")
        typed = pd.concat(
            [
                rows.assign(record_type=record_type, record_id=rows[key])
                for rows, record_type, key in (
                    (nominals, "nominal", "nominal_id"),
                    (self.missing_people, "person", "person_ref"),
                    (self.entries, "person_entry", "person_entry_id"),
                )
            ]
        ).dropna(subset=["date_of_birth"])
        typed = typed.merge(self.records, on=["record_type", "record_id"]).assign(
            weak=lambda rows: rows["dob_quality"] != "full"
        )
        counted = typed.groupby(["person_key", "date_of_birth"]).agg(weak=("weak", "min"), records=("weak", "size"))
        counted = counted.reset_index().sort_values(
            ["weak", "records", "date_of_birth"], ascending=[True, False, False]
        )
        return pd.to_datetime(counted.drop_duplicates("person_key").set_index("person_key")["date_of_birth"])

    def in_care(self) -> set[str]:
        """People reported missing from care, or living at an address of a looked-after type, in the window."""
        homes = self.nominal_addresses
        looked_after = homes["address_type"].isin(self.types[self.types["is_in_care"] == "true"].index)
        from_on, to_on = pd.to_datetime(homes["from_on"]), pd.to_datetime(homes["to_on"])
        lived = homes[looked_after & ~(from_on >= self.as_of) & ~(to_on < self.start)]
        days = self._civil_day(self.episodes["reported_at"])
        missing = self.episodes[self.episodes["in_care"].eq(True) & (days >= self.start) & (days < self.as_of)]
        of_record = self.records.set_index(["record_type", "record_id"])["person_key"]
        keys = [("nominal", key) for key in lived["nominal_id"]] + [("person", key) for key in missing["person_ref"]]
        return {of_record[key] for key in keys if key in of_record.index}


@pytest.fixture(scope="module", params=["small_world", "hostile_world"])
def places(request: pytest.FixtureRequest) -> Places:
    return Places(request.getfixturevalue(request.param))


@pytest.fixture(scope="module")
def published(places: Places) -> pd.DataFrame:
    return frame(places.world, "select * from marts.dim_people").set_index("person_key")


def test_homes_lie_in_the_npu_that_events_there_carry(places: Places, published: pd.DataFrame) -> None:
    mine = places.people["npu"].reindex(published.index)
    assert mine.notna().mean() > 0.3
    assert published["home_npu_code"].fillna("").tolist() == mine.fillna("").tolist()


def test_households_are_the_same_people(places: Places, published: pd.DataFrame) -> None:
    homes = places.people
    shared = homes[homes["place"].notna() & (homes["residents"] > 1) & ~homes["communal"].eq(True) & ~homes["hidden"]]
    mine = {frozenset(people) for people in shared.groupby("place").groups.values()}
    theirs = {frozenset(people) for people in published.groupby("household_key").groups.values()}
    assert theirs == mine
    assert len(mine) > 10


def test_communal_properties_are_listed_and_no_households(places: Places) -> None:
    homes = places.people[places.people["communal"].eq(True) & ~places.people["hidden"]]
    listed = frame(places.world, "select people_count, rank from marts.fsu_households where is_communal")
    assert sorted(listed["people_count"]) == sorted(homes.groupby("place").size())
    assert listed["rank"].isna().all()
    assert len(listed) > 0


def test_few_homes_are_hidden(places: Places) -> None:
    assert 0 < places.people["hidden"].mean() < 0.02


def test_under_18_by_the_date_on_most_records(places: Places, published: pd.DataFrame) -> None:
    born = places.born().reindex(published.index)
    mine = {key: bool(date > places.as_of - pd.DateOffset(years=18)) for key, date in born.dropna().items()}
    theirs = {key: bool(value) for key, value in published["is_under_18"].dropna().items()}
    assert theirs == mine
    assert 0 < sum(mine.values()) < len(mine)


def test_children_in_care_are_marked_wherever_they_live_now(places: Places, published: pd.DataFrame) -> None:
    marked = set(published[published["has_been_in_care"]].index)
    assert marked == places.in_care()
    assert marked
