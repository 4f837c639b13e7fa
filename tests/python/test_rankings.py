"""Scores, ranks, cohort and sensitivity, computed again with pandas from the published measures and the seeds."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest
from worlds import PROJECT, World

COHORT, NEAR_MISSES = 500, 100


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
    """Name, scheme and components of every scheme, and of every weight halved and doubled beside others."""
    for scheme, parts in components().items():
        yield scheme, scheme, parts
        if len(parts) > 1:
            for name, factor in (("halved", 0.5), ("doubled", 2.0)):
                for changed, _, _ in parts:
                    altered = [
                        (measure, weight * (factor if measure == changed else 1), cap) for measure, weight, cap in parts
                    ]
                    yield f"{scheme}/{changed}/{name}", scheme, altered


@pytest.fixture(scope="module")
def measures(small_world: World) -> pd.DataFrame:
    return frame(small_world, "select * from marts.fsu_person_measures").set_index("person_key")


def scores(measures: pd.DataFrame, parts: list[tuple[str, float, float]]) -> pd.Series:
    points = [(measures[measure].clip(upper=cap) * weight).fillna(0).round(6) for measure, weight, cap in parts]
    return pd.concat(points, axis=1).sum(axis=1).round(6)


def ranks(measures: pd.DataFrame, parts: list[tuple[str, float, float]]) -> pd.Series:
    """Rank by person: score, then volume, then most recent interaction, then key."""
    order = measures[["volume", "last_interaction_at"]].assign(score=scores(measures, parts)).reset_index()
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


def test_sensitivity_is_of_every_weight(small_world: World, measures: pd.DataFrame) -> None:
    published = frame(small_world, "select * from marts.fsu_rank_variants")
    shown = set(published["person_key"])
    assert len(shown) == COHORT + NEAR_MISSES
    expected = {name: ranks(measures, parts) for name, _, parts in variants()}
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
    assert sensitivity["worst_rank"].gt(sensitivity["best_rank"]).any()


def test_cohort_follows_the_scheme_in_force(small_world: World, measures: pd.DataFrame) -> None:
    cohort = frame(small_world, "select * from marts.fsu_cohort").set_index("person_key")
    near_misses = frame(small_world, "select * from marts.fsu_near_misses").set_index("person_key")
    expected = ranks(measures, components()["volume"])
    assert cohort["rank"].to_dict() == expected[expected <= COHORT].to_dict()
    assert near_misses["rank"].to_dict() == expected[(expected > COHORT) & (expected <= COHORT + NEAR_MISSES)].to_dict()
    assert set(cohort["change"]) == {"joined"}
