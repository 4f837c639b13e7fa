"""The technical report of a release: `technical_report.yml` says what stands in it, the release gives the figures."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from python_helpers.report import evaluation
from python_helpers.report.document import (
    Column,
    Document,
    Section,
    Table,
    share,
    shown,
    small_numbers_sentence,
)
from python_helpers.report.release import Refresh, Row, cells, withheld_rows

EVALUATION = "evaluation"
"""Section whose tables are not the release's: somebody measured it, or nobody did."""


class Wording:
    """Sentences with figures in them."""

    def __init__(self, refresh: Refresh) -> None:
        """Take what every sentence may say."""
        self._environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - the page escapes
        self._environment.filters["count"] = self._count
        self._environment.filters["share"] = lambda value: share(value) if isinstance(value, float) else str(value)
        self._environment.filters["day"] = lambda value: shown(value, "date")
        self._threshold = refresh.threshold
        self._values: dict[str, Any] = {
            "manifest": refresh.manifest,
            "as_of_date": refresh.as_of_date,
            "previous": refresh.previous,
            "small_numbers": small_numbers_sentence(refresh.threshold),
        }

    def know(self, **values: object) -> None:
        """Add values that sentences name."""
        self._values.update(values)

    def say(self, sentence: str, **values: object) -> str:
        """A sentence with its figures; empty where its condition does not hold."""
        return " ".join(self._environment.from_string(sentence).render(**self._values, **values).split())

    def say_all(self, sentences: list[str] | None) -> tuple[str, ...]:
        """Those that have something to say."""
        return tuple(said for said in map(self.say, sentences or []) if said)

    def _count(self, value: int | None) -> str:
        if value is None:
            return "an unknown number of"
        return f"fewer than {self._threshold}" if 0 < value < self._threshold else f"{value:,}"


def technical_report(refresh: Refresh, evaluated: evaluation.Evaluated) -> Document:
    """The report of an open release.

    Args:
        refresh: the release.
        evaluated: the measured evaluation of this very release, or why there is none.
    """
    spec = yaml.safe_load(
        resources.files("python_helpers.report").joinpath("technical_report.yml").read_text(encoding="utf-8")
    )
    wording = Wording(refresh)
    headline = refresh.rows("headline") if not refresh.lacks("headline") else []
    wording.know(headline=headline[0] if headline else None)
    return Document(
        title=wording.say(spec["title"]),
        lead=wording.say_all(spec["lead"]),
        sections=tuple(_section(entry, refresh, wording, evaluated) for entry in spec["sections"]),
        facts={
            "release": refresh.manifest["release"],
            "as_of_date": refresh.manifest["as_of_date"],
            "previous_as_of_date": str(refresh.previous) if refresh.previous else None,
            "is_synthetic": refresh.manifest["is_synthetic"],
            "small_number_threshold": refresh.threshold,
        },
    )


def _section(entry: Row, refresh: Refresh, wording: Wording, evaluated: evaluation.Evaluated) -> Section:
    tables = [_table(table, refresh, wording) for table in entry.get("tables") or []]
    after = list(wording.say_all(entry.get("after")))
    if entry.get("holds") == EVALUATION:
        tables += evaluation.tables(evaluated)
        after += evaluation.sentences(evaluated)
    points: list[str] = list(wording.say_all(entry.get("points")))
    for each in entry.get("points_of") or []:
        rows = refresh.rows(each["query"]) if not refresh.lacks(each["query"]) else []
        points += [wording.say(each["say"], row=row) for row in rows]
    return Section(
        heading=entry["heading"],
        paragraphs=wording.say_all(entry.get("paragraphs")),
        points=tuple(points),
        tables=tuple(tables),
        after=tuple(after),
    )


def _table(entry: Row, refresh: Refresh, wording: Wording) -> Table:
    name = entry["name"]
    columns = tuple(Column(column, *heading) for column, heading in entry["columns"].items())
    lacking = refresh.lacks(name)
    empty = f"This release does not hold {', '.join(lacking)}." if lacking else wording.say(entry.get("empty", "None."))
    rows = [] if lacking else withheld_rows(refresh.rows(name), entry.get("small") or {}, refresh.threshold)
    return Table(
        name=name,
        caption=wording.say(entry["caption"]),
        columns=columns,
        rows=tuple(cells(row, [column.name for column in columns]) for row in rows),
        empty=empty,
        is_folded=bool(entry.get("folded")),
    )
