"""The sample sizes in docs/evaluating.md are computed, not remembered."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import duckdb
import pytest
from scipy.stats import binomtest
from typer.core import TyperGroup
from typer.main import get_command

from python_helpers.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "evaluating.md"


def table_after(heading: str) -> list[list[str]]:
    """Cells of the Markdown table whose header row starts with the words."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {heading}"))
    rows = []
    for line in (lines[start], *lines[start + 2 :]):
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def wilson_lower(wrong: int, checked: int) -> float:
    return float(binomtest(checked - wrong, checked).proportion_ci(0.95, method="wilson").low)


def wrong_counts(header: list[str]) -> list[int]:
    return [int(re.search(r"\d+", cell)[0]) for cell in header[1:]]  # type: ignore[index]


def test_lower_ends_are_wilsons() -> None:
    header, *rows = table_after("people checked")
    assert len(rows) == 5
    for checked, *shown in rows:
        expected = [f"{wilson_lower(wrong, int(checked)):.4f}"[1:] for wrong in wrong_counts(header)]
        assert shown == expected


def test_least_numbers_to_check_are_the_least() -> None:
    header, *rows = table_after("to claim at least")
    assert len(rows) == 4
    for claim, *shown in rows:
        for wrong, checked in zip(wrong_counts(header), map(int, shown), strict=True):
            assert wilson_lower(wrong, checked) >= float(claim)
            assert wilson_lower(wrong, checked - 1) < float(claim)


def test_options_on_the_page_exist() -> None:
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    known = {
        option for name in ("evaluate", "febrl") for param in command.commands[name].params for option in param.opts
    }
    named = set(re.findall(r"`(--[a-z0-9-]+)", PAGE.read_text(encoding="utf-8")))
    assert len(named) > 5
    assert named <= known


def test_the_query_that_draws_a_sample_runs_and_draws_whole_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    query = textwrap.dedent(text[text.index("        copy (") : text.index("(header);") + len("(header);")])
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute("create schema linkage")
        connection.execute("create table marts.dim_people as select 'p' || range as person_key from range(1000)")
        connection.execute(
            "create table linkage.link_person_records as select 'controlworks' as source_system, "
            "'person_entry' as record_type, 'e' || range as record_id, 'p' || range % 1000 as person_key "
            "from range(3000)"
        )
        connection.execute(query)
        drawn = connection.execute(
            "select count(*), count(distinct person_key), count(true_person_id) from read_csv('sample.csv')"
        ).fetchone()
    assert drawn == (1200, 400, 0)
