"""What `fsu land` writes: the same rows from any form of the same extracts, in one step, with a verdict beside them."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import landing_extracts as extracts
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from python_helpers.landing.contract import Table, load_contract
from python_helpers.landing.findings import LandingError
from python_helpers.landing.land import Landed, land
from python_helpers.landing.store import KEPT_DELIVERIES, Store

pytest_plugins = ("landing_fixtures",)

CALLS = extracts.CALLS
COMMAND = [sys.executable, "-c", "from python_helpers.cli import run; run()", "land"]
ROOT = Path(__file__).parents[2]


def landed_rows(landing_dir: Path, label: str, columns: str = "*") -> list[tuple[str | None, ...]]:
    glob = landing_dir / "current" / label / "*.parquet"
    return duckdb.sql(f"select {columns} from read_parquet('{glob}') order by all").fetchall()


def everything_landed(landing_dir: Path) -> dict[str, list[tuple[str | None, ...]]]:
    return {t.label: landed_rows(landing_dir, f"{t.system}/{t.name}") for t in load_contract().tables}


def warnings_of(result: Landed) -> str:
    return "\n".join(str(warning) for warning in result.warnings)


def change_one_row(raw: Path) -> Path:
    rows = extracts.rows_of(extracts.table(CALLS))
    rows[0]["talktime"] = "4711"
    extracts.replace_table(raw, CALLS, rows)
    return raw


@pytest.fixture(scope="module")
def in_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("csv")
    land(extracts.write_extracts(folder / "raw"), folder / "landing")
    return folder / "landing"


def test_rows_land_as_text_in_contract_order_with_empty_as_null(in_csv: Path) -> None:
    for table in load_contract().tables:
        glob = in_csv / "current" / table.system / table.name / "*.parquet"
        described = duckdb.sql(f"describe select * from '{glob}'").fetchall()
        assert [(name, kind) for name, kind, *_ in described] == [(column, "VARCHAR") for column in table.columns]
        expected = [tuple(row[column] or None for column in table.columns) for row in extracts.rows_of(table)]
        assert duckdb.sql(f"select * from '{glob}'").fetchall() == expected


@pytest.mark.parametrize(("ending", "pieces"), [("csv.gz", 3), ("parquet", 5)])
def test_form_and_split_of_the_files_do_not_matter(ending: str, pieces: int, in_csv: Path, tmp_path: Path) -> None:
    land(extracts.write_extracts(tmp_path / "raw", ending, pieces), tmp_path / "landing")
    assert everything_landed(tmp_path / "landing") == everything_landed(in_csv)


def test_one_table_may_come_in_several_forms_and_names_may_be_awkward(in_csv: Path, tmp_path: Path) -> None:
    raw = extracts.write_extracts(tmp_path / "raw it's [1]")
    table = extracts.table(CALLS)
    folder = raw / CALLS
    (folder / "part-0.csv").unlink()
    rows, columns = extracts.rows_of(table), list(table.columns)
    shouted = [{f" {name.upper()}": value for name, value in row.items()} for row in rows[10:15]]
    extracts.write_parquet(folder / "a*[1].parquet", columns[::-1], rows[:5])
    extracts.write_csv(folder / "b 'quoted'.CSV", columns, rows[5:10], line_end="\r\n")
    extracts.write_csv(folder / "c.csv.gz", list(shouted[0]), shouted)
    extracts.write_csv(folder / "d.csv", columns, rows[15:])
    (folder / "d.csv").write_bytes(b"\xef\xbb\xbf" + (folder / "d.csv").read_bytes())
    (folder / ".DS_Store").write_bytes(b"junk")
    (folder / "_SUCCESS").write_bytes(b"")
    assert not land(raw, tmp_path / "landing").warnings
    assert everything_landed(tmp_path / "landing") == everything_landed(in_csv)


def test_typed_parquet_lands_as_the_contract_writes_it(raw: Path, tmp_path: Path) -> None:
    moment = datetime(2026, 7, 1, 11, 30, 5, 999000)
    instant = moment.replace(tzinfo=UTC)
    typed: dict[str, tuple[pa.Array, list[str | None]]] = {
        "crime_no": (pa.array([7, None]), ["7", None]),
        "recorded_at": (pa.array([moment] * 2, pa.timestamp("ns")), ["2026-07-01 11:30:05"] * 2),
        "committed_from": (pa.array([instant] * 2, pa.timestamp("us", "UTC")), ["2026-07-01 12:30:05"] * 2),
        "committed_to": (pa.array([date(2026, 7, 1)] * 2), ["2026-07-01 00:00:00"] * 2),
        "ho_offence_code": (pa.array([8.0, float("nan")]), ["8", None]),
        "offence_description": (pa.array([b"caf\xc3\xa9", b""], pa.binary()), ["café", None]),
        "log_no": (pa.array([7700900123.0, 0.5]), ["7700900123", "0.5"]),
        "npu_code": (pa.array([Decimal("100.00"), Decimal("1.50")]), ["100", "1.5"]),
        "postcode": (pa.array(["x\x00y", "x\x00\x00"]).dictionary_encode(), ["x\ufffdy", "x"]),
        "markers": (pa.nulls(2), [None, None]),
        "outcome_code": (pa.array([True, False]), ["true", "false"]),
        "outcome_date": (pa.array([datetime(2026, 7, 1)] * 2, pa.timestamp("us")), ["2026-07-01"] * 2),
        "extracted_at": (pa.array([instant] * 2, pa.timestamp("ms", "Europe/London")), ["2026-07-01 11:30:05"] * 2),
    }
    table = extracts.table("connect/crimes")
    assert list(typed) == list(table.columns)
    shutil.rmtree(raw / "connect/crimes")
    (raw / "connect/crimes").mkdir()
    pq.write_table(pa.table({name: array for name, (array, _) in typed.items()}), raw / "connect/crimes/c.parquet")
    flags = extracts.rows_of(extracts.table("compact/episodes"), 2)
    texts = {name: pa.array([row[name] for row in flags]) for name in flags[0]}
    written = pa.table(texts | {"in_care": pa.array([True, False])})
    shutil.rmtree(raw / "compact/episodes")
    (raw / "compact/episodes").mkdir()
    pq.write_table(written, raw / "compact/episodes/e.parquet")

    result = land(raw, tmp_path / "landing", ["connect.crimes"])

    glob = tmp_path / "landing" / "current" / "connect/crimes" / "*.parquet"
    found = duckdb.sql(f"select * from '{glob}'").fetchall()
    expected = [tuple(texts[row] for _, texts in typed.values()) for row in range(2)]
    assert found == expected
    assert landed_rows(tmp_path / "landing", "compact/episodes", "in_care") == [("N",), ("Y",)]
    assert "numbers in crime_no, ho_offence_code, log_no, npu_code" in warnings_of(result)


def test_columns_outside_the_contract_never_land(raw: Path, tmp_path: Path) -> None:
    for path in raw.glob("*/*/*.csv"):
        written = path.read_bytes().split(b"\n", 1)
        assert b"ethnicity" not in written[0]
    table = extracts.table(extracts.NOMINALS)
    rows = [row | {"ethnicity": "secret-ethnicity", "Religion": "secret-religion"} for row in extracts.rows_of(table)]
    extracts.replace_table(raw, extracts.NOMINALS, rows, ["ethnicity", *table.columns, "Religion"])
    result = land(raw, tmp_path / "landing")
    files = [path for path in (tmp_path / "landing").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"secret" in path.read_bytes()]
    (nominals,) = [entry for entry in result.manifest["tables"] if entry["table"] == "nominals"]
    assert nominals["columns_not_read"] == ["Religion", "ethnicity"]
    assert landed_rows(tmp_path / "landing", extracts.NOMINALS)[0][-1] == extracts.EXTRACTED


def test_missing_optional_column_lands_as_null_with_a_warning(raw: Path, tmp_path: Path) -> None:
    table = extracts.table(CALLS)
    columns = [column for column in table.columns if column not in {"talktime", "acwtime"}]
    extracts.replace_table(raw, CALLS, extracts.rows_of(table), columns)
    result = land(raw, tmp_path / "landing")
    assert "avaya/call_segments: lacks the optional 'talktime', 'acwtime'" in warnings_of(result)
    assert set(landed_rows(tmp_path / "landing", CALLS, "talktime, acwtime")) == {(None, None)}


def test_misspelt_optional_column_is_pointed_at(raw: Path, tmp_path: Path) -> None:
    path = raw / CALLS / "part-0.csv"
    path.write_bytes(path.read_bytes().replace(b"talktime", b"talk_tme", 1))
    assert "In the file, 'talk_tme' looks like 'talktime'." in warnings_of(land(raw, tmp_path / "landing"))


def test_strangers_and_a_missing_last_line_end_are_warned_of(raw: Path, tmp_path: Path) -> None:
    (raw / "holmes").mkdir()
    (raw / "notes.txt").write_text("x", encoding="utf-8")
    (raw / "avaya/agents").mkdir()
    (raw / CALLS / "month=01").mkdir()
    (raw / CALLS / "part-0.csv").write_bytes((raw / CALLS / "part-0.csv").read_bytes().rstrip())
    result = land(raw, tmp_path / "landing")
    found = {warning.where for warning in result.warnings}
    here = {"holmes", "notes.txt", "avaya/agents", f"{CALLS}/month=01", f"{CALLS}/part-0.csv"}
    assert found == here
    assert len(landed_rows(tmp_path / "landing", CALLS)) == extracts.ROW_COUNT


def test_big_csv_may_hold_line_ends_that_look_like_rows(raw: Path, tmp_path: Path) -> None:
    """DuckDB reads 32 MB at a time, and a piece can begin inside a value."""
    table = extracts.table(extracts.PEOPLE)
    lines = "\n".join([",".join("x" for _ in table.columns)] * 3_900)[:3_900]
    few = extracts.rows_of(table)
    rows = [
        few[number % len(few)] | {"person_entry_id": f"PE{number:09}", "address_text": lines}
        for number in range(10_000)
    ]
    extracts.replace_table(raw, extracts.PEOPLE, rows)
    land(raw, tmp_path / "landing")
    found = landed_rows(tmp_path / "landing", extracts.PEOPLE, "count(*)::text, any_value(address_text)")
    assert found == [("10000", lines)]


def test_header_may_be_written_as_a_spreadsheet_would(raw: Path, in_csv: Path, tmp_path: Path) -> None:
    path = raw / extracts.PEOPLE / "part-0.csv"
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    titles = header.replace("_", " ").title().replace("Log No", "Log-No")
    path.write_text(f"\ufeff\ufeff{titles}\n{rest}", encoding="utf-8")
    assert not land(raw, tmp_path / "landing").warnings
    assert everything_landed(tmp_path / "landing") == everything_landed(in_csv)


def test_nul_at_the_end_of_a_value_is_padding(raw: Path, in_csv: Path, tmp_path: Path) -> None:
    path = raw / extracts.PEOPLE / "part-0.csv"
    path.write_bytes(path.read_bytes().replace(b"ordinary-text", b"ordinary-text\x00\x00", 1))
    assert not land(raw, tmp_path / "landing").warnings
    assert everything_landed(tmp_path / "landing") == everything_landed(in_csv)


def test_nul_inside_a_value_is_a_character_that_was_lost(raw: Path, tmp_path: Path) -> None:
    path = raw / extracts.PEOPLE / "part-0.csv"
    path.write_bytes(path.read_bytes().replace(b"ordinary-text", b"ordinary\x00-text", 1))
    (warning,) = land(raw, tmp_path / "landing").warnings
    assert warning.where.startswith("controlworks.people.")
    assert "lost_character_count is 1" in warning.what


def test_names_of_files_may_be_any_bytes(raw: Path, in_csv: Path, tmp_path: Path) -> None:
    path = raw / extracts.PEOPLE / "part-0.csv"
    path.rename(os.fsdecode(os.fsencode(path.parent) + b"/caf\xe9.csv"))
    (raw / os.fsdecode(b"caf\xe9")).write_bytes(b"x")
    (warning,) = land(raw, tmp_path / "landing").warnings
    assert warning.where == "caf\\xe9"
    assert everything_landed(tmp_path / "landing") == everything_landed(in_csv)


def test_timestamps_in_a_form_that_staging_reads_are_as_good_as_the_contracts_own(raw: Path, tmp_path: Path) -> None:
    forms = ["2026-02-01T10:00:00.123Z", "2026-02-01 10:00:00.000", "2026-02-01 10:00", "2026-02-01"]
    rows = extracts.rows_of(extracts.table("controlworks/logs"))
    written = [
        row | {"opened_at": forms[number % len(forms)], "closed_at": "2026-02-01T12:00:00Z"}
        for number, row in enumerate(rows)
    ]
    extracts.replace_table(raw, "controlworks/logs", written)
    assert not land(raw, tmp_path / "landing").warnings


def test_links_inside_the_folder_of_extracts_are_followed(raw: Path, in_csv: Path, tmp_path: Path) -> None:
    (raw / "stored").mkdir()
    (raw / "avaya").rename(raw / "stored/avaya")
    (raw / "avaya").symlink_to("stored/avaya")
    (raw / extracts.NOMINALS / "part-0.csv").rename(raw / "stored/n.csv")
    (raw / extracts.NOMINALS / "part-0.csv").symlink_to("../../stored/n.csv")
    (tmp_path / "link").symlink_to(raw)
    (warning,) = land(tmp_path / "link", tmp_path / "landing").warnings
    assert warning.where == "stored"
    assert everything_landed(tmp_path / "landing") == everything_landed(in_csv)


def test_what_programs_leave_beside_data_is_no_data(raw: Path, tmp_path: Path) -> None:
    for name in (".DS_Store", "_SUCCESS", ".part-0.csv.crc", "_committed_123", "Thumbs.db", "THUMBS.DB", "Desktop.ini"):
        (raw / CALLS / name).write_bytes(b"junk")
    (raw / CALLS / "._part-0.csv").write_bytes(b"\x00\x05\x16\x07" + b"x" * 60)
    assert not land(raw, tmp_path / "landing").warnings


def test_same_content_is_a_quick_no_op_whatever_the_files_are_called(raw: Path, landed: Path) -> None:
    first = land(raw, landed)
    ledger = (landed / "deliveries.json").read_bytes()
    (raw / CALLS / "part-0.csv").rename(raw / CALLS / "other.csv")
    began = time.perf_counter()
    again = land(raw, landed)
    assert time.perf_counter() - began < 2
    assert (first.action, again.action) == ("landed", "unchanged")
    assert again.delivery_id == first.delivery_id
    assert (landed / "deliveries.json").read_bytes() == ledger


def test_earlier_content_switches_back(raw: Path, landed: Path) -> None:
    first = land(raw, landed)
    second = land(change_one_row(raw), landed)
    assert second.delivery_id != first.delivery_id
    assert second.manifest["previous_delivery_id"] == first.delivery_id
    shutil.rmtree(raw)
    back = land(extracts.write_extracts(raw), landed)
    assert back.action == "switched back"
    assert Store(landed).current_id() == first.delivery_id
    ledger = [entry["delivery_id"] for entry in Store(landed).ledger()]
    assert ledger[-2:] == [second.delivery_id, first.delivery_id]
    assert len(ledger) == len(set(ledger)) == 3


def test_damaged_delivery_is_landed_anew(raw: Path, landed: Path) -> None:
    first = land(raw, landed)
    before = everything_landed(landed)
    (landed / "current" / CALLS / "part-0.parquet").write_bytes(b"PAR1")
    again = land(raw, landed)
    assert (again.action, again.delivery_id) == ("landed", first.delivery_id)
    assert everything_landed(landed) == before


def test_old_deliveries_are_removed_and_the_ledger_keeps_them(raw: Path, landed: Path) -> None:
    store = Store(landed)
    real = store.ledger()[-1]
    for number in range(KEPT_DELIVERIES + 2):
        shutil.copytree(store.deliveries / real["delivery_id"], store.deliveries / f"{number:016}")
        store.make_current(f"{number:016}", real | {"delivery_id": f"{number:016}"})
    newest = land(raw, landed).delivery_id
    kept = {path.name for path in store.deliveries.iterdir()}
    assert kept == {newest, *(f"{number:016}" for number in range(3, 6))}
    assert len(store.ledger()) == KEPT_DELIVERIES + 4


def test_marker_makes_a_delivery_synthetic_and_kinds_are_not_compared(raw: Path, landed: Path) -> None:
    (raw / "synthetic.json").write_text("{}", encoding="utf-8")
    extracts.replace_table(raw, CALLS, [])
    result = land(raw, landed)
    assert result.manifest["is_synthetic"] is True
    assert json.loads((landed / "current" / "manifest.json").read_text(encoding="utf-8"))["is_synthetic"] is True
    assert "the delivery before was real" in warnings_of(result)


def test_empty_table_lands_the_first_time_and_by_acceptance(raw: Path, landed: Path, tmp_path: Path) -> None:
    extracts.replace_table(raw, CALLS, [])
    first = land(raw, tmp_path / "new")
    assert "avaya/call_segments: has a header and no rows." in warnings_of(first)
    accepted = land(raw, landed, ["avaya.call_segments"])
    assert accepted.manifest["accepted_empty"] == ["avaya.call_segments"]
    assert landed_rows(landed, CALLS) == []


def test_all_tables_may_be_empty(tmp_path: Path) -> None:
    for table in load_contract().tables:
        extracts.replace_table(tmp_path / "raw", f"{table.system}/{table.name}", [])
    assert len(land(tmp_path / "raw", tmp_path / "landing").warnings) == len(load_contract().tables)


def test_critical_expectation_refuses_and_keeps_only_the_verdict(raw: Path, landed: Path) -> None:
    rows = [row | {"opened_at": "01/02/2026 10:00"} for row in extracts.rows_of(extracts.table("controlworks/logs"))]
    extracts.replace_table(raw, "controlworks/logs", rows)
    current, deliveries = Store(landed).current_id(), sorted((landed / "deliveries").iterdir())
    with pytest.raises(LandingError) as caught:
        land(raw, landed)
    assert [problem.where for problem in caught.value.problems] == ["controlworks.logs.opened_at"]
    assert "unread_share is 100.0%" in str(caught.value)
    assert Store(landed).current_id() == current
    assert sorted((landed / "deliveries").iterdir()) == deliveries
    assert {path.name for path in (landed / "refused").iterdir()} == {"verdict.json", "verdict.html"}
    assert json.loads((landed / "refused/verdict.json").read_text(encoding="utf-8"))["outcome"] == "refused"


def test_verdict_warns_of_each_planted_trouble(raw: Path, landed: Path) -> None:
    calls = extracts.rows_of(extracts.table(CALLS), 8)
    extracts.replace_table(raw, CALLS, calls)
    people = [row | {"role": "CLAIRVOYANT"} for row in extracts.rows_of(extracts.table(extracts.PEOPLE))]
    extracts.replace_table(raw, extracts.PEOPLE, people)
    nominals = [
        row | {"dob": "", "surname": "Ren\ufffd"} for row in extracts.rows_of(extracts.table(extracts.NOMINALS))
    ]
    extracts.replace_table(raw, extracts.NOMINALS, [*nominals, *nominals])
    crimes = extracts.rows_of(extracts.table("connect/crimes"), extracted_at="2026-05-30 22:15:00")
    extracts.replace_table(raw, "connect/crimes", [crimes[0] | {"recorded_at": "2027-01-01 00:00:00"}, *crimes[1:]])
    phones = [row | {"phone": "7.7009E+11"} for row in extracts.rows_of(extracts.table("compact/people"))]
    extracts.replace_table(raw, "compact/people", phones)
    result = land(raw, landed)
    verdict = json.loads((result.folder / "verdict.json").read_text(encoding="utf-8"))
    missed = {item["code"]: {failure["where"] for failure in item["failures"]} for item in verdict["judgements"]}
    assert verdict["outcome"] == result.manifest["outcome"] == "passed with warnings"
    assert missed["volume_like_last_time"] == {"avaya.call_segments"}
    assert missed["codes_known"] == {"controlworks.people.role"}
    assert missed["filled_like_last_time"] == {"connect.nominals.dob"}
    assert missed["no_lost_characters"] == {"connect.nominals.surname"}
    assert missed["newest_row_of_a_key_is_certain"] == {"connect.nominals"}
    assert missed["not_older_than_last_time"] == {"connect.crimes"}
    assert missed["few_events_after_their_extract"] == {"connect.crimes.recorded_at"}
    assert missed["phones_look_like_phones"] == {"compact.people.phone"}
    assert not missed["required_columns_filled"]


def test_verdict_and_manifest_hold_no_personal_value(in_csv: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in in_csv.rglob("*") if path.suffix in {".json", ".html"}]
    assert len(texts) == len(["manifest.json", "verdict.json", "verdict.html", "deliveries.json"])
    fields = ["full_name", "dob", "phone", "address_text", "postcode", "nominal_id", "surname", "calling_pty"]
    values = {
        row[field]
        for table in load_contract().tables
        for row in extracts.rows_of(table)
        for field in fields
        if len(row.get(field, "")) > 5
    }
    assert values
    assert not [value for value in values for text in texts if value in text]


def test_verdict_page_loads_nothing_and_is_accessible(in_csv: Path) -> None:
    page = (in_csv / "current" / "verdict.html").read_text(encoding="utf-8")
    for loading in ("<script", "<link", "<img", "src=", "href=", "@import", "url("):
        assert loading not in page
    assert '<html lang="en-GB">' in page
    assert page.count("<caption") == page.count("<table") == 2 + len(load_contract().tables)
    assert page.count("<th ") == page.count("<th scope=") + page.count('<th class="')


def test_killed_landing_is_whole_or_nothing_and_the_next_one_cleans_up(raw: Path, landed: Path) -> None:
    """Kill it when it has begun, when it has written tables, and as it switches."""
    old = {Store(landed).current_id(): everything_landed(landed)}
    new = {land(raw, landed.with_name("twin")).delivery_id: everything_landed(landed.with_name("twin"))}
    for sign in (".tmp-*", ".tmp-*/connect", next(iter(new))):
        process = subprocess.Popen([*COMMAND, str(raw)], env=extracts.environment(landed), cwd=ROOT)
        while process.poll() is None and not list(landed.glob(f"deliveries/{sign}")):
            time.sleep(0.002)
        process.kill()
        process.wait()
        current = Store(landed).current_id()
        assert everything_landed(landed) == (old | new)[current]
        assert all(Store(landed).is_whole(entry["delivery_id"]) for entry in Store(landed).ledger())
    result = land(raw, landed)
    assert Store(landed).current_id() == result.delivery_id == next(iter(new))
    assert everything_landed(landed) == new[result.delivery_id]
    assert not list(landed.rglob(".tmp-*"))


def test_killed_between_the_steps_of_the_switch(raw: Path, landed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Store(landed).current_id()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "symlink_to", _fail_for(".tmp-current"))
        with pytest.raises(OSError, match="killed here"):
            land(raw, landed)
    assert Store(landed).current_id() == before
    assert land(raw, landed).action == "switched back"
    assert [entry["delivery_id"] for entry in Store(landed).ledger()] == [before, Store(landed).current_id()]


def _fail_for(name: str) -> object:
    original = Path.symlink_to

    def symlink_to(self: Path, target: Path) -> None:
        if self.name == name:
            raise OSError("killed here")
        original(self, target)

    return symlink_to


def test_second_landing_at_the_same_time_is_refused(raw: Path, landed: Path) -> None:
    with Store(landed).locked(), pytest.raises(LandingError, match="at work in this folder"):
        land(raw, landed)


def test_file_that_grows_while_it_is_read_is_refused(raw: Path, landed: Path) -> None:
    def still_copying(step: str) -> None:
        if step == "landing compact.episodes":
            with (raw / CALLS / "part-0.csv").open("a", encoding="utf-8") as stream:
                stream.write("more\n")

    with pytest.raises(LandingError, match=r"part-0\.csv: changed while it was being read"):
        land(raw, landed, progress=still_copying)


def test_command_exits_with_2_and_says_what_to_do(raw: Path, landed: Path) -> None:
    (raw / CALLS / "part-0.csv").unlink()
    done = subprocess.run(
        [*COMMAND, str(raw)],
        env=extracts.environment(landed),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"1 problem. Nothing has changed; delivery {Store(landed).current_id()} stays current" in done.stderr
    assert "avaya/call_segments: the folder holds no" in done.stderr
    assert "Traceback" not in done.stderr


def test_sources_of_dbt_are_the_contract() -> None:
    declared = yaml.safe_load((ROOT / "models/staging/_sources.yml").read_text(encoding="utf-8"))["sources"]
    found = [
        Table(
            system=source["name"],
            name=table["name"],
            key=tuple(table["config"]["meta"]["key"]),
            required=tuple(table["config"]["meta"]["required"]),
            columns=tuple(column["name"] for column in table["columns"]),
        )
        for source in declared
        for table in source["tables"]
    ]
    assert found == list(load_contract().tables)
    assert all(
        table["identifier"] == f"{source['name']}__{table['name']}" for source in declared for table in source["tables"]
    )


def test_the_tables_that_macros_list_are_the_contract() -> None:
    macro = (ROOT / "macros/landing/landed_tables.sql").read_text(encoding="utf-8")
    listed = ast.literal_eval(macro[macro.index("names = {") + len("names = ") : macro.index("} -%}") + 1])
    assert [(system, name) for system, names in listed.items() for name in names] == [
        (table.system, table.name) for table in load_contract().tables
    ]


def test_the_types_that_name_somebody_are_those_whose_table_requires_a_person() -> None:
    tables = {table.label: table for table in load_contract().tables}
    people = {column for index in ("connect.nominals", "compact.people") for column in tables[index].key}
    events = {
        "call": "avaya.call_segments",
        "contact": "controlworks.contacts",
        "incident": "controlworks.logs",
        "crime": "connect.crimes",
        "custody": "connect.custody_records",
        "missing": "compact.episodes",
    }
    macro = (ROOT / "macros/landing/types_that_name_somebody.sql").read_text(encoding="utf-8")
    listed = ast.literal_eval(macro[macro.index("return(") + len("return(") : macro.index(") }}")])
    assert listed == [kind for kind, label in events.items() if people & set(tables[label].required)]


def test_forms_and_codes_name_columns_of_the_contract() -> None:
    names = {f"{table.label}.{column}" for table in load_contract().tables for column in table.columns}
    content = yaml.safe_load((ROOT / "python_helpers/landing/forms.yml").read_text(encoding="utf-8"))
    named = [name for columns in content["forms"].values() for name in columns] + list(content["codes"])
    assert set(named) - names == {"*.*.extracted_at"}
    assert len(named) == len(set(named)) + len(set(content["forms"]["date"]) & set(content["codes"]))
