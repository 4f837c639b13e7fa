"""Synthetic extracts: what the contract asks for, reproducible, troubled as the profile says, and the truth apart."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from recall_ceiling import ceiling

from python_helpers.landing.contract import load_contract
from python_helpers.synthesise.extracts import MARKER, Options, synthesise
from python_helpers.synthesise.names import ORIGINS
from python_helpers.synthesise.profiles import CLEAN, CONTRADICTIONS, HOSTILE, TYPICAL, VOLUMES, ordered_rates
from python_helpers.synthesise.profiles import contradicted as contradicted_profile

SCALE = 0.005
CONTRACT = load_contract()


def made(folder: Path, **options: object) -> Path:
    """Extracts made with these options, their truth beside."""
    synthesise(folder, truth_of(folder), Options(**{"scale": SCALE, **options}))  # type: ignore[arg-type]
    return folder


def truth_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}_truth")


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder and its truth."""
    return {
        f"{root.name}/{path.relative_to(root)}": hashlib.sha256(path.read_bytes()).hexdigest()
        for root in (folder, truth_of(folder))
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One small world a profile."""
    root = tmp_path_factory.mktemp("worlds")
    return {name: made(root / name, profile=name) for name in ("clean", "typical", "hostile")}


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The typical world a quarter later."""
    return made(tmp_path_factory.mktemp("later") / "typical", refresh=1)


@pytest.fixture(scope="module")
def contradicted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hostile world in which everything that contradicts a rule happens five times as often."""
    return made(tmp_path_factory.mktemp("contradicted") / "hostile", profile="hostile", contradictions=5.0, scale=0.02)


def rows(world: Path, sql: str) -> list[tuple[object, ...]]:
    """Answer of a query in which {system.table} is an extract and {truth.name} a truth file."""
    with duckdb.connect() as connection:
        for table in CONTRACT.tables:
            path = f"{world}/{table.system}/{table.name}/*.parquet"
            sql = sql.replace(f"{{{table.label}}}", f"read_parquet('{path}')")
        for file in truth_of(world).glob("*.parquet"):
            sql = sql.replace(f"{{truth.{file.stem}}}", f"read_parquet('{file}')")
        return connection.execute(sql).fetchall()


def figure(world: Path, sql: str) -> float:
    (value,) = rows(world, sql)[0]
    return float(str(value))


def test_every_table_of_the_contract_is_there_with_its_columns_as_text(worlds: dict[str, Path]) -> None:
    for table in CONTRACT.tables:
        (file,) = (worlds["typical"] / table.system / table.name).glob("*.parquet")
        schema = pq.read_schema(file)
        assert tuple(schema.names) == table.columns
        assert {str(kind) for kind in schema.types} == {"string"}
    assert {p.name for p in worlds["typical"].iterdir()} == {*CONTRACT.systems, MARKER}


def test_hostile_extracts_bring_columns_that_must_never_be_read(worlds: dict[str, Path]) -> None:
    (file,) = (worlds["hostile"] / "connect" / "nominals").glob("*.parquet")
    assert {"ethnicity", "religion"} <= set(pq.read_schema(file).names)


@pytest.mark.parametrize("label", ["avaya.call_segments", "controlworks.logs", "connect.crimes", "compact.episodes"])
def test_volumes_are_the_force_years_share(worlds: dict[str, Path], label: str) -> None:
    key = {"avaya.call_segments": "ucid", "controlworks.logs": "log_no"}.get(label)
    key = key or {"connect.crimes": "crime_no", "compact.episodes": "episode_ref"}[label]
    expected = {"ucid": VOLUMES.calls, "log_no": VOLUMES.logs, "crime_no": VOLUMES.crimes}.get(key, VOLUMES.missing)
    found = figure(worlds["typical"], f"select count(distinct {key}) from {{{label}}}")
    assert found == pytest.approx(expected * SCALE, rel=0.05)


def test_same_seed_same_bytes_whatever_the_hash_seed_and_threads(tmp_path: Path, worlds: dict[str, Path]) -> None:
    folder = tmp_path / "typical"
    program = (
        "from pathlib import Path; from python_helpers.synthesise.extracts import Options, synthesise; "
        f"synthesise(Path({str(folder)!r}), Path({str(truth_of(folder))!r}), Options(scale={SCALE}))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "OMP_NUM_THREADS": "1", "ARROW_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    assert digests(folder) == digests(worlds["typical"])


def test_another_seed_makes_another_world(tmp_path: Path, worlds: dict[str, Path]) -> None:
    other, first = digests(made(tmp_path / "typical", seed=2)), digests(worlds["typical"])
    same = {name for name in first if other.get(name) == first[name]}
    assert same <= {"typical_truth/agencies.parquet"}


def test_csv_says_the_same_as_parquet(tmp_path: Path, worlds: dict[str, Path]) -> None:
    folder = made(tmp_path / "csv", format="csv")
    with duckdb.connect() as connection:
        for table in CONTRACT.tables:
            parquet = f"read_parquet('{worlds['typical']}/{table.system}/{table.name}/*.parquet')"
            text = f"read_csv('{folder}/{table.system}/{table.name}/*.csv', all_varchar = true, header = true)"
            difference = f"(from {parquet} except all from {text}) union all (from {text} except all from {parquet})"
            assert connection.execute(difference).fetchall() == []


@pytest.mark.parametrize("profile", ["clean", "typical", "hostile"])
def test_every_identity_record_has_one_truth(worlds: dict[str, Path], profile: str) -> None:
    wanted = """
        select distinct 'avaya' as source_system, 'call' as record_type, ucid as record_id from {avaya.call_segments}
        where ucid is not null
        union all select distinct 'controlworks', 'person_entry', person_entry_id from {controlworks.people}
        union all select distinct 'connect', 'nominal', nominal_id from {connect.nominals}
        union all select distinct 'compact', 'person', person_ref from {compact.people}
    """
    told = "select source_system, record_type, record_id from {truth.records}"
    assert rows(worlds[profile], f"({wanted}) except all ({told})") == []
    assert rows(worlds[profile], f"({told}) except all ({wanted})") == []


def test_the_truth_is_never_inside_the_extracts(tmp_path: Path) -> None:
    folder = made(tmp_path / "csv", format="csv", scale=0.001)
    assert not any("TRUE0" in path.read_text(encoding="utf-8") for path in folder.rglob("*.csv"))
    with pytest.raises(ValueError, match="inside the extracts"):
        synthesise(tmp_path / "x", tmp_path / "x" / "truth", Options())


@pytest.mark.parametrize("profile", ["clean", "typical"])
def test_without_hostility_every_row_is_usable_and_refers_to_something(worlds: dict[str, Path], profile: str) -> None:
    for table in CONTRACT.tables:
        empty = " or ".join(f"coalesce({name}, '') = ''" for name in table.required)
        assert rows(worlds[profile], f"select * from {{{table.label}}} where {empty}") == [], table.label
    references = (
        ("controlworks.people", "log_no", "controlworks.logs", "log_no"),
        ("controlworks.people", "roc_ref", "controlworks.contacts", "roc_ref"),
        ("controlworks.people", "nominal_id", "connect.nominals", "nominal_id"),
        ("controlworks.deployments", "log_no", "controlworks.logs", "log_no"),
        ("connect.nominals", "merged_into", "connect.nominals", "nominal_id"),
        ("connect.crimes", "log_no", "controlworks.logs", "log_no"),
        ("connect.crime_people", "crime_no", "connect.crimes", "crime_no"),
        ("connect.crime_people", "nominal_id", "connect.nominals", "nominal_id"),
        ("connect.custody_records", "nominal_id", "connect.nominals", "nominal_id"),
        ("compact.episodes", "person_ref", "compact.people", "person_ref"),
        ("compact.episodes", "log_no", "controlworks.logs", "log_no"),
    )
    for child, column, parent, key in references:
        orphans = f"select {column} from {{{child}}} where {column} is not null"
        assert rows(worlds[profile], f"({orphans}) except (select {key} from {{{parent}}})") == [], (child, column)


def test_hostile_extracts_hold_what_staging_must_refuse(worlds: dict[str, Path]) -> None:
    world = worlds["hostile"]
    assert figure(world, "select count(*) from {controlworks.logs} where log_no is null") > 0
    assert figure(world, "select count(*) from {controlworks.logs} where opened_at > '2031'") > 0
    assert figure(world, "select count(*) from {connect.crime_people} where nominal_id = 'N00000001'") > 0
    assert figure(world, "select count(*) from {avaya.call_segments} where talktime = '-30'") > 0


def test_trouble_grows_from_clean_to_hostile(worlds: dict[str, Path]) -> None:
    clean, typical, hostile = (ordered_rates(profile) for profile in (CLEAN, TYPICAL, HOSTILE))
    assert all(clean[name] <= typical[name] <= hostile[name] for name in clean)
    share = "select count(*) / (select count(*) from {truth.records} where record_type != 'call') from {truth.troubles}"
    for trouble in ("typo", "transliteration", "nickname", "wrong dob", "initial", "one name"):
        found = [
            figure(worlds[p], f"{share} where troubles like '%{trouble}%'") for p in ("clean", "typical", "hostile")
        ]
        assert found == sorted(found), trouble
    for column in ("usable_pairs", "strong_pairs"):
        shares = [getattr(ceiling(worlds[p], truth_of(worlds[p])), column) for p in ("clean", "typical", "hostile")]
        assert shares == sorted(shares, reverse=True), column


def test_a_realistic_share_of_records_lacks_things(worlds: dict[str, Path]) -> None:
    typical = ceiling(worlds["typical"], truth_of(worlds["typical"]))
    assert typical.strong_pairs == pytest.approx(0.74, abs=0.07)
    assert typical.usable_pairs == pytest.approx(0.86, abs=0.06)


def test_most_people_come_once_and_a_few_all_the_time(worlds: dict[str, Path]) -> None:
    counts = """
        select count(distinct interaction_type || source_ref) as n from {truth.interaction_people}
        where true_person_id != '' group by true_person_id
    """
    assert figure(worlds["typical"], f"select avg((n <= 3)::int) from ({counts})") > 0.6
    assert figure(worlds["typical"], f"select max(n) from ({counts})") > 100
    top = f"select sum(n) filter (where n >= 20) / sum(n) from ({counts})"
    assert figure(worlds["typical"], top) > 0.1


def test_hard_negatives_are_planted(contradicted: Path) -> None:
    pairs = """
        from {truth.planted_pairs} as pair
        inner join {truth.people} as one on pair.left_true_person_id = one.true_person_id
        inner join {truth.people} as two on pair.right_true_person_id = two.true_person_id
    """
    same_day = "one.date_of_birth = two.date_of_birth"
    same_name = "one.forename = two.forename and one.surname = two.surname"
    at_home = "one.household = two.household"
    whole = "(one.forename || ' ' || one.middle_names) <> (two.forename || ' ' || two.middle_names)"
    first_shared = f"split_part(one.forename, '-', 1) = split_part(two.forename, '-', 1) and {whole}"
    truths = {
        "twins": f"{same_day} and {at_home} and one.forename != two.forename",
        "twins of one first forename": f"{same_day} and {at_home} and {first_shared}",
        "siblings of one first forename": f"not {same_day} and {at_home} and {first_shared}",
        "couple of one given name": f"one.forename = two.forename and {at_home} and not {same_day}",
        "junior": f"{same_name} and {at_home} and not {same_day}",
        "relatives of one forename": f"{same_name} and {at_home}",
        "namesake": f"{same_name} and one.household != two.household",
        "near namesake": f"{same_name} and not {same_day}",
    }
    for kind, condition in truths.items():
        found = rows(
            contradicted, f"select count(*), coalesce(avg(({condition})::int), 1) {pairs} where kind = '{kind}'"
        )
        assert found[0][0] > 0, kind  # type: ignore[operator]
        assert found[0][1] == 1, kind


def test_what_is_right_comes_in_unusual_forms(contradicted: Path) -> None:
    forms = {
        "a name that was read in another encoding": "{controlworks.people} where regexp_matches(full_name, 'Ã|Å')",
        "two numbers in one box": "{controlworks.people} where phone like '%/%'",
        "letters for digits": "{controlworks.people} where regexp_matches(phone, '^O7')",
        "an age behind the date of birth": "{controlworks.people} where regexp_matches(dob, '^[0-9/-]{6,} [0-9]+yrs$')",
        "a whole name in the surname field": "{connect.nominals} where forename is null and surname like '%, %'",
        "a single name": "{connect.nominals} where forename is null and nominal_id in"
        " (select record_id from {truth.records} inner join {truth.people} using (true_person_id) where surname = '')",
    }
    for form, where in forms.items():
        assert figure(contradicted, f"select count(*) from {where}") > 0, form


@pytest.mark.parametrize(
    "trouble",
    [
        "number of the caller",
        "merged into somebody else",
        "number of a stranger",
        "generation",
        "family name first",
        "wrong national id",
        "national id of another",
    ],
)
def test_what_contradicts_a_rule_is_planted_and_counted(
    worlds: dict[str, Path], contradicted: Path, trouble: str
) -> None:
    share = f"""
        select count(*) filter (where contains(troubles, '{trouble}')) / (select count(*) from {{truth.records}})
        from {{truth.troubles}}
    """
    clean, much = figure(worlds["clean"], share), figure(contradicted, share)
    assert clean < much
    assert much > 0


def test_a_crime_names_others_than_its_log_at_the_profiles_rate(worlds: dict[str, Path]) -> None:
    named = """
        with on_logs as (
            select source_ref as log_no, true_person_id from {truth.interaction_people}
            where interaction_type = 'incident' and true_person_id != ''
        )
        select avg((on_logs.true_person_id is not null)::int)
        from {truth.interaction_people} as listed
        inner join (select distinct crime_no, log_no from {connect.crimes}) as crimes
            on listed.source_ref = crimes.crime_no
        inner join (select distinct log_no from on_logs) as logs on crimes.log_no = logs.log_no
        left join on_logs on crimes.log_no = on_logs.log_no and listed.true_person_id = on_logs.true_person_id
        where listed.interaction_type = 'crime' and listed.role = 'VICTIM'
    """
    shares = [figure(worlds[profile], named) for profile in ("clean", "typical", "hostile")]
    assert shares == sorted(shares, reverse=True)
    assert shares[1] < 1 - TYPICAL.other_on_crime + 0.1


def test_a_national_id_is_one_persons_but_for_what_was_copied(worlds: dict[str, Path]) -> None:
    holders = """
        with spelled as (
            select distinct nominal_id, right(replace(upper(pnc_id), '/', ''), 10) as id from {connect.nominals}
            where pnc_id is not null
        )
        select id, count(distinct true_person_id) as people, count(*) as nominals
        from spelled inner join {truth.records} as records on spelled.nominal_id = records.record_id
        group by id
    """
    world = worlds["hostile"]
    assert figure(world, f"select avg((people = 1)::int) from ({holders}) where nominals > 1") > 0.6
    assert 0 < figure(world, f"select count(*) from ({holders}) where people > 1") < 20
    assert figure(world, f"select count(*) from ({holders}) where nominals > 1 and people = 1") > 10
    nobodys = "select count(*) from {connect.nominals} where not regexp_matches(upper(pnc_id), '9[0-9]{6}[A-Z]$')"
    assert figure(world, nobodys) == 0


def test_names_are_as_concentrated_as_a_forces_are(worlds: dict[str, Path]) -> None:
    borne = """
        select sum(n) filter (where n >= {least}) / sum(n)
        from (
            select count(*) as n from {truth.people}
            where true_person_id in (select true_person_id from {truth.records} where record_type != 'call')
            group by forename, surname
        )
    """
    assert figure(worlds["typical"], borne.replace("{least}", "2")) > 0.15
    first_of_january = """
        select avg((date_of_birth like '%-01-01')::int) from {truth.people}
        where name_origin = 'Middle Eastern and Somali' and date_of_birth < '2005'
    """
    assert 0.1 < figure(worlds["typical"], first_of_january) < 0.35


def test_the_origin_of_a_name_stands_in_the_truth_alone(worlds: dict[str, Path]) -> None:
    assert set(rows(worlds["typical"], "select distinct name_origin from {truth.people}")) == {(o,) for o in ORIGINS}
    nobodys = "select count(*) from {truth.records} where (true_person_id = '') <> (name_origin = '')"
    assert figure(worlds["typical"], nobodys) == 0
    assert not any("origin" in name for table in CONTRACT.tables for name in table.columns)


def test_the_page_gives_the_rates_that_are_planted() -> None:
    page = (Path(__file__).parents[2] / "docs" / "synthetic-extracts.md").read_text(encoding="utf-8")
    told = {
        cells[1].strip("`"): [float(cell) for cell in cells[-5:-2]]
        for line in page.splitlines()
        if line.startswith("| `") and len(cells := [cell.strip() for cell in line.split("|")]) in {8, 9}
    }
    assert set(CONTRADICTIONS) <= set(told)
    for name, rates in told.items():
        assert rates == [getattr(profile, name) for profile in (CLEAN, TYPICAL, HOSTILE)], name


def test_people_say_in_which_situations_they_are(worlds: dict[str, Path]) -> None:
    count = "select count(*) from {truth.people} where contains(situations, '%s')"
    for situation in ("born on 1 January", "one mobile for the household", "a title or a placeholder"):
        assert figure(worlds["typical"], count % situation) > 0, situation


def test_contradictions_multiply_their_rates_and_nothing_else() -> None:
    five = contradicted_profile(TYPICAL, 5.0)
    for name, rate in asdict(TYPICAL).items():
        expected = min(0.9, 5.0 * rate) if name in CONTRADICTIONS else rate
        assert getattr(five, name) == expected, name


def test_numbers_are_withheld_and_never_from_the_emergency_services(worlds: dict[str, Path]) -> None:
    sql = (
        "select avg((not regexp_matches(coalesce(calling_pty, ''), '[0-9]{7}'))::int) from {avaya.call_segments}"
        " where segment = '1' and dispvdn = '%s' and ucid in"
        " (select record_id from {truth.records} where record_type = 'call' and true_person_id is not null)"
    )
    # Whoever has no number at all shows none.
    assert figure(worlds["typical"], sql % "999") < 0.03
    assert figure(worlds["typical"], sql % "101") > 0.08


def test_people_overlap_between_systems(worlds: dict[str, Path]) -> None:
    known = "select distinct true_person_id from {truth.records} where true_person_id != '' and source_system = "
    for left, right in (("avaya", "connect"), ("compact", "controlworks"), ("compact", "connect")):
        assert figure(worlds["typical"], f"select count(*) from ({known}'{left}' intersect {known}'{right}')") > 10


def test_a_call_comes_at_most_fifteen_minutes_before_its_contact(worlds: dict[str, Path]) -> None:
    waits = """
        select date_diff('second', call.started_at_utc::timestamp, other.started_at_utc::timestamp) as wait
        from {truth.events} as call
        inner join {truth.events} as other on call.chain = other.chain and other.interaction_type = 'contact'
        where call.interaction_type = 'call'
    """
    assert figure(worlds["typical"], f"select count(*) from ({waits})") > 500
    assert rows(worlds["typical"], f"select wait from ({waits}) where wait < 0 or wait > 900") == []


def test_events_cross_both_clock_changes(worlds: dict[str, Path]) -> None:
    for night in ("2025-10-26", "2026-03-29"):
        crossing = f"""
            select count(*) from {{controlworks.deployments}}
            where dispatched_at < '{night} 01:00:00' and cleared_at > '{night} 01:00:00'
        """
        assert figure(worlds["typical"], crossing) > 0, night


def test_a_quarter_later_the_same_events_are_the_same(worlds: dict[str, Path], later: Path) -> None:
    first = worlds["typical"]
    overlap = "where opened_at >= '2026-01-01 00:00:00' and opened_at < '2026-10-01 00:00:00'"
    shared = f"select distinct log_no, opened_at, source_channel from {{controlworks.logs}} {overlap}"
    unchanged = set(rows(first, shared)) & set(rows(later, shared))
    assert len(unchanged) > 0.98 * len(rows(first, shared))
    assert rows(first, f"select distinct log_no from ({shared})") and rows(
        later, f"select distinct log_no from ({shared})"
    )
    assert {r[0] for r in rows(first, shared)} == {r[0] for r in rows(later, shared)}
    told = "select record_id, true_person_id from {truth.records} where record_type != 'call'"
    before, after = ({str(r): str(p) for r, p in rows(world, told)} for world in (first, later))
    assert all(before[record] == after[record] for record in before.keys() & after.keys())
    assert figure(later, "select (min(opened_at) >= '2025-12-30')::int from {controlworks.logs}") == 1
    assert figure(later, "select (max(opened_at) >= '2026-12-31')::int from {controlworks.logs}") == 1


def test_a_quarter_later_some_nominals_are_newly_merged(worlds: dict[str, Path], later: Path) -> None:
    merged = "select distinct nominal_id from {connect.nominals} where merged_into is not null"
    listed = "select distinct nominal_id from {connect.nominals}"
    before = {r[0] for r in rows(worlds["typical"], listed)} - {r[0] for r in rows(worlds["typical"], merged)}
    assert before & {r[0] for r in rows(later, merged)}
    newest = "select (min(extracted_at) >= '2026-11')::int from {connect.nominals}"
    assert figure(later, newest) == 1


def test_rows_come_again_with_a_later_extraction(worlds: dict[str, Path]) -> None:
    again = """
        select count(*) / (select count(distinct log_no) from {controlworks.logs})
        from (select log_no from {controlworks.logs} group by log_no having count(distinct extracted_at) > 1)
    """
    assert figure(worlds["typical"], again) == pytest.approx(TYPICAL.stale_rows, rel=0.5)
    assert figure(worlds["hostile"], again) == pytest.approx(HOSTILE.stale_rows, rel=0.5)


def test_it_replaces_its_own_folder_and_nobody_elses(tmp_path: Path) -> None:
    folder = made(tmp_path / "mine", scale=0.0005)
    first = digests(folder)
    assert digests(made(folder, scale=0.0005)) == first
    foreign = tmp_path / "theirs"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(ValueError, match="not synthetic"):
        made(foreign)
    assert (foreign / "letter.txt").read_text(encoding="utf-8") == "keep"
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize(
    ("option", "value"),
    [("profile", "wild"), ("format", "xml"), ("scale", 0.0), ("refresh", 9), ("scale", 7.0), ("contradictions", 21.0)],
)
def test_options_out_of_bounds_are_named(tmp_path: Path, option: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{value}.*choose one"):
        made(tmp_path / "x", **{option: value})
