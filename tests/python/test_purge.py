"""`fsu purge` from end to end: dry by default, flags, every zone, legal holds, one line, and no byte left."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import duckdb
import pytest
from worlds import World

from python_helpers.errors import FsuError
from python_helpers.purge.holds import read_holds
from python_helpers.purge.retention import read_retention

pytest_plugins = ("landing_fixtures",)

REFRESHES = ("first", "second")


def purge(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    return world.run("fsu", "purge", *arguments, check=False)


def everything_below(*folders: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def people_of(raw: Path) -> dict[str, tuple[str, str]]:
    """Forename and surname of each nominal of the extracts, by id."""
    rows = duckdb.sql(f"select nominal_id, forename, surname from '{raw}/connect/nominals/*.parquet'").fetchall()
    return {nominal: (str(forename), str(surname)) for nominal, forename, surname in rows}


def values_in(file: Path) -> str:
    """Every value of a Parquet file or of a DuckDB file, decoded: compression hides names from a search of bytes."""
    texts = []
    with duckdb.connect() as connection:
        if file.suffix == ".parquet":
            relations = [f"read_parquet('{file}')"]
        else:
            connection.execute(f"attach '{file}' as opened (read_only)")
            tables = connection.execute(
                "select schema_name, table_name from duckdb_tables() where database_name = 'opened'"
            ).fetchall()
            relations = [f'opened."{schema}"."{table}"' for schema, table in tables]
        for relation in relations:
            for row in connection.execute(f"select * from {relation}").fetchall():
                texts.append("|".join(str(value) for value in row if value is not None))
    return "\n".join(texts).upper()


@pytest.fixture(scope="module")
def purged(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, dict[str, tuple[str, str]], str]:
    """Two refreshes a year apart, purged as of the second; the people who went, and what the dry run said."""
    world = World(tmp_path_factory.mktemp("purged"))
    raws = {name: world.root / name for name in REFRESHES}
    for name, refresh in (("first", "0"), ("second", "5")):
        world.run("fsu", "synthesise", str(raws[name]), "--scale", "0.003", "--seed", "7", "--refresh", refresh)
        world.run("fsu", "refresh", "--raw-dir", str(raws[name]))
    gone = {key: name for key, name in people_of(raws["first"]).items() if key not in people_of(raws["second"])}
    before = everything_below(world.landing, world.warehouse.parent, world.published)
    said = purge(world)
    assert said.returncode == 0, said.stderr
    assert everything_below(world.landing, world.warehouse.parent, world.published) == before
    done = purge(world, "--apply")
    assert done.returncode == 0, done.stdout + done.stderr
    return world, gone, said.stdout


def test_the_dry_run_says_what_would_go_zone_by_zone(purged: tuple[World, dict[str, tuple[str, str]], str]) -> None:
    _, _, said = purged
    for zone in ("landing:", "warehouse:", "releases: 1 go", "Nothing was removed"):
        assert zone in said


def test_no_byte_of_who_went_is_left(purged: tuple[World, dict[str, tuple[str, str]], str]) -> None:
    world, gone, _ = purged
    files = [Path(name) for name in everything_below(world.landing, world.warehouse.parent, world.published)]
    data = {file: values_in(file) for file in files if file.suffix in {".parquet", ".duckdb"}}
    stays = {" ".join(name).upper() for name in people_of(world.root / "second").values()}
    names = [name for name in gone.values() if " ".join(name).upper() not in stays and "" not in name][:10]
    assert len(names) == 10
    ids = [key.upper() for key in gone][:10]
    for file in files:
        content = file.read_bytes().upper()
        for forename, surname in names:
            assert f"{forename} {surname}".upper().encode() not in content
            assert f"{forename}|{surname}".upper() not in data.get(file, "")
        for key in ids:
            assert key.encode() not in content, file
            assert key not in data.get(file, ""), file


def test_no_older_event_is_left(purged: tuple[World, dict[str, tuple[str, str]], str]) -> None:
    world, _, _ = purged
    as_of = json.loads((world.release / "manifest.json").read_text())["as_of_date"]
    oldest = duckdb.sql(
        f"select min(cast(opened_at as timestamp)) >= date '{as_of}' - interval 12 month"
        f" from '{world.landing}/deliveries/*/controlworks/logs/*.parquet'"
    ).fetchall()
    assert oldest == [(True,)]
    assert len([path for path in world.published.glob("*/manifest.json") if not path.parent.is_symlink()]) == 1


def test_the_destruction_is_one_line_without_values(purged: tuple[World, dict[str, tuple[str, str]], str]) -> None:
    world, gone, _ = purged
    text = (world.published / "audit.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    (line,) = [line for line in lines if line["action"] == "purge"]
    assert (line["operation"], line["outcome"], line["releases"]) == ("erasure", "success", 1)
    assert not any(key in text for key in gone)
    assert world.run("fsu", "audit", "verify").returncode == 0


def test_what_was_emptied_is_built_again_with_the_same_keys(
    purged: tuple[World, dict[str, tuple[str, str]], str],
) -> None:
    world, _, _ = purged
    keys = "select distinct person_key from '{}/parquet/marts/dim_people.parquet'"
    before = set(duckdb.sql(keys.format(world.release.resolve())).fetchall())
    refused = world.run("fsu", "publish", check=False)
    assert "emptied the warehouse" in refused.stderr
    world.run("fsu", "refresh", "--raw-dir", str(world.root / "second"))
    assert set(duckdb.sql(keys.format(world.release.resolve())).fetchall()) == before


def test_a_slip_of_the_date_needs_its_flag(landed: Path, tmp_path: Path) -> None:
    world = World(tmp_path / "world")
    world.root.mkdir()
    landed.rename(world.landing)
    before = everything_below(world.landing)
    dry = purge(world, "--as-of", "2030-01-01")
    assert dry.returncode == 0
    for flag in ("--after-newest-event", "--more-than-half"):
        assert f"add {flag}" in dry.stdout
    refused = purge(world, "--as-of", "2030-01-01", "--apply", "--more-than-half")
    assert refused.returncode == 2
    assert "--after-newest-event" in refused.stderr
    assert everything_below(world.landing) == before
    done = purge(world, "--as-of", "2030-01-01", "--apply", "--more-than-half", "--after-newest-event")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("delivery,0000,a reason that speaks,2099-01-01", "line 2: there is no such delivery"),
        ("person,connect/nominal/nobody,a reason that speaks,2099-01-01", "line 2: there is no such person"),
        ("person,nominal-1,a reason that speaks,2099-01-01", "line 2: a person is"),
        ("person,connect/nominal/nominal_id-0001,x,2099-01-01", "line 2: the reason says nothing"),
        ("person,connect/nominal/nominal_id-0001,a reason that speaks,soon", "line 2: review_on is not a day"),
        ("person,connect/nominal/nominal_id-0001,a reason that speaks,2026-01-01", "line 2: the review has passed"),
        ("officer,connect/nominal/nominal_id-0001,a reason that speaks,2099-01-01", "line 2: kind is"),
    ],
)
def test_a_hold_that_is_not_right_stops_the_purge(line: str, problem: str, landed: Path) -> None:
    (landed / "legal_holds.csv").write_text(f"kind,name,reason,review_on\n{line}\n", encoding="utf-8")
    with pytest.raises(FsuError, match=problem) as caught:
        read_holds(landed, date(2026, 10, 1))
    assert "nominal_id-0001" not in str(caught.value)


def test_every_relation_of_state_has_its_retention() -> None:
    project = Path(__file__).parents[2]
    tagged = {
        path.stem
        for folder in ("models", "snapshots")
        for path in (project / folder).rglob("*.sql")
        if "tags=['state']" in path.read_text(encoding="utf-8")
    }
    assert set(read_retention()) == tagged
