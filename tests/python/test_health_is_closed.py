"""What means health does not land without a policy in force, and each way in through a seed is refused by name."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import landing_extracts as extracts
import pytest
from editable_project import EditableProject, Row, row_of, unbuilt
from worlds import PROJECT

from python_helpers.landing import health
from python_helpers.landing.contract import load_contract
from python_helpers.landing.health import HealthCodes, health_codes, policy_problem
from python_helpers.landing.land import land

pytest_plugins = ("landing_fixtures",)

GIVEN = {
    "policy_ref": "APD 7, health markers",
    "approver": "Information Asset Owner",
    "approved_on": "2026-09-01",
    "review_on": "2027-09-01",
}


def landed_as(codes: HealthCodes, label: str, column: str, value: str) -> str | None:
    sql = codes.cleaned(load_contract().table(label), {column: "value"})[column]
    row = duckdb.execute(f"select {sql} from (select ? as value)", [value]).fetchone()
    return row[0] if row else None


def project_with(root: Path, *, is_enabled: bool = True, **policy: str) -> Path:
    """Seeds and settings of the project, a theme on health switched on under a policy."""
    shutil.copytree(PROJECT / "seeds/themes", root / "seeds/themes")
    text = (PROJECT / "dbt_project.yml").read_text(encoding="utf-8")
    for name, value in (GIVEN | policy).items():
        text = re.sub(f'sensitive_theme_{name}: ""', f'sensitive_theme_{name}: "{value}"', text)
    (root / "dbt_project.yml").write_text(text, encoding="utf-8")
    themes = root / "seeds/themes/themes.csv"
    content = themes.read_text(encoding="utf-8")
    changed = content.replace("Mental health,true,true,false", f"Mental health,true,true,{str(is_enabled).lower()}")
    assert (changed != content) == is_enabled
    themes.write_text(changed, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("DA|MH|ASB", "DA|ASB"),
        ("MH", None),
        (" m.h. ", None),
        ("MH2", None),
        ("da; mh-crisis", "da"),
        ("MENTAL;HEALTH", None),
        ("MentalHealthCrisis", None),
        ("Mental_Health|S136", None),
        ("S 136|DA", "DA"),
        ("DA|MHX", "DA|MHX"),
        ("", ""),
    ],
)
def test_a_code_that_means_health_is_dropped_in_any_spelling(value: str, left: str | None) -> None:
    assert landed_as(health_codes(PROJECT), "controlworks.logs", "qualifiers", value) == left


@pytest.mark.parametrize(
    ("label", "column", "value", "left"),
    [
        ("controlworks.logs", "opening_code", "MENTAL HEALTH", None),
        ("controlworks.contacts", "reason_code", "Suicidal", None),
        ("connect.crimes", "markers", "DA|MH", "DA"),
        ("connect.crimes", "outcome_code", "12", None),
        ("connect.crimes", "outcome_code", "16", "16"),
        ("connect.crimes", "ho_offence_code", "12", "12"),
        ("connect.crimes", "ho_offence_code", "MHA 127", health.WITHHELD),
        ("controlworks.deployments", "team_type", "street_triage", None),
        ("controlworks.people", "role", "MH PATIENT", health.WITHHELD),
        ("connect.nominal_addresses", "address_type", "PSYCHIATRIC_WARD", None),
    ],
)
def test_any_column_of_codes_is_closed(label: str, column: str, value: str, left: str | None) -> None:
    assert landed_as(health_codes(PROJECT), label, column, value) == left


def test_every_column_that_staging_reads_as_a_code_is_closed() -> None:
    read = set()
    contract = {column for table in load_contract().tables for column in table.columns}
    for path in [*(PROJECT / "models/staging").rglob("*.sql")]:
        read |= set(re.findall(r"{{ code(?:_list)?\('(?:\w+\.)?(\w+)'\) }}", path.read_text(encoding="utf-8")))
    assert len(read) > 10
    assert read & contract <= health.CODE_COLUMNS <= contract


def test_extracts_land_without_health_and_keep_their_rows(raw: Path, tmp_path: Path) -> None:
    rows = extracts.rows_of(extracts.table("controlworks/logs"))
    for row in rows:
        row["qualifiers"], row["closing_code"] = "DA|MH", "MENTAL-HEALTH"
    extracts.replace_table(raw, "controlworks/logs", rows)
    landed = land(raw, tmp_path / "landing")
    file = landed.folder / "controlworks/logs/part-0.parquet"
    found = duckdb.sql(f"select count(*), min(qualifiers), max(qualifiers), max(closing_code) from '{file}'").fetchall()
    assert found == [(len(rows), "DA", "DA", None)]
    assert landed.manifest["health_codes"] == "dropped"


def test_on_under_a_policy_only_what_the_theme_uses_lands(tmp_path: Path) -> None:
    codes = health_codes(project_with(tmp_path))
    assert landed_as(codes, "controlworks.logs", "qualifiers", "DA|MH|S136") == "DA|MH"
    assert landed_as(codes, "controlworks.contacts", "reason_code", "MH") is None
    assert codes.digest != health_codes(PROJECT).digest


def test_a_policy_without_a_theme_lets_nothing_land(tmp_path: Path) -> None:
    assert health_codes(project_with(tmp_path, is_enabled=False)).kept == {}


def test_a_review_that_has_passed_lets_nothing_land(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = project_with(tmp_path)
    monkeypatch.setenv("FSU_AS_OF", "2027-09-01")
    assert health_codes(project).kept
    monkeypatch.setenv("FSU_AS_OF", "2027-09-02")
    assert health_codes(project).kept == {}


@pytest.mark.parametrize(
    "policy",
    [
        *({"policy_ref": text} for text in ("", "x", "xx", "test", "n/a", "TBC", "test policy 1", "-", "7777")),
        *({"approver": text} for text in ("", "x", "x x", "n/a", "tbc tbc", "a test", "Smith")),
        *({"approved_on": text} for text in ("", "soon", "2026-02-30", "01/09/2026")),
        *({"review_on": text} for text in ("", "2026-09-01", "2026-08-31", "2027-13-01")),
    ],
)
def test_a_policy_that_says_nothing_is_none(policy: dict[str, str], tmp_path: Path) -> None:
    project = project_with(tmp_path, is_enabled=True, **policy)
    assert policy_problem(project)
    assert health_codes(project).kept == {}


def test_dbt_and_landing_refuse_the_same_words() -> None:
    macro = (PROJECT / "macros/themes/health_policy.sql").read_text(encoding="utf-8").partition("filler_words() -%}")[2]
    assert set(re.findall("'([A-Z]*)'", macro)) == health._FILLER_WORDS


def test_the_contracts_own_codes_stay_closed_without_the_list(tmp_path: Path) -> None:
    project = project_with(tmp_path, is_enabled=False)
    (project / "seeds/themes/health_codes.csv").write_text("column_name,code,meaning,source\n", encoding="utf-8")
    assert landed_as(health_codes(project), "controlworks.logs", "qualifiers", "MH") is None


def refuses(project: EditableProject, *expected: tuple[str, str]) -> None:
    project.dbt("seed")
    said = project.dbt("test", "--select", "health_is_closed_in_every_seed", check=False)
    for row, problem in expected:
        assert any(row in line and problem in line for line in said.splitlines()), f"{row} {problem}\n{said[-5000:]}"


def added(**values: str) -> Callable[[list[Row]], None]:
    """A change that adds a copy of the first row with these values."""
    return lambda rows: rows.append({**rows[0], **values})


def test_a_theme_or_priority_on_a_health_code_is_refused_by_name(tmp_path: Path) -> None:
    project = unbuilt(tmp_path)

    def themes(rows: list[Row]) -> None:
        row_of(rows, theme_code="MH").update(is_sensitive="false", is_special_category="false", is_enabled="true")
        rows.append({**row_of(rows, theme_code="DA"), "theme_code": "HELP", "theme_name": "Help"})
        rows.append({**row_of(rows, theme_code="DA"), "theme_code": "NAMED", "theme_name": "Mental health calls"})
        special = {"theme_code": "OTHER", "theme_name": "Other", "is_sensitive": "true", "is_special_category": "true"}
        rows.append({**row_of(rows, theme_code="DA"), **special})

    def rules(rows: list[Row]) -> None:
        rows.append({**row_of(rows, theme_code="DA", evidence="QUALIFIER"), "theme_code": "HELP", "code": "MH"})
        rows.append(
            {**row_of(rows, theme_code="DA", evidence="CLOSING_CODE"), "theme_code": "HELP", "code": "S136-CALL"}
        )
        rows.append({**row_of(rows, theme_code="DA", evidence="QUALIFIER"), "theme_code": "OTHER", "code": "UNLISTED"})

    def priorities(rows: list[Row]) -> None:
        rows.append({**rows[0], "priority_code": "P_THEME", "match_on": "THEME", "match_value": "MH"})
        rows.append({**rows[0], "priority_code": "P_OTHER", "match_on": "THEME", "match_value": "HELP"})
        rows.append({**rows[0], "priority_code": "P_CODE", "match_on": "OFFENCE_CODE", "match_value": "MHA 1"})

    project.edit("themes/themes", themes)
    project.edit("themes/theme_rules", rules)
    project.edit("themes/priority_crime_types", priorities)
    refuses(
        project,
        ("themes/themes.csv, row MH:", "is about health"),
        ("themes/themes.csv, row HELP:", "is about health"),
        ("themes/themes.csv, row NAMED:", "is about health"),
        ("themes/themes.csv, row HELP:", "is on without a policy document and an approver"),
        ("themes/theme_rules.csv, row HELP QUALIFIER MH:", "the code means health"),
        ("themes/theme_rules.csv, row HELP CLOSING_CODE S136-CALL:", "the code means health"),
        ("themes/theme_rules.csv, row OTHER QUALIFIER UNLISTED:", "it would land while the theme is off"),
        ("themes/priority_crime_types.csv, row P_THEME MH:", "makes no priority"),
        ("themes/priority_crime_types.csv, row P_OTHER HELP:", "makes no priority"),
        ("themes/priority_crime_types.csv, row MHA 1:", "match_value means health"),
    )


def test_a_score_list_or_role_on_a_health_code_is_refused_by_name(tmp_path: Path) -> None:
    project = unbuilt(tmp_path)
    project.edit("weights/offences", added(ho_offence_code="MHA127"))
    project.edit("weights/offence_harm_weights", added(ho_offence_code="MHA127"))
    project.edit("weights/grade_weights", added(grade_code="MH"))
    project.edit("weights/scheme_components", added(measure="mental_health_count"))
    project.edit("roles/roles", added(role="MH_PATIENT"))
    project.edit("roles/team_types", added(team_type="STREET TRIAGE"))
    project.edit("geography/address_types", added(address_type="PSYCHIATRIC"))

    def shorten(rows: list[Row]) -> None:
        rows[:] = [row for row in rows if row["code"] != "MENTAL HEALTH"]

    project.edit("themes/health_codes", shorten)
    refuses(
        project,
        ("weights/offences.csv, row MHA127:", "never scored"),
        ("weights/offence_harm_weights.csv, row MHA127:", "never scored"),
        ("weights/grade_weights.csv, row MH:", "never scored"),
        ("roles/roles.csv, row MH_PATIENT:", "never scored"),
        ("roles/team_types.csv, row STREET TRIAGE:", "never scored"),
        ("geography/address_types.csv, row PSYCHIATRIC:", "never scored"),
        ("themes/health_codes.csv, row * MENTAL HEALTH:", "is not there"),
    )
