"""Everything held on one person: what was recorded, apart from what was inferred or worked out.

The session's table `subject_records` says whose records they are (python_helpers/disclosure/subject.py). Of other
people nothing is read but on how many events they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from typing import Any

import duckdb

from python_helpers import audit
from python_helpers.corrections import remarks, store
from python_helpers.corrections.kinds import KINDS
from python_helpers.disclosure.document import Row
from python_helpers.disclosure.subject import rows
from python_helpers.json_files import read_object
from python_helpers.publishing.publish import CURRENT
from python_helpers.settings import published_dir
from python_helpers.warehouse import open_read_only

OTHER_PEOPLES_KEYS = {"left_person_key", "right_person_key", "other_person_key"}
ZONES = ("marts", "governance", "linkage", "restricted")
"""Schemas of what was worked out; `qlik` says the same as marts, under a dashboard's names."""


@dataclass
class Held:
    """What is held, once what must not be given is out; `withheld` counts that, by what it is."""

    connection: duckdb.DuckDBPyConnection
    exempt: dict[str, str] = field(default_factory=dict)
    """Reference or id of an item that the force withholds, and the letter of its ground."""
    exempt_met: set[str] = field(default_factory=set)
    withheld: Counter[str] = field(default_factory=Counter)
    protected_count: int = 0
    """Addresses that are shown to nobody; for whoever answers, and not for the person."""

    def rows(self, sql: str, parameters: Iterable[object] = ()) -> list[Row]:
        """Rows of the warehouse."""
        return rows(self.connection, sql, list(parameters))

    @cached_property
    def records(self) -> list[Row]:
        """The person's records, each with why it is taken for theirs."""
        found = self.rows(
            """
            select
                records.source_system, records.record_type, records.record_id, records.person_key,
                records.match_rule, records.link_strength,
                systems.label as source_name, record_types.label as record_type_name,
                coalesce(
                    rules.sentence,
                    case records.link_strength
                        when 'inferred' then 'Only an operator put this entry to your Connect nominal.'
                        else 'The record that was asked for, or one that Connect merged with it.'
                    end
                ) as sentence
            from subject_records as records
            left join marts.dim_match_rules as rules on records.match_rule = rules.match_rule
            left join marts.dim_labels as systems
                on systems.label_of = 'source_system' and records.source_system = systems.label_code
            left join marts.dim_labels as record_types
                on record_types.label_of = 'record_type' and records.record_type = record_types.label_code
            order by systems.sort_order, record_types.sort_order, records.record_id
            """
        )
        return [row for row in found if not self._is_exempt(row["record_id"])]

    @cached_property
    def values(self) -> list[Row]:
        """What the records say of the person; of those that are theirs by inference alone, only what others say too."""
        found = [row for row in self.rows(_sql("subject_values")) if not self._is_exempt(row["record_id"])]
        own = {
            _kind(row)
            for row in found
            if row["link_strength"] != "inferred" and row["record_type"] != "call" and not row["is_protected"]
        }
        kept = []
        for row in found:
            if row["is_protected"]:
                # In one count with the next: that an address is shown to nobody can say who lives there.
                self.withheld[PERHAPS_ANOTHERS] += 1
                self.protected_count += 1
            elif (row["link_strength"] == "inferred" or row["record_type"] == "call") and _kind(row) not in own:
                # A number or address without a name may be somebody else's.
                self.withheld[PERHAPS_ANOTHERS] += 1
            else:
                kept.append(row)
        return kept

    @cached_property
    def events(self) -> list[Row]:
        """What happened, a row an event, role and record."""
        return [
            row
            for row in self.rows(_sql("subject_events"))
            if not self._is_exempt(row["source_ref"]) and not self._is_exempt(row["record_id"])
        ]

    @cached_property
    def keys(self) -> list[str]:
        """Keys of the person in this refresh."""
        return sorted({row["person_key"] for row in self.records if row["person_key"]})

    @cached_property
    def former_keys(self) -> list[str]:
        """Keys under which their records stood at an earlier refresh, and that are nobody else's now."""
        found = self.rows(
            """
            select distinct ledger.person_key
            from intermediate.int_identity__key_ledger as ledger
            inner join subject_records as records on ledger.record_key = records.record_key
            where ledger.person_key not in (select person_key from intermediate.int_identity__person_keys)
            order by ledger.person_key
            """
        )
        return [row["person_key"] for row in found]

    @cached_property
    def corrections(self) -> list[Row]:
        """What somebody decided about their records or events, and what it does; of another record only that it is."""
        own_events = {row["source_ref"] for row in self.events}
        found = self.rows(
            """
            select
                decisions.*, effects.effect,
                left_records.record_id as own_left_id, right_records.record_id as own_right_id
            from staging.stg_corrections__decisions as decisions
            left join governance.gov_corrections as effects on decisions.correction_id = effects.correction_id
            left join subject_records as left_records
                on decisions.left_record_type = left_records.record_type
                and decisions.left_record_id = left_records.record_id
            left join subject_records as right_records
                on decisions.right_record_type = right_records.record_type
                and decisions.right_record_id = right_records.record_id
            order by decisions.correction_id
            """
        )
        kept = []
        for row in found:
            sides = {
                side: row[f"own_{side}_id"] or (row[f"{side}_record_id"] in own_events and row[f"{side}_record_id"])
                for side in ("left", "right")
            }
            own = [record for record in sides.values() if record]
            # A role is about a record and an event: another person's role on an event of theirs is not about them.
            if not sides["left"] and not row["own_right_id"]:
                continue
            self.withheld[ANOTHERS_RECORD] += sum(
                1 for side, record in sides.items() if row[f"{side}_record_id"] and not record
            )
            kept.append({**row, "says": KINDS[row["correction"]].says, "own_records": ", ".join(own)})
        return kept

    @cached_property
    def remarks(self) -> list[Row]:
        """What readers reported as wrong about them: that, and what came of it; who and in which words is withheld."""
        keys = {*self.keys, *self.former_keys}
        found = [row for row in store.rows_of(store.REMARKS) if row["person_key"] in keys]
        self.withheld[WHO_REMARKED] += len(found)
        return [
            {
                "remark_id": row["remark_id"],
                "made_on": row["made_at"][:10],
                "about": remarks.ABOUT.get(row["about"], ""),
                "closed_on": row["closed_on"],
            }
            for row in found
        ]

    @cached_property
    def refused_links(self) -> list[Row]:
        """Links to somebody else that a rule found and that were refused; not to whom."""
        found = self.rows(
            """
            select reason, rule_sentence, sum(link_count) as link_count
            from governance.gov_identity_review
            where list_contains(?::varchar[], left_person_key) or list_contains(?::varchar[], right_person_key)
            group by reason, rule_sentence order by reason, rule_sentence
            """,
            [self.keys, self.keys],
        )
        self.withheld[ANOTHERS_RECORD] += sum(int(row["link_count"]) for row in found)
        return found

    @cached_property
    def measures(self) -> list[Row]:
        """Every measure, with its name and unit."""
        names = self.rows("select measure, measure_name, unit from marts.dim_measures order by sort_order")
        return [
            {**name, "value": values[name["measure"]]}
            for values in self._of_person("marts.fsu_person_measures")
            for name in names
        ]

    @cached_property
    def ranks(self) -> list[Row]:
        """Rank and score by every scheme."""
        return self.rows(
            """
            select
                schemes.scheme_name, ranked.rank, ranked.score, ranked.is_cohort, ranked.is_near_miss,
                schemes.is_in_force
            from marts.fsu_ranked as ranked
            inner join marts.dim_schemes as schemes on ranked.scheme_code = schemes.scheme_code
            where list_contains(?::varchar[], ranked.person_key)
            order by schemes.is_in_force desc, schemes.sort_order
            """,
            [self.keys],
        )

    @cached_property
    def themes(self) -> list[Row]:
        """Themes of their interactions, the sensitive ones too: they are the person's own."""
        return self.rows(
            """
            select coalesce(dim_themes.theme_name, themes.theme_code) as theme_name,
                count(distinct themes.interaction_key) as interactions
            from marts.fct_person_interactions as person_interactions
            inner join intermediate.int_events__themes as themes
                on person_interactions.interaction_key = themes.interaction_key
            left join marts.dim_themes as dim_themes on themes.theme_code = dim_themes.theme_code
            where list_contains(?::varchar[], person_interactions.person_key)
            group by all order by interactions desc, 1
            """,
            [self.keys],
        )

    @cached_property
    def said(self) -> list[Row]:
        """What else is said of them, in a word or two each."""
        return self.rows(
            """
            with people as (
                select * from marts.dim_people where list_contains(?::varchar[], person_key)
            )

            select 'Area where you live' as what, coalesce(npus.npu_name, people.home_npu_code) as said
            from people left join marts.dim_npus as npus on people.home_npu_code = npus.npu_code
            union all
            select 'Area of most of your events', coalesce(npus.npu_name, people.events_npu_code)
            from people left join marts.dim_npus as npus on people.events_npu_code = npus.npu_code
            union all
            select
                'Under 18 on the last day counted',
                case when is_under_18 then 'yes' when not is_under_18 then 'no' end
            from people
            union all
            select 'Has been in care', case when has_been_in_care then 'yes' else 'no' end from people
            union all
            select 'Processing restricted', case when is_processing_restricted then 'yes' else 'no' end from people
            union all
            select 'Trend of the last three months against the nine before', labels.label
            from people
            inner join marts.fsu_escalation as escalation on people.person_key = escalation.person_key
            left join marts.dim_labels as labels on labels.label_of = 'trend' and escalation.trend = labels.label_code
            """,
            [self.keys],
        )

    @cached_property
    def worked_out(self) -> dict[str, list[Row]]:
        """Every row that any relation has under their key, as it is; keys of others and what is withheld are out."""
        relations = self.rows(
            """
            select columns.schema_name, columns.table_name
            from duckdb_columns() as columns
            inner join duckdb_tables() as tables
                on columns.schema_name = tables.schema_name and columns.table_name = tables.table_name
            where columns.column_name = 'person_key' and list_contains(?::varchar[], columns.schema_name)
            order by columns.schema_name, columns.table_name
            """,
            [list(ZONES)],
        )
        # What is inferred of them in clear is in `values`, once it is sure that it is theirs.
        found = {
            f"{row['schema_name']}.{row['table_name']}": self._of_person(
                f'"{row["schema_name"]}"."{row["table_name"]}"'
            )
            for row in relations
            if row["table_name"] not in {"fsu_cohort_identity", "fsu_cohort_profiles"}
        }
        hidden = {
            row["interaction_key"]
            for row in self.rows(
                """
                select interaction_key from linkage.link_interaction_refs
                where list_contains(?::varchar[], source_ref)
                """,
                [list(self.exempt)],
            )
        }
        return {
            name: [
                {key: value for key, value in row.items() if key not in OTHER_PEOPLES_KEYS}
                for row in listed
                if row.get("interaction_key") not in hidden
                and not self._is_exempt(row.get("record_id"))
                and not self._is_exempt(row.get("source_ref"))
            ]
            for name, listed in found.items()
            if listed
        }

    @cached_property
    def releases(self) -> list[Row]:
        """Kept releases that have them, and whether in the cohort, so that who may see it knows who they are."""
        found = []
        current = (published_dir() / CURRENT).resolve()
        for manifest in sorted(published_dir().glob("*/manifest.json")):
            folder = manifest.parent
            if folder.is_symlink() or not (folder / "fsu.duckdb").is_file():
                continue
            content = read_object(manifest, ["release", "as_of_date"], "Publish again, or move that release away.")
            with open_read_only(folder / "fsu.duckdb") as connection:
                (has,) = rows(
                    connection,
                    """
                    select
                        (select count(*) from marts.dim_people where list_contains($1, person_key)) as people,
                        (select count(*) from marts.fsu_cohort where list_contains($1, person_key)) as cohort
                    """,
                    [[*self.keys, *self.former_keys]],
                )
            if has["people"]:
                found.append(
                    {
                        "release": content["release"],
                        "as_of_date": content["as_of_date"],
                        "is_current": folder.resolve() == current,
                        "is_in_cohort": has["cohort"] > 0,
                    }
                )
        return found

    @cached_property
    def operations(self) -> list[Row]:
        """What the audit log has of look-ups and disclosures of this one person; who did it and why is withheld."""
        subjects = {audit.subject(key) for key in [*self.keys, *self.former_keys]}
        found = audit.about(subjects)
        self.withheld[WHO_LOOKED] += len(found)
        return [
            {
                "on": str(line.get("at", ""))[:10],
                "operation": line.get("operation"),
                "action": str(line.get("action", "")).replace("-", " "),
                "recipient": line.get("recipients") if line.get("operation") == "disclosure" else "",
            }
            for line in found
        ]

    def count_others(self) -> None:
        """Count the events on which somebody else is recorded."""
        (row,) = self.rows(_sql("subject_others"))
        self.withheld[OTHER_PEOPLE] += row["event_count"]

    def _of_person(self, relation: str) -> list[Row]:
        return self.rows(
            f"select * from {relation} where list_contains(?::varchar[], person_key) order by all",  # noqa: S608 - a name of ours
            [self.keys],
        )

    def exempt_counts(self) -> Counter[str]:
        """How many items the force withholds, by the letter of their ground; whatever was not found is not counted."""
        return Counter(letter for item, letter in self.exempt.items() if item in self.exempt_met)

    def _is_exempt(self, item: object) -> bool:
        if not isinstance(item, str) or item not in self.exempt:
            return False
        self.exempt_met.add(item)
        return True


OTHER_PEOPLE = "Events on which somebody else is recorded: who, and in which role"
PERHAPS_ANOTHERS = "Numbers, addresses and dates that may show something of somebody else"
ANOTHERS_RECORD = "Records or people to whom a link was refused or that a correction was about"
WHO_REMARKED = "Who reported something about you as wrong, and in which words"
WHO_LOOKED = "Who looked you up, and the reason they gave"


def _kind(row: Row) -> tuple[str, Any]:
    """A value as it is compared; a name is a name wherever it stands."""
    return ("name" if row["kind_order"] == 1 else row["kind"], row["value"])


def _sql(name: str) -> str:
    return (resources.files("python_helpers.disclosure") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
