"""Every macro that is dispatched, and every function that models call undispatched, has value rows for every engine.

The rows are a data test, engines_give_these_values, so that each build holds its own engine to them.
"""

from __future__ import annotations

import re

from dialects import PORTABLE
from worlds import PROJECT

GIVE_NO_VALUE = {
    "analyze_relation": "a statement of PostgreSQL, test_postgres.py",
    "audit_build": "a line in the audit log, test_audit.py",
    "built_schema": "a name, test_server.py",
    "computed_once": "a word that changes no row",
    "delete_rows": "a statement, test_sealed_people.py",
    "earlier_tokens_remedy": "the words of an error, test_salt.py",
    "landed_delivery_id": "what landed, test_publish.py",
    "landed_is_synthetic": "what landed, test_salt.py",
    "leave_crash_witness": "a row of the server's own, test_server.py",
    "refresh_strategy": "how an incremental model is written, test_state.py",
    "refresh_partition": "where rows are stored",
    "register_landing": "statements of Spark, which tests/spark reads the landing by",
    "require_kept_state": "refuses a build, test_salt.py",
    "require_one_builder": "refuses a build, test_server.py",
    "require_token_salt": "refuses a session, test_postgres.py",
    "settings_register": "what a force set itself, test_force_settings.py",
    "settings_rows": "rows of its files, test_force_settings.py",
    "snapshots_are_updated": "how a snapshot is taken, test_snapshots.py and tests/spark",
    "temporary_name": "a name, test_connected_components.py",
    "temporary_table": "a statement, test_connected_components.py",
}
"""What is a statement or a refusal, and where it is tested."""

OF_MANY_ROWS = {
    "avg",
    "count",
    "dense_rank",
    "exists",
    "first_value",
    "lag",
    "lead",
    "max",
    "min",
    "rank",
    "row_number",
    "sum",
}
"""Functions whose value hangs on rows: the models' own tests and the parity of whole worlds hold them."""


def dispatched() -> set[str]:
    macros = [path.read_text(encoding="utf-8") for path in (PROJECT / "macros/cross_db").glob("*.sql")]
    return {name for text in macros for name in re.findall(r"adapter[.]dispatch\('(\w+)'", text)}


def names_with_rows() -> set[str]:
    text = (PROJECT / "tests/data/cross_db/engines_give_these_values.sql").read_text(encoding="utf-8")
    return set(re.findall(r"^    \['(\w+)', '", text, re.MULTILINE))


def test_every_dispatched_macro_has_value_rows() -> None:
    assert len(dispatched()) > 20
    assert dispatched() - names_with_rows() - GIVE_NO_VALUE.keys() == set()
    assert GIVE_NO_VALUE.keys() <= dispatched()


def test_every_function_that_models_call_as_it_is_has_value_rows() -> None:
    assert PORTABLE - names_with_rows() - OF_MANY_ROWS - {"cast"} == set()


def test_what_a_macro_gives_no_value_for_is_tested_where_it_says() -> None:
    named = {file for why in GIVE_NO_VALUE.values() for file in re.findall(r"test_\w+[.]py", why)}
    assert {file for file in named if not (PROJECT / "tests/python" / file).exists()} == set()
