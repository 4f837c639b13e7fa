"""With FSU_TARGET=spark, commands that would read or change what was built stop by name, and take no other data."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from python_helpers.cli import READ_NO_WAREHOUSE, app
from python_helpers.errors import FsuError


def commands() -> set[str]:
    named = {info.name or info.callback.__name__.replace("_", "-") for info in app.registered_commands if info.callback}
    return named | {str(group.name) for group in app.registered_groups}


@pytest.mark.parametrize("command", sorted(commands() - READ_NO_WAREHOUSE))
def test_a_command_that_does_not_know_spark_says_so(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_TARGET", "spark")
    refused = CliRunner().invoke(app, [command])
    assert isinstance(refused.exception, FsuError)
    assert f"`fsu {command}`" in str(refused.exception)


def test_what_works_on_every_engine_is_a_command() -> None:
    assert commands() >= READ_NO_WAREHOUSE
    assert {"publish", "purge", "explain", "rotate-salt", "refresh"} <= commands() - READ_NO_WAREHOUSE
