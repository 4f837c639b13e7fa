"""What a release says of itself: queries of `sql/` to its general relations, its manifest, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.errors import FsuError
from python_helpers.json_files import read_object
from python_helpers.report.document import WITHHELD, Cell, is_small

Row = dict[str, Any]

_RELATION = re.compile(r"\b(?:from|join) ((?:marts|governance|qlik)\.\w+)")
_USUAL_THRESHOLD = 5
_REFRESH = """
create or replace temp view refresh as
select
    date '{as_of_date}' as as_of_date,
    {previous} as previous_as_of_date,
    {threshold} as small_number_threshold
"""
_PREVIOUS = """
select max(as_of_date)
from (
    select as_of_date from marts.fsu_cohort_changes
    union all
    select first_as_of_date from governance.gov_definitions_history
)
where as_of_date < date '{as_of_date}'
"""


@dataclass(frozen=True)
class Refresh:
    """One release, open for questions."""

    connection: duckdb.DuckDBPyConnection
    manifest: dict[str, Any]
    previous: date | None
    """The refresh before; None where the release knows of none."""
    threshold: int
    """Below this a count is withheld from others."""

    @property
    def as_of_date(self) -> date:
        """First day that is not counted."""
        return date.fromisoformat(self.manifest["as_of_date"])

    def lacks(self, name: str) -> list[str]:
        """What a query needs and the release, of an earlier form, does not hold: relations, or columns of one."""
        found = self.connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        relations = set(_RELATION.findall(query(name)))
        if missing := relations - {row[0] for row in found}:
            return sorted(missing)
        try:
            self.connection.execute(f"describe {query(name)}")
        except duckdb.BinderException:
            return [f"all columns of {', '.join(sorted(relations))}"]
        return []

    def rows(self, name: str) -> list[Row]:
        """Answer of a query of `sql/`."""
        cursor = self.connection.execute(query(name))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def query(name: str) -> str:
    """Text of a query."""
    return resources.files("python_helpers.report").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def open_release(folder: Path) -> Iterator[Refresh]:
    """Open a release.

    Raises:
        FsuError: there is none in the folder.
    """
    file = folder / "fsu.duckdb"
    if not (folder / "manifest.json").is_file() or not file.is_file():
        raise FsuError(f"{folder} is no release. Publish one first: make build.")
    manifest = read_object(
        folder / "manifest.json", ["as_of_date", "is_synthetic", "release"], "Publish again: make build."
    )
    with duckdb.connect(str(file), read_only=True, config={"autoinstall_known_extensions": False}) as connection:
        threshold = _threshold(connection)
        previous = _previous(connection, manifest["as_of_date"])
        connection.execute(
            _REFRESH.format(
                as_of_date=date.fromisoformat(manifest["as_of_date"]),
                previous=f"date '{previous}'" if previous else "cast(null as date)",
                threshold=threshold,
            )
        )
        yield Refresh(connection, manifest, previous, threshold)


def _threshold(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute(
        "select value from governance.gov_definitions where name = 'small_number_threshold'"
    ).fetchone()
    return int(row[0]) if row else _USUAL_THRESHOLD


def _previous(connection: duckdb.DuckDBPyConnection, as_of_date: str) -> date | None:
    try:
        row = connection.execute(_PREVIOUS.format(as_of_date=date.fromisoformat(as_of_date))).fetchone()
    except duckdb.CatalogException:  # a release of before there was a history
        return None
    return row[0] if row else None


def withheld_rows(rows: list[Row], small: Mapping[str, Any], threshold: int) -> list[Row]:
    """Rows without their small numbers.

    `small` says what counts people or records: `alone`, a count and what would give it away; `parts`, the same where
    the column adds up to a known total; `across`, counts that do so within each row, and what goes with them.
    """
    hidden: set[tuple[int, str]] = set()
    for name, others in (small.get("alone") or {}).items():
        for place, row in enumerate(rows):
            if row[name] is not None and 0 < row[name] < threshold:
                hidden |= {(place, column) for column in (name, *others)}
    for name, others in (small.get("parts") or {}).items():
        for place, is_hidden in enumerate(is_small([row[name] for row in rows], threshold)):
            if is_hidden:
                hidden |= {(place, column) for column in (name, *others)}
    for rule in small.get("across") or []:
        for place, row in enumerate(rows):
            if any(is_small([row[name] for name in rule["counts"]], threshold)):
                hidden |= {(place, column) for column in (*rule["counts"], *rule.get("with", []))}
    return [
        {column: WITHHELD if (place, column) in hidden else value for column, value in row.items()}
        for place, row in enumerate(rows)
    ]


def cells(row: Row, columns: list[str]) -> tuple[Cell, ...]:
    """The columns of a row that are shown, in their order."""
    return tuple(row[column] for column in columns)
