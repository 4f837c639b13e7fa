"""Scores, ranks, cohort and sensitivity, computed again with pandas from the published measures and the seeds."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest
from worlds import PROJECT, World

COHORT, NEAR_MISSES = 500, 100
CUSTODY = {"total_hours", "custody_hours"}
FIRMER_EVIDENCE = {"firm_only": {"firm"}, "without_inferences": {"firm", "likely"}}


def frame(world: World, statement: str) -> pd.DataFrame:
    with duckdb.connect(str(world.warehouse), read_only=True) as connection:
        return connection.execute(statement).df()


def components() -> dict[str, list[tuple[str, float, float]]]:
    """Measure, weight and cap (infinite for none) by scheme."""
    schemes: dict[str, list[tuple[str, float, float]]] = {}
    with (PROJECT / "seeds" / "weights" / "scheme_components.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            cap = float(row["cap"]) if row["cap"] else float("inf")
            schemes.setdefault(row["scheme_code"], []).append((row["measure"], float(row["weight"]), cap))
    return schemes


def variants() -> Iterator[tuple[str, str, list[tuple[str, float, float]]]]:
    """Name, evidence and components of every scheme, of every weight halved and doubled, and by firmer evidence."""
    for scheme, parts in components().items():
        yield scheme, "all", parts
        if scheme != "rfg":
            for evidence in FIRMER_EVIDENCE:
                yield f"{scheme}/{evidence}", evidence, parts
        if any(measure in CUSTODY for measure, _, _ in parts):
            yield f"{scheme}/without_custody", "without_custody", parts
        if len(parts) > 1:
            for name, factor in (("halved", 0.5), ("doubled", 2.0)):
                for changed, _, _ in parts:
                    altered = [
                        (measure, weight * (factor if measure == changed else 1), cap) for measure, weight, cap in parts
                    ]
                    yield f"{scheme}/{changed}/{name}", "all", altered


@pytest.fixture(scope="module")
def measures(small_world: World) -> pd.DataFrame:
    return frame(
        small_world,
        "select measures.*, last.last_interaction_at from marts.fsu_person_measures as measures left join ("
        " select person_key, max(occurred_at) as last_interaction_at from marts.fct_person_interactions"
        " inner join linkage.link_interaction_refs using (interaction_key) group by person_key"
        ") as last using (person_key)",
    ).set_index("person_key")


def by_evidence(world: World, measures: pd.DataFrame, strengths: set[str]) -> pd.DataFrame:
    """The measures that schemes weigh, over the roles of these link strengths; what breaks ties stays as it is."""
    roles = frame(world, "select person_key, interaction_key, role, link_strength from marts.fct_person_interactions")
    roles = roles[roles["link_strength"].isin(strengths)]
    roles = roles.assign(victim=roles["role"] == "VICTIM", suspect=roles["role"].isin(["SUSPECT", "OFFENDER"]))
    met = roles.groupby(["person_key", "interaction_key"])[["victim", "suspect"]].any().reset_index()
    met = met.merge(frame(world, "select * from marts.fct_interactions"), on="interaction_key")
    by = met.groupby("person_key")
    return pd.DataFrame(
        {
            "volume": by.size(),
            "approaches": by["chain_key"].nunique(),
            "total_hours": by["police_hours"].sum(),
            "harm_as_victim": met[met["victim"]].groupby("person_key")["harm_weight"].sum(),
            "harm_as_suspect": met[met["suspect"]].groupby("person_key")["harm_weight"].sum(),
            "thrive_score": by["grade_weight"].sum(),
        },
        index=measures.index,
    )


def scores(measures: pd.DataFrame, parts: list[tuple[str, float, float]]) -> pd.Series:
    points = [(measures[measure].clip(upper=cap) * weight).fillna(0).round(6) for measure, weight, cap in parts]
    return pd.concat(points, axis=1).sum(axis=1).round(6)


def ranks(
    measures: pd.DataFrame, parts: list[tuple[str, float, float]], counted: pd.DataFrame | None = None
) -> pd.Series:
    """Rank by person: score (over what is `counted`), then volume, then most recent interaction, then key."""
    score = scores(measures if counted is None else counted, parts)
    order = measures[["volume", "last_interaction_at"]].assign(score=score).reset_index()
    order = order.sort_values(
        ["score", "volume", "last_interaction_at", "person_key"],
        ascending=[False, False, False, True],
        na_position="last",
    )
    return pd.Series(range(1, len(order) + 1), index=order["person_key"])


def test_every_scheme_ranks_everybody(small_world: World, measures: pd.DataFrame) -> None:
    published = frame(small_world, "select * from marts.fsu_ranked").set_index(["scheme_code", "person_key"])
    schemes = components()
    assert set(published.index.get_level_values("scheme_code")) == set(schemes)
    for scheme, parts in schemes.items():
        theirs = published.loc[scheme]
        expected = ranks(measures, parts).reindex(theirs.index)
        assert (theirs["rank"] == expected).all(), scheme
        assert ((theirs["score"] - scores(measures, parts).reindex(theirs.index)).abs() < 1e-5).all(), scheme
        assert (theirs["is_cohort"] == (expected <= COHORT)).all()
        assert (theirs["is_near_miss"] == ((expected > COHORT) & (expected <= COHORT + NEAR_MISSES))).all()
        assert (theirs["percentile"] - 100 * (len(theirs) - expected + 1) / len(theirs)).abs().max() < 1e-9


def test_sensitivity_is_of_every_weight_and_by_firmer_evidence(small_world: World, measures: pd.DataFrame) -> None:
    published = frame(small_world, "select * from marts.fsu_rank_variants")
    shown = set(published["person_key"])
    by_scheme = frame(small_world, "select * from marts.fsu_ranked where is_cohort or is_near_miss")
    assert by_scheme.groupby("scheme_code").size().eq(COHORT + NEAR_MISSES).all()
    assert shown == set(by_scheme["person_key"])
    assert len(shown) > COHORT + NEAR_MISSES
    counted = {
        evidence: by_evidence(small_world, measures, strengths) for evidence, strengths in FIRMER_EVIDENCE.items()
    }
    counted["without_custody"] = measures.assign(total_hours=measures["total_hours_without_custody"], custody_hours=0)
    expected = {name: ranks(measures, parts, counted.get(evidence)) for name, evidence, parts in variants()}
    assert set(published["variant_code"]) == set(expected)
    for name, rows in published.groupby("variant_code"):
        assert (rows.set_index("person_key")["rank"] == expected[str(name)].reindex(rows["person_key"])).all(), name
    table = pd.DataFrame(expected).loc[sorted(shown)]
    sensitivity = (
        frame(small_world, "select * from marts.fsu_rank_sensitivity").set_index("person_key").loc[table.index]
    )
    assert (sensitivity["best_rank"] == table.min(axis=1)).all()
    assert (sensitivity["worst_rank"] == table.max(axis=1)).all()
    assert (sensitivity["schemes_in_cohort"] == (table[list(components())] <= COHORT).sum(axis=1)).all()
    assert (sensitivity["variants_in_cohort"] == (table <= COHORT).sum(axis=1)).all()
    for evidence in FIRMER_EVIDENCE:
        assert (sensitivity[f"rank_{evidence}"] == table[f"volume/{evidence}"]).all()
        assert (table[f"volume/{evidence}"] != table["volume"]).any()
    # The scheme in force weighs no hours; the one that does moves.
    assert sensitivity["rank_without_custody"].isna().all()
    assert (table["hours/without_custody"] != table["hours"]).any()
    assert sensitivity["worst_rank"].gt(sensitivity["best_rank"]).any()


def test_cohort_follows_the_scheme_in_force(small_world: World, measures: pd.DataFrame) -> None:
    cohort = frame(small_world, "select * from marts.fsu_cohort").set_index("person_key")
    near_misses = frame(small_world, "select * from marts.fsu_near_misses").set_index("person_key")
    expected = ranks(measures, components()["volume"])
    assert cohort["rank"].to_dict() == expected[expected <= COHORT].to_dict()
    assert near_misses["rank"].to_dict() == expected[(expected > COHORT) & (expected <= COHORT + NEAR_MISSES)].to_dict()
    assert set(cohort["change"]) == {"joined"}
