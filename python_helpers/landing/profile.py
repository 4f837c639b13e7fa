"""A delivery in numbers, computed by DuckDB: one row a table and one row a column, and no personal value in any."""

# ruff: noqa: S608 -- every name in the SQL is the contract's or this module's own
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.landing import forms, staging_sql
from python_helpers.landing.contract import EXTRACTED_AT, Table

ProfileRow = dict[str, Any]


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
    values = _found(connection, _table_measures(table), _dated_rows(table, landed))
    for column in table.columns:
        found = _found(connection, _column_measures(table, column), _values(table, column, landed))
        values |= {f"{column}.{name}": value for name, value in found.items()}
        if forms.form_of(table, column) in {"date_of_birth", "typed_date"}:
            values[f"{column}.unread"] = _unread_births(connection, column, landed)
        if forms.starts_of(table, column):
            values |= _ends(connection, table, column, landed)
    rows = [
        _table_row(table, values, previous),
        *(_column_row(table, column, values, previous) for column in table.columns),
    ]
    return rows


def row_name(row: ProfileRow) -> str:
    """How a profile row is named: system.table or system.table.column."""
    return ".".join(part for part in (row["system"], row["table"], row["column"]) if part)


def _found(connection: duckdb.DuckDBPyConnection, measures: Mapping[str, str], source: str) -> dict[str, Any]:
    selected = ", ".join(f'{sql} as "{name}"' for name, sql in measures.items())
    return dict(zip(measures, connection.execute(f"select {selected} from {source}").fetchone() or (), strict=True))


def _dated_rows(table: Table, landed: Path) -> str:
    """Relation of the table's rows with the time of the event and of the extraction as staging reads them."""
    source = f"read_parquet('{landed}')"
    start = event_start(table)
    dated = [EXTRACTED_AT, *([start] if start else [])]
    cleaned = ", ".join([*table.key, *(f"{forms.cleaned(column)} as clean_{column}" for column in dated)])
    read = ", ".join(f"{forms.reading(table, column, f'clean_{column}')} as read_{column}" for column in dated)
    last = staging_sql.macro("latest_extraction", source)
    return f"(select *, {read} from (select {cleaned} from {source}) cross join ({last}))"


def _values(table: Table, column: str, landed: Path) -> str:
    """Relation of a column's values as `value`, what staging reads in them as `read`, and `n`, how many rows have them.

    Where few values stand in many rows, each is looked at once.
    """
    clean = forms.cleaned(column) if forms.is_one_line(table, column) else column
    counted = f"count(*) as n from read_parquet('{landed}') group by {column}"
    each = f"1 as n from read_parquet('{landed}')"
    source = f"select {column}, {counted if forms.has_few_values(table, column) else each}"
    read = "value" if column == event_start(table) else forms.reading(table, column, "value") or "value"
    return f"(select *, {read} as read from (select {clean} as value, n from ({source})))"


def _table_measures(table: Table) -> dict[str, str]:
    key = ", ".join(table.key)
    read = f"read_{EXTRACTED_AT}"
    future = staging_sql.macro("is_future_extract", read, "extracted_on")
    measures = {
        "row_count": "count(*)",
        "key_count": f"count(distinct ({key}))",
        "key_and_extract_count": f"count(distinct ({key}, clean_{EXTRACTED_AT}))",
        "future_extracts": f"count(*) filter (where {future})",
        "newest_extracted_at": _text_of(f"max({read}) filter (where not {future})"),
    }
    start = event_start(table)
    if start:
        believable = staging_sql.macro("latest_believable", read)
        measures |= {
            f"{start}.unread": f"count(*) filter (where clean_{start} is not null and read_{start} is null)",
            f"{start}.earliest": _text_of(f"min(read_{start})"),
            f"{start}.latest": _text_of(f"max(read_{start})"),
            f"{start}.months": f"histogram(date_trunc('month', read_{start})) filter (where read_{start} is not null)",
            f"{start}.future": f"count(*) filter (where read_{start} > {believable})",
        }
    return measures


def _text_of(timestamp_sql: str) -> str:
    return f"strftime({timestamp_sql}, '%Y-%m-%d %H:%M:%S')"


def _column_measures(table: Table, column: str) -> dict[str, str]:
    form = forms.form_of(table, column)
    codes = forms.known_codes(table, column)
    is_counted = forms.has_few_values(table, column)

    def rows_where(condition: str) -> str:
        filtered = f"filter (where {condition})"
        return f"coalesce(sum(n) {filtered}, 0)::bigint" if is_counted else f"count(*) {filtered}"

    measures = {
        "filled": rows_where("value is not null"),
        "distinct": "approx_count_distinct(value)",
        "min_length": "min(length(value))",
        "max_length": "max(length(value))",
        "lost_characters": rows_where(f"contains(value, '{forms.LOST_CHARACTER}')"),
        "swallowed": _swallowed_rows(table, column),
    }
    if column != event_start(table) and forms.reading(table, column, "value"):
        measures["unread"] = rows_where("value is not null and read is null")
    if forms.looks_right(form, "value"):
        measures["formed"] = rows_where(forms.looks_right(form, "value"))
    if f"{table.label}.{column}" in forms.sealing_columns():
        measures["sealed"] = rows_where("value is not null and read is distinct from false")
    if forms.is_bounded(table, column):
        measures["overlong"] = rows_where(f"length(value) > {staging_sql.project_variables()['max_text_characters']}")
    if codes:
        listed = ", ".join("'" + code.replace("'", "''") + "'" for code in codes)
        measures["known"] = rows_where(f"{forms.code_reading('value')} in ({listed})")
    if column != event_start(table) and forms.is_timestamp(form):
        measures["earliest"] = _text_of("min(read)")
        measures["latest"] = _text_of("max(read)")
    return measures


