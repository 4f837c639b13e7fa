"""What `fsu land` refuses: each fault is named with its file, column and remedy, all together, and nothing changes."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import landing_extracts as extracts
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from python_helpers.landing.contract import load_contract
from python_helpers.landing.findings import Finding, LandingError
from python_helpers.landing.land import land
from python_helpers.landing.request import Asked
from python_helpers.landing.store import Store
from python_helpers.landing.window import AsOf
from python_helpers.settings import SettingsError

pytest_plugins = ("landing_fixtures",)

CALLS = extracts.CALLS
CALLS_FILE = f"{CALLS}/part-0.csv"
ROLES_FILE = "connect/crime_people/part-0.csv"
PEOPLE_FILE = f"{extracts.PEOPLE}/part-0.csv"


def contents(folder: Path) -> dict[str, object]:
    """Every path below `folder` with what it holds or points to, but for the lock."""
    return {
        str(path.relative_to(folder)): path.readlink() if path.is_symlink() else path.is_file() and path.read_bytes()
        for path in folder.rglob("*")
        if path.name != ".lock"
    }


def refusal(raw_dir: Path, landing_dir: Path, accept_empty: tuple[str, ...] = ()) -> list[Finding]:
    """The problems a landing is refused for, after checking what must hold for every refusal."""
    before = contents(landing_dir)
    with pytest.raises(LandingError) as caught:
        land(raw_dir, landing_dir, accept_empty)
    assert contents(landing_dir) == before
    values = {
        value
        for table in load_contract().tables
        for row in extracts.rows_of(table)
        for value in row.values()
        if len(value) > 5
    }
    for problem in caught.value.problems:
        assert problem.remedy, problem
        assert not [value for value in values - set(load_contract().systems) if value in str(problem)], problem
    return caught.value.problems


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def cut_gzip(raw: Path) -> None:
    content = gzip.compress((raw / CALLS_FILE).read_bytes() * 50)
    (raw / CALLS_FILE).unlink()
    (raw / CALLS / "part-0.csv.gz").write_bytes(content[: len(content) * 2 // 3])


def damaged_gzip(raw: Path) -> None:
    content = bytearray(gzip.compress((raw / CALLS_FILE).read_bytes()))
    content[-6] ^= 0xFF
    (raw / CALLS_FILE).unlink()
    (raw / CALLS / "part-0.csv.gz").write_bytes(content)


def as_parquet(raw: Path, change: Callable[[bytes], bytes]) -> None:
    table = extracts.table(CALLS)
    (raw / CALLS_FILE).unlink()
    path = raw / CALLS / "part-0.parquet"
    extracts.write_parquet(path, list(table.columns), extracts.rows_of(table, 5000))
    path.write_bytes(change(path.read_bytes()))


def broken_link(raw: Path) -> None:
    (raw / CALLS_FILE).unlink()
    (raw / CALLS_FILE).symlink_to("gone.csv")


def link_folder(raw: Path) -> None:
    (raw / "avaya").rename(raw.parent / "elsewhere")
    (raw / "avaya").symlink_to(raw.parent / "elsewhere")


def link_table(raw: Path) -> None:
    (raw / CALLS).rename(raw.parent / "elsewhere")
    (raw / CALLS).symlink_to("../../elsewhere")


def link_file(raw: Path) -> None:
    (raw / CALLS_FILE).rename(raw.parent / "calls.csv")
    (raw / CALLS_FILE).symlink_to(raw.parent / "calls.csv")


def link_marker(raw: Path) -> None:
    (raw.parent / "mark").write_text("{}")
    (raw / "synthetic.json").symlink_to(raw.parent / "mark")


def folder_with_data(raw: Path) -> None:
    (raw / CALLS / "part-1.csv").mkdir()
    shutil.copy(raw / CALLS_FILE, raw / CALLS / "part-1.csv" / "000.csv")


def flat_file(raw: Path) -> None:
    (raw / CALLS_FILE).rename(raw / "avaya.call_segments.csv")
    (raw / CALLS).rmdir()


def pipe(raw: Path) -> None:
    (raw / CALLS_FILE).unlink()
    os.mkfifo(raw / CALLS_FILE)


def corrupt_middle(content: bytes) -> bytes:
    damaged = bytearray(content)
    damaged[200:1200] = bytes(byte ^ 0xA5 for byte in damaged[200:1200])
    return bytes(damaged)


def parquet_with(raw: Path, column: str, array: pa.Array, times: int = 1) -> None:
    table = extracts.table(CALLS)
    (raw / CALLS_FILE).unlink()
    rows = extracts.rows_of(table)
    arrays = [pa.array([row[name] for row in rows]) for name in table.columns if name != column]
    names = [name for name in table.columns if name != column]
    path = raw / CALLS / "part-0.parquet"
    pq.write_table(pa.Table.from_arrays([*arrays, *[array] * times], names=[*names, *[column] * times]), path)


def rewrite(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(raw: Path) -> None:
        (raw / name).write_bytes(change((raw / name).read_bytes()))

    return spoil


def header(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(content: bytes) -> bytes:
        first, rest = content.split(b"\n", 1)
        return change(first) + b"\n" + rest

    return rewrite(CALLS_FILE, spoil)


def other_columns(raw: Path) -> None:
    table = extracts.table(CALLS)
    fewer = [column for column in table.columns if column != "talktime"]
    extracts.write_csv(raw / CALLS / "part-1.csv", fewer, extracts.rows_of(table))


def spoil_row(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(content: bytes) -> bytes:
        rows = content.split(b"\n")
        rows[6] = change(rows[6])
        return b"\n".join(rows)

    return rewrite(ROLES_FILE, spoil)


SPOILT: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "no table folder": (lambda raw: shutil.rmtree(raw / CALLS), (CALLS, "missing")),
    "no system folder": (lambda raw: shutil.rmtree(raw / "avaya"), ("avaya: ", "missing", "call_segments")),
    "a system in capitals": (
        lambda raw: (raw / "avaya").rename(raw / "Avaya"),
        ("avaya: ", "there is 'Avaya': write it in small letters"),
    ),
    "a table in capitals": (
        lambda raw: (raw / CALLS).rename(raw / "avaya/Call_Segments"),
        (CALLS, "there is 'Call_Segments'"),
    ),
    "a file for a folder": (
        lambda raw: (raw / CALLS).rename(raw / "calls") and (raw / CALLS).write_text("x"),
        (CALLS, "is a file, not the folder"),
    ),
    "a folder without files": (lambda raw: (raw / CALLS_FILE).unlink(), (CALLS, "no .parquet, .csv or .csv.gz")),
    "only other files": (
        lambda raw: (raw / CALLS_FILE).rename(raw / CALLS / "calls.xlsx"),
        (f"{CALLS}/calls.xlsx", "looks like data", "--ignore"),
    ),
    "no bytes": (rewrite(CALLS_FILE, lambda _: b""), (CALLS_FILE, "0 bytes")),
    "a broken link": (broken_link, (CALLS_FILE, "cannot be opened")),
    "a folder with data": (folder_with_data, (f"{CALLS}/part-1.csv", "looks like data")),
    "a file where a folder belongs": (flat_file, (CALLS, "there is 'avaya.call_segments.csv'")),
    "a pipe": (pipe, (CALLS_FILE, "not a regular file")),
    "required column missing": (header(lambda h: h.replace(b"ucid,", b"x,")), (CALLS_FILE, "'ucid'")),
    "extracted_at missing": (header(lambda h: h.replace(b"extracted_at", b"x")), (CALLS_FILE, "'extracted_at'")),
    "required column misspelt": (
        header(lambda h: h.replace(b"segstart_utc", b"segstart_uct")),
        (CALLS_FILE, "'segstart_uct' looks like 'segstart_utc'"),
    ),
    "column twice": (header(lambda h: h.replace(b"callid", b"UCID ")), (CALLS_FILE, "'ucid' more than once")),
    "no header": (rewrite(CALLS_FILE, lambda c: c.split(b"\n", 1)[1]), (CALLS_FILE, "has no column")),
    "another table's file": (
        lambda raw: shutil.copy(raw / extracts.NOMINALS / "part-0.csv", raw / CALLS_FILE),
        (CALLS_FILE, "has the columns of connect.nominals"),
    ),
    "unbalanced header": (header(lambda h: h.replace(b"callid", b'"callid')), (CALLS_FILE, "quotes in its header")),
    "header over two lines": (
        header(lambda h: h.replace(b"callid", b'"call\nid"')),
        (CALLS_FILE, "quotes in its header"),
    ),
    "empty first line": (rewrite(CALLS_FILE, lambda c: b"\n" + c), (CALLS_FILE, "empty line")),
    "semicolons": (header(lambda h: h.replace(b",", b";")), (CALLS_FILE, "semicolons")),
    "tabs": (header(lambda h: h.replace(b",", b"\t")), (CALLS_FILE, "tabs")),
    "pipes": (header(lambda h: h.replace(b",", b"|")), (CALLS_FILE, "pipes")),
    "latin-1": (
        rewrite(PEOPLE_FILE, lambda c: c.decode().replace("Ł", "L").encode("latin-1")),
        (PEOPLE_FILE, "not UTF-8", "'full_name'", "iconv"),
    ),
    "latin-1 header": (header(lambda h: h + b",gro\xdfe"), (CALLS_FILE, "not UTF-8")),
    "utf-16": (rewrite(CALLS_FILE, lambda c: c.decode().encode("utf-16")), (CALLS_FILE, "UTF-16")),
    "utf-16 without mark": (rewrite(CALLS_FILE, lambda c: c.decode().encode("utf-16-le")), (CALLS_FILE, "UTF-16")),
    "a web page": (rewrite(CALLS_FILE, lambda _: b"<!DOCTYPE html><html></html>"), (CALLS_FILE, "web page")),
    "parquet encrypted": (
        lambda raw: as_parquet(raw, lambda c: b"PARE" + c[4:-4] + b"PARE"),
        (f"{CALLS}/part-0.parquet", "encrypted"),
    ),
    "several columns missing": (
        header(lambda h: h.replace(b"ucid,", b"x,").replace(b"segment,", b"y,")),
        (CALLS_FILE, "columns 'ucid', 'segment'"),
    ),
    "a workbook": (rewrite(CALLS_FILE, lambda _: b"PK\x03\x04" + b"x" * 100), (CALLS_FILE, "Excel")),
    "gzip named csv": (rewrite(CALLS_FILE, gzip.compress), (CALLS_FILE, ".csv.gz")),
    "csv named gzip": (
        lambda raw: (raw / CALLS_FILE).rename(raw / CALLS / "part-0.csv.gz"),
        (f"{CALLS}/part-0.csv.gz", "not gzip"),
    ),
    "gzip cut off": (cut_gzip, (f"{CALLS}/part-0.csv.gz", "cut off")),
    "gzip damaged": (damaged_gzip, (f"{CALLS}/part-0.csv.gz", "damaged")),
    "gzip of nothing": (
        lambda raw: (raw / CALLS_FILE).rename(raw / CALLS / "e.csv.gz").write_bytes(gzip.compress(b"")),
        (f"{CALLS}/e.csv.gz", "not even a header"),
    ),
    "parquet cut off": (lambda raw: as_parquet(raw, lambda c: c[:-100]), (f"{CALLS}/part-0.parquet", "cut off")),
    "parquet damaged": (lambda raw: as_parquet(raw, corrupt_middle), (f"{CALLS}/part-0.parquet", "damaged", "'ucid'")),
    "csv named parquet": (
        lambda raw: (raw / CALLS_FILE).rename(raw / CALLS / "part-0.parquet"),
        (f"{CALLS}/part-0.parquet", "is not Parquet"),
    ),
    "parquet not utf-8": (
        lambda raw: parquet_with(raw, "anslogin", pa.array([b"Jos\xe9"] * extracts.ROW_COUNT, pa.binary())),
        (f"{CALLS}/part-0.parquet", "not UTF-8", "'anslogin'"),
    ),
    "parquet with lists": (
        lambda raw: parquet_with(raw, "anslogin", pa.array([["x"]] * extracts.ROW_COUNT)),
        (f"{CALLS}/part-0.parquet", "lists", "'anslogin'"),
    ),
    "parquet with a column twice": (
        lambda raw: parquet_with(raw, "anslogin", pa.array(["x"] * extracts.ROW_COUNT), times=2),
        (f"{CALLS}/part-0.parquet", "'anslogin' more than once"),
    ),
    "row too short": (spoil_row(lambda r: r.rsplit(b",", 2)[0]), (ROLES_FILE, "fewer values", "line 7")),
    "row too long": (spoil_row(lambda r: r + b",1,2"), (ROLES_FILE, "more values", "line 7")),
    "stray quote": (spoil_row(lambda r: b'"x"y' + r), (ROLES_FILE, "quote", "line 7")),
    "cut in a row": (rewrite(CALLS_FILE, lambda c: c.rstrip().rsplit(b",", 3)[0]), (CALLS_FILE, "fewer values")),
    "cut in quotes": (rewrite(PEOPLE_FILE, lambda c: c[: c.rindex(b'"')]), (PEOPLE_FILE, "quote")),
    "mixed line ends": (
        rewrite(CALLS_FILE, lambda c: c.replace(b"\n", b"\r\n", 1)),
        (CALLS_FILE, "line ends"),
    ),
    "a folder linked from outside": (link_folder, ("avaya: ", "leads out of the folder of extracts")),
    "a table linked from outside": (link_table, (CALLS, "leads out of the folder of extracts")),
    "a file linked from outside": (link_file, (CALLS_FILE, "leads out of the folder of extracts")),
    "a marker linked from outside": (link_marker, ("synthetic.json", "leads out of the folder of extracts")),
    "other columns in another file": (other_columns, (f"{CALLS}/part-1.csv", "'talktime'")),
}


@pytest.mark.parametrize("name", SPOILT)
def test_fault_is_named_and_nothing_changes(name: str, raw: Path, landed: Path) -> None:
    spoil, expected = SPOILT[name]
    spoil(raw)
    problems = refusal(raw, landed)
    assert len(problems) == 1
    for words in expected:
        assert words in str(problems[0])


def test_big_csv_that_ends_in_an_open_quote_loses_no_row_quietly(raw: Path, landed: Path) -> None:
    table = extracts.table(extracts.PEOPLE)
    lines = "\n".join([",".join("x" for _ in table.columns)] * 10_000)
    path = extracts.replace_table(
        raw, extracts.PEOPLE, [row | {"address_text": lines} for row in extracts.rows_of(table, 150)]
    )
    path.write_bytes(path.read_bytes()[: -len(lines)])
    (problem,) = refusal(raw, landed)
    assert "a quote that opens after row 149 and never closes" in problem.what


def test_all_faults_are_reported_together(raw: Path, landed: Path) -> None:
    shutil.rmtree(raw / "compact/episodes")
    (raw / PEOPLE_FILE).write_bytes(b"")
    header(lambda h: h.replace(b"ucid,", b"x,"))(raw)
    rewrite("connect/crimes/part-0.csv", lambda c: c.rstrip().rsplit(b",", 3)[0])(raw)
    extracts.replace_table(raw, "connect/investigations", [])
    found = {problem.where for problem in refusal(raw, landed)}
    assert found == {
        "compact/episodes",
        PEOPLE_FILE,
        CALLS_FILE,
        "connect/crimes/part-0.csv",
        "connect/investigations",
    }


def test_every_kind_of_bad_line_is_counted(raw: Path, landed: Path) -> None:
    good = lines(raw / ROLES_FILE)
    good[3] = good[7] = "1,2\n"
    good[5] = good[5].replace("\n", ",more\n")
    (raw / ROLES_FILE).write_text("".join(good), encoding="utf-8")
    said = [str(problem) for problem in refusal(raw, landed)]
    assert len(said) == 2
    assert "2 lines have fewer values" in said[0]
    assert "the first is line 4" in said[0]
    assert "one line has more values" in said[1]


def test_raw_folder_has_to_exist(tmp_path: Path, landed: Path) -> None:
    problems = refusal(tmp_path / "nowhere", landed)
    assert len(problems) == 1
    assert "does not exist" in str(problems[0])


def test_raw_folder_that_links_to_itself_is_one_problem(tmp_path: Path, landed: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (problem,) = refusal(tmp_path / "loop", landed)
    assert "does not exist" in problem.what


def test_number_of_threads_has_to_be_one(raw: Path, landed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_THREADS", "many")
    before = contents(landed)
    with pytest.raises(SettingsError, match="FSU_THREADS"):
        land(raw, landed)
    assert contents(landed) == before


def test_wrong_folder_is_one_problem(tmp_path: Path, landed: Path) -> None:
    (tmp_path / "home" / "documents").mkdir(parents=True)
    (problem,) = refusal(tmp_path / "home", landed)
    assert "is it the right one?" in problem.what


def test_spoilt_list_of_deliveries_is_not_overwritten(raw: Path, landed: Path) -> None:
    (landed / "deliveries.json").write_text("[{", encoding="utf-8")
    with pytest.raises(LandingError, match="not the list"):
        land(raw, landed)
    assert (landed / "deliveries.json").read_text(encoding="utf-8") == "[{"


def test_raw_and_landing_folder_are_kept_apart(raw: Path) -> None:
    with pytest.raises(LandingError, match="lie in one another"):
        land(raw, raw / "landing")


def test_landing_path_that_dbt_could_not_read_is_refused(raw: Path, tmp_path: Path) -> None:
    with pytest.raises(LandingError, match="wildcards"):
        land(raw, tmp_path / "landing[1]")


def test_current_that_is_a_folder_is_not_overwritten(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "own" / "current").mkdir(parents=True)
    with pytest.raises(LandingError, match="not a link"):
        land(raw, tmp_path / "own")


def test_empty_table_needs_acceptance_when_it_had_rows(raw: Path, landed: Path) -> None:
    extracts.replace_table(raw, CALLS, [])
    (problem,) = refusal(raw, landed)
    assert "24 rows" in problem.what
    assert "--accept-empty avaya.call_segments" in problem.remedy
    (other,) = refusal(raw, landed, ("connect.crimes",))
    assert other == problem


def test_acceptance_has_to_name_a_table(raw: Path, landed: Path) -> None:
    (problem,) = refusal(raw, landed, ("avaya.calls",))
    assert "avaya.call_segments" in problem.remedy


LOOKS_LIKE_DATA = [
    f"{CALLS}/part-1.csv.filepart",
    f"{CALLS}/part-1.csv.zip",
    f"{CALLS}/_2026_calls.csv",
    f"{CALLS}/~$part-0.csv",
    f"{CALLS}/.part-1.csv",
    f"{CALLS}/._part-1.csv",
    f"{CALLS}/part-1.csv.tmp",
    f"{CALLS}/part-1.csv.bz2",
    f"{CALLS}/part-1.parquet.bak",
    f"{CALLS}/part-1.xlsx",
    f"{CALLS}/export.txt",
    f"{CALLS}/no-ending",
    f"{CALLS}/.hidden/part-1.csv",
    f"{CALLS}/2026/09/part-1.csv",
    f"{CALLS}/_temporary/0/part-1.parquet",
    "avaya/call_segments.csv",
    "avaya/call_segments_2026/part-1.csv",
    "avaya/_call_segments/part-1.csv",
    "avaya.call_segments.csv",
    "extracts.zip",
]


@pytest.mark.parametrize("name", LOOKS_LIKE_DATA)
def test_what_looks_like_data_is_never_passed_over(name: str, raw: Path, landed: Path) -> None:
    (raw / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(raw / CALLS_FILE, raw / name)
    (problem,) = refusal(raw, landed)
    assert name.startswith(problem.where)
    assert "looks like data and is not read" in problem.what
    assert f"--ignore '{problem.where}'" in problem.remedy


def test_what_is_said_to_be_no_data_is_left_out(raw: Path, landed: Path) -> None:
    shutil.copy(raw / CALLS_FILE, raw / CALLS / "part-1.csv.bak")
    (problem,) = refusal(raw, landed)
    result = land(raw, landed, asked=Asked(ignored=frozenset([problem.where])))
    assert result.manifest["ignored"] == [f"{CALLS}/part-1.csv.bak"]


def test_what_is_left_out_has_to_be_there(raw: Path, landed: Path) -> None:
    with pytest.raises(LandingError, match="--ignore avaya/nothing: is not there"):
        land(raw, landed, asked=Asked(ignored=frozenset(["avaya/nothing"])))


def test_a_table_that_lost_nearly_everything_needs_acceptance(raw: Path, landed: Path) -> None:
    extracts.replace_table(
        raw, "connect/nominal_aliases", extracts.rows_of(extracts.table("connect/nominal_aliases"), 2)
    )
    with pytest.raises(LandingError) as caught:
        land(raw, landed)
    (problem,) = caught.value.problems
    assert problem.where == "connect.nominal_aliases"
    assert "row_ratio is 0.08" in problem.what
    assert "--accept-empty connect.nominal_aliases" in problem.remedy
    accepted = land(raw, landed, ["connect.nominal_aliases"])
    assert accepted.manifest["accepted_empty"] == ["connect.nominal_aliases"]


@pytest.mark.parametrize("column", ["crime_no", "nominal_id", "role"])
def test_line_ends_inside_ids_and_codes_are_bounded(column: str, raw: Path, landed: Path) -> None:
    few = extracts.rows_of(extracts.table("connect/crime_people"))
    rows = [dict(few[number % len(few)]) for number in range(300)]
    rows[5][column] += "\nx,y,z,w\nx,y,z,w"
    extracts.replace_table(raw, "connect/crime_people", rows)
    said = {warning.where: warning.what for warning in land(raw, landed).warnings}
    assert "No value has swallowed the rows after it" in said[f"connect.crime_people.{column}"]
    rows[5][column] += "\nx,y,z,w" * 5
    extracts.replace_table(raw, "connect/crime_people", rows)
    with pytest.raises(LandingError, match=rf"crime_people\.{column}: swallowed_share is 2\.3%"):
        land(raw, landed)


def test_an_address_may_have_lines_and_not_the_rows_that_follow(raw: Path, landed: Path) -> None:
    rows = extracts.rows_of(extracts.table(extracts.PEOPLE))
    rows[3]["address_text"] = "Flat 2, 3 High Street,\nAston,\nBirmingham"
    extracts.replace_table(raw, extracts.PEOPLE, rows)
    assert "swallowed_share" not in str(land(raw, landed).warnings)
    rows[3]["address_text"] += "\n" + ",".join("x" for _ in rows[3])
    extracts.replace_table(raw, extracts.PEOPLE, rows)
    assert "people.address_text', what='swallowed_share is 11.1%" in str(land(raw, landed).warnings)


def test_a_text_that_no_text_is_as_long_as_is_missing_and_bounded(raw: Path, landed: Path) -> None:
    few = extracts.rows_of(extracts.table(extracts.PEOPLE))
    rows = [few[number % len(few)] | {"person_entry_id": f"E{number}"} for number in range(300)]
    rows[5]["address_text"] = "1 High Street " * 20_000
    extracts.replace_table(raw, extracts.PEOPLE, rows)
    said = {warning.where: warning.what for warning in land(raw, landed).warnings}
    assert "overlong_share is 0.4%" in said[f"{extracts.PEOPLE.replace('/', '.')}.address_text"]
    for number in range(4):
        rows[number]["address_text"] = "1 High Street " * 400
    extracts.replace_table(raw, extracts.PEOPLE, rows)
    with pytest.raises(LandingError, match=r"people\.address_text: overlong_share is 2\.\d%"):
        land(raw, landed)


def test_an_odd_time_of_extraction_never_stops_a_later_landing(raw: Path, landed: Path) -> None:
    odd = [
        "9999-12-31 00:00:00",
        "2199-12-31 23:59:59",
        "99999-1-1 00:00:00",
        "2026-13-01 00:00:00",
        "soon",
        "0001-01-01",
    ]
    rows = extracts.rows_of(extracts.table(extracts.NOMINALS), 40)
    for row, text in zip(rows, odd, strict=False):
        row["extracted_at"] = text
    extracts.replace_table(raw, extracts.NOMINALS, rows)
    first = land(raw, landed)
    assert any("future_extract_count is 1." in warning.what for warning in first.warnings)
    newest = [row["latest"] for row in json.loads((first.folder / "verdict.json").read_text())["profile"]]
    assert extracts.EXTRACTED in newest
    assert first.manifest["newest_extracted_at"] != "2199-12-31 23:59:59"
    rows[20]["surname"] = "Later"
    extracts.replace_table(raw, extracts.NOMINALS, rows)
    assert land(raw, landed).action == "landed"


DATES = {
    "long before": (AsOf(date(2019, 1, 1)), r"leaves 0\.0% of the events in its twelve months: .*2026-01 to 2026-09"),
    "just before": (AsOf(date(2026, 1, 1)), r"leaves 0\.0% of the events"),
    "long after": (AsOf(date(2027, 3, 1)), r"lies after the events: 0\.0%"),
    "after everything": (AsOf(date(2030, 1, 1)), r"leaves 0\.0% of the events"),
    "before the last refresh": (AsOf(date(2026, 6, 1), last=date(2026, 10, 1)), "122 days before the last refresh"),
}


@pytest.mark.parametrize("name", DATES)
def test_a_date_that_empties_the_window_is_refused(name: str, raw: Path, landed: Path) -> None:
    as_of, said = DATES[name]
    before = contents(landed)
    with pytest.raises(LandingError, match=said) as caught:
        land(raw, landed, asked=Asked(as_of=as_of))
    assert contents(landed) == before
    (problem,) = caught.value.problems
    assert problem.where == f"FSU_AS_OF={as_of.asked}"
    assert f"--accept-as-of {as_of.asked}" in problem.remedy


def test_a_date_that_empties_the_window_is_refused_for_what_has_landed_before(raw: Path, landed: Path) -> None:
    first = land(raw, landed, asked=Asked(as_of=AsOf(extracts.AS_OF, last=date(2026, 12, 1))))
    too_early = AsOf(date(2019, 1, 1))
    with pytest.raises(LandingError, match="leaves"):
        land(raw, landed, asked=Asked(as_of=too_early))
    meant = land(raw, landed, asked=Asked(as_of=AsOf(date(2019, 1, 1), accepted=date(2019, 1, 1))))
    assert (meant.action, meant.delivery_id) == ("unchanged", first.delivery_id)


@pytest.mark.parametrize(
    ("accepted", "as_of", "code", "said"),
    [
        ("", "2019-01-01", 2, "--accept-as-of 2019-01-01"),
        ("2019-01-02", "2019-01-01", 2, "--accept-as-of 2019-01-01"),
        ("2019-01-01", "2019-01-01", 0, "Landed delivery"),
        ("", "soon", 1, "is not a date"),
    ],
)
def test_command_takes_the_date_from_the_environment(
    accepted: str, as_of: str, code: int, said: str, raw: Path, landed: Path
) -> None:
    """And says so before anything lands."""
    current = Store(landed).current_id()
    done = subprocess.run(
        [sys.executable, "-c", "from python_helpers.cli import run; run()", "land", str(raw)],
        env=extracts.environment(landed) | {"FSU_AS_OF": as_of, "FSU_ACCEPT_AS_OF": accepted},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert (Store(landed).current_id() == current) == (code != 0)
