"""The form of each column's values: what typed Parquet is written out as, and how staging reads it (forms.yml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from python_helpers.landing import staging_sql
from python_helpers.landing.contract import EXTRACTED_AT, Table

_READERS = {
    "timestamp_utc": "safe_timestamp",
    "timestamp_civil": "safe_civil_timestamp",
    "date": "safe_date",
    "flag_01": "flag",
    "flag_yn": "flag",
    "uprn": "uprn",
    "id": "usable_id",
}
"""The macro with which staging reads a form; numbers also have a limit each."""

_LOOKS_LIKE = {
    # A spreadsheet turns long numbers into 7.7E+09.
    "phone": r"length(regexp_replace({0}, '[^0-9]', '', 'g')) >= 7 and not regexp_matches({0}, '[0-9]E[+]?[0-9]')",
    "postcode": r"regexp_full_match(upper(replace({0}, ' ', '')), '[A-Z]{{1,2}}[0-9][A-Z0-9]?[0-9][A-Z]{{2}}')",
}

LOST_CHARACTER = "\ufffd"
"""What converters write where they lost a character."""

_FORMATTED = "strftime({0}, '%Y-%m-%d %H:%M:%S')"


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "forms.yml").read_text(encoding="utf-8"))
    return content


@cache
def form_of(table: Table, column: str) -> str:
    """Name of the column's form; empty where any text is well-formed."""
    names = {f"{table.label}.{column}", f"*.*.{column}"}
    for form, columns in _file()["forms"].items():
        if names & set(columns):
            return str(form)
    return ""


@cache
def known_codes(table: Table, column: str) -> tuple[str, ...]:
    """Codes that a seed knows for the column, or the contract lists; none where neither does."""
    listed = _file()["codes"].get(f"{table.label}.{column}", ())
    if isinstance(listed, dict):
        return staging_sql.seed_values(listed["seed"], listed["column"])
    return tuple(listed)


@cache
def starts_of(table: Table, column: str) -> tuple[str, ...]:
    """Columns with the start that an end may not lie before, the first that is read counts; none where it is no end."""
    return tuple(_file()["ends"].get(f"{table.label}.{column}", ()))


@cache
def sealing_columns() -> frozenset[str]:
    """The flags that seal a person, as system.table.column."""
    return frozenset(_file()["seals"])


def is_timestamp(form: str) -> bool:
    """Whether the form is one of the two kinds of timestamp."""
    return form.startswith("timestamp")


def is_reference(form: str) -> bool:
    """Whether the form is an id or the reference to one."""
    return form == "id"


def is_bounded(table: Table, column: str) -> bool:
    """Whether staging takes a value of the column that is too long for missing; in ids and times it rejects the row."""
    form = form_of(table, column)
    return not (is_reference(form) or is_timestamp(form))


def is_one_line(table: Table, column: str) -> bool:
    """Whether a value with a line end inside it is surely wrong: ids, codes, times, numbers and flags."""
    form = form_of(table, column)
    return bool(form or known_codes(table, column)) and form not in {"phone", "postcode", "typed_date"}


def cleaned(column_sql: str) -> str:
    """SQL of a landed text as staging takes it up: no white space around it, NULL where it says that it is missing."""
    return staging_sql.macro("clean_text", column_sql)


def has_few_values(table: Table, column: str) -> bool:
    """Whether few values stand in many rows, as with codes, numbers and days."""
    few = {"date", "whole_number", "number", "flag_01", "flag_yn", "code"}
    return column == EXTRACTED_AT or form_of(table, column) in few or bool(known_codes(table, column))


def reading(table: Table, column: str, column_sql: str = "") -> str:
    """SQL that reads the cleaned column as staging does, NULL where it cannot; empty where any text will do."""
    form = form_of(table, column)
    text = column_sql or column
    if form in {"whole_number", "number"}:
        limit = _file()["limits"].get(f"{table.label}.{column}")
        if limit is None:
            return staging_sql.macro("whole_number_of_key", text)
        maximum = staging_sql.project_variables()[limit]
        return staging_sql.macro("number_within", text, maximum, "double", scale=6 if form == "number" else 0)
    return staging_sql.macro(_READERS[form], text) if form in _READERS else ""


