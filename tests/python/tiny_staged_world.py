"""A warehouse so small that every figure can be worked out by hand: staged tables, interactions, a cohort, a truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

SHAPES = {
    "staging.stg_avaya__call_segments": "ucid varchar, disposition varchar, calling_phone varchar",
    "staging.stg_controlworks__people": (
        "person_entry_id varchar, roc_ref varchar, log_no varchar, role varchar, forename varchar, surname varchar, "
        "date_of_birth date, dob_quality varchar, phone varchar, address_text varchar, postcode varchar, "
        "postcode_as_given varchar, nominal_id varchar"
    ),
    "staging.stg_connect__nominals": (
        "nominal_id varchar, forename varchar, surname varchar, date_of_birth date, dob_quality varchar, "
        "is_restricted boolean"
    ),
    "staging.stg_connect__nominal_aliases": (
        "nominal_id varchar, forename varchar, surname varchar, date_of_birth date, is_restricted boolean"
    ),
    "staging.stg_connect__nominal_phones": "nominal_id varchar, phone varchar",
    "staging.stg_connect__nominal_addresses": (
        "nominal_id varchar, address_text varchar, postcode varchar, postcode_as_given varchar, uprn varchar"
    ),
    "staging.stg_connect__crime_people": "crime_no varchar, nominal_id varchar",
    "staging.stg_connect__custody_records": "custody_ref varchar, nominal_id varchar",
    "staging.stg_compact__people": (
        "person_ref varchar, forename varchar, surname varchar, known_as varchar, date_of_birth date, "
        "dob_quality varchar, phone varchar, postcode varchar, postcode_as_given varchar, uprn varchar"
    ),
    "staging.stg_compact__episodes": "episode_ref varchar, person_ref varchar",
    "linkage.link_interaction_refs": (
        "interaction_key varchar, interaction_type varchar, source_ref varchar, occurred_at timestamp"
    ),
    "marts.fsu_ranked": "scheme_code varchar, person_key varchar, rank integer, is_cohort boolean",
    "linkage.link_person_records": (
        "source_system varchar, record_type varchar, record_id varchar, person_key varchar, match_rule varchar, "
        "is_inferred boolean"
    ),
    "main.truth": "source_system varchar, record_type varchar, record_id varchar, true_person_id varchar",
}

Rows = list[dict[str, Any]]


def write_staged_world(folder: Path, tables: dict[str, Rows]) -> tuple[Path, Path]:
    """Write the tables (columns not given are NULL) and return the truth's and the warehouse's paths."""
    warehouse, truth = folder / "fsu.duckdb", folder / "records.parquet"
    with duckdb.connect(str(warehouse)) as connection:
        for schema in ("staging", "marts", "linkage"):
            connection.execute(f"create schema {schema}")
        for name, columns in SHAPES.items():
            connection.execute(f"create table {name} ({columns})")
            for row in tables.get(name, []):
                names, marks = ", ".join(row), ", ".join("?" for _ in row)
                connection.execute(f"insert into {name} ({names}) values ({marks})", list(row.values()))
        connection.execute(f"copy main.truth to '{truth}' (format parquet)")
        connection.execute("drop table main.truth")
    return truth, warehouse
