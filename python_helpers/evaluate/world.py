"""A warehouse opened read-only beside the truth it is scored against."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from python_helpers.errors import FsuError
from python_helpers.private import spill_folder
from python_helpers.warehouse import DISABLED_OPTIMIZER, require_file

TRUTH_COLUMNS = ("source_system", "record_type", "record_id", "true_person_id")
ORIGIN_COLUMN = "name_origin"
"""Optional column of a truth: the origin of the true person's name, as planted. Nothing but the evaluation knows it."""
STRENGTH_COLUMN = "link_strength"
"""Column of `link_person_records` for the strength of a record's link; another linker's answer may lack it."""
FIRM_COLUMN = "firm_person_key"
"""Column, where there is one, for the person that firm links alone make: exact where the strength is a bound."""
RECORD_TYPES = ("call", "person_entry", "nominal", "person")

RELATIONS = {
    "resolved": ("linkage", "link_person_records"),
    "stg_avaya__call_segments": ("staging", "stg_avaya__call_segments"),
    "stg_controlworks__contacts": ("staging", "stg_controlworks__contacts"),
    "stg_controlworks__logs": ("staging", "stg_controlworks__logs"),
    "stg_controlworks__people": ("staging", "stg_controlworks__people"),
    "stg_connect__nominals": ("staging", "stg_connect__nominals"),
    "stg_connect__nominal_aliases": ("staging", "stg_connect__nominal_aliases"),
    "stg_connect__nominal_phones": ("staging", "stg_connect__nominal_phones"),
    "stg_connect__nominal_addresses": ("staging", "stg_connect__nominal_addresses"),
    "stg_connect__crime_people": ("staging", "stg_connect__crime_people"),
    "stg_connect__custody_records": ("staging", "stg_connect__custody_records"),
    "stg_compact__people": ("staging", "stg_compact__people"),
    "stg_compact__episodes": ("staging", "stg_compact__episodes"),
    "link_interaction_refs": ("linkage", "link_interaction_refs"),
    "fsu_ranked": ("marts", "fsu_ranked"),
}
"""What the evaluation reads: its own name of a relation, and where the warehouse keeps it."""


class EvaluationError(FsuError):
    """The truth or the warehouse cannot be scored; the message names the file, the column and the remedy."""


class World:
    """One DuckDB session that holds the truth and sees the warehouse, which it cannot change."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relations: frozenset[str], *, has_strength: bool) -> None:
        """Keep the session, the names of the relations that the warehouse has, and whether firm links are known."""
        self.connection = connection
        self.relations = relations
        self.has_strength = has_strength

    def has(self, *names: str) -> bool:
        """Whether the warehouse holds all of these relations (names of `RELATIONS`)."""
        return self.relations.issuperset(names)

    def run(self, script: str) -> None:
        """Run one of the SQL files beside this module."""
        self.connection.execute(sql_text(script))

    def rows(self, script: str) -> list[dict[str, Any]]:
        """Rows of the last statement of one of the SQL files beside this module."""
        cursor = self.connection.execute(sql_text(script))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, script: str) -> dict[str, Any]:
        """The only row of one of the SQL files beside this module."""
        (row,) = self.rows(script)
        return row


def sql_text(script: str) -> str:
    """Text of one of the SQL files beside this module."""
    return resources.files("python_helpers.evaluate").joinpath("sql", script).read_text(encoding="utf-8")


def truth_file(path: Path) -> Path:
    """The truth's file: the path itself, or `records.parquet` or `records.csv` in a folder.

    Raises:
        EvaluationError: there is none.
    """
    if path.is_file():
        return path
    for name in ("records.parquet", "records.csv"):
        if (path / name).is_file():
            return path / name
    raise EvaluationError(
        f"{path}: no truth there. Give a Parquet or CSV file with the columns {', '.join(TRUTH_COLUMNS)}, "
        "or a folder that holds it as records.parquet or records.csv (`fsu synthesise` writes one beside its extracts)."
    )


@contextmanager
def open_world(truth: Path, warehouse: Path, schema_prefix: str = "", resolved: Path | None = None) -> Iterator[World]:
    """Open the warehouse read-only beside the truth.

    Args:
        truth: the truth's file, or the folder that holds it.
        warehouse: DuckDB file that `dbt build` wrote.
        schema_prefix: dbt var `schema_prefix` that the warehouse was built with.
        resolved: Parquet file with the columns of `link_person_records`, scored instead of the warehouse's own: another
            linker's answer on the same records.

    Raises:
        EvaluationError: no usable truth, no warehouse, or the one is not of the other's world.
    """
    file = truth_file(truth)
    if not warehouse.is_file():
        raise EvaluationError(
            f"{warehouse}: no such warehouse. Run `make build` first, or name the file with --warehouse."
        )
    require_file(warehouse)
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "disabled_optimizers": DISABLED_OPTIMIZER,
        "temp_directory": spill_folder(warehouse),
    }
    with duckdb.connect(config=config) as connection:
        _attach(connection, warehouse)
        relations = _link(connection, warehouse, schema_prefix)
        if resolved:
            connection.read_parquet(str(resolved)).create_view("resolved_elsewhere")
            connection.execute("create or replace temp view resolved as from resolved_elsewhere")
            relations |= {"resolved"}
        elif "resolved" not in relations:
            raise EvaluationError(
                f"{warehouse}: no relation {schema_prefix}linkage.link_person_records. "
                "Run `dbt build` on it, or give the prefix it was built with as --schema-prefix."
            )
        _load_truth(connection, file)
        _leave_out_sealed_people(connection, relations)
        _check_same_world(connection, file, warehouse)
        yield World(connection, relations, has_strength=_complete_resolved(connection))


def _attach(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    quoted = str(warehouse).replace("'", "''")
    connection.execute(f"attach '{quoted}' as warehouse (read_only)")


def _link(connection: duckdb.DuckDBPyConnection, warehouse: Path, schema_prefix: str) -> frozenset[str]:
    present = set(
        connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'warehouse' "
            "union all select schema_name, view_name from duckdb_views() where database_name = 'warehouse'"
        ).fetchall()
    )
    linked = set()
    for name, (schema, relation) in RELATIONS.items():
        if (schema_prefix + schema, relation) in present:
            place = f'warehouse."{schema_prefix}{schema}"."{relation}"'
            connection.execute(f'create temp view "{name}" as from {place}')
            linked.add(name)
    return frozenset(linked)


def _complete_resolved(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether people's records say what firm links alone make of them; where they do not, it is unknown in each."""
    given = connection.table("resolved")
    missing = [column for column in (STRENGTH_COLUMN, FIRM_COLUMN) if column not in given.columns]
    if missing:
        given.project(", ".join(["*", *(f"null::varchar as {column}" for column in missing)])).create(
            "resolved_completed"
        )
        connection.execute("create or replace temp view resolved as from resolved_completed")
    return len(missing) < 2


