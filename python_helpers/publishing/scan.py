"""The last gate before a release: what it would publish to all is searched for the personal values of staging."""

from __future__ import annotations

from importlib import resources

import duckdb

from python_helpers.errors import FsuError
from python_helpers.publishing.project import GENERAL, Relation

STAGING = "staging"
VOCABULARIES = "int_governance__vocabularies"

WRITTEN_BY_HAND = ("correction",)
"""Vocabularies whose members somebody types into a seed about a person: those are searched like any text."""

REFERENCES = {
    "stg_avaya__call_segments": ("ucid", "callid", "agent_login_id"),
    "stg_controlworks__contacts": ("roc_ref",),
    "stg_controlworks__logs": ("log_no", "uprn"),
    "stg_controlworks__people": ("person_entry_id",),
    "stg_controlworks__deployments": ("deployment_id", "callsign"),
    "stg_connect__nominals": ("nominal_id", "pnc_id", "merged_into"),
    "stg_connect__nominal_aliases": ("alias_id",),
    "stg_connect__nominal_addresses": ("address_id", "uprn"),
    "stg_connect__crimes": ("crime_no",),
    "stg_connect__crime_people": ("nominal_id",),
    "stg_connect__investigations": ("investigation_id",),
    "stg_connect__custody_records": ("custody_ref", "nominal_id"),
    "stg_compact__people": ("person_ref", "uprn"),
    "stg_compact__episodes": ("episode_ref", "person_ref"),
}
"""Staged columns that name a record, a person, a place or a member of staff in a source system."""

READ_FROM = (*REFERENCES, "stg_connect__nominal_phones", VOCABULARIES)
"""Relations that a search reads besides the ones it searches."""

DATES_OF_NOBODY = (
    "as_of_date",
    "first_as_of_date",
    "replaced_as_of_date",
    "valid_from",
    "valid_to",
    "date_on",
    "month_start_on",
)
"""Columns of days that refreshes, seeds and the calendar give: somebody was born on most of them."""


def refuse_personal_values(connection: duckdb.DuckDBPyConnection, relations: list[Relation]) -> None:
    """Search every distinct text of the general release, and every date of it, for what staging holds of people.

    A text that a vocabulary of the project lists is nobody's, though a street or a surname may be spelled the same.
    What is left is taken apart into words, numbers, dates and references, and each is looked up among the staged ones.

    Args:
        connection: open on the warehouse; temporary tables are made in it.
        relations: the project's relations.

    Raises:
        FsuError: something personal would be published; the message names relation, column, kind and count.
    """
    _name_relations(connection, relations)
    _collect_texts(connection, [relation for relation in relations if relation.zone in GENERAL])
    hits = _births_in_dates(connection, relations)
    if _count(connection, "scanned_texts"):
        connection.execute(_sql("candidates"))
        references = "\n    union\n    ".join(
            f"select {column} as reference from {relation}"  # noqa: S608 - names of this module
            for relation, columns in REFERENCES.items()
            for column in columns
        )
        hits += connection.execute(_sql("hits").format(references=references)).fetchall()
    if hits:
        listed = "; ".join(f"{relation}.{column}: {kind}, {count}" for relation, column, kind, count in hits)
        raise FsuError(
            f"Nothing was published: the general release would hold personal values ({listed}). The values are not "
            "shown here. A code or an organisation that no seed knows must come out as UNMAPPED or NOT LISTED: see "
            "what the model reads, and which `meta.vocabulary` its column declares."
        )


