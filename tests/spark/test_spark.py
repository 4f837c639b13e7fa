"""The project on Spark, in a session on this machine: every dispatched macro's values, and staging as on DuckDB."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from worlds import PROGRAMS, PROJECT, SALT, World

from python_helpers.parity import compare

NO_TESTS = ("--resource-type", "model", "--resource-type", "seed")


class SparkWorld(World):
    """A world whose commands keep the machine's own network: Spark's parts talk to each other over the loopback."""

    def command(self, program: str, *arguments: str) -> list[str]:
        """A command line of this project's program."""
        return [str(PROGRAMS / program), *arguments]


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A hostile delivery, and its staging on DuckDB."""
    world = World(tmp_path_factory.mktemp("world"))
    world.synthesise("hostile", 0.004)
    world.run("fsu", "land", str(world.raw))
    world.run("dbt", "build", "--select", "path:seeds/normalise", "path:models/staging", *NO_TESTS)
    return world


@pytest.fixture(scope="module")
def on_spark(landed: World) -> World:
    """The same delivery, read by Spark where it lies."""
    return SparkWorld(
        landed.root,
        {
            "FSU_TARGET": "spark",
            "FSU_SPARK_WAREHOUSE": str(landed.root / "spark"),
            "DBT_TARGET_PATH": str(landed.root / "target_spark"),
            "DBT_LOG_PATH": str(landed.root / "logs_spark"),
        },
    )


def test_dispatched_macros_give_the_values_that_they_give_elsewhere(on_spark: World) -> None:
    assert "PASS=1 " in on_spark.run("dbt", "test", "--select", "engines_give_these_values").stdout


def test_staging_has_the_same_rows_and_types_as_on_duckdb(on_spark: World) -> None:
    on_spark.run("dbt", "build", "--select", "path:seeds/normalise", "path:models/staging", *NO_TESTS)
    compared, differences = compare(on_spark.warehouse, on_spark.root / "spark" / "tables", ["staging"])
    assert compared > 30
    assert [f"{each.relation}: {each.what}" for each in differences] == []


def test_the_salt_is_in_no_log_and_in_no_table(on_spark: World) -> None:
    written = [
        path for folder in ("logs_spark", "target_spark", "spark") for path in (on_spark.root / folder).rglob("*")
    ]
    files = [path for path in written if path.is_file()]
    assert len(files) > 50
    assert [path.name for path in files if SALT.encode() in path.read_bytes()] == []


def test_a_session_that_reads_the_same_sql_otherwise_is_refused(on_spark: World, tmp_path: Path) -> None:
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


def test_publishing_from_spark_is_refused_by_name(on_spark: World) -> None:
    refused = on_spark.run("fsu", "publish", check=False)
    assert refused.returncode != 0
    assert "FSU_TARGET" in refused.stdout + refused.stderr
