"""A force's own settings take the place of shipped seeds, are judged before anything is built, and are on show."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from editable_project import EditableProject, Row, editable, row_of
from postgres_server import PIPELINE, started_server
from tiny_built_warehouse import TinyBuild
from worlds import PROJECT, SALT, World

from python_helpers import force_settings, refresh
from python_helpers.dashboard.access import reader
from python_helpers.force_settings import seed_path
from python_helpers.json_files import read_object
from python_helpers.landing.health import health_codes
from python_helpers.landing.staging_sql import project_variables
from python_helpers.postgres.session import session_options
from python_helpers.publishing.publish import publish
from python_helpers.settings import SettingsError


def shipped(seed: str) -> list[Row]:
    return list(csv.DictReader((PROJECT / "seeds" / f"{seed}.csv").open(encoding="utf-8")))


def text_of(rows: list[Row]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folder of a force's own settings, in force while the test runs."""
    folder = tmp_path / "own settings"
    folder.mkdir()
    monkeypatch.setenv("FSU_SETTINGS", str(folder))
    force_settings.read.cache_clear()
    project_variables.cache_clear()
    yield folder
    force_settings.read.cache_clear()
    project_variables.cache_clear()


def grades(**changes: str) -> str:
    rows = shipped("weights/grade_weights")
    rows[2] |= changes
    return text_of(rows)


FAULTS = {
    "unknown name": (
        "grade_weigths.csv",
        grades(),
        "grade_weigths.csv is no settings file of this version. Rename it to grade_weights.csv",
    ),
    "not a csv file": ("grade_weights.xlsx", "PK", "grade_weights.xlsx is no settings file of this version. Rename"),
    "of the code": ("definitions.csv", "name,meaning\n", "definitions describes the code and comes with it. Remove"),
    "missing column": (
        "grade_weights.csv",
        grades().replace("grade_weight,", "weight,", 1),
        "grade_weights.csv: column grade_weight is missing. Its first line is grade_code,grade_name,",
    ),
    "column too many": (
        "grade_weights.csv",
        grades().replace("source", "source,note", 1),
        "grade_weights.csv: this version has no column note.",
    ),
    "semicolons": ("grade_weights.csv", grades().replace(",", ";"), "grade_weights.csv has one column. Separate"),
    "not text": ("grade_weights.csv", "\xff", "grade_weights.csv is not UTF-8 text. Save it as CSV UTF-8"),
    "value too many": (
        "grade_weights.csv",
        grades() + "P9,Other,90,1,true,here,and there\n",
        "values for 6 columns. Put a text with a comma in it between double quotes.",
    ),
    "no number": (
        "grade_weights.csv",
        grades(grade_weight="high"),
        "row 4, column grade_weight: is not a number such as 12.5. Mend it there",
    ),
    "no flag": (
        "grade_weights.csv",
        grades(is_provisional="perhaps"),
        "row 4, column is_provisional: is not true or false.",
    ),
    "no day": (
        "npus.csv",
        text_of([{**shipped("geography/npus")[0], "valid_from": "01/04/2023"}]),
        "npus.csv, row 2, column valid_from: is not a day as YYYY-MM-DD.",
    ),
    "empty": (
        "npus.csv",
        text_of([{**shipped("geography/npus")[0], "npu_code": ""}]),
        "npus.csv, row 2, column npu_code: is empty.",
    ),
    "not of the list": (
        "dashboard_users.csv",
        text_of([{**shipped("access/dashboard_users")[0], "sees_identity": "MAYBE"}]),
        "dashboard_users.csv, row 2, column sees_identity: is none of YES, NO.",
    ),
    "not of the form": (
        "known_forenames.csv",
        text_of([{**shipped("rules/known_forenames")[0], "forename": "o'neil"}]),
        "known_forenames.csv, row 2, column forename: is not of the form",
    ),
    "twice": (
        "known_forenames.csv",
        text_of(shipped("rules/known_forenames")[:1] * 2),
        "known_forenames.csv, row 3, column forename: stands in row 2 already.",
    ),
    "unknown parameter": (
        "parameters.csv",
        "name,value\ncohort,300\n",
        "parameters.csv, row 2, column name: this version has no such parameter.",
    ),
    "parameter of another kind": (
        "parameters.csv",
        "name,value\ncohort_size,many\n",
        "parameters.csv, row 2, column value: cohort_size is a whole number.",
    ),
}


@pytest.mark.parametrize(("file", "content", "said"), FAULTS.values(), ids=FAULTS)
def test_what_is_not_right_is_named_with_its_remedy(own: Path, file: str, content: str, said: str) -> None:
    (own / file).write_bytes(content.encode("latin-1" if "\xff" in content else "utf-8"))
    with pytest.raises(SettingsError, match=re.escape(said)) as error:
        force_settings.read()
    assert "perhaps" not in str(error.value)
    assert "o'neil" not in str(error.value)


