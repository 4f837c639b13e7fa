"""Look-up for the PPU: one of two answers, the same for the unknown and for whoever is outside the cohort."""

from __future__ import annotations

import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from cohort_release import write_identity
from typer.testing import CliRunner

from python_helpers import audit, look_up
from python_helpers.cli import app
from python_helpers.errors import FsuError
from python_helpers.look_up import IN_COHORT, NOT_IN_COHORT, Asked

REASON = "conference on Tuesday"


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "published"
    monkeypatch.setenv("FSU_PUBLISHED", str(folder))
    write_identity(folder)
    return folder


def lines(published: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (published / "audit.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "asked",
    [
        Asked(nominal="N10000001"),
        Asked(nominal=" n10000001 "),
        Asked(phone="07700 900101"),
        Asked(phone="+44 (0)7700 900101"),
        Asked(phone="0044 7700 900101"),
        Asked(phone="(0121) 496 0202"),
        Asked(name="Sian O'Brien", date_of_birth="03/02/1990"),
        Asked(name="O’BRIEN, Siân", date_of_birth="3.2.1990"),  # noqa: RUF001 - the typed apostrophe
        Asked(name="Yasmin Al-Khatib", date_of_birth="1985-12-01"),
    ],
)
def test_a_member_of_the_cohort_is_found_however_it_is_written(published: Path, asked: Asked) -> None:
    assert look_up.look_up(asked, REASON) == IN_COHORT


@pytest.mark.parametrize(
    "asked",
    [
        Asked(nominal="N10000003"),
        Asked(nominal="N1000000"),
        Asked(phone="07700 900999"),
        Asked(name="Yasmin Al-Khatib", date_of_birth="03/02/1990"),
        Asked(name="Sian Al Khatib", date_of_birth="1985-12-01"),
    ],
)
def test_anybody_else_gets_the_one_other_answer(published: Path, asked: Asked) -> None:
    """Another member's date of birth among them: name and date have to be one person's."""
    assert look_up.look_up(asked, REASON) == NOT_IN_COHORT


def test_every_answer_takes_the_same_work(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, since a clock would tell of the machine: as many comparisons whether and wherever somebody is found."""
    work = []
    compare = hmac.compare_digest
    count = [0]

    def counted(left: bytes, right: bytes) -> bool:
        count[0] += 1
        return bool(compare(left, right))

    monkeypatch.setattr(hmac, "compare_digest", counted)
    for nominal in ("N10000001", "N10000002", "N99999999", ""):
        count[0] = 0
        try:
            look_up.look_up(Asked(nominal=nominal), REASON)
        except FsuError:
            assert count[0] == 0
            continue
        work.append(count[0])
    assert len(work) == 3
    assert set(work) == {2}


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(nominal="N10000001", phone="07700900101"),
        Asked(name="Sian O'Brien"),
        Asked(name="O'Brien", date_of_birth="03/02/1990"),
        Asked(name="Sian O'Brien", date_of_birth="31/02/1990"),
        Asked(phone="0770"),
    ],
)
def test_what_cannot_be_read_is_refused_without_being_repeated(published: Path, asked: Asked) -> None:
    with pytest.raises(FsuError) as refused:
        look_up.look_up(asked, REASON)
    said = str(refused.value).upper()
    assert not any(value.upper() in said for value in (asked.nominal, asked.phone, asked.name) if value)


@pytest.mark.parametrize("reason", ["", "   ", "x", "n/a", "xxxxx", "is N1000 0001 one of ours", "about 07700 900101"])
def test_a_reason_is_needed_and_does_not_say_who(published: Path, reason: str) -> None:
    asked = Asked(phone="+447700900101") if "07700" in reason else Asked(nominal="N10000001")
    with pytest.raises(FsuError):
        look_up.look_up(asked, reason)
    assert not (published / "audit.jsonl").exists()


def test_the_log_says_who_what_for_and_by_what_and_no_value(published: Path) -> None:
    look_up.look_up(Asked(name="Sian O'Brien", date_of_birth="03/02/1990"), REASON, user="DEMO\\SERGEANT")
    (line,) = lines(published)
    assert [line[name] for name in ("action", "operation", "user", "by", "purpose", "people")] == [
        *("look-up", "consultation", "DEMO\\SERGEANT", "name and date of birth", REASON, 1)
    ]
    text = (published / "audit.jsonl").read_text(encoding="utf-8").upper()
    assert not any(value in text for value in ("BRIEN", "SIAN", "1990"))
    assert audit.verify() == (1, [])


def test_nobody_can_walk_through_a_list(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_up, "LOOK_UPS_AN_HOUR", 3)
    for number in range(3):
        look_up.look_up(Asked(nominal=f"N{number}"), REASON, user="A")
    with pytest.raises(FsuError, match="within the hour"):
        look_up.look_up(Asked(nominal="N10000001"), REASON, user="A")
    assert look_up.look_up(Asked(nominal="N10000001"), REASON, user="B") == IN_COHORT


def test_an_answer_that_cannot_be_accounted_for_is_not_given(published: Path) -> None:
    (published / "audit.jsonl").symlink_to(published / "elsewhere")
    with pytest.raises(FsuError, match="is a link"):
        look_up.look_up(Asked(nominal="N10000001"), REASON)


def test_without_a_release_nothing_is_said_or_counted(published: Path) -> None:
    (published / "current").unlink()
    with pytest.raises(FsuError, match="Nothing is published"):
        look_up.look_up(Asked(nominal="N10000001"), REASON)
    assert not (published / "audit.jsonl").exists()


@pytest.mark.parametrize(("nominal", "answer"), [("N10000002", IN_COHORT), ("N5", NOT_IN_COHORT)])
def test_the_command_asks_who_and_answers_in_one_line(published: Path, nominal: str, answer: str) -> None:
    result = CliRunner().invoke(app, ["look-up", "--by", "nominal", "--reason", REASON], input=f"{nominal}\n")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == answer


def test_a_refusal_of_the_command_is_logged(published: Path) -> None:
    result = CliRunner().invoke(app, ["look-up", "--by", "phone", "--reason", REASON], input="12\n")
    assert result.exit_code == 1
    assert [(line["action"], line["outcome"]) for line in lines(published)] == [("look-up", "refused")]
