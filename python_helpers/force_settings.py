"""A force's own settings (`FSU_SETTINGS`): CSV files in place of shipped seeds, judged before anything is built.

The folder lies outside the project, so that a new version of the project is no merge. dbt asks here too, through the
DuckDB plugin or through what `fsu load-postgres` left on the server (macros/cross_db/settings_register.sql).
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from python_helpers.settings import SettingsError, read_as_of

PARAMETERS = "parameters"
"""Name of the file for dbt's variables, which have no seed: columns name and value."""

NO_PARAMETERS = frozenset({"as_of_date", "schema_prefix"})
"""Variables that say which refresh this is and where it lies, not how a force counts."""

_PROJECT = Path(__file__).parents[1]
_LEFT_BY_PROGRAMS = frozenset({"thumbs.db", "desktop.ini"})
_SHOWN = 10
_FIRST_ROW = 2
"""As a spreadsheet counts: the header is row 1."""
_AGAIN = "Mend it there, and run again."


@dataclass(frozen=True)
class Seed:
    """One shipped seed, as its YAML describes it."""

    name: str
    path: Path
    types: Mapping[str, str]
    tests: Mapping[str, Sequence[Any]]
    """Data tests of each column, as written."""
    needed: frozenset[str]
    """Columns that are never empty."""
    unique_together: Sequence[Sequence[str]]
    comes_with_code: bool
    """Describes the code and not the force, so that no file replaces it."""


@dataclass(frozen=True)
class Own:
    """One file of the force's."""

    name: str
    path: Path
    sha256: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class OwnSettings:
    """Everything in the folder, judged; empty where no folder is named."""

    folder: Path | None = None
    files: Mapping[str, Own] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of each file, by the name of what it replaces."""
        return {name: own.sha256 for name, own in sorted(self.files.items())}

    def register(self) -> dict[str, Any]:
        """What dbt has to know, without the rows."""
        files = {name: {"path": str(own.path), "sha256": own.sha256} for name, own in sorted(self.files.items())}
        named = os.environ.get("FSU_SETTINGS", "")
        return {"folder": named, "files": files, "parameters": dict(self.parameters)}


def settings_dir() -> Path | None:
    """Folder of a force's own settings (`FSU_SETTINGS`); None: the shipped seeds are in force."""
    named = os.environ.get("FSU_SETTINGS", "")
    return Path(named).absolute() if named else None


def project_dir() -> Path:
    """The project in the working folder, else the one that this package is in."""
    return Path() if Path("dbt_project.yml").is_file() else _PROJECT


def seed_path(name: str, project: Path | None = None) -> Path:
    """The file that a seed (`weights/grade_weights`) is read from, not judged: the force's, else the shipped one."""
    own = _found(settings_dir()).get(Path(name).name)
    return own or (project or project_dir()) / "seeds" / f"{name}.csv"


@cache
def read() -> OwnSettings:
    """Read and judge the folder, once a process, so that one build has one state of it.

    Raises:
        SettingsError: something in it is not right; a sentence a fault, each with file, column and remedy.
    """
    folder = settings_dir()
    if folder is None:
        return OwnSettings()
    seeds, variables = shipped_seeds(project_dir().absolute()), shipped_parameters(project_dir())
    files: dict[str, Own] = {}
    faults: list[str] = []
    for name, path in _found(folder, seeds).items():
        try:
            columns = seeds[name].types if name in seeds else ("name", "value")
            files[name] = own = _read_file(name, path, tuple(columns))
        except SettingsError as error:
            faults.append(str(error))
            continue
        faults += _faults(own, seeds[name]) if name in seeds else _faults_of_parameters(own, variables)
    if faults:
        more = [f"... and {len(faults) - _SHOWN} more."] if len(faults) > _SHOWN else []
        raise SettingsError("\n".join([*faults[:_SHOWN], *more]))
    rows = files[PARAMETERS].rows if PARAMETERS in files else ()
    return OwnSettings(folder, files, {row["name"]: _value(row["value"], variables[row["name"]]) for row in rows})


def parameters() -> Mapping[str, Any]:
    """Variables of dbt that the force has set itself."""
    return read().parameters


def vars_for_dbt() -> tuple[str, ...]:
    """Arguments that give dbt the force's own variables; none where it has none."""
    own = read().parameters
    return ("--vars", json.dumps(dict(own), sort_keys=True)) if own else ()


