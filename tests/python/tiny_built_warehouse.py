"""A warehouse of a few relations with its build log and dbt's manifest, as a whole `dbt build` would leave them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

DELIVERY = "0123456789abcdef"

RELATIONS = {
    "intermediate.int_window__bounds": "select date '2026-10-01' as as_of_date",
    "intermediate.int_identity__key_ledger": "select 'token' as record_key, 'a' as person_key",
    "marts.dim_people": "select chr(97 + cast(i as integer)) as person_key, i as record_count from range(20) as r(i)",
    "marts.fsu_ranked": (
        "select 'volume' as scheme_code, chr(97 + cast(i as integer)) as person_key, cast(i + 1 as integer) as rank, "
        "cast(20 - i as double) as score from range(20) as r(i)"
    ),
    "governance.gov_definitions": "select 'cohort_size' as name, '500' as value, 'People in the cohort.' as meaning",
    "governance.gov_runs": "select 'build-1' as run_id, timestamp '2026-10-02 03:04:05' as started_at",
    "linkage.link_person_records": "select 'connect' as source_system, 'MADEUP' as record_id, 'a' as person_key",
    "restricted.fsu_cohort_identity": "select 'a' as person_key, 'surname' as item_type, 'MADEUP' as item_value",
}
GRAINS = {"fsu_ranked": ["scheme_code", "person_key"], "dim_people": ["person_key"]}
STATE = {"int_identity__key_ledger"}


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
        monkeypatch.setenv("FSU_TOKEN_SALT", "salt-of-the-tests-0001")
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
                "alias": name,
                "config": {"schema": schema, "materialized": "table"},
                "primary_key": GRAINS.get(name, []),
                "description": f"One row per thing of {name}; it's small.",
                "columns": {},
                "tags": ["state"] if name in STATE else [],
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
