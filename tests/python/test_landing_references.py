"""References between tables: the share that finds its row, in the verdict, and why the others do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import landing_extracts as extracts
import pytest

from python_helpers.landing import staging_sql
from python_helpers.landing.contract import load_contract
from python_helpers.landing.findings import LandingError
from python_helpers.landing.land import Landed, land

pytest_plugins = ("landing_fixtures",)

REFERENCES = {
    f"{each['system']}.{each['table']}.{each['column']}": f"{each['to_system']}.{each['to_table']}.{each['to_column']}"
    for each in staging_sql.macro_value("source_references")
}


def write_references(raw: Path, label: str, column: str, change: Callable[[str], str], every: int = 1) -> None:
    """Change every so-many-th reference of a column, and write all of them as numbers of eight digits beforehand."""
    wanted = extracts.table(label)
    target = REFERENCES[f"{wanted.label}.{column}"].rpartition(".")
    there = extracts.table(target[0])
    targets = [row | {target[2]: f"{position:08}"} for position, row in enumerate(extracts.rows_of(there))]
    extracts.replace_table(raw, f"{there.system}/{there.name}", targets)
    for name, to in REFERENCES.items():
        if to == REFERENCES[f"{wanted.label}.{column}"]:
            system, table, named = name.split(".")
            rows = [
                row | {named: f"{position:08}"} for position, row in enumerate(table_rows(raw, f"{system}/{table}"))
            ]
            if name == f"{wanted.label}.{column}":
                for row in rows[::every]:
                    row[named] = change(row[named])
            extracts.replace_table(raw, f"{system}/{table}", rows)


def table_rows(raw: Path, label: str) -> extracts.Rows:
    written = sorted((raw / label).glob("*.csv"))
    return extracts.read_csv(written[0])


def column_of(result: Landed, name: str) -> dict[str, Any]:
    verdict = json.loads((result.folder / "verdict.json").read_text(encoding="utf-8"))
    (row,) = [row for row in verdict["profile"] if ".".join((row["system"], row["table"], row["column"])) == name]
    return dict(row)


def test_every_reference_names_a_column_and_the_key_of_another_table() -> None:
    contract = load_contract()
    for name, to in REFERENCES.items():
        label, _, column = name.rpartition(".")
        target, _, key = to.rpartition(".")
        assert column in contract.table(label).columns
        assert contract.table(target).key == (key,)
    named = {f"{table.label}.{column}" for table in contract.tables for column in table.columns}
    keys = {"log_no", "roc_ref", "nominal_id", "crime_no", "person_ref"}
    references = {name for name in named if name.rpartition(".")[2] in keys} - set(REFERENCES.values())
    assert set(REFERENCES) == references | {"connect.nominals.merged_into"}


@pytest.mark.parametrize(
    ("label", "column", "change"),
    [
        ("connect/crime_people", "nominal_id", lambda text: str(int(text))),
        ("connect/custody_records", "nominal_id", lambda text: f"{text[:4]} {text[4:]}"),
        ("controlworks/people", "log_no", lambda text: f"{int(text)}"),
    ],
)
def test_ids_in_another_spelling_are_refused_with_the_likely_cause(
    label: str, column: str, change: Callable[[str], str], raw: Path, landed: Path
) -> None:
    write_references(raw, label, column, change)
    with pytest.raises(LandingError) as caught:
        land(raw, landed)
    said = {problem.where: str(problem) for problem in caught.value.problems}
    assert set(said) == {f"{label.replace('/', '.')}.{column}"}
    assert any("found_share is 0.0%" in str(problem) for problem in caught.value.problems)
    assert any("if case, blanks and leading zeros did not count" in str(problem) for problem in caught.value.problems)


def test_ids_in_another_case_are_refused(raw: Path, landed: Path) -> None:
    rows = [row | {"nominal_id": row["nominal_id"].upper()} for row in table_rows(raw, "connect/crime_people")]
    extracts.replace_table(raw, "connect/crime_people", rows)
    with pytest.raises(LandingError, match=r"connect\.crime_people\.nominal_id: found_share is 0\.0%.* 100\.0% would"):
        land(raw, landed)


def test_a_reference_that_finds_nothing_is_a_warning_and_a_share(raw: Path, landed: Path) -> None:
    write_references(raw, "connect/custody_records", "nominal_id", lambda _: "99999999", every=12)
    result = land(raw, landed)
    (warning,) = result.warnings
    assert warning.where == "connect.custody_records.nominal_id"
    assert "found_share is 91.7%" in warning.what
    assert "leading zeros" not in warning.what
    column = column_of(result, "connect.custody_records.nominal_id")
    assert column["refers_to"] == "connect.nominals.nominal_id"
    assert (column["reference_count"], column["misspelt_share"]) == (24, 0)


def test_words_for_none_are_no_reference_and_blanks_around_one_do_not_count(raw: Path, landed: Path) -> None:
    rows = table_rows(raw, "connect/custody_records")
    for row, text in zip(rows, ["UNKNOWN", "n/a", "0000", "-"], strict=False):
        row["crime_no"] = text
    rows[5]["crime_no"] = f" {rows[5]['crime_no']} "
    extracts.replace_table(raw, "connect/custody_records", rows)
    result = land(raw, landed)
    assert not result.warnings
    assert column_of(result, "connect.custody_records.crime_no")["reference_count"] == 20


def test_a_table_that_may_be_empty_is_not_held_against_what_refers_to_it(raw: Path, landed: Path) -> None:
    extracts.replace_table(raw, "controlworks/logs", [])
    result = land(raw, landed, ["controlworks.logs"])
    assert column_of(result, "controlworks.deployments.log_no")["found_share"] is None
