"""DuckDB answers a UNION ALL of two filters over one LEFT JOIN rightly, with the settings of this project."""

from __future__ import annotations

import duckdb
import pytest
import yaml
from worlds import PROJECT

from python_helpers.warehouse import DISABLED_OPTIMIZER, SETTINGS

TABLES = """
    create table logs as select false as is_closed;
    create table people as select 'a' as name;
"""

IS_MET = "((not logs.is_closed) and substring(people.name from -4294967296) <> people.name)"
NOT_MET_OR_UNKNOWN = f"""
    select count(*) from (
        select * from logs left join people on true where not {IS_MET}
        union all
        select * from logs left join people on true where {IS_MET} is null
    ) as either
"""
"""One log, whose condition is not met: DuckDB's issue 24624, in two tables of one row."""


def counted(settings: dict[str, str]) -> int:
    with duckdb.connect(config=dict(settings)) as connection:
        connection.execute(TABLES)
        (count,) = connection.execute(NOT_MET_OR_UNKNOWN).fetchone() or (-1,)
        return int(count)


def test_the_settings_of_the_helpers_give_the_right_answer() -> None:
    assert counted({name: value for name, value in SETTINGS.items() if isinstance(value, str)}) == 1


def test_dbt_opens_the_warehouse_with_the_same_pass_off() -> None:
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    settings = profile["frequent_service_users"]["outputs"]["duckdb"]["settings"]
    assert settings["disabled_optimizers"] == SETTINGS["disabled_optimizers"] == DISABLED_OPTIMIZER


def test_the_pass_is_off_no_longer_than_it_is_wrong() -> None:
    if counted({}) == 1:
        pytest.fail(
            f"DuckDB {duckdb.__version__} answers this rightly by itself. Look whether its issue 25819 is mended too; "
            "then take disabled_optimizers out of profiles.yml and python_helpers/warehouse.py, and this file with it."
        )
