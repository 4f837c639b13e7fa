"""A delivery in numbers, computed by DuckDB: one row a table and one row a column, and no personal value in any."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.landing import forms
from python_helpers.landing.contract import EXTRACTED_AT, Table

ProfileRow = dict[str, Any]

LOST_CHARACTER = "\ufffd"


def event_start(table: Table) -> str:
    """Column with the time of the event that a row is; empty for tables of people and their particulars."""
    dated = (
        column
        for column in table.required
        if column != EXTRACTED_AT and forms.is_timestamp(forms.form_of(table, column))
    )
    return next(dated, "")


def profile_table(
    connection: duckdb.DuckDBPyConnection, table: Table, landed: Path, previous: Mapping[str, ProfileRow]
) -> list[ProfileRow]:
    """The profile of one landed table; `previous` holds the profile rows of the delivery before, by `row_name`."""
    measures = {name: sql for column in table.columns for name, sql in _column_measures(table, column).items()}
    measures |= _table_measures(table)
    selected = ", ".join(f'{sql} as "{name}"' for name, sql in measures.items())
    found = connection.execute(f"select {selected} from read_parquet('{landed}')").fetchone()  # noqa: S608 -- our own names
    values = dict(zip(measures, found or (), strict=True))
    rows = [
        _table_row(table, values, previous),
        *(_column_row(table, column, values, previous) for column in table.columns),
    ]
    return rows


def row_name(row: ProfileRow) -> str:
    """How a profile row is named: system.table or system.table.column."""
    return ".".join(part for part in (row["system"], row["table"], row["column"]) if part)


def _table_measures(table: Table) -> dict[str, str]:
    key = ", ".join(table.key)
    extracted_at = forms.matches_form("timestamp_utc", EXTRACTED_AT)
    return {
        "row_count": "count(*)",
        "key_count": f"count(distinct ({key}))",
        "key_and_extract_count": f"count(distinct ({key}, {EXTRACTED_AT}))",
        "newest_extracted_at": f"max({EXTRACTED_AT}) filter (where {extracted_at})",
    }


def _column_measures(table: Table, column: str) -> dict[str, str]:
    form = forms.form_of(table, column)
    codes = forms.known_codes(table, column)
    measures = {
        "filled": f"count({column})",
        "distinct": f"approx_count_distinct({column})",
        "min_length": f"min(length({column}))",
        "max_length": f"max(length({column}))",
        "lost_characters": f"count(*) filter (where contains({column}, '{LOST_CHARACTER}'))",
    }
    if form:
        measures["formed"] = f"count(*) filter (where {forms.matches_form(form, column)})"
    if codes:
        listed = ", ".join(f"'{code}'" for code in codes)
        measures["known"] = f"count(*) filter (where upper(trim({column})) in ({listed}))"
    if forms.is_timestamp(form):
        readable = forms.matches_form(form, column)
        measures["readable"] = f"count(*) filter (where {forms.is_readable_timestamp(column)})"
        measures["earliest"] = f"min({column}) filter (where {readable})"
        measures["latest"] = f"max({column}) filter (where {readable})"
    if column == event_start(table):
        measures["months"] = f"count(distinct {column}[:7]) filter (where {forms.matches_form(form, column)})"
        measures["future"] = (
            f"count(*) filter (where try_cast({column} as timestamp)"
            f" > try_cast({EXTRACTED_AT} as timestamp) + interval 1 day)"
        )
    return {f"{column}.{name}": sql for name, sql in measures.items()}


def _table_row(table: Table, values: Mapping[str, Any], previous: Mapping[str, ProfileRow]) -> ProfileRow:
    rows = values["row_count"]
    before = previous.get(table.label, {})
    return {
        "level": "table",
        "system": table.system,
        "table": table.name,
        "column": "",
        "row_count": rows,
        "key_repeat_share": _share(rows - values["key_count"], rows),
        "key_and_extract_repeat_share": _share(rows - values["key_and_extract_count"], rows),
        "latest": values["newest_extracted_at"],
        "previous_row_count": before.get("row_count"),
        "row_ratio": _share(rows, before.get("row_count") or 0),
        "hours_behind_previous": _hours_between(values["newest_extracted_at"], before.get("latest")),
    }


def _column_row(table: Table, column: str, values: Mapping[str, Any], previous: Mapping[str, ProfileRow]) -> ProfileRow:
    def value(name: str) -> Any:  # noqa: ANN401 -- a count, a length or a time
        return values.get(f"{column}.{name}")

    def share_of_filled(name: str) -> float | None:
        return _share(value(name), value("filled")) if value(name) is not None else None

    rows = values["row_count"]
    form = forms.form_of(table, column)
    empty_share = _share(rows - value("filled"), rows)
    empty_before = previous.get(f"{table.label}.{column}", {}).get("empty_share")
    return {
        "level": "column",
        "system": table.system,
        "table": table.name,
        "column": column,
        "form": form,
        "is_timestamp": forms.is_timestamp(form),
        "is_required": column in table.required or column == EXTRACTED_AT,
        "is_event_start": column == event_start(table),
        "has_codes": bool(forms.known_codes(table, column)),
        "row_count": rows,
        "empty_share": empty_share,
        "distinct_count": value("distinct"),
        "min_length": value("min_length"),
        "max_length": value("max_length"),
        "form_share": share_of_filled("formed"),
        "readable_share": share_of_filled("readable"),
        "known_code_share": share_of_filled("known"),
        "lost_character_count": value("lost_characters"),
        "earliest": value("earliest"),
        "latest": value("latest"),
        "month_count": value("months"),
        "future_share": share_of_filled("future"),
        "empty_share_rise": None if empty_share is None or empty_before is None else empty_share - empty_before,
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _hours_between(newest: str | None, newest_before: str | None) -> float | None:
    if not newest or not newest_before:
        return None
    return (datetime.fromisoformat(newest_before) - datetime.fromisoformat(newest)).total_seconds() / 3600