def test_a_file_of_the_same_name_twice_is_refused(own: Path) -> None:
    (own / "weights").mkdir()
    for folder in (own, own / "weights"):
        (folder / "grade_weights.csv").write_text(grades(), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"the same settings twice\. Remove one of them"):
        force_settings.read()


def test_a_folder_that_is_not_there_is_refused(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_SETTINGS", str(own / "nowhere"))
    with pytest.raises(SettingsError, match=r"nowhere is no folder\. Make it, or unset FSU_SETTINGS"):
        force_settings.read()


def test_a_spreadsheets_file_is_read_and_notes_are_passed_over(own: Path) -> None:
    spreadsheet = "\ufeff" + grades(grade_weight="7.5") + ",,,,,\r\n"
    (own / "grade_weights.csv").write_text(spreadsheet, encoding="utf-8", newline="")
    (own / "README.md").write_text("agreed in October", encoding="utf-8")
    (own / "Thumbs.db").touch()
    (own / ".git").mkdir()
    (own / ".git" / "index.csv").touch()
    rows = force_settings.read().files["grade_weights"].rows
    assert len(rows) == len(shipped("weights/grade_weights"))
    assert rows[2]["grade_weight"] == "7.5"


def test_every_shipped_seed_would_pass_as_a_forces_own(own: Path) -> None:
    """The judgement here and the seeds' own tests agree on what is right."""
    mine = [seed for seed in force_settings.shipped_seeds(PROJECT).values() if not seed.comes_with_code]
    for seed in mine:
        (own / f"{seed.name}.csv").write_bytes(seed.path.read_bytes())
    assert set(force_settings.read().files) == {seed.name for seed in mine}
    assert [line for line in force_settings.differences() if ": 0 rows of your own, 0 shipped" not in line] == []


def test_helpers_read_what_the_build_reads(own: Path) -> None:
    user = {"user_id": "DEMO\\OTHER", "access_level": "USER", "npu_code": "CV", "sees_identity": "NO", "note": ""}
    (own / "dashboard_users.csv").write_text(text_of([*shipped("access/dashboard_users"), user]), encoding="utf-8")
    code = {**shipped("themes/health_codes")[0], "column_name": "*", "code": "MADE UP WARD"}
    (own / "health_codes.csv").write_text(text_of([*shipped("themes/health_codes"), code]), encoding="utf-8")
    (own / "parameters.csv").write_text("name,value\nmax_id_characters,77\nconflict_veto,FALSE\n", encoding="utf-8")
    found = reader("demo\\other")
    assert found is not None
    assert found.areas == {"CV"}
    assert "MADE UP WARD" in health_codes().codes["*"]
    assert seed_path("access/dashboard_users") == own / "dashboard_users.csv"
    assert seed_path("weights/offences", PROJECT) == PROJECT / "seeds/weights/offences.csv"
    variables = project_variables()
    assert (variables["max_id_characters"], variables["conflict_veto"]) == (77, False)
    assert force_settings.vars_for_dbt() == ("--vars", '{"conflict_veto": false, "max_id_characters": 77}')


@pytest.fixture
def project(small_world: World, tmp_path: Path) -> EditableProject:
    """A copy of the built small world under three files of a force's own."""
    copied = editable(small_world, tmp_path)
    folder = tmp_path / "own"
    folder.mkdir()
    rows = shipped("weights/grade_weights")
    row_of(rows, grade_code="P1")["grade_weight"] = "77.5"
    (folder / "grade_weights.csv").write_text(text_of(rows), encoding="utf-8-sig")
    rows = shipped("geography/npus")
    rows.append({**rows[-1], "npu_code": "ZZ", "npu_name": 'Zed, "the" last', "valid_from": "2020-01-01"})
    (folder / "npus.csv").write_text(text_of(rows), encoding="utf-8")
    rows = shipped("rules/match_rules")
    rows[-1]["is_on"] = "false"
    (folder / "match_rules.csv").write_text(text_of(rows), encoding="utf-8")
    world = dataclasses.replace(copied.world, extra_environment={"FSU_SETTINGS": str(folder)})
    return dataclasses.replace(copied, world=world)


SETTINGS = "select name, value from governance.gov_definitions where kind = 'setting' order by name"
LOG = "select count(*) from governance.build_log"


def test_dbt_alone_builds_with_three_files_and_stops_at_a_fourth(project: EditableProject, tmp_path: Path) -> None:
    models = ("int_governance__definitions", "gov_definitions", "dim_grades", "dim_npus")
    without_tests = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    project.dbt("build", *without_tests, "--select", "grade_weights", "npus", "match_rules", *models)
    world = project.world
    assert world.query("select grade_weight from marts.dim_grades where grade_code = 'P1'") == [(77.5,)]
    assert world.query("select npu_name, valid_to from marts.dim_npus where npu_code = 'ZZ'") == [
        ('Zed, "the" last', None)
    ]
    assert world.query("select value from governance.gov_definitions where name = 'weight grade P1'") == [
        ("77.500000",)
    ]
    digests = dict(world.query(SETTINGS))
    assert set(digests) == {"setting grade_weights", "setting match_rules", "setting npus"}
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests.values())

    # The fourth does not hold: no node runs, and the build is not even begun.
    log = world.query(LOG)
    (tmp_path / "own" / "offences.csv").write_text("ho_offence_code,offence_name\n8N,Assault\n", encoding="utf-8")
    said = " ".join(project.dbt("build", check=False).split())
    assert "own/offences.csv: column offence_subgroup is missing. Its first line is" in said
    assert world.query(LOG) == log
    (tmp_path / "own" / "offences.csv").unlink()

    # What only a look at other seeds shows is said by the seeds' own tests, with the name of the force's file.
    rows = shipped("weights/scheme_components")
    rows[0]["measure"] = "volumn"
    (tmp_path / "own" / "scheme_components.csv").write_text(text_of(rows), encoding="utf-8")
    said = project.dbt("build", "--select", "scheme_components", "ranking_seeds_are_well_formed", check=False)
    assert "own/scheme_components.csv, row volume volumn: no such measure can be weighed" in said


