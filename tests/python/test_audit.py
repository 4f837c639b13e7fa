"""The audit log: who, what, what for, success and refusal, and that a changed, missing or cut line shows."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_built_warehouse import TinyBuild

from python_helpers import audit
from python_helpers.errors import FsuError
from python_helpers.publishing.publish import publish


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FSU_PUBLISHED", str(tmp_path / "published"))
    return tmp_path / "published" / "audit.jsonl"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBuild:
    return TinyBuild(tmp_path, monkeypatch)


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def three(log: Path) -> list[bytes]:
    for number in range(3):
        audit.append("explain", purpose=f"reason {number}", people=1)
    return log.read_bytes().splitlines(keepends=True)


def test_a_line_says_who_by_the_real_account(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    audit.append("publish", purpose="refresh", people=3, recipients="NPU officers")
    (line,) = lines(log)
    assert line["uid"] == os.getuid()
    assert line["who"] != "somebody-else"
    assert [line[name] for name in ("operation", "action", "outcome", "purpose", "people", "recipients")] == [
        *("disclosure", "publish", "success", "refresh"),
        *(3, "NPU officers"),
    ]
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_every_operation_of_section_62_is_one_of_ours() -> None:
    named = {"collection", "alteration", "consultation", "disclosure", "combination", "erasure"}
    assert set(audit.OPERATIONS.values()) == named


def test_a_whole_chain_is_verified(log: Path) -> None:
    log.parent.mkdir()
    log.write_text('{"who": "a line from before lines were chained"}\n', encoding="utf-8")
    three(log)
    assert audit.verify() == (4, [])


@pytest.mark.parametrize("spoil", ["change", "remove", "insert", "swap"])
def test_a_spoilt_chain_shows(spoil: str, log: Path) -> None:
    first, second, third = three(log)
    spoilt = {
        "change": [first, second.replace(b"reason 1", b"reason 9"), third],
        "remove": [first, third],
        "insert": [first, second, second, third],
        "swap": [second, first, third],
    }[spoil]
    log.write_bytes(b"".join(spoilt))
    assert audit.verify()[1]


def test_a_cut_tail_shows_by_the_release(built: TinyBuild) -> None:
    publish("test")
    log = built.published / "audit.jsonl"
    assert audit.verify() == (1, [])
    audit.append("explain", purpose="later", people=1)
    assert audit.verify() == (2, [])
    log.write_bytes(b"")
    _, problems = audit.verify()
    assert any("are missing" in problem for problem in problems)


def test_a_log_begun_again_shows_by_the_release(built: TinyBuild) -> None:
    publish("test")
    (built.published / "audit.jsonl").unlink()
    audit.append("publish", purpose="another")
    _, problems = audit.verify()
    assert any("is not the one that release" in problem for problem in problems)


def test_no_link_is_followed(log: Path, tmp_path: Path) -> None:
    log.parent.mkdir()
    other = tmp_path / "other"
    other.write_text("kept")
    log.symlink_to(other)
    with pytest.raises(FsuError, match="is a link"):
        audit.append("explain", purpose="x")
    log.unlink()
    log.hardlink_to(other)
    with pytest.raises(FsuError, match="another name"):
        audit.append("explain", purpose="x")
    assert other.read_text() == "kept"


def test_a_line_that_cannot_be_written_whole_is_not_written(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    three(log)
    before = log.read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: write(descriptor, content[:7]))
    with pytest.raises(FsuError, match="make room"):
        audit.append("explain", purpose="x")
    monkeypatch.undo()
    assert log.read_bytes() == before


def test_a_line_cut_by_a_crash_stays_and_shows(log: Path) -> None:
    three(log)
    log.write_bytes(log.read_bytes()[:-20])
    audit.append("explain", purpose="after")
    _, problems = audit.verify()
    assert problems == ["Line 3 is not a whole line: a write was cut off, or the line was changed."]


def test_lines_of_many_processes_make_one_chain(log: Path) -> None:
    script = "from python_helpers import audit\nfor n in range(20): audit.append('explain', purpose='p' * 2000)"
    writers = [subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2]) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert audit.verify() == (60, [])


def test_a_refusal_and_a_failure_are_lines_too(log: Path) -> None:
    for error in (FsuError("no"), RuntimeError("broken")):
        with pytest.raises(type(error)), audit.refusals_noted("purge", "retention"):
            raise error
    assert [(line["outcome"], line["operation"]) for line in lines(log)] == [
        ("refused", "erasure"),
        ("failed", "erasure"),
    ]


def test_commands_that_are_refused_leave_their_line(tmp_path: Path) -> None:
    environment = os.environ | {
        "FSU_LANDING": str(tmp_path / "landing"),
        "FSU_PUBLISHED": str(tmp_path / "published"),
        "FSU_WAREHOUSE": str(tmp_path / "none.duckdb"),
    }
    for command in (["land", str(tmp_path / "nowhere")], ["publish"], ["explain", "connect/nominal/N1"]):
        run = [sys.executable, "-c", "from python_helpers.cli import run; run()", *command]
        assert subprocess.run(run, env=environment, capture_output=True, cwd=tmp_path, check=False).returncode
    found = [(line["action"], line["outcome"]) for line in lines(tmp_path / "published" / "audit.jsonl")]
    assert found == [("land", "refused"), ("publish", "refused"), ("explain", "refused")]
