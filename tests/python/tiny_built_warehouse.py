"""A warehouse of a few relations with its build log and dbt's manifest, as a whole `dbt build` would leave them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from python_helpers.corrections.store import BUILT_COLUMNS

DELIVERY = "0123456789abcdef"

NAMED = (
    "'ZEBEDEE' as forename, null::varchar as middle_names, 'QUILLFEATHER' as surname, null::varchar as known_as, "
    "date '2004-04-03' as date_of_birth, '+447700900876' as phone, null::varchar as second_phone, "
    "'3 QUILLFEATHER MEWS' as address_text, 'B99 9ZZ' as postcode"
)
STAGED = {
    "staging.stg_avaya__call_segments": (
        "select '10001000011759307560' as ucid, '17' as callid, 'AG4711' as agent_login_id, "
        "'+441214960999' as calling_phone"
    ),
    "staging.stg_controlworks__contacts": "select 'ROC-100017' as roc_ref",
    "staging.stg_controlworks__logs": (
        "select '000173-261025' as log_no, '100070000017' as uprn, '17 OTHER ST' as location_text"
    ),
    "staging.stg_controlworks__people": f"select 'PE410000620' as person_entry_id, {NAMED}",
    "staging.stg_controlworks__deployments": "select 'DP100017' as deployment_id, 'BW61' as callsign",
    "staging.stg_connect__nominals": (
        f"select 'N1000017' as nominal_id, '2016/0123456A' as pnc_id, null::varchar as merged_into, {NAMED}"
    ),
    "staging.stg_connect__nominal_aliases": (
        "select 'AL100017' as alias_id, 'GREY' as forename, null::varchar as middle_names, 'MEWS' as surname, "
        "date '1945-08-09' as date_of_birth"
    ),
    "staging.stg_connect__nominal_phones": "select '+447700900877' as phone, null::varchar as second_phone",
    "staging.stg_connect__nominal_addresses": f"select 'AD100017' as address_id, '100070000018' as uprn, {NAMED}",
    "staging.stg_connect__crimes": "select '20BW/100017/26' as crime_no",
    "staging.stg_connect__crime_people": "select 'N1000018' as nominal_id",
    "staging.stg_connect__investigations": "select 'IV100017' as investigation_id",
    "staging.stg_connect__custody_records": "select 'CU/100017' as custody_ref, 'N1000019' as nominal_id",
    "staging.stg_compact__people": f"select 'CP100017' as person_ref, '100070000019' as uprn, {NAMED}",
    "staging.stg_compact__episodes": "select 'MP100017' as episode_ref, 'CP100018' as person_ref",
}
"""What a publication looks for: one person, in every relation that names people, and ids of each kind."""

DECISIONS = (
    "select correction_id, correction, left_source_system, left_record_type, left_record_id, right_source_system, "
    "right_record_type, right_record_id, wrong_value, right_value, beats_trusted_ids = 'yes' as beats_trusted_ids, "
    "cast(decided_on as date) as decided_on, cast(review_on as date) as review_on from (values {rows}) as given("
    + ", ".join(BUILT_COLUMNS)
    + ")"
)
"""As staging reads corrections; `rows` is one of texts for each, NULL where there is nothing."""

RELATIONS = {
    **STAGED,
    "staging.stg_corrections__decisions": (
        f"from ({DECISIONS.format(rows='(' + ', '.join(['null::varchar'] * len(BUILT_COLUMNS)) + ')')}) where false"
    ),
    "intermediate.int_window__bounds": "select date '2026-10-01' as as_of_date, date '2025-10-01' as window_start_on",
    "intermediate.int_governance__vocabularies": (
        "select 'npu_name' as vocabulary, 'Mews Street' as member, null::varchar as form "
        "union all select 'correction', 'C0001', null union all select 'key', null, '^[0-9a-f]{32}$'"
    ),
    "intermediate.int_identity__key_ledger": "select 'token' as record_key, 'a' as person_key",
    "marts.dim_people": "select chr(97 + cast(i as integer)) as person_key, i as record_count from range(20) as r(i)",
    "marts.fsu_ranked": (
        "select 'volume' as scheme_code, chr(97 + cast(i as integer)) as person_key, cast(i + 1 as integer) as rank, "
        "cast(20 - i as double) as score from range(20) as r(i)"
    ),
    "governance.gov_definitions": (
        "select 'parameter' as kind, 'cohort_size' as name, '500' as value, 'People in the cohort.' as meaning"
    ),
    "governance.gov_runs": "select 'build-1' as run_id, timestamp '2026-10-02 03:04:05' as started_at",
    "linkage.link_person_records": "select 'connect' as source_system, 'MADEUP' as record_id, 'a' as person_key",
    "restricted.fsu_cohort_identity": "select 'a' as person_key, 'surname' as item_type, 'MADEUP' as item_value",
}
GRAINS = {"fsu_ranked": ["scheme_code", "person_key"], "dim_people": ["person_key"]}
INDEXES = {"dim_people": [{"columns": ["record_count"]}]}
STATE = {"int_identity__key_ledger"}
PERSON_KEY = {"person_key": {"description": "Whose it is.", "config": {"meta": {"vocabulary": "key"}}}}


class TinyBuild:
    """A project folder with everything `fsu publish` reads; the commands' variables point into it."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Lay out the folder, land a synthetic delivery and build."""
        self.root = root
        self.warehouse = root / "warehouse" / "fsu.duckdb"
        self.published = root / "published"
        self.landing = root / "landing"
        self.target = root / "target"
        self.current = self.published / "current"
        monkeypatch.setenv("FSU_WAREHOUSE", str(self.warehouse))
        monkeypatch.setenv("FSU_PUBLISHED", str(self.published))
        monkeypatch.setenv("FSU_LANDING", str(self.landing))
        monkeypatch.setenv("DBT_TARGET_PATH", str(self.target))
        monkeypatch.setenv("FSU_TOKEN_SALT", "4c1d90e7ab52f8366d0b7ce91f2a5873")
        monkeypatch.delenv("FSU_TARGET", raising=False)
        self.land(is_synthetic=True)
        self.write_manifest()
        self.build()

    def land(self, *, is_synthetic: bool, delivery_id: str = DELIVERY) -> None:
        """Make a delivery current."""
        delivery = self.landing / "deliveries" / delivery_id
        delivery.mkdir(parents=True, exist_ok=True)
        content = {"delivery_id": delivery_id, "is_synthetic": is_synthetic}
        (delivery / "manifest.json").write_text(json.dumps(content))
        current = self.landing / "current"
        current.unlink(missing_ok=True)
        current.symlink_to(Path("deliveries") / delivery_id)

    def write_manifest(self, relations: dict[str, str] | None = None) -> None:
        """Write what dbt says of the project; `relations` instead of the usual ones."""
        nodes: dict[str, Any] = {}
        for full_name in relations or RELATIONS:
            schema, name = full_name.split(".")
            nodes[f"model.{name}"] = {
                "resource_type": "model",
                "schema": schema,
                "name": name,
                "alias": name,
                "config": {"schema": schema, "materialized": "table", "indexes": INDEXES.get(name)},
                "description": f"One row per thing of {name}; it's small.",
                "columns": PERSON_KEY if schema == "marts" else {},
                "tags": ["state"] if name in STATE else [],
            }
        for name, columns in GRAINS.items():
            nodes[f"test.{name}"] = {
                "resource_type": "test",
                "name": f"{name}__one_row_per_grain",
                "test_metadata": {"kwargs": {"combination_of_columns": columns}},
            }
        self.target.mkdir(exist_ok=True)
        (self.target / "manifest.json").write_text(json.dumps({"nodes": nodes}))

    def build(self, events: tuple[str, ...] = ("started", "passed"), command: str = "build", **replaced: str) -> None:
        """Write the relations, `replaced` ones by other SQL, and log a command with these events."""
        self.warehouse.parent.mkdir(exist_ok=True)
        with duckdb.connect(str(self.warehouse)) as connection:
            for full_name, query in RELATIONS.items():
                schema, name = full_name.split(".")
                connection.execute(f"create schema if not exists {schema}")
                connection.execute(f"create or replace table {full_name} as {replaced.get(name, query)}")
            self.log(connection, events, command)

    def log(
        self,
        connection: duckdb.DuckDBPyConnection,
        events: tuple[str, ...],
        command: str = "build",
        deliveries: tuple[str, ...] = (DELIVERY, DELIVERY),
    ) -> None:
        """Add one dbt command to the build log, with the delivery that each of its events saw."""
        connection.execute("create schema if not exists governance")
        connection.execute(
            "create table if not exists governance.build_log (invocation_id varchar, command varchar, event varchar, "
            "delivery_id varchar, logged_at timestamp)"
        )
        row = connection.execute("select count(*) from governance.build_log").fetchone()
        earlier = row[0] if row else 0
        for number, (event, delivery) in enumerate(zip(events, deliveries, strict=False)):
            connection.execute(
                "insert into governance.build_log values (?, ?, ?, ?, timestamp '2026-10-02' + to_seconds(?))",
                [f"build-{earlier}", command, event, delivery, earlier + number],
            )
