"""Every column of fsu_person_measures, computed again with pandas from the extracts, the identity taken as given.

Nothing here knows the project's SQL: civil time goes through the time-zone database, rows through pandas. What it does
not compute again are the phone numbers' normal forms (staging's own tests do that), which arrive as a table.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

LONDON = ZoneInfo("Europe/London")
DAY = pd.Timedelta(days=1)
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
KEYS = {
    "avaya/call_segments": ["ucid", "segment"],
    "controlworks/contacts": ["roc_ref"],
    "controlworks/logs": ["log_no"],
    "controlworks/people": ["person_entry_id"],
    "controlworks/deployments": ["deployment_id"],
    "connect/crimes": ["crime_no"],
    "connect/crime_people": ["crime_no", "nominal_id", "role"],
    "connect/investigations": ["investigation_id"],
    "connect/custody_records": ["custody_ref"],
    "compact/episodes": ["episode_ref"],
}
EFFORTS = {
    "call_handling": "call",
    "response": "incident",
    "neighbourhood": "incident",
    "other_team": "incident",
    "custody": "custody",
    "investigation": "crime",
    "missing_police": "missing",
}
"""Effort, and the type of interaction that has it."""


@dataclass(frozen=True)
class Given:
    """What is taken as given: extracts, who each record belongs to, numbers in normal form, parameters in force."""

    raw: Path
    person_records: pd.DataFrame
    """record_type, record_id, person_key, link_strength, is_inferred."""
    call_numbers: pd.DataFrame
    """ucid, segment, number."""
    entry_numbers: pd.DataFrame
    """person_entry_id, number."""
    as_of: pd.Timestamp
    chain_minutes: int = 15
    custody_max_hours: int = 96
    longest_hours: int = 744


def seed(path: str) -> pd.DataFrame:
    with (SEEDS / path).open(encoding="utf-8") as file:
        return pd.DataFrame(list(csv.DictReader(file)))


def read(raw: Path, table: str) -> pd.DataFrame:
    """Rows of one table, best first within a key: newest extraction, then the whole row's order, empty texts first."""
    rows = pd.concat([pd.read_parquet(file).astype("string") for file in sorted((raw / table).glob("*.parquet"))])
    rows = rows.apply(lambda column: column.str.strip()).fillna("")
    columns = [name for name in rows.columns if name != "extracted_at"]
    rows["extracted_at"] = pd.to_datetime(rows["extracted_at"], errors="coerce")
    for code in ("role", "segment"):
        if code in KEYS[table]:
            rows[code] = rows[code].str.upper()
    rows = rows.sort_values(["extracted_at", *columns], ascending=[False] + [True] * len(columns), kind="stable")
    return rows.reset_index(drop=True)


def newest(rows: pd.DataFrame, table: str) -> pd.DataFrame:
    return rows.drop_duplicates(KEYS[table]).reset_index(drop=True)


def when(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts.where(texts != ""), errors="coerce", format="%Y-%m-%d %H:%M:%S")


def utc(civil: pd.Series, not_before: pd.Series | None = None) -> pd.Series:
    """Civil times as UTC without a zone: a repeated hour is the first, unless that lies before `not_before`."""

    def localised(fold: int) -> pd.Series:
        return civil.map(
            lambda moment: (
                pd.NaT
                if pd.isna(moment)
                else pd.Timestamp(moment.to_pydatetime().replace(tzinfo=LONDON, fold=fold)).tz_convert(None)
            )
        ).astype("datetime64[ns]")

    first = localised(0)
    if not_before is None:
        return first
    return first.where(~(first < not_before), localised(1))


def until(end: pd.Series, start: pd.Series, extracted: pd.Series) -> pd.Series:
    return end.where((end >= start) & (end <= extracted + DAY))


def number(texts: pd.Series, largest: float) -> pd.Series:
    figures = pd.to_numeric(texts.where(texts != ""), errors="coerce")
    return figures.where((figures >= 0) & (figures <= largest))