def differences() -> Iterator[str]:
    """A line a file: how many of its rows the shipped one does not have, and the other way round."""
    own, seeds = read(), shipped_seeds(project_dir().absolute())
    if own.folder is None:
        yield "FSU_SETTINGS is not set: the shipped seeds are in force."
    for name, file in sorted(own.files.items()):
        if name == PARAMETERS:
            yield f"{file.path}: {len(file.rows)} parameters"
            continue
        with seeds[name].path.open(encoding="utf-8", newline="") as stream:
            shipped = {tuple(row[column] for column in file.columns) for row in csv.DictReader(stream)}
        rows = {tuple(row[column] for column in file.columns) for row in file.rows}
        yield f"{file.path}: {len(rows - shipped)} rows of your own, {len(shipped - rows)} shipped rows not in it"


@cache
def shipped_seeds(project: Path) -> dict[str, Seed]:
    """Every seed of the project with its types and tests, by name."""
    seeds = {}
    for file in sorted((project / "seeds").rglob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")).get("seeds") or []:
            config = entry.get("config") or {}
            tests = [(_name_of(test), _arguments_of(test)) for test in entry.get("data_tests") or []]
            together = "dbt_utils.unique_combination_of_columns"
            seeds[entry["name"]] = Seed(
                entry["name"],
                file.with_name(f"{entry['name']}.csv"),
                config["column_types"],
                {column["name"]: column.get("data_tests") or [] for column in entry["columns"]},
                frozenset(
                    column for name, given in tests if name == "columns_are_given" for column in given["columns"]
                ),
                [given["combination_of_columns"] for name, given in tests if name == together],
                bool((config.get("meta") or {}).get("comes_with_code")),
            )
    return seeds


def shipped_parameters(project: Path) -> dict[str, Any]:
    """The project's variables that a force may set, with their shipped values."""
    content = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    return {name: value for name, value in content["vars"].items() if name not in NO_PARAMETERS}


def _found(folder: Path | None, known: Mapping[str, Seed] | None = None) -> dict[str, Path]:
    """The folder's files by name; with `known`, each of them has to be one that a force may have.

    Hidden files, notes (`.md`) and what Windows leaves in a folder are passed over; anything else that is no such file
    could be one that was misnamed.
    """
    if folder is None:
        return {}
    if not folder.is_dir():
        raise SettingsError(f"FSU_SETTINGS: {folder} is no folder. Make it, or unset FSU_SETTINGS.")
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        is_passed_over = path.suffix.lower() == ".md" or path.name.lower() in _LEFT_BY_PROGRAMS
        if path.is_dir() or is_passed_over or any(part.startswith((".", "~$")) for part in inside.parts):
            continue
        name = path.stem if path.suffix.lower() == ".csv" else ""
        if known is not None:
            _refuse_unknown(path, name, known)
            if name in found:
                raise SettingsError(f"{found[name]} and {path} are the same settings twice. Remove one of them.")
        found[name] = path
    return found


def _refuse_unknown(path: Path, name: str, known: Mapping[str, Seed]) -> None:
    allowed = sorted([*(seed.name for seed in known.values() if not seed.comes_with_code), PARAMETERS])
    if name in allowed:
        return
    if name in known:
        raise SettingsError(f"{path}: {name} describes the code and comes with it. Remove the file.")
    near = difflib.get_close_matches(path.name.partition(".")[0], allowed, 1)
    meant = f"Rename it to {near[0]}.csv if it is meant for that" if near else f"It takes {', '.join(allowed)}"
    raise SettingsError(f"{path} is no settings file of this version. {meant}; else move it out of the folder.")


def _read_file(name: str, path: Path, columns: tuple[str, ...]) -> Own:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text. Save it as CSV UTF-8 (comma delimited).") from error
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise SettingsError(f"{path} is not a CSV file: {error}. Save it as CSV UTF-8 (comma delimited).") from error
    while lines and not any(lines[-1]):  # what a spreadsheet leaves at the end
        lines.pop()
    header = [cell.strip() for cell in lines[0]] if lines else []
    if len(header) == 1 < len(columns):
        raise SettingsError(f"{path} has one column. Separate columns by commas: {','.join(columns)}.")
    for column in columns:
        if header.count(column) != 1:
            fault = "is missing" if column not in header else "stands there twice"
            raise SettingsError(f"{path}: column {column} {fault}. Its first line is {','.join(columns)}.")
    if unknown := sorted(set(header) - set(columns)):
        raise SettingsError(f"{path}: this version has no column {unknown[0]}. Its first line is {','.join(columns)}.")
    for number, line in enumerate(lines[1:], _FIRST_ROW):
        if not any(line):
            raise SettingsError(f"{path}, row {number}: is empty. Remove it.")
        if len(line) != len(header):
            raise SettingsError(
                f"{path}, row {number}: {len(line)} values for {len(header)} columns. Put a text with a comma in it "
                "between double quotes."
            )
    rows = tuple(dict(zip(header, line, strict=True)) for line in lines[1:])
    return Own(name, path, hashlib.sha256(content).hexdigest(), columns, rows)


def _faults(own: Own, seed: Seed) -> Iterator[str]:
    """What types and column tests of the seed refuse; the tests that look at other relations are left to dbt."""
    for column, kind in seed.types.items():
        checks = [(fault, holds) for pattern, fault, holds in _TYPES if re.fullmatch(pattern, kind)]
        checks += [check for test in seed.tests.get(column, ()) if (check := _check_of(test))]
        for number, row in enumerate(own.rows, _FIRST_ROW):
            value = row[column]
            fault = next((fault for fault, holds in checks if value and not holds(value)), "")
            if not value and column in seed.needed:
                fault = "is empty"
            if fault:
                yield f"{own.path}, row {number}, column {column}: {fault}. {_AGAIN}"
        if "unique" in map(_name_of, seed.tests.get(column, ())):
            yield from _repeated(own, [column])
    for columns in seed.unique_together:
        yield from _repeated(own, columns)


def _repeated(own: Own, columns: Sequence[str]) -> Iterator[str]:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(own.rows, _FIRST_ROW):
        key = tuple(row[column] for column in columns)
        if key in seen and any(key):
            named = f"column{'s' if len(columns) > 1 else ''} {', '.join(columns)}"
            yield f"{own.path}, row {number}, {named}: stands in row {seen[key]} already. {_AGAIN}"
        seen.setdefault(key, number)


def _faults_of_parameters(own: Own, variables: Mapping[str, Any]) -> Iterator[str]:
    for number, row in enumerate(own.rows, _FIRST_ROW):
        if row["name"] not in variables:
            near = difflib.get_close_matches(row["name"], list(variables), 1)
            meant = f"Is {near[0]} meant?" if near else f"It takes {', '.join(sorted(variables))}."
            yield f"{own.path}, row {number}, column name: this version has no such parameter. {meant}"
        elif not _fits(row["value"], variables[row["name"]]):
            kind = {bool: "true or false", int: "a whole number", float: "a number"}[type(variables[row["name"]])]
            yield f"{own.path}, row {number}, column value: {row['name']} is {kind}. {_AGAIN}"
    yield from _repeated(own, ["name"])


def _fits(text: str, shipped: object) -> bool:
    if isinstance(shipped, bool):
        return text.lower() in {"true", "false"}
    if isinstance(shipped, int):
        return re.fullmatch("[0-9]{1,9}", text) is not None
    return not isinstance(shipped, float) or re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text) is not None


