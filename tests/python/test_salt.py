"""The salt: what is refused for real people, before anything lands; where it comes from; how it is changed."""

from __future__ import annotations

import base64
import json
import random
import uuid
from pathlib import Path

import duckdb
import landing_extracts as extracts
import pytest
from tiny_built_warehouse import TinyBuild
from typer.testing import CliRunner, Result

from python_helpers import cli
from python_helpers.errors import FsuError
from python_helpers.publishing import state
from python_helpers.publishing.publish import publish
from python_helpers.publishing.rotate import rotate
from python_helpers.salt_strength import weakness
from python_helpers.settings import DEMO_SALT, SettingsError, read_as_of, token_salt
from python_helpers.tokens import salt_check, token

GOOD = "5e0a93d7c18f46b2a07d91ce3f58b264"
OTHER = "e81b40fd7a2c953607dbe419f5c8a23d"
LEDGER = "intermediate.int_identity__key_ledger"
RECORDS = ["connect/nominal/N1", "controlworks/person_entry/E1", "compact/person/C1"]

GUESSED = [
    DEMO_SALT,
    f"{DEMO_SALT}-2026",
    "k3Xq9",
    " " * 40,
    "a" * 40,
    "abab" * 10,
    "aB1!" * 10,
    GOOD[:6] * 6,
    "0123456789" * 4,
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "correct horse battery staple",
    "the quick brown fox jumps over the lazy dog",
    "West Midlands Police 2026!",
    "frequent-service-users-salt-2026",
    "P@ssw0rdP@ssw0rd2026",
    "01/10/2026 02/11/2026 03/12/2026",
    "a long secret, the same at every refresh",
    "2026-10-01T00:00:00Z-2026-10-01",
    "2026-11-27 16:03:21.123456",
    "+447700900876+441214960000",
    "https://example.org/salt/2026",
    base64.b64encode(b"fast fox fox fox fox").decode(),
    base64.b64encode(b"passwordpasswordpassword").decode(),
    b"West Midlands Police".hex(),
    "WestMidlandsPolice2026!!!!",
    "tO bE oR nOt tO bE tHaT iS tHe QuEsTiOn",
    "Mae hen wlad fy nhadau yn annwyl i mi",
    "abcdefghijklmnopqrst".translate({97 + letter: 0x430 + letter for letter in range(26)}),
    "00112233445566778899aabbccddeeff",
    base64.urlsafe_b64encode("the secret salt of 2026 \u00ff\u00fe".encode("latin-1")).decode(),
    base64.b32encode(b"the force secret salt").decode(),
]


