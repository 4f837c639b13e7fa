"""Whom a subject access request is about: their records in the pipeline's warehouse, in the cohort or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import duckdb

from python_helpers.disclosure.document import Row
from python_helpers.errors import FsuError
from python_helpers.look_up import birth_day, name_spellings, nominal_spelling, phone_digits
from python_helpers.tokens import token_sql

_RECORD_KEY = token_sql("source_system || '/' || record_type || '/' || record_id", "record")


@dataclass(frozen=True)
class Asked:
    """Who asks: by nominal, or by name, date of birth and phone together. None of it is ever logged or said back."""

    nominal: str = ""
    name: str = ""
    date_of_birth: str = ""
    phone: str = ""

    @property
    def by(self) -> str:
        """What they are found by, for the audit log.

        Raises:
            FsuError: it is neither the one nor the other, or cannot be read; the message does not repeat it.
        """
        given = [value for value in (self.name, self.date_of_birth, self.phone) if value.strip()]
        if self.nominal.strip() and not given:
            return "nominal"
        if self.nominal.strip() or len(given) < 3:
            raise FsuError("Give a nominal; or a name, a date of birth and a phone, all three.")
        if not name_spellings(self.name):
            raise FsuError("Give a forename and a surname.")
        if len(phone_digits(self.phone)) < 9:
            raise FsuError("That is no whole phone number: give it with its area code.")
        birth_day(self.date_of_birth)
        return "name, date of birth and phone"

    def parameters(self) -> dict[str, str]:
        """As the query takes them; a name that is empty finds nobody."""
        return {
            "nominal": nominal_spelling(self.nominal),
            "name": self.name.strip(),
            "date_of_birth": birth_day(self.date_of_birth) if self.date_of_birth.strip() else "",
            "phone": phone_digits(self.phone),
        }


def find(connection: duckdb.DuckDBPyConnection, asked: Asked) -> bool:
    """Put their records into the session's table `subject_records`; whether there are any that may be shown.

    Args:
        connection: the warehouse, with the salt handed over.
        asked: who.
    """
    template = (resources.files("python_helpers.disclosure") / "sql" / "subject_records.sql").read_text(
        encoding="utf-8"
    )
    query = template.format(
        record_key=_RECORD_KEY,
        short_name=words_sql("concat_ws(' ', descriptions.forename, descriptions.surname)"),
        long_name=words_sql("concat_ws(' ', descriptions.forename, descriptions.middle_names, descriptions.surname)"),
        asked_name=words_sql("$name"),
    )
    connection.execute(query, asked.parameters())
    found = connection.execute("select count(*) from subject_records").fetchone()
    return bool(found and found[0])


def words_sql(expression: str) -> str:
    """A name's words in alphabetical order, without accents and apostrophes: however it is written, it is the same."""
    plain = f"upper(strip_accents(regexp_replace({expression}, '[''\u2019`]', '', 'g')))"
    words = rf"list_filter(regexp_split_to_array({plain}, '[^\p{{L}}]+'), word -> word <> '')"
    return f"array_to_string(list_sort({words}), ' ')"


def rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
    """Rows of the warehouse, as column name to value."""
    cursor = connection.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