def civil_day(moments: pd.Series) -> pd.Series:
    """Midnight of the civil day of UTC times."""
    return moments.dt.tz_localize("UTC").dt.tz_convert(LONDON).dt.tz_localize(None).dt.normalize()


def total(frame: pd.DataFrame, by: str, column: str) -> pd.Series:
    return frame.groupby(by)[column].sum(min_count=1)


class Measures:
    """The computation, step by step; `people` is the result."""

    def __init__(self, given: Given) -> None:
        """Compute everything."""
        self.given = given
        self.end = utc(pd.Series([given.as_of]))[0]
        self.start = utc(pd.Series([given.as_of - pd.DateOffset(months=12)]))[0]
        self.tables = {table: self._usable(table) for table in KEYS}
        self.events = self._events()
        self._efforts()
        self._weights()
        self._chains()
        self.roles = self._roles()
        self.people = self._people()

    def _usable(self, table: str) -> pd.DataFrame:
        starts = {
            "avaya/call_segments": "segstart_utc",
            "controlworks/contacts": "created_at",
            "controlworks/logs": "opened_at",
            "controlworks/deployments": "dispatched_at",
            "connect/crimes": "recorded_at",
            "connect/investigations": "opened_at",
            "connect/custody_records": "arrived_at",
            "compact/episodes": "reported_at",
        }
        required = {
            "controlworks/people": ["role"],
            "controlworks/deployments": ["log_no"],
            "connect/crimes": ["ho_offence_code"],
            "connect/investigations": ["crime_no"],
            "connect/custody_records": ["nominal_id"],
            "compact/episodes": ["person_ref"],
        }
        rows = read(self.given.raw, table)
        usable = rows["extracted_at"].notna()
        for column in [*KEYS[table], *required.get(table, [])]:
            usable &= rows[column] != ""
        if table in starts:
            rows["start"] = when(rows[starts[table]])
            usable &= rows["start"].notna() & ~(rows["start"] > rows["extracted_at"] + DAY)
            if not starts[table].endswith("_utc"):
                rows["start"] = utc(rows["start"])
        return newest(rows[usable], table)

    def _in_window(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[(rows["start"] >= self.start) & (rows["start"] < self.end)]

    def _events(self) -> pd.DataFrame:
        segments = self.tables["avaya/call_segments"].copy()
        segments["disposition"] = pd.to_numeric(segments["disposition"], errors="coerce")
        parts = [number(segments[name], 86400) for name in ("talktime", "ansholdtime", "acwtime")]
        segments["handled"] = pd.concat(parts, axis=1).sum(axis=1, min_count=1)
        calls = segments.groupby("ucid").agg(
            start=("start", "min"),
            answered=("disposition", lambda values: bool((values == 2).any())),
            abandoned=("disposition", lambda values: bool((values == 3).any())),
        )
        calls["call_handling"] = total(segments, "ucid", "handled")
        self.calls = self._in_window(calls.reset_index())
        frames = [self.calls[self.calls["answered"]].assign(type="call", ref=lambda rows: rows["ucid"])]
        for table, kind, ref in (
            ("controlworks/contacts", "contact", "roc_ref"),
            ("controlworks/logs", "incident", "log_no"),
            ("connect/crimes", "crime", "crime_no"),
            ("connect/custody_records", "custody", "custody_ref"),
            ("compact/episodes", "missing", "episode_ref"),
        ):
            frames.append(self._in_window(self.tables[table]).assign(type=kind, ref=lambda rows, name=ref: rows[name]))
        events = pd.concat(frames, ignore_index=True)
        events["event"] = events["type"] + "/" + events["ref"]
        return events.set_index("event")

    def _efforts(self) -> None:
        groups = seed("roles/team_types.csv").set_index("team_type")["team_group"]
        units = self.tables["controlworks/deployments"].copy()
        arrived = utc(when(units["arrived_at"]), units["start"])
        units["arrived"] = arrived.where(arrived <= units["extracted_at"] + DAY)
        since = units["arrived"].fillna(units["start"])
        units["cleared"] = until(utc(when(units["cleared_at"]), since), since, units["extracted_at"])
        hours = (units["cleared"] - units["arrived"]).dt.total_seconds() / 3600
        hours = hours.where(hours <= self.given.longest_hours)
        units["hours"] = (hours * number(units["officers"], 100)).where(units["arrived_at"] != "", 0.0)
        units["group"] = units["team_type"].str.upper().map(groups).fillna("OTHER")
        units["event"] = "incident/" + units["log_no"]
        events = self.events
        for group, name in (("RESPONSE", "response"), ("NEIGHBOURHOOD", "neighbourhood"), ("OTHER", "other_team")):
            of_team = units[units["group"] == group]
            events[name] = self._or_none(total(of_team, "event", "hours"), of_team, "incident", units)
        unknown_units = units[units["hours"].isna()].groupby("event").size()

        work = self.tables["connect/investigations"].copy()
        work["hours"] = number(work["logged_hours"], 100000)
        work["event"] = "crime/" + work["crime_no"]
        events["investigation"] = self._or_none(total(work, "event", "hours"), work, "crime", work)
        counted = work.groupby("event").size().reindex(events.index)
        events["investigation_count"] = counted.fillna(0).where((events["type"] == "crime") & (len(work) > 0))
        unlogged = work[work["hours"].isna()].groupby("event").size()

        custody = events[events["type"] == "custody"]
        released = until(utc(when(custody["released_at"]), custody["start"]), custody["start"], custody["extracted_at"])
        held = (released - custody["start"]).dt.total_seconds() / 3600
        open_for = (self.end - custody["start"]).dt.total_seconds() / 3600
        held = held.where(held <= self.given.longest_hours)
        still_in = (custody["released_at"] == "") & (open_for <= self.given.custody_max_hours)
        events["custody"] = held.where(~still_in, open_for)

        missing = events[events["type"] == "missing"]
        found = until(utc(when(missing["found_at"]), missing["start"]), missing["start"], missing["extracted_at"])
        events["missing"] = (found - missing["start"]).dt.total_seconds() / 3600
        events["missing_police"] = number(missing["police_hours"], 100000)

        events["call_handling"] = events["call_handling"] / 3600
        events["police"] = events[list(EFFORTS)].sum(axis=1, min_count=1)
        known = pd.Series(pd.NA, index=events.index, dtype="boolean")
        kinds = events["type"]
        known[kinds == "call"] = events["call_handling"].notna()
        known[kinds == "incident"] = pd.Series(events.index.isin(unknown_units.index), index=events.index).eq(False)
        known[kinds == "crime"] = pd.Series(events.index.isin(unlogged.index), index=events.index).eq(False)
        known[kinds == "custody"] = events["custody"].notna()
        known[kinds == "missing"] = events["missing_police"].notna()
        events["known"] = known

    def _or_none(self, figure: pd.Series, rows: pd.DataFrame, kind: str, delivered: pd.DataFrame) -> pd.Series:
        """The figure of each event; 0 for an event of the kind that none of the rows is about, if any was delivered."""
        none = (self.events["type"] == kind) & ~self.events.index.isin(rows["event"]) & (len(delivered) > 0)
        return figure.reindex(self.events.index).where(~none, 0.0)

    def _weights(self) -> None:
        harm = seed("weights/offence_harm_weights.csv").query("index_name == 'CCHI'")
        weights = harm.set_index("ho_offence_code")["harm_weight"].astype(float)
        grades = seed("weights/grade_weights.csv").set_index("grade_code")["grade_weight"].astype(float)
        events = self.events
        crimes = events["type"] == "crime"
        own = events["ho_offence_code"].str.upper().map(weights)
        events["harm"] = own.fillna(weights["UNMAPPED"]).where(crimes)
        events["mapped"] = own.notna() & crimes
        grade = (
            events["final_grade"].str.upper().where(events["final_grade"] != "", events["initial_grade"].str.upper())
        )
        events["grade"] = grade.map(grades).where(events["type"] == "incident")

    def _entries(self) -> pd.DataFrame:
        entries = self.tables["controlworks/people"].copy()
        on_contact = entries[entries["roc_ref"] != ""].assign(event=lambda rows: "contact/" + rows["roc_ref"])
        on_log = entries[entries["log_no"] != ""].assign(event=lambda rows: "incident/" + rows["log_no"])
        entries = pd.concat([on_contact, on_log])
        entries = entries[entries["event"].isin(self.events.index)]
        return entries.assign(role=entries["role"].str.upper())

    def _chains(self) -> None:
        events = self.events
        chain = pd.Series(events.index, index=events.index).where(events["type"].isin(["call", "contact", "incident"]))
        led_to = (events["type"] == "contact") & (events["log_no"] != "")
        chain = chain.where(~led_to, "incident/" + events["log_no"])
        self.entries = self._entries()

        numbers = self.given.call_numbers.dropna().sort_values(["ucid", "segment"]).drop_duplicates("ucid")
        calls = self.calls[self.calls["answered"]].merge(numbers, on="ucid")[["ucid", "start", "number"]]
        typed = self.entries.merge(self.given.entry_numbers.dropna(), on="person_entry_id")
        typed["typed"] = typed["event"].map(events["start"])
        pairs = calls.merge(typed[["number", "typed", "event", "role", "person_entry_id"]], on="number")
        pairs["gap"] = (pairs["typed"] - pairs["start"]).dt.total_seconds()
        pairs = pairs[(pairs["gap"] >= 0) & (pairs["gap"] <= self.given.chain_minutes * 60)]
        order = {"CALLER": 1, "CALLER_FOR_OTHER": 2, "PARTNER_AGENCY": 3}
        pairs["role_order"] = pairs["role"].map(order).fillna(4)
        pairs["kind"] = pairs["event"].str.split("/").str[0]
        nearest = pairs.sort_values(["gap", "kind", "event", "role_order"]).drop_duplicates("ucid")
        # Two calls for one contact at the same distance cannot be told apart here; the project takes the smaller key.
        self.ties = int(nearest.duplicated(["event", "gap"]).sum())
        self.call_contacts = nearest.sort_values("gap").drop_duplicates("event").set_index("ucid")
        of_call = "call/" + self.call_contacts.index
        chain.loc[of_call] = chain.reindex(self.call_contacts["event"]).to_numpy()
        events["chain"] = chain

    def _roles(self) -> pd.DataFrame:
        calls = self.events[self.events["type"] == "call"]
        for_other = self.call_contacts["role"].reindex(calls["ref"]).eq("CALLER_FOR_OTHER").fillna(False).tolist()
        frames = [
            pd.DataFrame({"event": calls.index, "record_type": "call", "record_id": calls["ref"].to_numpy()}).assign(
                role=["CALLER_FOR_OTHER" if other else "CALLER" for other in for_other]
            )
        ]
        frames.append(
            self.entries.assign(record_type="person_entry", record_id=self.entries["person_entry_id"])[
                ["event", "record_type", "record_id", "role"]
            ]
        )
        on_crimes = self.tables["connect/crime_people"]
        frames.append(
            on_crimes.assign(
                event="crime/" + on_crimes["crime_no"], record_type="nominal", record_id=on_crimes["nominal_id"]
            )[["event", "record_type", "record_id", "role"]]
        )
        for kind, column, record_type, role in (
            ("custody", "nominal_id", "nominal", "DETAINED"),
            ("missing", "person_ref", "person", "MISSING"),
        ):
            rows = self.events[self.events["type"] == kind]
            frames.append(
                pd.DataFrame({"event": rows.index, "record_id": rows[column].to_numpy()}).assign(
                    record_type=record_type, role=role
                )
            )
        roles = pd.concat(frames)
        roles = roles[roles["event"].isin(self.events.index)]
        return roles.merge(self.given.person_records, on=["record_type", "record_id"])

    def _calls_about(self) -> pd.DataFrame:
        entries = self.entries.assign(chain=self.entries["event"].map(self.events["chain"]))
        known = self.given.person_records.query("record_type == 'person_entry'").set_index("record_id")["person_key"]
        entries["person_key"] = entries["person_entry_id"].map(known)
        callers = (
            entries[entries["role"] == "CALLER_FOR_OTHER"]
            .groupby("chain")["person_key"]
            .agg(lambda keys: set(keys.fillna("?")))
        )
        agencies = set(entries[entries["role"] == "PARTNER_AGENCY"]["chain"])
        about = entries[entries["role"].isin(["SUBJECT", "VICTIM"]) & entries["person_key"].notna()]
        about = about[["chain", "person_key"]].drop_duplicates()
        about["calls_about"] = [
            bool(callers.get(chain, set()) - {person})
            for chain, person in zip(about["chain"], about["person_key"], strict=True)
        ]
        about["agency_calls_about"] = about["chain"].isin(agencies)
        return about.groupby("person_key")[["calls_about", "agency_calls_about"]].sum()

    def _people(self) -> pd.DataFrame:
        roles = self.roles.assign(
            other=self.roles["role"] == "CALLER_FOR_OTHER",
            firm=self.roles["link_strength"] == "firm",
            not_inferred=self.roles["link_strength"].isin(["firm", "likely"]),
            victim=self.roles["role"] == "VICTIM",
            suspect=self.roles["role"].isin(["SUSPECT", "OFFENDER"]),
        )
        met = roles.groupby(["person_key", "event"]).agg(
            other=("other", "all"),
            firm=("firm", "any"),
            not_inferred=("not_inferred", "any"),
            inferred=("is_inferred", "all"),
            victim=("victim", "any"),
            suspect=("suspect", "any"),
        )
        met = met.reset_index().merge(self.events, left_on="event", right_index=True)
        crime = met["type"] == "crime"
        met["as_victim"], met["as_suspect"] = met["victim"] & crime, met["suspect"] & crime
        by = met.groupby("person_key")
        people = pd.DataFrame(index=pd.Index(self.given.person_records["person_key"].unique(), name="person_key"))
        people["volume"] = by.size()
        people["volume_firm"] = by["firm"].sum()
        people["volume_without_inferences"] = by["not_inferred"].sum()
        people["volume_self"] = by["other"].agg(lambda other: int((~other).sum()))
        people["approaches"] = met.dropna(subset=["chain"]).groupby("person_key")["chain"].nunique()
        for kind in ("call", "contact", "incident", "crime", "custody", "missing"):
            people[f"{kind}_count"] = met[met["type"] == kind].groupby("person_key").size()
        people["victim_count"] = by["as_victim"].sum()
        people["suspect_count"] = by["as_suspect"].sum()
        people["investigation_count"] = by["investigation_count"].sum()
        about = self._calls_about()
        people["calls_about"] = about["calls_about"].astype(int)
        people["agency_calls_about"] = about["agency_calls_about"].astype(int)
        attempts = self.calls[~self.calls["answered"] & self.calls["abandoned"]]
        callers = self.given.person_records.query("record_type == 'call'")
        people["abandoned_call_count"] = (
            attempts.merge(callers, left_on="ucid", right_on="record_id").groupby("person_key").size()
        )
        people["frequency"] = people["suspect_count"]
        counts = [name for name in people.columns if name.endswith(("_count", "_about")) or name in COUNTS]
        people[counts] = people[counts].fillna(0).astype(int)

        for effort, kind in [*EFFORTS.items(), ("missing", "missing")]:
            # Every source is delivered in these worlds: no event of the kind is no effort of the kind.
            people[f"{effort}_hours"] = (
                total(met, "person_key", effort).reindex(people.index).where(people[f"{kind}_count"] > 0, 0.0)
            )
        with_effort = met[met["known"].notna()].groupby("person_key").size().reindex(people.index).fillna(0)
        people["total_hours"] = total(met, "person_key", "police").reindex(people.index).where(with_effort > 0, 0.0)
        uncaged = met[met["type"] != "custody"]
        without = uncaged[uncaged["known"].notna()].groupby("person_key").size().reindex(people.index).fillna(0)
        hours = total(uncaged, "person_key", "police").reindex(people.index)
        people["total_hours_without_custody"] = hours.where(without > 0, 0.0)
        measured = met[met["known"].notna()].assign(known=lambda rows: rows["known"].astype(float))
        people["hours_covered_share"] = measured.groupby("person_key")["known"].mean()
        for name, kind in (
            ("call_handling", "call"),
            ("attended", "incident"),
            ("investigation", "crime"),
            ("custody", "custody"),
            ("missing_police", "missing"),
        ):
            people[f"{name}_covered_share"] = measured[measured["type"] == kind].groupby("person_key")["known"].mean()
        absences = met[met["type"] == "missing"]
        people["missing_covered_share"] = (
            absences.assign(timed=absences["missing"].notna().astype(float)).groupby("person_key")["timed"].mean()
        )
        for side in ("victim", "suspect"):
            people[f"harm_as_{side}"] = (
                total(met[met[f"as_{side}"]], "person_key", "harm").reindex(people.index).fillna(0)
            )
        harmed = met[met["as_victim"] | met["as_suspect"]].assign(mapped=lambda rows: rows["mapped"].astype(float))
        people["harm_covered_share"] = harmed.groupby("person_key")["mapped"].mean()
        incidents = met[met["type"] == "incident"]
        graded = total(met, "person_key", "grade").reindex(people.index)
        people["thrive_score"] = graded.where(people["incident_count"] > 0, 0.0)
        people["thrive_covered_share"] = (
            incidents.assign(graded=incidents["grade"].notna().astype(float)).groupby("person_key")["graded"].mean()
        )
        people["firm_share"] = met.assign(firm=met["firm"].astype(float)).groupby("person_key")["firm"].mean()
        people["inferred_share"] = (
            met.assign(inferred=met["inferred"].astype(float)).groupby("person_key")["inferred"].mean()
        )
        people["first_interaction_on"] = civil_day(by["start"].min())
        people["last_interaction_on"] = civil_day(by["start"].max())
        return self._recency_frequency_gravity(people, met[met["as_suspect"]])

    def _recency_frequency_gravity(self, people: pd.DataFrame, suspected: pd.DataFrame) -> pd.DataFrame:
        last = civil_day(suspected.groupby("person_key")["start"].max())
        people["recency_days"] = (self.given.as_of - last).dt.days
        people["gravity"] = people["harm_as_suspect"]
        offenders = people[people["frequency"] > 0]
        for name, values in (
            ("recency_score", -offenders["recency_days"]),
            ("frequency_score", offenders["frequency"]),
            ("gravity_score", offenders["gravity"]),
        ):
            strictly_below = values.rank(method="min") - 1
            people[name] = 1 + (5 * strictly_below // len(offenders))
        people["rfg_score"] = people[["recency_score", "frequency_score", "gravity_score"]].sum(axis=1, min_count=3)
        return people


COUNTS = {
    "volume",
    "volume_firm",
    "volume_without_inferences",
    "volume_self",
    "approaches",
    "calls_about",
    "agency_calls_about",
    "frequency",
}
