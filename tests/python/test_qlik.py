"""What Qlik will make of schema qlik and of its script: associations, names, keys with their rows, who sees what."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest
from worlds import PROJECT, World

from python_helpers.errors import FsuError
from python_helpers.qlik.association import KEYS, problems
from python_helpers.qlik.fields import PAGE, Table, page, read_tables
from python_helpers.qlik.script import SCRIPT, Load, read_loads

NOT_LOADED = {"qlik_cohort"}
"""For whoever reads one table: its figures are those of the star."""

SECTION_ACCESS = "qlik_security_access"
REDUCED_BY = "AREA_ACCESS"


@pytest.fixture(scope="module")
def tables(small_world: World) -> list[Table]:
    return read_tables(small_world.target / "manifest.json")


@pytest.fixture(scope="module")
def script() -> tuple[list[Load], list[Load]]:
    return read_loads((PROJECT / SCRIPT).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def release(small_world: World) -> Iterator[duckdb.DuckDBPyConnection]:
    """Schema qlik as published, from its Parquet files."""
    with duckdb.connect() as connection:
        for file in sorted((small_world.release / "parquet" / "qlik").glob("*.parquet")):
            connection.execute(f"create view {file.stem} as select * from read_parquet('{file}')")
        yield connection


def columns(release: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Types by field and table."""
    found: dict[str, dict[str, str]] = {}
    for table, name, kind in release.execute(
        "select table_name, column_name, data_type from duckdb_columns() where table_name like 'qlik%'"
    ).fetchall():
        found.setdefault(table, {})[name] = kind
    return found


def test_planted_faults_are_seen() -> None:
    chain = {"a": {"%person", "A"}, "b": {"%person", "%area", "B"}, "c": {"%area", "C"}}
    assert problems(chain) == []
    assert problems({**chain, "d": {"%person", "%area"}}) == [
        "synthetic key: b and d share %area, %person",
        "loop: %person reaches d on a second way",
    ]
    assert problems({**chain, "d": {"C"}}) == ["shared name that is no key: C in c, d"]
    loop = {"a": {"%person", "%area"}, "b": {"%area", "%theme"}, "c": {"%theme", "%person"}}
    assert problems(loop) == ["loop: %theme reaches c on a second way"]


def test_the_catalogue_associates_as_meant(tables: list[Table]) -> None:
    assert len(tables) > len(KEYS)
    assert problems({table.name: table.field_names for table in tables}) == []


def test_the_script_associates_as_meant(script: tuple[list[Load], list[Load]]) -> None:
    data, _ = script
    assert problems({load.table: frozenset(load.gives) for load in data}) == []
    assert len({load.table for load in data}) == len(data) > len(KEYS)


def test_section_access_meets_the_data_in_one_field_of_its_own(script: tuple[list[Load], list[Load]]) -> None:
    """In capitals, as Section Access turns every name; in a field that no two tables of the data share."""
    data, access = script
    (users,) = access
    assert (users.relation, users.gives) == (SECTION_ACCESS, ("ACCESS", "USERID", REDUCED_BY))
    assert [load.table for load in data if set(users.gives) & set(load.gives)] == ["Areas"]
    assert REDUCED_BY.upper() == REDUCED_BY


def test_every_key_of_the_script_is_one_of_the_model_and_the_other_way_round(
    script: tuple[list[Load], list[Load]],
) -> None:
    data, _ = script
    given = [name for load in data for name in load.gives]
    assert {name for name in given if name.startswith("%")} == KEYS
    assert {name for name in given if given.count(name) > 1} == KEYS


def test_the_script_loads_every_table_and_field(tables: list[Table], script: tuple[list[Load], list[Load]]) -> None:
    data, access = script
    loads = {load.relation: load for load in [*data, *access]}
    assert set(loads) == {table.name for table in tables} - NOT_LOADED
    for table in tables:
        if table.name in loads:
            assert loads[table.name].reads == table.field_names, table.name
        if loads.get(table.name) in data:
            labelled = {name for name in table.field_names if f"{name} Sort" in table.field_names}
            kept = {name for name in table.field_names if name.removesuffix(" Sort") not in labelled}
            assert kept | labelled <= set(loads[table.name].gives), table.name


