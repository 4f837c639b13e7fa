"""`fsu erase`: dry by default, refused for who is held, and afterwards no cell anywhere is the person's."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from worlds import World

from python_helpers import audit
from python_helpers.corrections.judge import COLUMNS
from python_helpers.corrections.store import REMARK_COLUMNS
from python_helpers.landing.store import Store

GROUND = ("--reason", "erasure granted on request 7 of 2026")


@pytest.fixture
def world(small_world: World, tmp_path: Path) -> World:
    """A copy that a test may spoil."""
    for name in ("landing", "published"):
        shutil.copytree(small_world.root / name, tmp_path / name, symlinks=True)
    (tmp_path / "warehouse").mkdir(mode=0o700)
    shutil.copy(small_world.warehouse, tmp_path / "warehouse")
    return World(tmp_path)


@pytest.fixture
def person(world: World) -> str:
    """Somebody of the cohort who has a nominal, calls and typed entries."""
    (key,) = world.query(
        "select records.person_key from linkage.link_person_records as records"
        " inner join marts.fsu_cohort as cohort on records.person_key = cohort.person_key"
        " group by all having count(distinct record_type) >= 3 and bool_or(record_type = 'nominal')"
        " order by all limit 1"
    )[0]
    return str(key)


def names_of(world: World, person: str) -> set[str]:
    """What stands in files for the person: the key, and the ids of the records."""
    records = world.query(f"select record_id from linkage.link_person_records where person_key = '{person}'")
    return {person, *(record for (record,) in records)}


def erase(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    return world.run("fsu", "erase", *arguments, check=False)


def cells(file: Path) -> Iterator[str]:
    with duckdb.connect() as connection:
        if file.suffix == ".parquet":
            relations = [f"read_parquet('{file}')"]
        else:
            connection.execute(f"attach '{file}' as opened (read_only)")
            found = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            relations = [f'opened."{schema}"."{table}"' for schema, table in found]
        for relation in relations:
            for row in connection.execute(f"select * from {relation}").fetchall():
                yield from (value for value in row if isinstance(value, str))


def trees(world: World) -> dict[str, int]:
    return {
        str(path): path.stat().st_size
        for folder in (world.landing, world.warehouse.parent, world.published)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name not in {"audit.jsonl", ".lock"}
    }


def test_it_is_dry_until_told_otherwise_and_the_current_release_needs_its_flag(
    world: World, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FSU_PUBLISHED", str(world.published))
    theirs = audit.subject(person)
    audit.append("evidence-pack", purpose="cps: file", recipients="Crown Prosecution Service", subject=theirs)
    before = trees(world)
    said = erase(world, person, *GROUND)
    assert said.returncode == 0, said.stderr
    assert "is to be told: Crown Prosecution Service (evidence pack of 20" in said.stdout
    assert "Nothing was erased" in said.stdout
    assert "--withdraw-current" in said.stdout
    refused = erase(world, person, *GROUND, "--apply")
    assert refused.returncode != 0
    assert erase(world, person, "--reason", "n/a", "--apply").returncode != 0
    assert erase(world, "0" * 32, *GROUND, "--apply").returncode != 0
    assert {path: size for path, size in trees(world).items() if path in before} == before


def test_who_is_held_is_not_erased(world: World, person: str) -> None:
    (nominal,) = world.query(
        f"select record_id from linkage.link_person_records where person_key = '{person}' and record_type = 'nominal'"
    )[0]
    hold = f"kind,name,reason,review_on\nperson,connect/nominal/{nominal},A claim before the court,2099-01-01\n"
    (world.landing / "legal_holds.csv").write_text(hold, encoding="utf-8")
    refused = erase(world, person, *GROUND, "--apply", "--withdraw-current")
    assert refused.returncode != 0
    assert "legal hold" in refused.stderr
    assert nominal not in refused.stdout + refused.stderr
    assert world.release.is_dir()


def test_no_cell_is_left_and_the_destruction_is_one_line(world: World, small_world: World, person: str) -> None:
    names = names_of(world, person)
    nominal = next(name for name in names if name.startswith("N"))
    folder = world.root / "corrections"
    folder.mkdir(mode=0o700)
    decided = f"C0001,not_in_cohort,connect/nominal/{nominal},,,,no,DPO,2026-03-01,a plan is in place,2027-03-01"
    (folder / "corrections.csv").write_text(f"{','.join(COLUMNS)}\n{decided}\n", encoding="utf-8")
    remark = f"R0001,2026-03-01,A,release,{person},other,it says otherwise,,,"
    (folder / "remarks.csv").write_text(f"{','.join(REMARK_COLUMNS)}\n{remark}\n", encoding="utf-8")
    before = Store(world.landing).manifest(Store(world.landing).current_id())
    done = erase(world, person, *GROUND, "--apply", "--withdraw-current")
    assert done.returncode == 0, done.stdout + done.stderr
    left = [Path(path) for path in trees(world) if path.endswith((".parquet", ".duckdb"))]
    assert {path.suffix for path in left} == {".parquet", ".duckdb"}
    assert {path.name: names & set(cells(path)) for path in left if names & set(cells(path))} == {}
    assert not any(person.encode() in Path(path).read_bytes() for path in trees(world))
    assert not any(name in path.read_text(encoding="utf-8") for path in folder.glob("*.csv") for name in names)
    assert not world.release.exists()
    store = Store(world.landing)
    assert store.is_whole(store.current_id())
    lost = sum(table["rows"] for table in before["tables"]) - sum(
        table["rows"] for table in store.manifest(store.current_id())["tables"]
    )
    assert 0 < lost < 0.1 * sum(table["rows"] for table in before["tables"])
    line = json.loads((world.published / "audit.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (line["operation"], line["action"], line["people"], line["corrections"]) == ("erasure", "erase", 1, 2)
    assert line["landed_rows"] == lost
    assert not names & set(map(str, line.values()))
    world.run("fsu", "land", str(small_world.raw))
    assert store.current_id() == line["delivery"]
