"""Every code that readers meet has a name: what is listed here needs no warehouse."""

from __future__ import annotations

import csv

import pytest
import yaml
from worlds import PROJECT

NO_FIGURE = {"varchar", "timestamp", "date", "boolean"}


def rows(seed: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / seed).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_figure_of_a_person_has_a_name_and_a_unit() -> None:
    path = PROJECT / "models/marts/fsu/fsu_person_measures.yml"
    columns = yaml.safe_load(path.read_text(encoding="utf-8"))["models"][0]["columns"]
    figures = [column["name"] for column in columns if column["data_type"] not in NO_FIGURE]
    assert figures
    assert sorted(row["measure"] for row in rows("labels/measures.csv")) == sorted(figures)


@pytest.mark.parametrize(
    ("seed", "column"),
    [
        ("weights/grade_weights.csv", "sort_order"),
        ("weights/ranking_schemes.csv", "sort_order"),
        ("roles/roles.csv", "sort_order"),
        ("roles/channels.csv", "sort_order"),
        ("labels/measures.csv", "sort_order"),
        ("labels/measures.csv", "measure_name"),
    ],
)
def test_no_two_rows_have_one_place_or_name(seed: str, column: str) -> None:
    values = [row[column] for row in rows(seed)]
    assert len(values) == len(set(values)) > 1


def test_what_is_not_known_comes_last_and_no_code_is_labelled_twice() -> None:
    labels = rows("labels/labels.csv")
    keys = [(row["label_of"], row["label_code"]) for row in labels]
    assert len(keys) == len(set(keys))
    for label_of in {row["label_of"] for row in labels}:
        listed = sorted((int(row["sort_order"]), row["label_code"]) for row in labels if row["label_of"] == label_of)
        members = [code for _, code in listed if code in {"UNKNOWN", "UNMAPPED"}]
        assert [code for _, code in listed][len(listed) - len(members) :] == members, label_of
