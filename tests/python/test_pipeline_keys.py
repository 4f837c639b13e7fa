"""Inside the pipeline, too: no id of a source beside its key, and no tie that falls another way under another salt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from worlds import PROJECT

FORMS = yaml.safe_load((PROJECT / "python_helpers/landing/forms.yml").read_text(encoding="utf-8"))["forms"]
IDS = {name.split(".")[-1] for name in FORMS["id"]} | {"source_ref", "record_id", "ref_no"}
"""What a column is called that names a record or an event in its source system."""
BOTH = {"int_keys__events", "int_keys__records", "int_keys__corrected_facts"}
"""Those that say which id has which key, and which facts of it are wrong."""

SALTED = re.compile(r"\b(?!name_token\b)\w+_token\b|\btoken\(|\b(?!person_)\w+_key\b|\bsingh_or_kaur\b")
"""What another salt makes other than it was. A person's key is carried over."""
NO_TIE = {
    "int_identity__mention_names": "numbers that are only ever compared for equality",
    "int_identity__match_key_values": "numbers that are only ever compared for equality",
    "int_identity__people": "the founding record of a key: the ledger carries the key over",
    "int_identity__mentions": "behind the record's number, which every record has",
}


def beside_its_key(name: str, columns: set[str], *, is_personal: bool) -> set[str]:
    """Columns that must not stand in a relation: any id outside the personal zone; inside it, one beside a key."""
    if name in BOTH:
        return set()
    has_key = any(
        column.endswith(("_key", "_token")) for column in columns if column not in {"name_token", "match_key"}
    )
    return columns & IDS if has_key or not is_personal else set()


def relations() -> Iterator[tuple[str, set[str], bool]]:
    for path in sorted((PROJECT / "models/intermediate").rglob("*.yml")):
        for model in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models") or []:
            sql = path.with_name(f"{model['name']}.sql").read_text(encoding="utf-8")
            is_personal = (model.get("config") or {}).get("schema") == "staging" or "schema='staging'" in sql
            yield model["name"], {column["name"] for column in model["columns"]}, is_personal


def test_no_relation_of_the_pipeline_holds_an_id_beside_its_key() -> None:
    read = list(relations())
    assert {name for name, _, _ in read} > BOTH
    found = {
        name: there
        for name, columns, personal in read
        if (there := beside_its_key(name, columns, is_personal=personal))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("columns", "is_personal", "found"),
    [
        ({"interaction_key", "ucid"}, False, {"ucid"}),
        ({"ucid", "outcome"}, False, {"ucid"}),
        ({"phone_token", "nominal_id"}, True, {"nominal_id"}),
        ({"nominal_id", "name_token"}, True, set()),
        ({"interaction_key", "event_number"}, False, set()),
    ],
)
def test_an_id_that_is_planted_is_found(columns: set[str], is_personal: bool, found: set[str]) -> None:
    assert beside_its_key("planted", columns, is_personal=is_personal) == found


def windows(sql: str) -> Iterator[str]:
    """What each window of a query is ordered by."""
    for opened in re.finditer(r"\b(?:over|as) \(", sql):
        depth, end = 1, opened.end()
        while depth and end < len(sql):
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        inside = sql[opened.end() : end - 1]
        if re.match(r"\s*(partition by|order by)", inside) and "order by" in inside:
            yield inside.split("order by", 1)[1]


def picked_by_salt(paths: list[Path]) -> dict[str, str]:
    return {
        path.stem: " ".join(order.split())
        for path in paths
        for order in windows(path.read_text(encoding="utf-8"))
        if SALTED.search(order)
    }


def test_no_tie_falls_by_what_another_salt_changes() -> None:
    paths = [*(PROJECT / "models/intermediate").rglob("*.sql"), *(PROJECT / "macros/identity").rglob("*.sql")]
    found = picked_by_salt(paths)
    assert found.keys() - NO_TIE.keys() == set()


@pytest.mark.parametrize(
    "order", ["{{ token('forename', 'name') }}", "seconds_before, call_record_key", "coalesce(place_token, '')"]
)
def test_a_tie_by_a_keyed_hash_is_found(tmp_path: Path, order: str) -> None:
    planted = tmp_path / "planted.sql"
    query = f"select row_number() over (partition by cluster_id order by record_count desc, {order}) as place"
    planted.write_text(query, encoding="utf-8")
    assert picked_by_salt([planted]).keys() == {"planted"}
