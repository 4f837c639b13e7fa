"""Links of one person and the chain between two records, read from the warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
from jinja2 import Environment, StrictUndefined

from python_helpers.errors import FsuError
from python_helpers.settings import token_salt
from python_helpers.tokens import hand_over, token_sql
from python_helpers.warehouse import SETTINGS, require_file

CHAIN = Path(__file__).parent / "sql" / "chain.sql"
"""Finds the shortest chain in the pipeline's own warehouse: the links it goes along are published nowhere."""

_RECORD_KEY = token_sql("records.source_system || '/' || records.record_type || '/' || records.record_id", "record")


@dataclass(frozen=True)
class Record:
    """One identity record, as `system/type/id`."""

    source_system: str
    record_type: str
    record_id: str

    def __str__(self) -> str:
        """The record as `system/type/id`."""
        return f"{self.source_system}/{self.record_type}/{self.record_id}"

    @classmethod
    def parse(cls, text: str) -> Record:
        """Read `connect/nominal/N123`.

        Raises:
            FsuError: the text has not the form `system/type/id`.
        """
        parts = text.split("/", 2)
        if len(parts) != 3 or not all(parts):
            raise FsuError(
                f"'{text}' is not a record. Write system/type/id: avaya/call/<ucid>, controlworks/person_entry/<id>, "
                "connect/nominal/<id> or compact/person/<ref>."
            )
        return cls(*parts)


@dataclass(frozen=True)
class Step:
    """One link of a chain."""

    left: Record
    right: Record
    match_rule: str
    sentence: str


@dataclass(frozen=True)
class Membership:
    """How one record came to its person."""

    record: Record
    person_key: str
    match_rule: str
    sentence: str
    link_strength: str


class Explainer:
    """Answers from one built warehouse, opened read-only."""

    def __init__(self, warehouse: Path) -> None:
        """Open the warehouse.

        Raises:
            FsuError: there is no warehouse, or identity has not been built in it.
        """
        require_file(warehouse)
        self._connection = duckdb.connect(str(warehouse), read_only=True, config=dict(SETTINGS))
        hand_over(self._connection, token_salt())
        built = self._connection.execute(
            "select count(*) from information_schema.tables where table_name in"
            " ('link_person_records', 'int_identity__links', 'int_identity__people', 'dim_match_rules')"
        ).fetchone()
        if built != (4,):
            raise FsuError(f"{warehouse} holds no identity yet. Run `make build` first.")

    def membership(self, record: Record) -> Membership | None:
        """The person of a record and the strictest rule that ties it; None where it belongs to nobody."""
        row = self._connection.execute(
            "select records.person_key, records.match_rule, rules.sentence, records.link_strength"
            " from linkage.link_person_records as records"
            " inner join marts.dim_match_rules as rules on records.match_rule = rules.match_rule"
            " where source_system = ? and record_type = ? and record_id = ?",
            [record.source_system, record.record_type, record.record_id],
        ).fetchone()
        if row is None:
            return None
        return Membership(record, *row)

    def members(self, person_key: str) -> list[Membership]:
        """Every record of a person, in the order of system, type and id."""
        rows = self._connection.execute(
            "select source_system, record_type, record_id, records.match_rule, rules.sentence, records.link_strength"
            " from linkage.link_person_records as records"
            " inner join marts.dim_match_rules as rules on records.match_rule = rules.match_rule"
            " where person_key = ? order by all",
            [person_key],
        ).fetchall()
        return [Membership(Record(*row[:3]), person_key, *row[3:]) for row in rows]

    def links(self, person_key: str) -> list[Step]:
        """Accepted links between the person's named records, strict to loose."""
        rows = self._connection.execute(
            "with ids as ("  # noqa: S608 - the key's SQL is ours
            " select people.mention_id, records.source_system, records.record_type, records.record_id"
            " from linkage.link_person_records as records"
            f" inner join intermediate.int_identity__people as people on people.record_key = {_RECORD_KEY}"
            " where records.person_key = ?)"
            " select left_ids.source_system, left_ids.record_type, left_ids.record_id, right_ids.source_system,"
            " right_ids.record_type, right_ids.record_id, links.match_rule, rules.sentence"
            " from intermediate.int_identity__links as links"
            " inner join ids as left_ids on links.left_mention_id = left_ids.mention_id"
            " inner join ids as right_ids on links.right_mention_id = right_ids.mention_id"
            " inner join marts.dim_match_rules as rules on links.match_rule = rules.match_rule"
            " where links.is_accepted order by links.rule_sequence, 1, 2, 3, 4, 5, 6",
            [person_key],
        ).fetchall()
        return [Step(Record(*row[0:3]), Record(*row[3:6]), row[6], row[7]) for row in rows]

    def chain(self, left: Record, right: Record) -> list[Step]:
        """Shortest chain of links between two records of one person; ties go to the stricter rules.

        Empty where one of them is a call or a nameless entry: those attach to a person, not to a record.
        """
        query = self._compiled(CHAIN, left_record=str(left), right_record=str(right))
        rows = self._connection.execute(
            f"select left_record, right_record, match_rule, sentence from ({query}) order by step"  # noqa: S608
        ).fetchall()
        return [Step(Record.parse(row[0]), Record.parse(row[1]), row[2], row[3]) for row in rows]

    def _compiled(self, analysis: Path, **variables: str) -> str:
        """An analysis as dbt compiles it for this warehouse, without the seconds that dbt takes to start."""
        template = Environment(undefined=StrictUndefined, autoescape=False).from_string(  # noqa: S701 - it is SQL
            analysis.read_text(encoding="utf-8")
        )
        return template.render(
            var=lambda name, _default: variables[name].replace("'", "''"),
            ref=self._relation,
            token=token_sql,
        )

    def _relation(self, name: str) -> str:
        row = self._connection.execute(
            "select table_schema from information_schema.tables where table_name = ?", [name]
        ).fetchone()
        if row is None:
            raise FsuError(f"The warehouse has no {name}. Run `make build` first.")
        return f"{row[0]}.{name}"

    def refusals(self, person_key: str) -> list[tuple[str, str, str]]:
        """Links with other people that were found and refused: the other person, the rule's sentence, the reason."""
        return self._connection.execute(
            "select case when left_person_key = $key then right_person_key else left_person_key end,"
            " rule_sentence, reason from governance.gov_identity_review"
            " where $key in (left_person_key, right_person_key) order by all",
            {"key": person_key},
        ).fetchall()