def test_the_script_names_each_table_as_its_description_says(
    tables: list[Table], script: tuple[list[Load], list[Load]]
) -> None:
    data, access = script
    said = {table.name: found[1] for table in tables if (found := re.search(r"Loaded as (\w+)\.", table.description))}
    assert {load.relation: load.table for load in data} == said
    assert [load.relation for load in access] == [SECTION_ACCESS]


def test_a_script_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(FsuError, match="not of the form"):
        read_loads("Person:\nLOAD *\nRESIDENT Other;\n")


def test_numbers_are_folded_into_names_and_keys_shortened_last() -> None:
    text = (PROJECT / SCRIPT).read_text(encoding="utf-8")
    assert text.count("Dual([") > len(KEYS)
    shortened = re.findall(r"^AutoNumber \[(%\w+)\]", text, re.MULTILINE)
    # Section Access compares texts, and a day is a number already; an offence or theme code is short.
    assert set(shortened) == KEYS - {"%date", "%area", "%theme", "%offence"}
    assert text.rindex("\nLOAD") < text.index("AutoNumber [")


def test_the_page_of_fields_is_what_the_manifest_says(tables: list[Table]) -> None:
    assert (PROJECT / PAGE).read_text(encoding="utf-8") == page(tables), "run `make docs` and commit what it wrote"


def test_what_is_published_is_the_catalogue(tables: list[Table], release: duckdb.DuckDBPyConnection) -> None:
    published = columns(release)
    assert {table.name: [field.name for field in table.fields] for table in tables} == {
        name: list(fields) for name, fields in published.items()
    }
    kinds = {kind for fields in published.values() for kind in fields.values()}
    assert kinds == {"VARCHAR", "BIGINT", "DOUBLE", "DATE"}


HOMES = {
    "%person": "qlik_people",
    "%interaction": "qlik_interactions",
    "%date": "qlik_calendar",
    "%area": "qlik_areas",
    "%theme": "qlik_themes",
    "%offence": "qlik_offences",
    "%household": "qlik_households",
    "%person_scheme": "qlik_ranks",
}
"""The table that has one row for each value of a key."""


def keys_without_their_row(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int]]:
    """Key, table and number of values that the key's own table does not have."""
    found = []
    for table, fields in columns(connection).items():
        for key, home in HOMES.items():
            if key in fields:
                (orphans,) = connection.execute(
                    f'select count(*) from {table} where "{key}" not in (select "{key}" from {home})'
                ).fetchone() or (0,)
                found += [(key, table, orphans)] if orphans else []
    return found


def test_every_key_has_its_row(release: duckdb.DuckDBPyConnection) -> None:
    published = columns(release)
    assert set(HOMES) == KEYS
    assert all(key in published[home] for key, home in HOMES.items())
    assert all(sum(key in fields for fields in published.values()) > 1 for key in KEYS)
    assert keys_without_their_row(release) == []


def test_a_planted_key_without_its_row_is_seen() -> None:
    with duckdb.connect() as connection:
        connection.execute("""create table qlik_people as select 'a' as "%person", 'known' as "Person" """)
        connection.execute(
            """create table qlik_roles as select unnest(['a', 'b', null]) as "%person", 'Victim' as "Role" """
        )
        assert keys_without_their_row(connection) == [("%person", "qlik_roles", 1)]


def test_a_name_and_its_place_are_one_and_the_same(release: duckdb.DuckDBPyConnection) -> None:
    """Qlik takes two names of one number for one value, and one name of two numbers for two."""
    looked_at = 0
    for table, fields in columns(release).items():
        for name in fields:
            if f"{name} Sort" not in fields:
                continue
            looked_at += 1
            pairs = release.execute(
                f'select distinct "{name}", coalesce("{name} Sort", 9999) from {table} order by all'
            ).fetchall()
            assert len(pairs) == len({text for text, _ in pairs}) == len({place for _, place in pairs}), (table, name)
    assert looked_at > len(KEYS)


