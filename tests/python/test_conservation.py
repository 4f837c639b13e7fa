"""With something wrong in every table of a delivery, each row is staged, superseded or rejected, and none is lost."""

from __future__ import annotations

from collections import Counter

import duckdb
import landing_extracts as extracts
import pytest
from worlds import World

from python_helpers.landing import forms
from python_helpers.landing.contract import EXTRACTED_AT, Table, load_contract
from python_helpers.landing.profile import event_start

GOOD_ROWS = 90
TOO_LONG = "x" * 300_000


def free_text(table: Table) -> str:
    """A column of the table that may hold any text; empty where none may."""
    optional = (column for column in table.columns if column not in table.required)
    return next(
        (column for column in optional if not forms.is_one_line(table, column) and not forms.form_of(table, column)), ""
    )


def spoilt(table: Table) -> tuple[extracts.Rows, Counter[str]]:
    """Rows of a table with one of each fault, and what has to become of them."""
    rows = extracts.rows_of(table, GOOD_ROWS)
    if free := free_text(table):
        rows[5][free] = TOO_LONG
        rows[6][free] = "a character\x00that was lost"
    faults = [
        {table.required[0]: ""},
        {EXTRACTED_AT: "soon"},
        {EXTRACTED_AT: "2199-12-31 00:00:00"},
    ]
    if start := event_start(table):
        faults.append({start: "2199-12-31 00:00:00"})
    if forms.is_reference(forms.form_of(table, table.key[0])):
        faults.append({table.key[0]: TOO_LONG})
    repeats = [{}, {EXTRACTED_AT: "2026-09-30 21:00:00"}]
    added = [rows[20 + number] | change for number, change in enumerate([*faults, *repeats])]
    return rows + added, Counter(staged=GOOD_ROWS, rejected=len(faults), superseded=len(repeats))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("broken"))
    extracts.write_extracts(world.raw)
    for table in load_contract().tables:
        extracts.replace_table(world.raw, f"{table.system}/{table.name}", spoilt(table)[0])
    (world.raw / "synthetic.json").write_text("{}", encoding="utf-8")
    world.run("fsu", "land", str(world.raw))
    kinds = ("--resource-type", "seed", "--resource-type", "model")
    world.run("dbt", "build", "--select", "+path:models/staging", *kinds)
    return world


@pytest.mark.parametrize("table", load_contract().tables, ids=lambda table: table.label)
def test_every_row_of_a_broken_table_is_accounted_for(broken: World, table: Table) -> None:
    rows, expected = spoilt(table)
    name = f"{table.system}__{table.name}"
    with duckdb.connect(str(broken.warehouse), read_only=True) as connection:
        found = Counter(
            dict(connection.execute(f"select row_status, count(*) from staging.base_{name} group by 1").fetchall())
        )
        (staged,) = connection.execute(f"select count(*) from staging.stg_{name}").fetchone() or (None,)
        texts = f"select {free_text(table) or 'null'} from staging.base_{name} where row_status = 'staged'"
        kept = {text for (text,) in connection.execute(texts).fetchall() if text}
    assert found == expected
    assert found.total() == len(rows)
    assert staged == GOOD_ROWS
    assert TOO_LONG not in kept
    assert not free_text(table) or "a character\ufffdthat was lost" in kept