def _value(text: str, shipped: object) -> object:
    if isinstance(shipped, bool):
        return text.lower() == "true"
    if isinstance(shipped, int | float):
        return type(shipped)(text)
    return text


def _name_of(test: Any) -> str:  # noqa: ANN401 - as YAML has it
    return test if isinstance(test, str) else str(next(iter(test)))


def _arguments_of(test: Any) -> dict[str, Any]:  # noqa: ANN401 - as YAML has it
    return {} if isinstance(test, str) else test[_name_of(test)].get("arguments") or {}


def _check_of(test: Any) -> tuple[str, Callable[[str], bool]] | None:  # noqa: ANN401 - as YAML has it
    """What a value has to be for a column's test, and how to say that it is not."""
    name = _name_of(test)
    arguments = _arguments_of(test)
    if name == "accepted_values":
        allowed = [str(value) for value in arguments["values"]]
        return f"is none of {', '.join(allowed)}", allowed.__contains__
    if name == "matches_pattern":
        pattern = re.compile(arguments["pattern"])
        return f"is not of the form {pattern.pattern}", lambda value: pattern.search(value) is not None
    return None


def _is_day(text: str) -> bool:
    try:
        return read_as_of(text, "day") is not None
    except SettingsError:
        return False


_TYPES: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("boolean", "is not true or false", lambda text: text.lower() in {"true", "false"}),
    ("integer", "is not a whole number", lambda text: re.fullmatch("-?[0-9]{1,9}", text) is not None),
    (
        r"double.*|numeric.*",
        "is not a number such as 12.5",
        lambda text: re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]+)?", text) is not None,
    ),
    ("date", "is not a day as YYYY-MM-DD", _is_day),
)
"""Types of seeds: a pattern, what to say, and what fits; anything else is text."""
