"""The form of each column's values: what typed Parquet is written out as, and what the profile counts (forms.yml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from python_helpers.landing.contract import Table

_MATCHES = {
    "timestamp_utc": "length({0}) = 19 and try_cast({0} as timestamp) is not null",
    "timestamp_civil": "length({0}) = 19 and try_cast({0} as timestamp) is not null",
    "date": "length({0}) = 10 and try_cast({0} as date) is not null",
    "whole_number": "regexp_full_match({0}, '-?[0-9]{{1,18}}')",
    "number": r"regexp_full_match({0}, '-?[0-9]+(\.[0-9]+)?')",
    "flag_01": "{0} in ('0', '1')",
    "flag_yn": "upper({0}) in ('Y', 'N')",
    # A spreadsheet turns long numbers into 7.7E+09.
    "phone": r"length(regexp_replace({0}, '[^0-9]', '', 'g')) >= 7 and not regexp_matches({0}, '[0-9]E[+]?[0-9]')",
    "postcode": r"regexp_full_match(upper(replace({0}, ' ', '')), '[A-Z]{{1,2}}[0-9][A-Z0-9]?[0-9][A-Z]{{2}}')",
}

# What staging reads beyond the contract's own form: 'T', no seconds, fractions, a zone, no time
# (macros/clock/safe_timestamp.sql).
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_READABLE_TIMESTAMP = (
    "regexp_full_match(trim({0}), '(1[89]|2[01])[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}"
    f"([ T]{_TIME}(:[0-5][0-9]([.][0-9]*)?( ?(Z|[+-][0-9]{{{{2}}}}(:?[0-9]{{{{2}}}})?))?)?)?')"
    " and try_cast(trim({0})[:10] as date) is not null"
)

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


def known_codes(table: Table, column: str) -> tuple[str, ...]:
    """Codes that the contract lists for the column; none where it lists none."""
    return tuple(_file()["codes"].get(f"{table.label}.{column}", ()))


def is_timestamp(form: str) -> bool:
    """Whether the form is one of the two kinds of timestamp."""
    return form.startswith("timestamp")


def matches_form(form: str, column_sql: str) -> str:
    """SQL condition: the text in `column_sql` has the form."""
    return _MATCHES[form].format(column_sql)


def is_readable_timestamp(column_sql: str) -> str:
    """SQL condition: staging reads the text in `column_sql` as a timestamp, in the contract's form or another."""
    return _READABLE_TIMESTAMP.format(column_sql)


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
    A NUL character has no place in text and would stop PostgreSQL, so it is dropped.
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
    return f"case when contains({column_sql}, chr(0)) then replace({column_sql}, chr(0), '') else {column_sql} end"


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
