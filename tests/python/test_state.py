"""What lives from refresh to refresh comes back into a warehouse that has lost it, and never under other people."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tiny_built_warehouse import TinyBuild

from python_helpers.errors import FsuError
from python_helpers.publishing.publish import publish
from python_helpers.publishing.state import Restored, restore

LEDGER = "intermediate.int_identity__key_ledger"


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBuild:
    built = TinyBuild(tmp_path, monkeypatch)
    publish("test")
    return built


def ledger(built: TinyBuild) -> list[tuple[str, str]]:
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        return connection.execute(f"select * from {LEDGER}").fetchall()


def test_a_lost_warehouse_gets_its_keys_back(published: TinyBuild) -> None:
    published.warehouse.unlink()
    assert restore() == [Restored(LEDGER, 1)]
    assert ledger(published) == [("token", "a")]


def test_a_warehouse_that_has_them_keeps_its_own(published: TinyBuild) -> None:
    published.build(int_identity__key_ledger="select 'token' as record_key, 'newer' as person_key")
    assert restore() == []
    assert ledger(published) == [("token", "newer")]


def test_another_salt_is_refused_before_anybody_is_renumbered(
    published: TinyBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FSU_TOKEN_SALT", "b8e3075fd1c96a24e05d8b71f3962ac4")
    with pytest.raises(FsuError, match="FSU_TOKEN_SALT is not the salt"):
        restore()


def test_demo_people_leave_no_trace_under_real_extracts(published: TinyBuild) -> None:
    published.land(is_synthetic=False, delivery_id="real")
    published.warehouse.unlink()
    assert restore() == []
    assert not published.warehouse.exists()


def test_demo_extracts_do_not_follow_real_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = TinyBuild(tmp_path, monkeypatch)
    built.land(is_synthetic=False)
    publish("test")
    built.land(is_synthetic=True, delivery_id="demo")
    with pytest.raises(FsuError, match="holds real people"):
        restore()


def test_a_damaged_copy_is_refused_and_named(published: TinyBuild) -> None:
    file = published.current / "state" / f"{LEDGER}.parquet"
    file.write_bytes(file.read_bytes()[:-8])
    published.warehouse.unlink()
    with pytest.raises(FsuError, match=rf"{LEDGER}\.parquet is missing or damaged"):
        restore()


def test_without_a_release_there_is_nothing_to_restore(published: TinyBuild) -> None:
    published.current.unlink()
    assert restore() == []
