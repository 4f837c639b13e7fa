"""`fsu publish`: whole or not at all, only what a passed build left, and what each kind of reader finds."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import duckdb
import pytest
from tiny_built_warehouse import DECISIONS, DELIVERY, GRAINS, RELATIONS, TinyBuild

from python_helpers.corrections import command, store
from python_helpers.corrections.judge import Correction
from python_helpers.errors import FsuError
from python_helpers.publishing.back import go_back
from python_helpers.publishing.publish import publish


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBuild:
    return TinyBuild(tmp_path, monkeypatch)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def everything_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_database_file_answers_and_cannot_be_written(built: TinyBuild) -> None:
    publish("test")
    with duckdb.connect(str(built.current / "fsu.duckdb"), read_only=True) as connection:
        assert len(connection.execute("select * from marts.fsu_ranked limit 5").fetchall()) == 5
        zones = {row[0] for row in connection.execute("select schema_name from duckdb_tables()").fetchall()}
        comment = connection.execute("select comment from duckdb_tables() where table_name = 'fsu_ranked'").fetchone()
        version = connection.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = 'fsu'"
        ).fetchone()
    assert zones == {"marts", "governance"}
    assert comment == ("One row per thing of fsu_ranked; it's small.",)
    assert version == ("v1.4.0+",)
    assert mode(built.current / "fsu.duckdb") == 0o444


def test_each_published_relation_is_a_parquet_file_of_the_same_rows(built: TinyBuild) -> None:
    publish("test")
    manifest = json.loads((built.current / "manifest.json").read_text())
    listed = {f"{entry['schema']}.{entry['relation']}": entry for entry in manifest["relations"]}
    assert set(listed) == {name for name in RELATIONS if name.split(".")[0] in {"marts", "governance"}}
    for name, entry in listed.items():
        file = built.current / "parquet" / name.split(".")[0] / f"{name.split('.')[1]}.parquet"
        with duckdb.connect(str(built.warehouse), read_only=True) as connection:
            published = connection.execute(f"select * from '{file}' order by all").fetchall()
            assert published == connection.execute(f"select * from {name} order by all").fetchall()
        assert entry["rows"] == len(published)


def test_a_grain_is_named_as_its_columns_are(built: TinyBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that an engine needs quoted stand in dbt's manifest as they are written: within a call."""
    monkeypatch.setitem(GRAINS, "fsu_ranked", ['{{ adapter.quote("scheme_code") }}', '"person_key"'])
    built.write_manifest()
    publish("test")
    manifest = json.loads((built.current / "manifest.json").read_text())
    (ranked,) = (entry for entry in manifest["relations"] if entry["relation"] == "fsu_ranked")
    assert ranked["grain"] == ["scheme_code", "person_key"]


def test_what_was_built_from_other_corrections_is_not_published(built: TinyBuild) -> None:
    publish("test")
    kept_out = Correction(
        *("C0001", "not_in_cohort", "connect/nominal/N1", "", "", "", ""),
        *("DPO", "2026-03-01", "a safeguarding lead decided so", "2027-03-01"),
    )
    command.add(kept_out, "", print)
    with pytest.raises(FsuError, match="1 of them it does not know, and 0 that it knows") as refused:
        publish("test")
    assert "N1" not in str(refused.value)
    cells = ", ".join("null" if cell is None else f"'{cell}'" for cell in _as_built())
    built.build(stg_corrections__decisions=DECISIONS.format(rows=f"({cells})"))
    publish("test")
    command.withdraw("C0001", "DPO", "it was decided anew", print)
    with pytest.raises(FsuError, match="0 of them it does not know, and 1 that it knows"):
        publish("test")