def _load_truth(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    reader = (
        connection.read_parquet(str(file))
        if file.suffix == ".parquet"
        else connection.read_csv(str(file), all_varchar=True)
    )
    missing = [column for column in TRUTH_COLUMNS if column not in reader.columns]
    if missing:
        raise EvaluationError(
            f"{file}: no column {', '.join(missing)}. A truth has the columns {', '.join(TRUTH_COLUMNS)}."
        )
    if ORIGIN_COLUMN not in reader.columns:
        reader = reader.project(f"*, null::varchar as {ORIGIN_COLUMN}")
    reader.create_view("truth_as_given")
    connection.execute(
        "create temp table truth as "
        "select source_system::varchar as source_system, record_type::varchar as record_type, "
        "record_id::varchar as record_id, nullif(trim(true_person_id::varchar), '') as true_person_id, "
        "nullif(trim(name_origin::varchar), '') as name_origin from truth_as_given"
    )
    unknown = connection.execute(
        "select distinct record_type from truth where record_type not in (select unnest(?)) order by record_type",
        [list(RECORD_TYPES)],
    ).fetchall()
    if unknown:
        raise EvaluationError(
            f"{file}, column record_type: {len(unknown)} unknown values. It takes {', '.join(RECORD_TYPES)}."
        )
    (repeated,) = connection.execute(
        "select count(*) from (select 1 from truth group by source_system, record_type, record_id having count(*) > 1)"
    ).fetchone() or (0,)
    if repeated:
        raise EvaluationError(
            f"{file}: {repeated} records stand there more than once. Give one row a record "
            "(source_system, record_type, record_id)."
        )


def _leave_out_sealed_people(connection: duckdb.DuckDBPyConnection, relations: frozenset[str]) -> None:
    """Take true people with a sealed record out of the truth: shown nowhere, nothing of theirs is missed."""
    sealed = " union ".join(
        f"select nominal_id from {table} where is_restricted"  # noqa: S608 - this module's own names
        for table in ("stg_connect__nominals", "stg_connect__nominal_aliases")
        if table in relations
    )
    if sealed:
        connection.execute(
            "delete from truth where true_person_id in ("  # noqa: S608 - as above
            f"select true_person_id from truth where record_type = 'nominal' and record_id in ({sealed}))"
        )


def _check_same_world(connection: duckdb.DuckDBPyConnection, file: Path, warehouse: Path) -> None:
    (known,) = connection.execute(
        "select count(*) from truth inner join resolved using (source_system, record_type, record_id)"
    ).fetchone() or (0,)
    if not known:
        raise EvaluationError(
            f"{file}: not one of its records is in linkage.link_person_records of {warehouse}. "
            "Is it the truth of another world?"
        )
