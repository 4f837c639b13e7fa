"""`fsu purge` from end to end: dry by default, flags, every zone, legal holds, one line, and no byte left."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from datetime import date
from pathlib import Path

import duckdb
import pytest
import tiny_built_warehouse
from tiny_built_warehouse import DELIVERY, RELATIONS, TinyBuild
from worlds import World

from python_helpers.errors import FsuError
from python_helpers.publishing.publish import publish
from python_helpers.publishing.release import is_whole
from python_helpers.purge import releases
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


def is_named(name: tuple[str, str], text: str) -> bool:
    """Whether a text of decoded rows, or of bytes, has forename and surname side by side."""
    forename, surname = (part.upper() for part in name)
    return any(f"{forename}{between}{surname}" in text for between in (" ", "|"))


def test_no_byte_of_who_went_is_left(purged: tuple[World, dict[str, tuple[str, str]], str]) -> None:
    world, gone, _ = purged
    # Who is still typed in the second year, in whatever order, stays, and is no trace of who went.
    rows = {row for file in (world.root / "second").rglob("*.parquet") for row in values_in(file).splitlines()}
    went = {
        key: name
        for key, name in gone.items()
        if all(name) and not any(key in row or all(part.upper() in row for part in name) for row in rows)
    }
    first_year = "\n".join(values_in(file) for file in (world.root / "first").rglob("*.parquet"))
    chosen = {key: name for key, name in went.items() if is_named(name, first_year)}
    assert len(chosen) >= 10
    for file in map(Path, everything_below(world.landing, world.warehouse.parent, world.published)):
        texts = [file.read_bytes().decode("latin-1").upper()]
        if file.suffix in {".parquet", ".duckdb"}:
            texts.append(values_in(file))
        for text in texts:
            assert [key for key, name in chosen.items() if key.upper() in text or is_named(name, text)] == [], file


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


def test_a_release_that_stays_loses_whom_the_delivery_no_longer_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = (
        "select 'connect' as source_system, 'nominal' as record_type, unnest(['N-1', 'GONEPERSON']) as record_id,"
        " unnest(['a', 'b']) as person_key"
    )
    rejects = (
        "select 'connect' as source_system, unnest(['nominals', 'crimes']) as table_name,"
        " unnest(['N1', 'GONEPERSON|x']) as record_id, 'no name' as reason"
    )
    history = "select unnest([date '2020-01-01', date '2026-10-01']) as as_of_date, 'token' as record_key"
    named = {
        **RELATIONS,
        "governance.gov_person_records": records,
        "restricted.fsu_records": records,
        "restricted.fsu_rejects": rejects,
    }
    monkeypatch.setattr(tiny_built_warehouse, "RELATIONS", named)
    built = TinyBuild(tmp_path, monkeypatch)
    built.build(int_identity__key_ledger=history)
    old = publish("test")
    # A zone that this project does not have yet is a folder with a manifest of its own, like any other.
    shutil.copytree(old / "restricted", old / "later_zone")
    delivery = tmp_path / "purged"
    for folder, column in (
        ("connect/nominals", "nominal_id"),
        ("compact/people", "person_ref"),
        ("avaya/call_segments", "ucid"),
        ("controlworks/people", "person_entry_id"),
    ):
        (delivery / folder).mkdir(parents=True)
        duckdb.execute(f"copy (select 'n1' as {column}) to '{delivery / folder / 'part-0.parquet'}' (format parquet)")
    rules = releases.Rules(delivery, read_retention(), date(2026, 10, 1))
    planned = releases.plan(built.published, rules, frozenset())
    assert (planned.removed, planned.rows_removed) == ((), {old.name: 6})
    releases.carry_out(built.published, planned, rules)
    new = built.current.resolve()
    assert new != old
    assert not old.exists()
    assert is_whole(new)
    for file in (path for path in new.rglob("*") if path.is_file()):
        assert b"GONEPERSON" not in file.read_bytes()
        assert file.suffix not in {".parquet", ".duckdb"} or "GONEPERSON" not in values_in(file)
        is_closed = file.relative_to(new).parts[0] in {"restricted", "linkage", "later_zone", "state"}
        assert stat.S_IMODE(file.stat().st_mode) == (0o600 if is_closed else 0o444), file
    kept = duckdb.sql(f"select as_of_date from '{new}/state/intermediate.int_identity__key_ledger.parquet'").fetchall()
    assert kept == [(date(2026, 10, 1),)]
    assert releases.plan(built.published, rules, frozenset()).rows_removed == {}
    later = releases.Rules(delivery, read_retention(), date(2026, 10, 2))
    assert releases.plan(built.published, later, frozenset()).withdraws_current
    assert releases.plan(built.published, later, frozenset({DELIVERY})).removed == ()


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
