"""Kept releases that show somebody who has been sealed since: they go whole.

A release is one piece: its files, checksums and name say the same thing. Cutting a person out of all of them would
leave a release that nobody published, so a release that shows a person sealed today is removed.
"""

# ruff: noqa: S608 -- names come from dbt's manifest and from the release's own folder
from __future__ import annotations

from pathlib import Path

import duckdb

from python_helpers.json_files import read_json
from python_helpers.publishing.project import RESTRICTED, Relation
from python_helpers.publishing.release import sql_text

SEALED_KEYS = "int_identity__sealed_keys"
KEY_LEDGER = "int_identity__key_ledger"
PEOPLE = Path("parquet") / "marts" / "dim_people.parquet"
HISTORIES = {
    Path("parquet") / "marts" / "fsu_cohort_history.parquet": ("person_key",),
    Path("parquet") / "governance" / "gov_identity_changes.parquet": ("person_key", "other_person_key"),
}
"""Relations that also show whom earlier refreshes showed, and their columns of keys."""
PROFILES = Path(RESTRICTED) / "parquet" / RESTRICTED / "fsu_cohort_profiles.parquet"

_SEALED_NAMES = """
select named.forename || ' ' || named.surname as display_name, named.date_of_birth
from (
    select nominal_id, forename, surname, date_of_birth, is_restricted from {nominals}
    union all
    select nominal_id, forename, surname, date_of_birth, is_restricted from {aliases}
) as named
where named.nominal_id in (
    select nominal_id from {nominals} where is_restricted union select nominal_id from {aliases} where is_restricted
)
"""


def showing_sealed_people(
    connection: duckdb.DuckDBPyConnection, relations: list[Relation], releases: list[Path]
) -> list[Path]:
    """Releases that show a person whom the warehouse knows as sealed.

    By the key that the person had at the release's refresh; where the ledger does not know that refresh, and in what
    the release tells of earlier ones, by any key they ever had; and by name and date of birth among the identified, for
    whoever was known by other records then. A release that cannot be read cannot be cleared.
    """
    known = {relation.name: relation.quoted for relation in relations}
    if SEALED_KEYS not in known:
        return []
    (is_anybody_sealed,) = connection.execute(f"select count(*) > 0 from {known[SEALED_KEYS]}").fetchone() or (False,)
    if not is_anybody_sealed:
        return []
    return [release for release in releases if _shows_one(connection, known, release)]


def _shows_one(connection: duckdb.DuckDBPyConnection, known: dict[str, str], release: Path) -> bool:
    try:
        as_of_date = read_json(release / "manifest.json")["as_of_date"]
        return (
            _shows_a_key(connection, known, release, as_of_date)
            or _tells_of_a_key(connection, known, release)
            or _shows_a_name(connection, known, release)
        )
    except (OSError, ValueError, KeyError, TypeError, duckdb.Error):
        return True


def _shows_a_key(connection: duckdb.DuckDBPyConnection, known: dict[str, str], release: Path, as_of_date: str) -> bool:
    row = connection.execute(
        f"""
        select count(*) > 0
        from read_parquet('{sql_text(release / PEOPLE)}') as people
        inner join {known[SEALED_KEYS]} as sealed_keys on people.person_key = sealed_keys.person_key
        where sealed_keys.as_of_date = cast(? as date)
            or cast(? as date) not in (select as_of_date from {known[KEY_LEDGER]})
        """,
        [as_of_date, as_of_date],
    ).fetchone()
    return row == (True,)


def _tells_of_a_key(connection: duckdb.DuckDBPyConnection, known: dict[str, str], release: Path) -> bool:
    for history, columns in HISTORIES.items():
        if not (release / history).is_file():
            continue
        listed = " or ".join(f"told.{column} = sealed_keys.person_key" for column in columns)
        row = connection.execute(
            f"""
            select count(*) > 0
            from read_parquet('{sql_text(release / history)}') as told
            inner join {known[SEALED_KEYS]} as sealed_keys on not sealed_keys.is_of_somebody_else and ({listed})
            """
        ).fetchone()
        if row == (True,):
            return True
    return False


def _shows_a_name(connection: duckdb.DuckDBPyConnection, known: dict[str, str], release: Path) -> bool:
    names = _SEALED_NAMES.format(nominals=known["stg_connect__nominals"], aliases=known["stg_connect__nominal_aliases"])
    row = connection.execute(
        f"""
        select count(*) > 0
        from read_parquet('{sql_text(release / PROFILES)}') as profiles
        inner join ({names}) as sealed_names
            on profiles.display_name = sealed_names.display_name and profiles.date_of_birth = sealed_names.date_of_birth
        """
    ).fetchone()
    return row == (True,)