def test_readers_go_back_to_a_kept_release_and_on_with_the_next(
    built: TinyBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish("test")
    built.build(dim_people="select 'z' as person_key, 2 as record_count")
    second = publish("test")
    go_back(first.name, "the second one shows a fault")
    assert built.current.resolve() == first
    line = json.loads((built.published / "audit.jsonl").read_text().splitlines()[-1])
    assert (line["action"], line["release"], line["purpose"]) == ("go-back", first.name, "the second one shows a fault")
    for other in (first.name, "2020-01-01_000000000000"):
        with pytest.raises(FsuError, match=f"not what readers see, are: {second.name}"):
            go_back(other, "a slip")
    monkeypatch.setenv("FSU_TOKEN_SALT", "0c5f1f6b7ad94e30a2be8d1c47f3906e")
    with pytest.raises(FsuError, match="of another salt"):
        go_back(second.name, "a slip")
    monkeypatch.undo()
    assert built.current.resolve() == first


def test_a_damaged_release_is_none_to_go_back_to(built: TinyBuild) -> None:
    first = publish("test")
    built.build(dim_people="select 'z' as person_key, 2 as record_count")
    second = publish("test")
    (first / "fsu.duckdb").unlink()
    with pytest.raises(FsuError, match="is damaged"):
        go_back(first.name, "the second one shows a fault")
    assert built.current.resolve() == second


def _as_built() -> list[str | None]:
    (row,) = store.as_table(store.read()).to_pylist()
    return list(row.values())


def test_restricted_linkage_and_state_are_apart_and_for_their_owner_only(built: TinyBuild) -> None:
    publish("test")
    open_to_readers = {path for path in built.current.rglob("*") if path.is_file() and mode(path) & 0o004}
    for folder in ("restricted", "linkage", "state"):
        assert mode(built.current / folder) == 0o700
        files = [path for path in (built.current / folder).rglob("*") if path.is_file()]
        assert files
        assert {mode(path) for path in files} == {0o600}
        assert open_to_readers.isdisjoint(files)
    assert not any(b"MADEUP" in path.read_bytes() for path in open_to_readers)
    assert any(b"MADEUP" in path.read_bytes() for path in (built.current / "restricted").rglob("*.parquet"))


def test_manifest_says_what_the_release_is(built: TinyBuild) -> None:
    release = publish("test")
    manifest = json.loads((built.current / "manifest.json").read_text())
    assert manifest["release"] == release.name
    assert manifest["as_of_date"] == "2026-10-01"
    assert manifest["delivery_id"] == DELIVERY
    assert manifest["is_synthetic"] is True
    assert manifest["definitions"] == [{"name": "cohort_size", "value": "500", "meaning": "People in the cohort."}]
    assert {"python", "dbt-core", "duckdb", "frequent-service-users"} <= set(manifest["versions"])


def test_same_rows_in_any_order_are_the_same_release(built: TinyBuild) -> None:
    first = publish("test")
    before = everything_below(first / "parquet")
    ranked = RELATIONS["marts.fsu_ranked"]
    built.build(fsu_ranked=f"select * from ({ranked}) order by random()", gov_runs="select 'build-2' as run_id")
    assert publish("test") == first
    assert everything_below(first / "parquet") == before


def test_other_rows_are_another_release(built: TinyBuild) -> None:
    first = publish("test")
    built.build(fsu_ranked="select 'volume' as scheme_code, 'a' as person_key, 1 as rank, 1.5::double as score")
    assert publish("test") != first


@pytest.mark.parametrize(
    ("events", "command", "reason"),
    [
        (("started",), "build", "stopped before its end"),
        (("started", "failed"), "build", "failed"),
        (("started", "partial"), "run", "a part of the project"),
    ],
)
def test_nothing_is_published_after_an_unfinished_failed_or_partial_command(
    built: TinyBuild, events: tuple[str, ...], command: str, reason: str
) -> None:
    publish("test")
    before = everything_below(built.published)
    built.build(
        events, command, fsu_ranked="select 'volume' as scheme_code, 'z' as person_key, 1 as rank, 1.5 as score"
    )
    with pytest.raises(FsuError, match=reason):
        publish("test")
    assert everything_below(built.published) == before


def test_nothing_is_published_when_another_delivery_landed_during_the_build(built: TinyBuild) -> None:
    with duckdb.connect(str(built.warehouse)) as connection:
        built.log(connection, ("started", "passed"), deliveries=(DELIVERY, "another"))
    with pytest.raises(FsuError, match="Another delivery landed"):
        publish("test")
    assert not built.current.exists()


def test_a_relation_that_was_never_built_is_named(built: TinyBuild) -> None:
    built.write_manifest({**RELATIONS, "marts.fsu_households": ""})
    with pytest.raises(FsuError, match=r"marts\.fsu_households is in the project but not in the warehouse"):
        publish("test")


def test_a_type_that_readers_stumble_over_is_named(built: TinyBuild) -> None:
    built.build(fsu_ranked="select 'volume' as scheme_code, 'a' as person_key, sum(1) as rank, 1.5 as score")
    with pytest.raises(FsuError, match=r"marts\.fsu_ranked has columns .*rank HUGEINT, score DECIMAL\(2,1\)"):
        publish("test")
    assert [path.name for path in built.published.iterdir()] == [".lock"]


def test_old_releases_are_kept_to_a_number_and_a_reader_keeps_the_one_it_holds(built: TinyBuild) -> None:
    first = publish("test", keep=2)
    with duckdb.connect(str(built.current / "fsu.duckdb"), read_only=True) as reader:
        releases = [first]
        for number in range(3):
            built.build(dim_people=f"select 'p{number}' as person_key")
            releases.append(publish("test", keep=2))
        assert reader.execute("select count(*) from marts.dim_people").fetchone() == (20,)
    kept = sorted(path.name for path in built.published.iterdir() if path.is_dir() and not path.is_symlink())
    assert kept == sorted(release.name for release in releases[-2:])
    assert built.current.resolve() == releases[-1].resolve()


def test_going_back_to_an_earlier_release_keeps_it_from_removal(built: TinyBuild) -> None:
    first = publish("test", keep=2)
    built.build(dim_people="select 'x' as person_key")
    publish("test", keep=2)
    built.build()
    assert publish("test", keep=2) == first
    built.build(dim_people="select 'y' as person_key")
    publish("test", keep=2)
    assert first.exists()


def test_a_damaged_release_of_the_same_name_is_replaced(built: TinyBuild) -> None:
    release = publish("test")
    damaged = release / "parquet" / "marts" / "fsu_ranked.parquet"
    damaged.chmod(0o644)
    damaged.write_bytes(b"")
    assert publish("test") == release
    assert damaged.stat().st_size > 0


def test_what_a_killed_publication_left_goes_with_the_next(built: TinyBuild) -> None:
    left = built.published / ".4711.partial" / "restricted"
    left.mkdir(parents=True)
    (left / "fsu_restricted.duckdb").write_text("half")
    publish("test")
    assert not left.parent.exists()


def test_each_publication_is_a_line_of_the_audit_log(built: TinyBuild) -> None:
    publish("quarterly refresh")
    built.build(dim_people="select 'x' as person_key")
    release = publish("a weight changed")
    log = built.published / "audit.jsonl"
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["purpose"], line["people"], line["identified_people"]) for line in lines] == [
        ("quarterly refresh", 20, 1),
        ("a weight changed", 1, 1),
    ]
    assert lines[-1]["release"] == release.name
    assert {"at", "who", "action"} <= set(lines[-1])
    assert mode(log) == 0o600


def test_a_view_is_published_with_its_rows(built: TinyBuild) -> None:
    with duckdb.connect(str(built.warehouse)) as connection:
        connection.execute("drop table marts.dim_people")
        connection.execute("create table intermediate.people as select 'a' as person_key")
        # As dbt writes it: with the name that it knows the database by.
        connection.execute('create view marts.dim_people as select * from "fsu"."intermediate"."people"')
    publish("test")
    with duckdb.connect(str(built.current / "fsu.duckdb"), read_only=True) as connection:
        assert connection.execute("select * from marts.dim_people").fetchall() == [("a",)]
