"""No command calls out: every test world is built without a network, under a guard that notes each attempt."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest
from worlds import GUARD, World, no_network

ATTEMPT = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
"""An address that is reserved for documentation: nobody answers there."""


def test_the_guard_notes_and_stops_an_attempt(tmp_world: World) -> None:
    tmp_world.root.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", ATTEMPT], env=tmp_world.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "network guard of the tests" in done.stderr
    assert "192.0.2.1" in tmp_world.network_log.read_text()


def test_the_guard_notes_a_name_look_up(tmp_world: World) -> None:
    tmp_world.root.mkdir()
    code = "import socket; socket.getaddrinfo('example.invalid', 443)"
    done = subprocess.run([sys.executable, "-c", code], env=tmp_world.environment, capture_output=True, check=False)
    assert done.returncode != 0
    assert "example.invalid" in tmp_world.network_log.read_text()


def test_the_guard_lets_this_machine_talk_to_itself(tmp_world: World) -> None:
    tmp_world.root.mkdir()
    code = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
    subprocess.run([sys.executable, "-c", code], env=tmp_world.environment, check=True)
    assert not tmp_world.network_log.exists()


def test_native_code_has_no_network_either() -> None:
    """Where the system allows a network namespace (it does wherever the tests run as root), it has no way out."""
    if not no_network():
        pytest.fail(
            "neither `unshare -n` nor `unshare -rn` works here: allow user namespaces, or run the tests as root"
        )
    code = f"import sys; sys.path.remove({str(GUARD)!r}) if {str(GUARD)!r} in sys.path else None; {ATTEMPT}"
    done = subprocess.run([*no_network(), sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Network is unreachable" in done.stderr


def test_synthesise_land_build_and_publish_call_nobody(small_world: World, hostile_world: World) -> None:
    for world in (small_world, hostile_world):
        assert (world.release / "manifest.json").is_file()
        assert not world.network_log.exists(), world.network_log.read_text()


@pytest.mark.parametrize(
    "command",
    [
        ("dbt", "debug"),
        ("dbt", "docs", "generate"),
        ("dbt", "source", "freshness"),
        ("fsu", "--help"),
        ("fsu", "restore-state"),
    ],
    ids=" ".join,
)
def test_other_commands_call_nobody(small_world: World, tmp_world: World, command: tuple[str, ...]) -> None:
    apart = {
        "DBT_TARGET_PATH": str(tmp_world.target),
        "DBT_LOG_PATH": str(tmp_world.logs),
        "NETWORK_GUARD_LOG": str(tmp_world.network_log),
    }
    tmp_world.root.mkdir()
    dataclasses.replace(small_world, extra_environment=apart).run(*command)
    assert not tmp_world.network_log.exists(), tmp_world.network_log.read_text()


def test_a_page_is_set_without_a_network(tmp_world: World) -> None:
    """Its library is native code: its typefaces and templates have to be on this machine."""
    tmp_world.root.mkdir()
    code = (
        "from datetime import date; from python_helpers.disclosure.document import Document, Section;"
        "from python_helpers.disclosure.pdf import render;"
        "print(len(render(Document('test', 'Test', date(2026, 10, 1), {'A': 'b'}, (Section('One'),), 'Footer'))))"
    )
    done = subprocess.run(
        [*no_network(), sys.executable, "-c", code],
        env=tmp_world.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 1000
    assert not tmp_world.network_log.exists(), tmp_world.network_log.read_text()