def test_flags_say_the_same_in_words_and_in_numbers(release: duckdb.DuckDBPyConnection) -> None:
    looked_at = set()
    for table, fields in columns(release).items():
        for name in fields:
            if f"{name} Flag" in fields:
                looked_at |= set(release.execute(f'select distinct "{name}", "{name} Flag" from {table}').fetchall())
    assert looked_at == {("Yes", 1), ("No", 0), ("Not known", None)}


def test_nothing_is_lost_on_the_way_from_the_marts(release: duckdb.DuckDBPyConnection, small_world: World) -> None:
    with duckdb.connect(str(small_world.release / "fsu.duckdb"), read_only=True) as marts:
        for table, mart in {
            "qlik_people": "dim_people",
            "qlik_interactions": "fct_interactions",
            "qlik_roles": "fct_person_interactions",
            "qlik_event_themes": "fct_interaction_themes",
            "qlik_event_priorities": "fct_interaction_priorities",
            "qlik_event_organisations": "fct_interaction_organisations",
            "qlik_households": "fsu_households",
            "qlik_score_parts": "fsu_score_components",
            "qlik_area_ranks": "fsu_npu_ranks",
            "qlik_variants": "fsu_rank_variants",
        }.items():
            assert (
                release.execute(f"select count(*) from {table}").fetchone()
                == marts.execute(f"select count(*) from marts.{mart}").fetchone()
            ), table
        cohort = marts.execute("select count(*) from marts.fsu_ranked where is_cohort").fetchone()
    assert release.execute("select count(*) from qlik_cohort").fetchone() == cohort


def test_who_has_one_area_sees_its_people_and_no_others(release: duckdb.DuckDBPyConnection) -> None:
    """Section Access simulated: what is left of a table when only one user's areas are."""
    areas = {row[0] for row in release.execute('select "%area" from qlik_areas').fetchall()}
    rows = release.execute(f'select USERID, "%area" from {SECTION_ACCESS}').fetchall()
    by_user = {user: {area for name, area in rows if name == user} for user, _ in rows}
    assert all(user == user.upper() and area == area.upper() for user, area in rows)
    assert {"*"} & {area for _, area in rows} == set()
    assert {"UNKNOWN", "UNMAPPED"} < areas
    everywhere = [user for user, seen in by_user.items() if seen == areas]
    somewhere = [user for user, seen in by_user.items() if seen < areas]
    assert everywhere
    assert somewhere

    def people(user: str) -> set[str]:
        return {
            row[0]
            for row in release.execute(
                'select distinct "%person" from qlik_person_areas'
                f' where "%area" in (select "%area" from {SECTION_ACCESS} where USERID = ?)',
                [user],
            ).fetchall()
        }

    all_people = {row[0] for row in release.execute('select "%person" from qlik_people').fetchall()}
    assert all(people(user) == all_people for user in everywhere)
    for user in somewhere:
        theirs = release.execute(
            'select "Person" from qlik_people where "Person Home Area" in (select "Area" from qlik_areas where'
            f' "%area" in (select "%area" from {SECTION_ACCESS} where USERID = ?))',
            [user],
        ).fetchall()
        assert {row[0] for row in theirs} <= people(user) < all_people
        assert theirs


def test_a_persons_rows_lie_together(small_world: World) -> None:
    """Whoever asks for one person then reads a small part of a file, whatever its key is made of."""
    files = sorted((small_world.release / "parquet" / "qlik").glob("*.parquet"))
    with_person = 0
    for file in files:
        with duckdb.connect() as connection:
            relation = connection.read_parquet(str(file))
            if "%person" in relation.columns:
                with_person += 1
                keys = [key for (key,) in relation.project('"%person"').fetchall()]
                starts = [key for before, key in zip([object(), *keys], keys, strict=False) if key != before]
                assert len(starts) == len(set(keys)), file.stem
    assert with_person >= 8
