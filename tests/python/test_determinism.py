"""Row order, files, format and threads leave no trace: the same extracts give the same rows in the same bytes."""

from __future__ import annotations

from pathlib import Path

import duckdb
from worlds import World

from python_helpers.publishing.release import KNOWS_THE_TIME

PIECES = 3


def other_order_split_and_format(raw: Path, other: Path) -> None:
    """Write the same rows: shuffled, as several files a table, every other table as CSV, compressed or not."""
    other.mkdir(parents=True)
    (other / "synthetic.json").write_bytes((raw / "synthetic.json").read_bytes())
    tables = sorted(folder for folder in raw.glob("*/*") if folder.is_dir())
    for number, table in enumerate(tables):
        folder = other / table.relative_to(raw)
        folder.mkdir(parents=True)
        with duckdb.connect() as connection:
            connection.execute(f"create table landed as select * from read_parquet('{table}/*.parquet')")
            connection.execute("create table rows as select * from landed order by md5(cast(rowid as varchar))")
            for piece in range(PIECES):
                part = f"select * from rows where rowid % {PIECES} = {piece}"
                if number % 2:
                    ending = "csv.gz" if piece else "csv"
                    connection.execute(f"copy ({part}) to '{folder}/{piece}.{ending}' (format csv, header)")
                else:
                    connection.execute(f"copy ({part}) to '{folder}/{piece}.parquet' (format parquet)")


def published_bytes(world: World) -> dict[str, bytes]:
    return {
        name: file.read_bytes()
        for name, file in world.published_relations().items()
        if tuple(name.split(".")) != KNOWS_THE_TIME
    }


def test_other_order_other_files_other_format_other_threads(hostile_world: World, tmp_path: Path) -> None:
    world = World(tmp_path / "world", {"FSU_THREADS": "4"})
    other_order_split_and_format(hostile_world.raw, world.raw)
    world.refresh()
    before, after = published_bytes(hostile_world), published_bytes(world)
    assert set(after) == set(before)
    assert [name for name in before if before[name] != after[name]] == []