@pytest.mark.parametrize("salt", GUESSED)
def test_a_salt_that_can_be_guessed_is_refused_for_real_people(salt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_TOKEN_SALT", salt)
    with pytest.raises(SettingsError, match="is no salt for real extracts") as refused:
        token_salt(is_synthetic=False)
    assert salt not in str(refused.value)


def test_a_drawn_salt_is_taken() -> None:
    drawn = random.Random(5)  # noqa: S311 - the same draws at each run
    keys = [drawn.randbytes(32) for _ in range(1000)]
    as_advised = [spelling for key in keys for spelling in (key.hex(), str(uuid.UUID(bytes=key[:16])))]
    assert [salt for salt in as_advised if weakness(salt)] == []
    in_letters = [base64.urlsafe_b64encode(key[:24]).decode() for key in keys]
    assert sum(bool(weakness(salt)) for salt in in_letters) <= 3, "one in hundreds reads like a text: draw again"


def test_without_a_salt_only_demo_data_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FSU_TOKEN_SALT", raising=False)
    assert token_salt(is_synthetic=True) == DEMO_SALT
    with pytest.raises(SettingsError, match="FSU_TOKEN_SALT is not set"):
        token_salt(is_synthetic=False)


@pytest.fixture
def salt_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FSU_TOKEN_SALT", raising=False)
    file = tmp_path / "the salt"
    file.touch(mode=0o600)
    monkeypatch.setenv("FSU_TOKEN_SALT_FILE", str(file))
    return file


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_file_may_hold_the_salt(salt_file: Path, end: str) -> None:
    salt_file.write_bytes((GOOD + end).encode())
    assert token_salt(is_synthetic=False) == GOOD


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_may_read_is_refused(salt_file: Path, mode: int) -> None:
    salt_file.write_text(GOOD)
    salt_file.chmod(mode)
    with pytest.raises(SettingsError, match=r"chmod 600 '.*the salt'"):
        token_salt(is_synthetic=True)


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", f"{GOOD}\n{GOOD}".encode(), b"a\x00" * 20])
def test_a_file_without_one_line_of_text_is_refused(salt_file: Path, content: bytes) -> None:
    salt_file.write_bytes(content)
    with pytest.raises(SettingsError, match="FSU_TOKEN_SALT_FILE"):
        token_salt(is_synthetic=False)


def test_a_file_that_is_none_is_refused(salt_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    salt_file.write_text(GOOD)
    link = salt_file.with_name("link")
    link.symlink_to(salt_file)
    for path in (link, salt_file.parent, salt_file.with_name("gone")):
        monkeypatch.setenv("FSU_TOKEN_SALT_FILE", str(path))
        with pytest.raises(SettingsError, match="FSU_TOKEN_SALT_FILE"):
            token_salt(is_synthetic=False)


def test_two_salts_are_one_too_many(salt_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    salt_file.write_text(GOOD)
    monkeypatch.setenv("FSU_TOKEN_SALT", OTHER)
    with pytest.raises(SettingsError, match="are both set"):
        token_salt()


@pytest.mark.parametrize(
    "text",
    [
        "20261001",
        "2026-W40-4",
        "01/10/2026",
        "2026-10-1",
        "2026-13-01",
        " 2026-10-01",
        "2026-10-01T00:00",
        "\uff12\uff10\uff12\uff16-10-01",
    ],
)
def test_a_date_has_one_spelling(text: str) -> None:
    with pytest.raises(SettingsError, match="is not a date"):
        read_as_of(text, "AS_OF")


# --- Before anything lands --------------------------------------------------------------------------------------------


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBuild:
    """Real people, published; the next extracts lie in `raw`."""
    built = TinyBuild(tmp_path, monkeypatch)
    monkeypatch.setenv("FSU_TOKEN_SALT", GOOD)
    built.land(is_synthetic=False)
    give_people(built)
    publish("test")
    extracts.write_extracts(tmp_path / "raw")
    return built


def give_people(built: TinyBuild) -> None:
    """Leave what a build leaves: a mark, people's records and the ledger with their tokens."""
    rows = [
        (day, token(GOOD, "record", record), f"key of {record}")
        for day in ("2026-07-01", "2026-10-01")
        for record in RECORDS
    ]
    with duckdb.connect(str(built.warehouse)) as connection:
        connection.execute(
            f"create or replace table {LEDGER}"
            " (as_of_date date, record_key varchar, person_key varchar, key_since_on date)"
        )
        connection.executemany(f"insert into {LEDGER} values (?, ?, ?, date '2026-07-01')", rows)
        connection.execute(f"insert into {LEDGER} values ('2026-07-01', 'gone since', 'key of somebody', '2026-07-01')")
        connection.execute("create schema if not exists linkage")
        connection.execute(
            "create or replace table linkage.link_person_records as"
            " select record[1] as source_system, record[2] as record_type, record[3] as record_id, 'a' as person_key"
            " from (select split(unnest(?), '/') as record)",
            [RECORDS],
        )
        connection.execute(
            "create table intermediate.build_mark (is_synthetic boolean, salt_check varchar, carried_as_of_date date)"
        )
        connection.execute("insert into intermediate.build_mark values (false, ?, null)", [salt_check(GOOD)])


def land(raw: Path) -> Result:
    return CliRunner().invoke(cli.app, ["land", str(raw)])


def demo(built: TinyBuild) -> None:
    (built.root / "raw" / "synthetic.json").write_text("{}")


def demo_without_a_release(built: TinyBuild) -> None:
    demo(built)
    built.current.unlink()


def demo_beside_a_delivery(built: TinyBuild) -> None:
    demo_without_a_release(built)
    built.warehouse.unlink()


def damaged_state(built: TinyBuild) -> None:
    built.warehouse.unlink()
    (built.current / "state" / f"{LEDGER}.parquet").write_bytes(b"cut")


def other_salt_without_a_release(built: TinyBuild) -> None:
    built.current.unlink()


REFUSED_BEFORE_LANDING = {
    "a demo beside a real release": (demo, {}, "holds real people"),
    "a demo beside a real warehouse": (demo_without_a_release, {}, "holds real people"),
    "a demo beside a real delivery": (demo_beside_a_delivery, {}, "holds real people"),
    "no salt": (lambda _: None, {"FSU_TOKEN_SALT": ""}, "FSU_TOKEN_SALT is not set"),
    "the demo's salt": (lambda _: None, {"FSU_TOKEN_SALT": DEMO_SALT}, "no salt for real extracts"),
    "another salt": (lambda _: None, {"FSU_TOKEN_SALT": OTHER}, "is not the salt"),
    "another salt than the warehouse's": (other_salt_without_a_release, {"FSU_TOKEN_SALT": OTHER}, "is not the salt"),
    "a date that is none": (lambda _: None, {"FSU_AS_OF": "01/10/2026"}, "is not a date"),
    "a date in another spelling": (lambda _: None, {"FSU_AS_OF": "20261001"}, "is not a date"),
    "state that is damaged": (damaged_state, {}, "missing or damaged"),
}


@pytest.mark.parametrize("situation", REFUSED_BEFORE_LANDING)
def test_what_is_refused_leaves_the_delivery_as_it_was(
    real: TinyBuild, situation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, variables, words = REFUSED_BEFORE_LANDING[situation]
    prepare(real)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    before = (real.landing / "current").readlink()
    done = land(real.root / "raw")
    assert isinstance(done.exception, FsuError)
    assert words in str(done.exception)
    assert (real.landing / "current").readlink() == before
    assert sorted(path.name for path in (real.landing / "deliveries").iterdir()) == [before.name]


# --- Another salt -----------------------------------------------------------------------------------------------------


def ledger(built: TinyBuild) -> list[tuple[str, str, str]]:
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        return connection.execute(
            f"select cast(as_of_date as varchar), record_key, person_key from {LEDGER} order by all"
        ).fetchall()


def under(salt: str) -> set[tuple[str, str, str]]:
    return {
        (day, token(salt, "record", record), f"key of {record}")
        for day in ("2026-07-01", "2026-10-01")
        for record in RECORDS
    }


@pytest.fixture
def new_salt(real: TinyBuild) -> Path:
    file = real.root / "new.salt"
    file.write_text(f"{OTHER}\n")
    file.chmod(0o600)
    return file


def test_a_rotation_keeps_every_key_and_no_token(
    real: TinyBuild, new_salt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ledger(real)
    assert rotate(new_salt).people == len(RECORDS) + 1
    assert ledger(real) == before
    monkeypatch.setenv("FSU_TOKEN_SALT", OTHER)
    state.restore()
    after = ledger(real)
    assert under(OTHER) <= set(after)
    assert {(day, key) for day, _, key in after} == {(day, key) for day, _, key in before}
    assert not {row[1] for row in before} & {row[1] for row in after}
    publish("test")
    assert not (real.published / "next_salt").exists()
    assert json.loads((real.current / "state" / "state.json").read_text())["salt_check"] == salt_check(OTHER)
    real.warehouse.unlink()
    state.restore()
    assert ledger(real) == after


def test_until_a_release_has_the_new_salt_the_former_one_works(
    real: TinyBuild, new_salt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ledger(real)
    rotate(new_salt)
    monkeypatch.setenv("FSU_TOKEN_SALT", OTHER)
    state.restore()
    assert ledger(real) != before
    monkeypatch.setenv("FSU_TOKEN_SALT", GOOD)
    state.restore()
    assert ledger(real) == before


def test_an_interrupted_rotation_changes_nothing(
    real: TinyBuild, new_salt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("python_helpers.publishing.rotate._put_in_place", stop)
    with pytest.raises(KeyboardInterrupt):
        rotate(new_salt)
    assert not (real.published / "next_salt").exists()
    assert not list(real.published.glob(".*.partial"))
    assert state.restore() == []
    monkeypatch.setenv("FSU_TOKEN_SALT", OTHER)
    with pytest.raises(FsuError, match="is not the salt"):
        state.restore()


def test_a_rotation_that_would_lose_somebody_is_refused(real: TinyBuild, new_salt: Path) -> None:
    with duckdb.connect(str(real.warehouse)) as connection:
        connection.execute("delete from linkage.link_person_records where source_system = 'compact'")
    with pytest.raises(FsuError, match="1 of the 3 records"):
        rotate(new_salt)


@pytest.mark.parametrize("salt", [GOOD, "aaaaaaaaaaaaaaaaaaaaaaaa", DEMO_SALT])
def test_a_rotation_to_a_salt_that_is_none_is_refused(real: TinyBuild, new_salt: Path, salt: str) -> None:
    new_salt.write_text(salt)
    with pytest.raises(FsuError, match="salt"):
        rotate(new_salt)
    assert not (real.published / "next_salt").exists()


def test_tokens_of_the_version_before_are_carried_over(real: TinyBuild) -> None:
    with duckdb.connect(str(real.warehouse)) as connection:
        connection.execute("drop table intermediate.build_mark")
        for record in RECORDS:
            connection.execute(
                f"update {LEDGER} set record_key = left(sha256(? || ?), 32) where record_key = ?",
                [GOOD, record, token(GOOD, "record", record)],
            )
        connection.execute("create table before as select * from intermediate.int_identity__key_ledger")
    real.current.unlink()
    assert [restored.name for restored in state.restore()] == [LEDGER]
    assert under(GOOD) <= set(ledger(real))
    assert state.restore() == []
