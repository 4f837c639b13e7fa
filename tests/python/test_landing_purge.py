"""What `fsu purge` removes: rows of events before the window, who is named by none that stays, earlier deliveries."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import landing_extracts as extracts
import pytest

from python_helpers.landing.contract import load_contract
from python_helpers.landing.findings import LandingError
from python_helpers.landing.land import land
from python_helpers.landing.purge import Held, purge
from python_helpers.landing.request import Asked
from python_helpers.landing.store import Store

pytest_plugins = ("landing_fixtures",)

AS_OF = date(2026, 10, 1)
OLD, FIRST, NEW = "2025-09-30 23:59:59", "2025-10-01 00:00:00", "2026-08-01 10:00:00"

# Each row is what matters of it; the rest is filled in.
WORLD: dict[str, list[dict[str, str]]] = {
    "avaya/call_segments": [
        {"ucid": "old", "segment": "1", "segstart_utc": "2025-09-30 22:59:59"},
        {"ucid": "first", "segment": "1", "segstart_utc": "2025-09-30 23:00:00"},
        {"ucid": "over midnight", "segment": "1", "segstart_utc": "2025-09-30 22:59:00"},
        {"ucid": "over midnight", "segment": "2", "segstart_utc": "2025-09-30 23:01:00"},
        {"ucid": "", "segment": "1", "segstart_utc": OLD[:11] + "10:00:00"},
        {"ucid": "undated", "segment": "1", "segstart_utc": "soon"},
    ],
    "controlworks/contacts": [{"roc_ref": "r-old", "created_at": OLD}, {"roc_ref": "r-new", "created_at": NEW}],
    "controlworks/logs": [{"log_no": "l-old", "opened_at": OLD}, {"log_no": "l-first", "opened_at": FIRST}],
    "controlworks/people": [
        {"person_entry_id": "of old contact", "roc_ref": "r-old", "nominal_id": "n-typed-old"},
        {"person_entry_id": "of new contact", "roc_ref": "r-new", "nominal_id": "n-typed"},
        {"person_entry_id": "of old contact, new log", "roc_ref": "r-old", "log_no": "l-first"},
        {"person_entry_id": "of both old", "roc_ref": "r-old", "log_no": "l-old"},
        {"person_entry_id": "of nothing here", "log_no": "elsewhere"},
    ],
    "controlworks/deployments": [
        {"deployment_id": "d-old", "log_no": "l-old", "dispatched_at": NEW},
        {"deployment_id": "d-new", "log_no": "l-first", "dispatched_at": NEW},
    ],
    "connect/crimes": [{"crime_no": "c-old", "recorded_at": OLD}, {"crime_no": "c-new", "recorded_at": NEW}],
    "connect/crime_people": [
        {"crime_no": "c-old", "nominal_id": "n-old"},
        {"crime_no": "c-old", "nominal_id": "n-both"},
        {"crime_no": "c-new", "nominal_id": "n-both"},
        {"crime_no": "c-new", "nominal_id": "n-merged"},
    ],
    "connect/investigations": [
        {"investigation_id": "i-old", "crime_no": "c-old", "opened_at": NEW},
        {"investigation_id": "i-new", "crime_no": "c-new", "opened_at": NEW},
    ],
    "connect/custody_records": [
        {"custody_ref": "k-old", "nominal_id": "n-old", "arrived_at": OLD},
        {"custody_ref": "k-new", "nominal_id": "n-custody", "arrived_at": NEW},
    ],
    "connect/nominals": [
        {"nominal_id": "n-old"},
        {"nominal_id": "n-typed-old"},
        {"nominal_id": "n-typed"},
        {"nominal_id": "n-both"},
        {"nominal_id": "n-custody"},
        {"nominal_id": "n-merged", "merged_into": "n-middle"},
        {"nominal_id": "n-middle", "merged_into": "n-end"},
        {"nominal_id": "n-end", "merged_into": "n-middle"},
        {"nominal_id": "n-also-merged", "merged_into": "n-end"},
        {"nominal_id": "n-nobody", "merged_into": "n-old"},
    ],
    "connect/nominal_aliases": [
        {"alias_id": "a-old", "nominal_id": "n-old"},
        {"alias_id": "a-merged", "nominal_id": "n-also-merged"},
    ],
    "connect/nominal_phones": [{"nominal_id": "n-old"}, {"nominal_id": "n-both"}],
    "connect/nominal_addresses": [
        {"address_id": "h-old", "nominal_id": "n-old"},
        {"address_id": "h-new", "nominal_id": "n-both"},
    ],
    "compact/episodes": [
        {"episode_ref": "e-old", "person_ref": "p-old", "reported_at": OLD},
        {"episode_ref": "e-new", "person_ref": "p-new", "reported_at": NEW},
    ],
    "compact/people": [{"person_ref": "p-old"}, {"person_ref": "p-new"}],
}

STAYS = {
    "avaya/call_segments": ("ucid", ["first", "over midnight", "over midnight", "undated"]),
    "controlworks/contacts": ("roc_ref", ["r-new"]),
    "controlworks/logs": ("log_no", ["l-first"]),
    "controlworks/people": (
        "person_entry_id",
        ["of new contact", "of nothing here", "of old contact, new log"],
    ),
    "controlworks/deployments": ("deployment_id", ["d-new"]),
    "connect/crimes": ("crime_no", ["c-new"]),
    "connect/crime_people": ("nominal_id", ["n-both", "n-merged"]),
    "connect/investigations": ("investigation_id", ["i-new"]),
    "connect/custody_records": ("custody_ref", ["k-new"]),
    "connect/nominals": (
        "nominal_id",
        ["n-also-merged", "n-both", "n-custody", "n-end", "n-merged", "n-middle", "n-typed"],
    ),
    "connect/nominal_aliases": ("alias_id", ["a-merged"]),
    "connect/nominal_phones": ("nominal_id", ["n-both"]),
    "connect/nominal_addresses": ("address_id", ["h-new"]),
    "compact/episodes": ("episode_ref", ["e-new"]),
    "compact/people": ("person_ref", ["p-new"]),
}


@pytest.fixture
def world(tmp_path: Path) -> Path:
    for label, rows in WORLD.items():
        template = dict.fromkeys(extracts.table(label).columns, "") | {"extracted_at": extracts.EXTRACTED}
        filled = [template | dict.fromkeys(set(extracts.table(label).required) - set(row), "x") | row for row in rows]
        extracts.replace_table(tmp_path / "raw", label, filled)
    return tmp_path / "raw"


def ids(landing_dir: Path, label: str, column: str) -> list[str]:
    glob = landing_dir / "current" / label / "*.parquet"
    return [value for (value,) in duckdb.sql(f"select {column} from '{glob}' order by 1").fetchall()]


def test_old_events_and_what_hangs_on_them_go_and_the_rest_stays(world: Path, landed: Path) -> None:
    first = land(world, landed, [table.label for table in load_contract().tables])
    purged = purge(landed, AS_OF)
    assert purged.window_start_on == date(2025, 10, 1)
    assert set(STAYS) == set(WORLD)
    for label, (column, expected) in STAYS.items():
        assert ids(landed, label, column) == expected
        assert purged.rows_kept[label.replace("/", ".")] == len(expected)
        assert purged.rows_removed[label.replace("/", ".")] == len(WORLD[label]) - len(expected)
    assert [path.name for path in (landed / "deliveries").iterdir()] == [purged.delivery_id]
    assert first.delivery_id in purged.deliveries_removed
    assert Store(landed).is_whole(purged.delivery_id)
    assert Store(landed).ledger()[-1]["rows"] == purged.rows_kept


def test_purging_again_and_landing_the_same_again_change_nothing(world: Path, tmp_path: Path) -> None:
    land(world, tmp_path / "landing")
    purged = purge(tmp_path / "landing", AS_OF)
    again = purge(tmp_path / "landing", AS_OF)
    assert again.delivery_id == purged.delivery_id
    assert not any(again.rows_removed.values())
    landed_again = land(world, tmp_path / "landing")
    assert (landed_again.action, landed_again.delivery_id) == ("unchanged", purged.delivery_id)
    on_purpose = land(world, tmp_path / "landing", asked=Asked(with_purged=True))
    assert on_purpose.action == "landed"
    assert ids(tmp_path / "landing", "controlworks/contacts", "roc_ref") == ["r-new", "r-old"]


def test_a_dry_run_counts_and_changes_nothing(world: Path, tmp_path: Path) -> None:
    land(world, tmp_path / "landing")
    before = sorted(tmp_path.rglob("*.parquet"))
    foreseen = purge(tmp_path / "landing", AS_OF, is_dry_run=True)
    assert sorted(tmp_path.rglob("*.parquet")) == before
    assert foreseen.newest_event_on == date(2026, 8, 1)
    assert purge(tmp_path / "landing", AS_OF).rows_removed == foreseen.rows_removed


def test_what_has_no_date_goes_with_its_delivery(world: Path, tmp_path: Path) -> None:
    land(world, tmp_path / "landing")
    purge(tmp_path / "landing", date(2027, 9, 30))
    assert ids(tmp_path / "landing", "avaya/call_segments", "ucid") == ["undated"]
    purge(tmp_path / "landing", date(2027, 10, 1))
    assert ids(tmp_path / "landing", "avaya/call_segments", "ucid") == []
    assert ids(tmp_path / "landing", "controlworks/people", "person_entry_id") == []


def test_a_legal_hold_keeps_people_with_their_events_and_deliveries(world: Path, tmp_path: Path) -> None:
    first = land(world, tmp_path / "landing").delivery_id
    held = Held(frozenset({first}), frozenset({"n-old"}), frozenset({"p-old"}))
    purged = purge(tmp_path / "landing", AS_OF, held)
    for label, column, kept, gone in (
        ("connect/crimes", "crime_no", "c-old", ""),
        ("connect/custody_records", "custody_ref", "k-old", ""),
        ("connect/investigations", "investigation_id", "i-old", ""),
        ("connect/nominals", "nominal_id", "n-nobody", "n-typed-old"),
        ("connect/nominal_phones", "nominal_id", "n-old", ""),
        ("compact/episodes", "episode_ref", "e-old", ""),
        ("compact/people", "person_ref", "p-old", ""),
        ("controlworks/logs", "log_no", "l-first", "l-old"),
    ):
        found = ids(tmp_path / "landing", label, column)
        assert kept in found
        assert gone not in found
    assert Store(tmp_path / "landing").is_whole(first)
    assert purged.delivery_id != first


def test_nothing_to_purge_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LandingError, match="no whole delivery"):
        purge(tmp_path / "landing", AS_OF)


@pytest.mark.parametrize(
    ("as_of", "code", "words"),
    [("2026-10-01", 0, "older than 2025-10-01"), ("", 2, "--as-of YYYY-MM-DD"), ("soon", 1, "is not a date")],
)
def test_command_takes_the_date_from_the_environment(
    as_of: str, code: int, words: str, landed: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from python_helpers.cli import run; run()", "purge"],
        env=os.environ | {"FSU_LANDING": str(landed), "FSU_AS_OF": as_of, "FSU_PUBLISHED": str(tmp_path / "none")},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert words in done.stdout + done.stderr
