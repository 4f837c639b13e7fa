"""The project on Spark, in a session on this machine, against DuckDB: values, rows, what lives on, the salt."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from worlds import PROGRAMS, PROJECT, SALT, World

from python_helpers.parity import compare

SCALE = 0.0015
NO_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
LIVING = (
    "int_window__bounds",
    "int_governance__builds",
    "definitions_in_force",
    "npus_in_force",
    "int_identity__key_ledger",
    "int_identity__sealed_ledger",
    "gov_match_rates",
    "gov_data_quality_history",
    "gov_identity_changes",
    "fsu_cohort_history",
    "gov_definitions_history",
    "gov_npus_history",
)
"""What one refresh hands to the next, and what it is read from and by."""
LATER, BETWEEN = "2027-04-01", "2027-01-01"


class SparkWorld(World):
    """A world whose commands keep the machine's own network: Spark's parts talk to each other over the loopback."""

    def command(self, program: str, *arguments: str) -> list[str]:
        """A command line of this project's program."""
        return [str(PROGRAMS / program), *arguments]

    def copy(self, name: str) -> Path:
        """What was built so far, as a DuckDB file."""
        file = self.root / f"{name}.duckdb"
        self.run("fsu", "copy-server", str(file))
        return file


def on_date(world: World, as_of_date: str) -> World:
    """The world as a refresh of that date sees it."""
    return dataclasses.replace(world, extra_environment={**world.extra_environment, "FSU_AS_OF": as_of_date})


@pytest.fixture(scope="module")
def on_duckdb(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A hostile delivery, built on DuckDB."""
    world = World(tmp_path_factory.mktemp("world"))
    world.synthesise("hostile", SCALE)
    world.run("fsu", "land", str(world.raw))
    world.run("dbt", "build", *NO_TESTS)
    return world


@pytest.fixture(scope="module")
def on_spark(on_duckdb: World) -> SparkWorld:
    """The same delivery, built by Spark where it lies."""
    world = SparkWorld(
        on_duckdb.root,
        {
            "FSU_TARGET": "spark",
            "FSU_SPARK_WAREHOUSE": str(on_duckdb.root / "spark"),
            "FSU_SPARK_PARTITIONS": "1",
            "DBT_TARGET_PATH": str(on_duckdb.root / "target_spark"),
            "DBT_LOG_PATH": str(on_duckdb.root / "logs_spark"),
        },
    )
    world.run("dbt", "build", *NO_TESTS)
    return world


def differences(world: World, copied: Path, *schemas: str) -> list[str]:
    """What differs between the DuckDB warehouse and a copy of Spark's; no value of a row."""
    compared, found = compare(world.warehouse, copied, *([list(schemas)] if schemas else []))
    assert compared > 30
    return [f"{each.relation}: {each.what}" for each in found]


def test_dispatched_macros_give_the_values_that_they_give_elsewhere(on_spark: SparkWorld) -> None:
    assert "PASS=1 " in on_spark.run("dbt", "test", "--select", "engines_give_these_values").stdout


def test_every_published_relation_and_staging_have_the_same_rows_and_types(
    on_duckdb: World, on_spark: SparkWorld
) -> None:
    copied = on_spark.copy("first")
    assert differences(on_duckdb, copied) == []
    # A view leaves no file, and no reader sees this one.
    assert differences(on_duckdb, copied, "staging") == ["staging.base_values__name_words: only in the first"]


def test_what_lives_from_refresh_to_refresh_is_the_same_after_a_later_date_and_one_between(
    on_duckdb: World, on_spark: SparkWorld
) -> None:
    for number, (as_of_date, cohort_size) in enumerate([(LATER, 20), (LATER, 30), (BETWEEN, 40)]):
        for world in (on_duckdb, on_spark):
            chosen = ("--select", *LIVING, "int_governance__definitions", "--vars", f"cohort_size: {cohort_size}")
            on_date(world, as_of_date).run("dbt", "build", *NO_TESTS, *chosen)
        assert differences(on_duckdb, on_spark.copy(f"living_{number}")) == []


def test_a_part_of_a_build_is_not_published(on_spark: SparkWorld) -> None:
    refused = on_spark.run("fsu", "publish", "--purpose", "test", check=False)
    assert refused.returncode == 1
    assert "ran a part of the project" in refused.stderr
    assert not on_spark.release.exists()


def test_the_salt_is_in_no_log_and_in_no_table(on_spark: SparkWorld) -> None:
    written = [
        path for folder in ("logs_spark", "target_spark", "spark") for path in (on_spark.root / folder).rglob("*")
    ]
    files = [path for path in written if path.is_file()]
    assert len(files) > 50
    assert [path.name for path in files if SALT.encode() in path.read_bytes()] == []


def test_corrections_are_refused_rather_than_left_out(on_spark: SparkWorld, tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text("correction_id\n")
    world = dataclasses.replace(
        on_spark, extra_environment={**on_spark.extra_environment, "FSU_CORRECTIONS": str(tmp_path)}
    )
    refused = world.run("dbt", "run", "--select", "int_window__bounds", check=False)
    assert refused.returncode != 0
    assert "corrections.csv is not read on Spark" in refused.stdout


def test_a_session_that_reads_the_same_sql_otherwise_is_refused(on_spark: SparkWorld, tmp_path: Path) -> None:
    profile = (PROJECT / "profiles.yml").read_text(encoding="utf-8")
    (tmp_path / "profiles.yml").write_text(
        profile.replace("spark.sql.session.timeZone: UTC", "spark.sql.session.timeZone: Europe/London")
    )
    world = dataclasses.replace(
        on_spark, extra_environment={**on_spark.extra_environment, "DBT_PROFILES_DIR": str(tmp_path)}
    )
    refused = world.run("dbt", "run", "--select", "int_window__bounds", check=False)
    assert refused.returncode != 0
    assert "spark.sql.session.timeZone = Europe/London" in refused.stdout