def _name_relations(connection: duckdb.DuckDBPyConnection, relations: list[Relation]) -> None:
    by_name = {relation.name: relation for relation in relations}
    missing = [name for name in READ_FROM if name not in by_name]
    if missing:
        raise FsuError(f"The project has no {', '.join(missing)}, and without it nobody can search the release.")
    for name in (*REFERENCES, "stg_connect__nominal_phones"):
        connection.execute(f"create or replace temp view {name} as select * from {by_name[name].quoted}")  # noqa: S608
    written = ", ".join(f"'{vocabulary}'" for vocabulary in WRITTEN_BY_HAND)
    connection.execute(
        f"create or replace temp table public_members as select distinct member from {by_name[VOCABULARIES].quoted} "  # noqa: S608
        f"where member is not null and vocabulary not in ({written})"
    )
    connection.execute(
        f"create or replace temp table forms as select vocabulary, form from {by_name[VOCABULARIES].quoted} "  # noqa: S608
        "where form is not null"
    )


def _collect_texts(connection: duckdb.DuckDBPyConnection, relations: list[Relation]) -> None:
    """Every distinct text that is neither a hash nor a member of a vocabulary."""
    columns = _columns_by_type(connection)
    # Texts of such a vocabulary are passed over where they have its form: hashes by the million, and what models make.
    forms = dict(connection.execute("select vocabulary, form from forms").fetchall())
    connection.execute(
        "create or replace temp table scanned_texts (relation varchar, column_name varchar, text varchar)"
    )
    for relation in relations:
        texts = []
        for column in columns.get((relation.schema, relation.name, "VARCHAR"), []):
            vocabulary = relation.vocabularies.get(column, "")
            form = forms.get(vocabulary)
            unlike = f"and not regexp_full_match(\"{column}\", '{form}')" if form else ""
            texts.append(
                f"select distinct '{column}' as column_name, \"{column}\" as text "  # noqa: S608 - of dbt's catalogue
                f'from {relation.quoted} where "{column}" is not null {unlike}'
            )
        if texts:
            connection.execute(
                f"""
                insert into scanned_texts
                select distinct ?, column_name, part
                from (
                    select column_name, unnest(string_split(text, '|')) as part
                    from ({" union all ".join(texts)})
                )
                where part not in (select member from public_members)
                """,  # noqa: S608
                [f"{relation.zone}.{relation.name}"],
            )


def _births_in_dates(
    connection: duckdb.DuckDBPyConnection, relations: list[Relation]
) -> list[tuple[str, str, str, int]]:
    """Dates of birth in columns of dates, of people born before the window."""
    by_name = {relation.name: relation for relation in relations}
    columns = _columns_by_type(connection)
    connection.execute(
        f"""
        create or replace temp table early_births as
        with births as (
            select date_of_birth from stg_controlworks__people
            union select date_of_birth from stg_connect__nominals
            union select date_of_birth from stg_connect__nominal_aliases
            union select date_of_birth from stg_compact__people
        )
        select date_of_birth from births
        where date_of_birth < (select window_start_on from {by_name["int_window__bounds"].quoted})
        """  # noqa: S608 - names come from dbt's manifest
    )
    hits = []
    for relation in relations:
        if relation.zone not in GENERAL:
            continue
        for column in columns.get((relation.schema, relation.name, "DATE"), []):
            if column in DATES_OF_NOBODY:
                continue
            row = connection.execute(
                f"""
                select count(distinct "{column}")
                from {relation.quoted}
                where "{column}" in (select date_of_birth from early_births)
                """  # noqa: S608
            ).fetchone()
            if row and row[0]:
                hits.append((f"{relation.zone}.{relation.name}", column, "date of birth", int(row[0])))
    return hits


def _columns_by_type(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], list[str]]:
    """Columns of the warehouse by schema, relation and type, in their order."""
    rows = connection.execute(
        "select schema_name, table_name, data_type, column_name from duckdb_columns() "
        "where database_name = current_database() order by schema_name, table_name, column_index"
    ).fetchall()
    columns: dict[tuple[str, str, str], list[str]] = {}
    for schema, table, data_type, column in rows:
        columns.setdefault((schema, table, data_type), []).append(column)
    return columns


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def _sql(name: str) -> str:
    return resources.files("python_helpers.publishing").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
