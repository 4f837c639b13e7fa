"""Which CTEs PostgreSQL is told to read in place: those that only read a relation, and no other."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment
from worlds import PROJECT

MACRO = PROJECT / "macros" / "cross_db" / "create_table_as.sql"
PEOPLE = '"fsu"."staging"."people"'

READ = [
    f"select * from {PEOPLE}",
    f"select person_id, dob as born_on from {PEOPLE} where is_on and not is_old",
    f"select\n        person_id,\n        role\n    from {PEOPLE}\n    where role in ('VICTIM', 'SUSPECT') and is_on",
]
COMPUTED = [
    f"select distinct role from {PEOPLE}",
    f"select role from {PEOPLE} group by role",
    f"select role from {PEOPLE} where role in ('VICTIM') group by role",
    f"select upper(role) as role from {PEOPLE}",
    f"select case when is_on then 1 else 0 end as is_on from {PEOPLE}",
    f"select * from {PEOPLE} where person_id in (select person_id from {PEOPLE})",
    f"select * from {PEOPLE} where upper(role) = 'VICTIM'",
    f"select * from {PEOPLE} union all select * from {PEOPLE}",
    f"select * from {PEOPLE} as people inner join roles on people.role = roles.role",
    f"select * from {PEOPLE} order by person_id limit 1",
    "select * from another_cte where is_on",
]


def in_place(select_sql: str) -> str:
    template = Environment().from_string(MACRO.read_text(encoding="utf-8"))  # noqa: S701 - SQL, and no page
    module: Any = template.make_module({"modules": SimpleNamespace(re=re), "return": str})
    return str(module.imports_in_place(select_sql))


def around(body: str) -> str:
    return f"with first_one as (\n    {body}\n), final as (\n    select 1 as one from first_one\n) select * from final"


@pytest.mark.parametrize("body", READ)
def test_what_only_reads_a_relation_is_read_in_place(body: str) -> None:
    sql = around(body)
    assert in_place(sql) == sql.replace("first_one as (", "first_one as not materialized (")


@pytest.mark.parametrize("body", COMPUTED)
def test_what_computes_is_left_to_the_server(body: str) -> None:
    sql = around(body)
    assert in_place(sql) == sql


def test_what_a_model_says_itself_stands() -> None:
    sql = around(READ[0]).replace("first_one as (", "first_one as materialized (")
    assert in_place(sql) == sql