def code_reading(column_sql: str) -> str:
    """SQL of a cleaned code as staging takes it up."""
    return staging_sql.macro("code", column_sql)


def looks_right(form: str, column_sql: str) -> str:
    """SQL condition: the text looks like a phone number or a postcode; empty for other forms."""
    return _LOOKS_LIKE[form].format(column_sql) if form in _LOOKS_LIKE else ""


def loses_zeros(form: str, column_type: str) -> bool:
    """Whether text that may begin with zeros (a phone, a reference) came as a number, which has no leading zeros."""
    return form not in {"whole_number", "number", "flag_01"} and _is_number(column_type)


def is_nested(column_type: str) -> bool:
    """Whether a Parquet column holds lists, structures or maps, for which the contract knows no text."""
    return column_type.endswith("]") or column_type.startswith(
        ("STRUCT", "MAP", "UNION", "INTERVAL", "GEOMETRY", "VARIANT")
    )


def as_contract_text(form: str, column_sql: str, column_type: str) -> str:  # noqa: PLR0911 -- one line a type
    """SQL expression that writes a column of any flat type as the contract's text; missing is NULL, never ''.

    Fractions of a second are cut off. A time-zoned instant becomes UTC or civil time as the column's form says.
    A NUL character has no place in text and would stop PostgreSQL. At the ends it is padding and goes; inside, a
    character was lost, and the mark of that stands in its place, for the verdict to count.
    """
    if column_type == "VARCHAR":
        return f"nullif({_without_nul(column_sql)}, '')"
    if column_type == "TIMESTAMP WITH TIME ZONE":
        zone = "UTC" if form == "timestamp_utc" else "Europe/London"
        return _timestamp_text(form, f"timezone('{zone}', {column_sql})")
    if column_type.startswith("TIMESTAMP"):
        return _timestamp_text(form, f"cast({column_sql} as timestamp)")
    if column_type == "DATE":
        return _FORMATTED.format(column_sql) if is_timestamp(form) else f"strftime({column_sql}, '%Y-%m-%d')"
    if column_type == "BOOLEAN":
        yes, no = {"flag_01": ("1", "0"), "flag_yn": ("Y", "N")}.get(form, ("true", "false"))
        return f"case when {column_sql} then '{yes}' when not {column_sql} then '{no}' end"
    if column_type in {"DOUBLE", "FLOAT"}:
        return (
            f"case when isnan({column_sql}) then null"
            f" when {column_sql} = trunc({column_sql}) and abs({column_sql}) < 1e18"
            f" then cast(cast({column_sql} as bigint) as varchar)"
            f" else cast({column_sql} as varchar) end"
        )
    if column_type.startswith("DECIMAL"):
        return (
            f"regexp_replace(cast({column_sql} as varchar), '\\.?0+$', '')"
            if not column_type.endswith(",0)")
            else f"cast({column_sql} as varchar)"
        )
    return f"nullif(cast({column_sql} as varchar), '')"


def _without_nul(column_sql: str) -> str:
    # Asking first is much quicker than replacing in every value, of which hardly any has one.
    marked = f"replace(trim({column_sql}, chr(0)), chr(0), '{LOST_CHARACTER}')"
    return f"case when contains({column_sql}, chr(0)) then {marked} else {column_sql} end"


def _timestamp_text(form: str, timestamp_sql: str) -> str:
    full = _FORMATTED.format(timestamp_sql)
    if is_timestamp(form):
        return full
    day = f"strftime({timestamp_sql}, '%Y-%m-%d')"
    return f"case when {timestamp_sql} = date_trunc('day', {timestamp_sql}) then {day} else {full} end"


def _is_number(column_type: str) -> bool:
    return (
        column_type.endswith("INT")
        or column_type in {"INTEGER", "DOUBLE", "FLOAT"}
        or column_type.startswith("DECIMAL")
    )
