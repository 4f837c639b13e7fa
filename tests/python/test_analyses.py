"""Every analysis compiles to plain SQL, starts with a sentence, and answers from the published file alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from worlds import PROJECT, World

ANALYSES = sorted((PROJECT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def compiled(small_world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Compiled SQL by name of the analysis."""
    target = tmp_path_factory.mktemp("analyses")
    apart = replace(small_world, extra_environment={"DBT_TARGET_PATH": str(target)})
    apart.run("dbt", "compile", "--select", "path:analyses")
    folder = target / "compiled" / "frequent_service_users" / "analyses"
    return {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.sql")}


def test_all_are_compiled(compiled: dict[str, str]) -> None:
    assert set(compiled) == {file.stem for file in ANALYSES}


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda file: file.stem)
def test_starts_with_a_sentence(analysis: Path) -> None:
    first_line = analysis.read_text(encoding="utf-8").partition("\n")[0]
    assert re.fullmatch(r"-- [A-Z].{20,}[.]", first_line)


def published(world: World, statement: str) -> list[tuple[Any, ...]]:
    """Rows from the release alone: the general file, or the restricted one where the statement names that schema."""
    apart = '"restricted"' in statement
    file = world.release / ("restricted/fsu_restricted.duckdb" if apart else "fsu.duckdb")
    with duckdb.connect() as connection:
        # The warehouse that it was compiled for bears the general file's name.
        connection.execute(f"attach '{file}' as fsu (read_only)")
        return connection.execute(statement).fetchall()


@pytest.mark.parametrize("name", [file.stem for file in ANALYSES])
def test_answers_from_the_published_file(small_world: World, compiled: dict[str, str], name: str) -> None:
    assert published(small_world, compiled[name]), "no row"


def test_burden_counts_each_event_once_in_its_last_row(small_world: World, compiled: dict[str, str]) -> None:
    person, kind, role, count, _, _, hours, known, harm = published(small_world, compiled["burden_of_one_person"])[-1]
    ((volume, total_hours, most_harm),) = small_world.query(
        "select volume, total_hours, coalesce(harm_as_victim, 0) + coalesce(harm_as_suspect, 0)"
        f" from marts.fsu_person_measures where person_key = '{person}'"
    )
    assert (kind, role, count) == ("all", "any", volume)
    assert hours == pytest.approx(total_hours)
    assert 0 < known <= volume
    assert 0 <= (harm or 0) <= most_harm


def test_near_misses_are_all_of_the_band(small_world: World, compiled: dict[str, str]) -> None:
    ((band,),) = small_world.query(
        "select count(*) from marts.fsu_ranked inner join reference.ranking_schemes using (scheme_code)"
        " where is_in_force and is_near_miss"
    )
    assert len(published(small_world, compiled["near_misses"])) == band > 0