def _swallowed_rows(table: Table, column: str) -> str:
    """SQL: line ends where none belongs, as a quote that never closed leaves them: each was a row of its own.

    That is any line end inside an id, a code or a time; in free text it takes as many commas as a row has.
    """
    lines = "length(value) - length(replace(value, chr(10), ''))"
    commas = f"length(value) - length(replace(value, ',', '')) >= {len(table.columns) - 1}"
    is_swallowed = "contains(value, chr(10))" + ("" if forms.is_one_line(table, column) else f" and {commas}")
    return f"coalesce(sum(case when {is_swallowed} then n * ({lines}) end), 0)::bigint"


def _ends(connection: duckdb.DuckDBPyConnection, table: Table, column: str, landed: Path) -> dict[str, int]:
    """How many rows have an end and a start that staging reads, and of how many of them it believes the end."""
    starts = forms.starts_of(table, column)
    # Cleaned apart: a reading names its text many times over, and DuckDB would clean it as often.
    cleaned = ", ".join(f"{forms.cleaned(name)} as {name}" for name in (column, *starts, EXTRACTED_AT))
    extracted_at = forms.reading(table, EXTRACTED_AT)
    read = ", ".join(f"{forms.reading(table, name)} as {name}" for name in (column, *starts))
    is_civil = forms.form_of(table, column) == "timestamp_civil"
    in_utc = [staging_sql.macro("civil_to_utc", name) if is_civil else name for name in starts]
    end = staging_sql.macro("civil_end_to_utc", column, "started") if is_civil else column
    believed = staging_sql.macro("end_within", "ended", "started", staging_sql.macro("latest_believable", "extracted"))
    found = connection.execute(
        f"select count(*), count({believed}) from (select *, {end} as ended from (select {column}, extracted,"
        f" coalesce({', '.join(in_utc)}) as started from (select {read},"
        f" {extracted_at} as extracted from (select {cleaned} from read_parquet('{landed}')))))"
        " where ended is not null and started is not null and extracted is not null"
    ).fetchone()
    ends, as_believed = found or (0, 0)
    return {f"{column}.ends": ends, f"{column}.absurd": ends - as_believed}


def _unread_births(connection: duckdb.DuckDBPyConnection, column: str, landed: Path) -> int:
    """How many dates of birth staging makes nothing of: neither a date, nor an age, nor a placeholder for none."""
    extracted_at = staging_sql.macro("safe_timestamp", EXTRACTED_AT)
    counted = (
        f"select {column}, {forms.cleaned(EXTRACTED_AT)} as {EXTRACTED_AT}, count(*) as n"
        f" from read_parquet('{landed}') group by all"
    )
    connection.execute(
        f"create or replace temp table births as select {forms.cleaned(column)} as dob,"
        f" {extracted_at} as extracted_at_utc, n from ({counted})"
    )
    found = connection.execute(
        f"select coalesce(sum(births.n), 0)::bigint from births inner join ({_births_model()}) as dates"
        " on births.dob = dates.dob_text and extract(year from births.extracted_at_utc) = dates.extracted_year"
        " where dates.dob_quality in ('unparsable', 'impossible')"
    ).fetchone()
    return int(found[0]) if found else 0


@cache
def _births_model() -> str:
    """Staging's model of dates of birth, reading the table `births`."""
    people = ("controlworks__people", "connect__nominals", "connect__nominal_aliases", "compact__people")
    relations = {f"base_{name}": "births" for name in people} | {
        "dob_placeholders": staging_sql.seed("normalise/dob_placeholders.csv")
    }
    return staging_sql.model("staging/values/base_values__dates_of_birth.sql", relations)


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
        "future_extract_count": values["future_extracts"],
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
    months = _by_month(value("months")) if column == event_start(table) else None
    form = forms.form_of(table, column)
    empty_share = _share(rows - value("filled"), rows)
    before = previous.get(f"{table.label}.{column}", {})
    empty_before = before.get("empty_share")
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
        "filled_count": value("filled"),
        "empty_share": empty_share,
        "distinct_count": value("distinct"),
        "min_length": value("min_length"),
        "max_length": value("max_length"),
        "overlong_share": share_of_filled("overlong"),
        "unread_share": share_of_filled("unread"),
        "end_count": value("ends"),
        "absurd_end_share": _share(value("absurd"), value("ends")) if value("ends") is not None else None,
        "sealed_count": value("sealed"),
        "sealed_ratio": _share(value("sealed"), before.get("sealed_count") or 0)
        if value("sealed") is not None
        else None,
        "form_share": share_of_filled("formed"),
        "known_code_share": share_of_filled("known"),
        "refers_to": "",
        "reference_count": None,
        "found_share": None,
        "misspelt_share": None,
        "lost_character_count": value("lost_characters"),
        "is_one_line": forms.is_one_line(table, column),
        "swallowed_share": _share(value("swallowed"), rows + value("swallowed")),
        "earliest": value("earliest"),
        "latest": value("latest"),
        "events_by_month": months,
        "month_count": None if months is None else len(months),
        "future_share": share_of_filled("future"),
        "empty_share_rise": None if empty_share is None or empty_before is None else empty_share - empty_before,
    }


def _by_month(found: Mapping[datetime, int] | None) -> dict[str, int]:
    return {f"{month:%Y-%m}": count for month, count in sorted((found or {}).items())}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _hours_between(newest: str | None, newest_before: str | None) -> float | None:
    """Hours from the newest row to that of the delivery before; None where either is no time, as an older verdict's."""
    try:
        before, now = datetime.fromisoformat(newest_before or ""), datetime.fromisoformat(newest or "")
        return (before - now).total_seconds() / 3600
    except (TypeError, ValueError):
        return None
