"""Staging's own SQL for DuckDB, rendered from the project's macros: what lands is judged by what will read it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from python_helpers.force_settings import parameters, seed_path

_PROJECT = Path(__file__).resolve().parents[2]
_FOLDERS = ("clock", "cross_db", "landing", "normalise")
_ENGINE = "duckdb"


class _Types:
    """What dbt's `dbt` namespace says of types on DuckDB."""

    @staticmethod
    def type_string() -> str:
        return "varchar"

    @staticmethod
    def type_timestamp() -> str:
        return "timestamp"


class _Project:
    """The project's macros as dbt sees them on DuckDB: one namespace, dispatch by engine, the project's variables."""

    def __init__(self) -> None:
        self._returned: Any = None
        self._environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - it is SQL
        self._environment.add_extension("jinja2.ext.do")
        self._environment.globals |= {
            "adapter": self,
            "dbt": _Types,
            "return": self._return,
            "var": project_variables().__getitem__,
        }
        files = (path for folder in _FOLDERS for path in sorted((_PROJECT / "macros" / folder).glob("*.sql")))
        # A materialization is a tag of dbt's own, which Jinja does not know, and no column is read by one.
        macros = (path for path in files if not path.name.startswith("materialization_"))
        self._source = "\n".join(path.read_text(encoding="utf-8") for path in macros)
        self._macros: Any = self._environment.from_string(self._source).module

    def dispatch(self, name: str, _package: str) -> Any:  # noqa: ANN401 - a macro of Jinja
        return getattr(self._macros, f"{_ENGINE}__{name}", None) or getattr(self._macros, f"default__{name}")

    def call(self, name: str, *arguments: Any, **options: Any) -> str:  # noqa: ANN401 - whatever the macro takes
        return str(getattr(self._macros, name)(*arguments, **options)).strip()

    def value(self, name: str) -> Any:  # noqa: ANN401 - what the macro returns
        self.call(name)
        return self._returned

    def model(self, path: str, relations: dict[str, str]) -> str:
        text = (_PROJECT / "models" / path).read_text(encoding="utf-8")
        template = self._environment.from_string(self._source + text)
        return template.render(ref=relations.__getitem__)

    def _return(self, value: Any) -> Any:  # noqa: ANN401 - as dbt's
        self._returned = value
        return value


@cache
def project_variables() -> dict[str, Any]:
    """The project's variables with the values that dbt_project.yml, or a force's own settings, give them."""
    text = (_PROJECT / "dbt_project.yml").read_text(encoding="utf-8")
    variables: dict[str, Any] = yaml.safe_load(text)["vars"]
    return variables | dict(parameters())


@cache
def _project() -> _Project:
    return _Project()


def macro(name: str, *arguments: Any, **options: Any) -> str:  # noqa: ANN401 - whatever the macro takes
    """The SQL that a macro of staging writes for DuckDB."""
    return _project().call(name, *arguments, **options)


def macro_value(name: str) -> Any:  # noqa: ANN401 - what the macro returns
    """What a macro returns that is a list for other macros and not SQL."""
    return _project().value(name)


def model(path: str, relations: dict[str, str]) -> str:
    """The SQL of a model below models/, reading `relations` in place of the models that it names."""
    return _project().model(path, relations)


def seed(path: str) -> str:
    """SQL that reads a seed, every column as text."""
    file = str(seed_path(path.removesuffix(".csv"), _PROJECT)).replace("'", "''")
    return f"read_csv('{file}', header=true, all_varchar=true)"


@cache
def seed_values(path: str, column: str) -> tuple[str, ...]:
    """The different values of a seed's column, in their order there."""
    with seed_path(path.removesuffix(".csv"), _PROJECT).open(encoding="utf-8-sig", newline="") as stream:
        return tuple(dict.fromkeys(row[column] for row in csv.DictReader(stream)))
