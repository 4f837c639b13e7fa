"""The gate on dialect finds what engines read in different ways, each planted here, and lets pass the rest."""

from __future__ import annotations

import pytest
from dialects import judge, judge_source, pattern_faults

SILENT = {
    "trim of two": ("spark", "select trim(name, ' |') as name from people", "trim(both"),
    "day of week": ("spark", "select extract(dow from logged_at) as day_number from logs", "extract(dow)"),
    "seconds": ("spark", "select extract(second from logged_at) as seconds from logs", "extract(second)"),
    "double precision": ("spark", "select cast(hours as double precision) as hours from logs", "type_double()"),
    "text": ("spark", "select cast(hours as text) as hours from logs", "type_string()"),
    "varchar": ("spark", "select cast(hours as varchar) as hours from logs", "type_varchar()"),
    "decimal": ("spark", "select cast(hours as numeric) as hours from logs", "places"),
    "backslash": ("spark", r"select 1 as one from logs where note like 'VAN\_%' escape '!'", "single backslash"),
    "escape": ("duckdb", r"select 1 as one from logs where note like 'VAN!_%' escape '\'", "backslash in a literal"),
    "recursion": (
        "spark",
        "with recursive chain as (select 1 as link union all select 2 as link) select link from chain",
        "recursion",
    ),
    "temporary": ("spark", "create temporary table links as select 1 as link", "temporary_table()"),
    "quoted name": ("spark", 'select "%person" from qlik_people', "adapter.quote()"),
    "distinct on": ("spark", "select distinct on (name) name, age from people order by name, age", "row_number()"),
    "token in a join": (
        "spark",
        "select 1 as one from people inner join keys on left((select reflect('a', 'b') as salt), 8) = keys.person_key",
        "a join's condition",
    ),
    "token in an aggregate": (
        "spark",
        "select min((select reflect('a', 'b') as salt)) as key from people",
        "aggregate",
    ),
    "token in a window": (
        "spark",
        "select row_number() over (partition by reflect('a', 'b') order by name) as place from people",
        "a window",
    ),
    "qualify": ("spark", "select name from people qualify row_number() over (order by name) = 1", "a CTE more"),
    "concat": ("duckdb", "select concat(forename, surname) as name from people", "concat() is not known"),
    "logarithm": ("postgres", "select log(score) as score from people", "log() is not known"),
    "unknown function": ("duckdb", "select list_sum(scores) as score from people", "list_sum() is not known"),
    "integer division": ("duckdb", "select hits / events as share from people", "cast one side"),
    "power": ("duckdb", "select hits ** 2 as squared from people", "operator"),
    "class in class": ("duckdb", "select regexp_matches(name, '[[]x[]]') as is_noted from people", "write \\["),
    "digit class": ("duckdb", r"select regexp_extract(name, '(\d+)', 1) as digits from people", "write the class out"),
    "pattern kept as data": ("duckdb", r"select '^\w+$' as form", "write the class out"),
    "no SQL": ("postgres", "select (name from people", "does not parse"),
}


@pytest.mark.parametrize("planted", SILENT)
def test_what_engines_read_in_different_ways_is_found(planted: str) -> None:
    engine, sql, said = SILENT[planted]
    assert said in " ".join(finding.what for finding in judge("planted.sql", engine, sql))


def test_a_token_that_is_a_column_before_it_is_joined_is_let_pass() -> None:
    sql = """
        with keyed as (
            select left((select reflect('a', 'b') as salt), 8) as person_key from people
        )

        select keys.person_key
        from keys
        inner join keyed on keys.person_key = keyed.person_key
        where keys.person_key <> reflect('a', 'b')
    """
    assert judge("keyed.sql", "spark", sql) == []


@pytest.mark.parametrize("engine", ["duckdb", "postgres", "spark"])
def test_what_all_read_alike_is_let_pass(engine: str) -> None:
    sql = """
        -- A comment may say double precision, and so may a text.
        with people as (
            select listed.* from (values ('SMITH', 1, 'with recursive')) as listed (name, hits, note)
        )

        select
            trim(both ' |' from name) as name,
            cast(hits as double) / greatest(hits, 1) as share,
            extract(hour from cast('2026-10-01 10:00:00' as timestamp)) as logged_hour,
            row_number() over (partition by name order by hits desc, note asc) as place
        from people
        where note like 'VAN!_%' escape '!'
    """
    assert judge("alike.sql", engine, sql) == []


@pytest.mark.parametrize(
    ("pattern", "is_alike"),
    [
        (r"^[A-Z]+(,? [A-Z]+)*$", True),
        (r"[(\[] *[)\]]", True),
        (r"[A-Z][\^]? ", True),
        ("[^ -~]", True),
        ("(^|[^0-9])0{1,3}", True),
        ("[a-z&&[^b]]", False),
        ("[]x]", False),
        ("[^]x]", False),
        (r"\bson\b", False),
        (r"[\w-]", False),
        (r"(.)\1", False),
        ("(?i)son", False),
        (".*?,", False),
        ("[A-Z]++", False),
        ("[a$]", False),
    ],
)
def test_patterns_keep_to_what_three_libraries_share(pattern: str, is_alike: bool) -> None:
    assert (not list(pattern_faults(pattern))) == is_alike


def test_a_macro_that_runs_is_read_where_no_engine_is_named() -> None:
    statement = "{% do run_query('create temporary table links as select 1') %}"
    assert judge_source("planted.sql", f"{{% macro links() %}}{statement}{{% endmacro %}}")
    assert judge_source("planted.sql", f"{{% macro default__links() %}}{statement}{{% endmacro %}}")
    assert not judge_source("fine.sql", f"{{% macro postgres__links() %}}{statement}{{% endmacro %}}")
    for_spark = "{% macro spark__links() %}{% do run_query('create table links as select 1') %}{% endmacro %}"
    assert not judge_source("fine.sql", f"{{% macro default__links() %}}{statement}{{% endmacro %}}{for_spark}")
