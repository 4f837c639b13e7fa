"""With FSU_TARGET=spark, commands that would read or change what was built stop by name, and take no other data."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from python_helpers.cli import KNOW_SPARK, app
from python_helpers.errors import FsuError


def commands() -> set[str]:
    named = {info.name or info.callback.__name__.replace("_", "-") for info in app.registered_commands if info.callback}
    return named | {str(group.name) for group in app.registered_groups}


@pytest.mark.parametrize("command", sorted(commands() - KNOW_SPARK))
def test_a_command_that_does_not_know_spark_says_so(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FSU_TARGET", "spark")
    refused = CliRunner().invoke(app, [command])
    assert isinstance(refused.exception, FsuError)
    assert f"`fsu {command}`" in str(refused.exception)


def test_what_works_on_spark_is_a_command() -> None:
    assert commands() >= KNOW_SPARK
    assert {"purge", "explain", "rotate-salt", "restore-state"} <= commands() - KNOW_SPARK
