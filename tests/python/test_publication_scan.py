"""`fsu publish` searches what it is about to publish for what staging holds of people, and refuses on a hit."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_built_warehouse import TinyBuild

from python_helpers.errors import FsuError
from python_helpers.publishing.publish import publish

KEYS = "select md5(cast(i as varchar)) as person_key, cast(i as integer) as record_count from range(20) as r(i)"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBuild:
    return TinyBuild(tmp_path, monkeypatch)


def definition(value: str) -> str:
    quoted = value.replace("'", "''")
    return f"select 'cohort_size' as name, '{quoted}' as value, 'People in the cohort.' as meaning"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("name", "Zebedee Quillfeather"),
        ("name", "QUILLFEATHER, Zebedee"),
        ("name", "seen with zebedee.quillfeather@example.org"),
        ("name", "ZebedeeQuillfeather"),
        ("word of a name", "Quillfeather"),
        ("word of a name", "MUM OF ZEBEDEE"),
        ("phone number", "07700 900876"),
        ("phone number", "+44 7700 900876"),
        ("phone number", "0044 (0)7700-900876 (mobile)"),
        ("phone number", "447700900877"),
        ("phone number", "0121 496 0999"),
        ("date of birth", "2004-04-03"),
        ("date of birth", "DOB 03 04 2004"),
        ("date of birth", "born 3/4/04"),
        ("date of birth", "3rd April 2004"),
        ("date of birth", "3-Apr-04"),
        ("date of birth", "03042004"),
        ("date of birth", "9.8.45"),
        ("date of birth", "April 3, 2004"),
        ("date of birth", "apr 3rd 04"),
        ("date of birth", "DOB: 030404"),
        ("address", "flat above 3 Quillfeather Mews"),
        ("postcode", "B99 9ZZ"),
        ("postcode", "near b999zz"),
        ("postcode", "b99-9zz"),
        ("source reference", "10001000011759307560"),
        ("source reference", "see 000173-261025, please"),
        ("source reference", "ROC-100017"),
        ("source reference", "pe410000620"),
        ("source reference", "2016/0123456A"),
        ("source reference", "20BW/100017/26"),
        ("source reference", "CU/100017"),
        ("source reference", "100070000019"),
        ("source reference", "AG4711"),
    ],
)
def test_what_is_somebodys_is_refused_by_kind_and_never_shown(built: TinyBuild, kind: str, value: str) -> None:
    first = publish("test")
    built.build(gov_definitions=definition(value))
    with pytest.raises(FsuError, match=rf"governance\.gov_definitions\.value: {kind}, [12]\b") as refused:
        publish("test")
    assert value.upper() not in str(refused.value).upper()
    assert built.current.resolve() == first


@pytest.mark.parametrize("value", ["500", "Mews Street", "2026-10-01", "P1", "QUILL", "07700 900999", "B99 9ZY", "17"])
def test_what_is_nobodys_is_published(built: TinyBuild, value: str) -> None:
    built.build(gov_definitions=definition(value))
    publish("test")
    assert built.current.exists()


def test_a_label_of_a_seed_is_no_persons_though_somebody_bears_the_word(built: TinyBuild) -> None:
    bearer = (
        "select 'N1000017' as nominal_id, null::varchar as pnc_id, null::varchar as merged_into, 'Amy' as forename, "
    )
    bearer += "null::varchar as middle_names, 'Street' as surname, null::date as date_of_birth"
    built.build(stg_connect__nominals=bearer, gov_definitions=definition("Street"))
    publish("test")
    built.build(stg_connect__nominals=bearer, gov_definitions=definition("Amy Street"))
    with pytest.raises(FsuError, match=r"gov_definitions\.value: name, 1"):
        publish("test")


def test_a_key_column_is_passed_over_only_where_it_holds_keys(built: TinyBuild) -> None:
    built.build(dim_people=KEYS)
    publish("test")
    built.build(dim_people=f"{KEYS} union all select 'N1000017', 1")
    with pytest.raises(FsuError, match=r"marts\.dim_people\.person_key: source reference, 1"):
        publish("test")


def test_what_somebody_writes_into_the_corrections_is_searched(built: TinyBuild) -> None:
    members = "select 'correction' as vocabulary, 'Zebedee Quillfeather' as member, null::varchar as form"
    built.build(int_governance__vocabularies=members, gov_definitions=definition("Zebedee Quillfeather"))
    with pytest.raises(FsuError, match=r"gov_definitions\.value: name, 1"):
        publish("test")


def test_a_date_of_birth_in_a_column_of_dates_is_found_and_the_days_of_refreshes_are_not(built: TinyBuild) -> None:
    people = "select md5('a') as person_key, date '2004-04-03' as {column}"
    built.build(dim_people=people.format(column="valid_from"))
    publish("test")
    built.build(dim_people=people.format(column="seen_on"))
    with pytest.raises(FsuError, match=r"marts\.dim_people\.seen_on: date of birth, 1"):
        publish("test")


def test_restricted_and_linkage_may_name_people(built: TinyBuild) -> None:
    built.build(
        fsu_cohort_identity="select 'a' as person_key, 'name' as item_type, 'Zebedee Quillfeather' as item_value"
    )
    publish("test")
    assert built.current.exists()