def test_parameters_reach_dbt_or_stop_it(project: EditableProject, tmp_path: Path) -> None:
    (tmp_path / "own" / "parameters.csv").write_text("name,value\ncohort_size,33\n", encoding="utf-8")
    said = project.dbt("run", "--select", "int_governance__definitions", check=False)
    assert 'parameters.csv sets cohort_size, and dbt was not told. Run: dbt run --vars "$(fsu settings --vars)"' in said
    given = project.world.run("fsu", "settings", "--vars").stdout
    project.dbt("run", "--select", "int_governance__definitions", "--vars", given)
    value = "select value from intermediate.int_governance__definitions where name = 'cohort_size'"
    assert project.world.query(value) == [("33",)]


def test_a_refresh_tells_dbt_and_is_done_again_when_settings_change(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    TinyBuild(tmp_path, monkeypatch)
    digest = refresh._digest_of_inputs({})
    (own / "parameters.csv").write_text("name,value\ncohort_size,33\n", encoding="utf-8")
    force_settings.read.cache_clear()
    assert refresh._digest_of_inputs({}) != digest
    assert force_settings.vars_for_dbt() == ("--vars", '{"cohort_size": 33}')


def test_the_manifest_names_each_file_and_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = TinyBuild(tmp_path, monkeypatch)
    setting = "select 'setting' as kind, 'setting npus' as name, repeat('a', 64) as value, 'Own.' as meaning"
    built.build(gov_definitions=setting)
    publish("test")
    assert read_object(built.current / "manifest.json", ["settings"], "")["settings"] == {"npus": "a" * 64}


def test_a_server_is_given_the_folder_and_dbt_takes_it_from_there(
    small_world: World, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    rows = shipped("weights/grade_weights")
    row_of(rows, grade_code="P1")["grade_weight"] = "77.5"
    (folder / "grade_weights.csv").write_text(text_of(rows), encoding="utf-8")
    numbers = [{"phone": "+441214960123", "organisation": "WARD 7, O'NEIL", "source": "made up"}]
    (folder / "institutional_numbers.csv").write_text(text_of(numbers), encoding="utf-8")
    with started_server(tmp_path_factory.mktemp("postgres") / "data") as server:
        given = {**server.variables, "PGOPTIONS": session_options(SALT), "FSU_LANDING": str(small_world.landing)}
        world = World(tmp_path / "world", {**given, "FSU_SETTINGS": str(folder)})
        seed = ("seed", "--select", "grade_weights", "institutional_numbers")
        refused = world.run("dbt", *seed, check=False).stdout
        assert "what the server was given comes from no folder. Run `fsu load-postgres`" in " ".join(refused.split())
        world.run("fsu", "load-postgres")
        world.run("dbt", *seed)
        weight = "select grade_weight from reference.grade_weights where grade_code = 'P1'"
        assert [float(row[0]) for row in server.run(PIPELINE, weight)] == [77.5]
        # A file counts whole: the shipped numbers are gone.
        assert server.run(PIPELINE, "select phone, organisation from reference.institutional_numbers") == [
            ("+441214960123", "WARD 7, O'NEIL")
        ]
        refused = World(world.root, given).run("dbt", *seed, check=False).stdout
        assert f"FSU_SETTINGS is not set, and what the server was given comes from {folder}" in " ".join(
            refused.split()
        )
