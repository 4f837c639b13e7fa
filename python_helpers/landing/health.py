"""Codes that mean health do not land, unless a theme that is on under a policy in force uses them.

The list is seeds/themes/health_codes.csv, the policy the four variables `sensitive_theme_*` of dbt_project.yml, or a
force's own (FSU_SETTINGS); dbt asks the same of both (macros/themes/). What is dropped is dropped from the landed text:
the row stays.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from python_helpers import force_settings
from python_helpers.landing.contract import Table
from python_helpers.landing.findings import Finding, LandingError

CODE_COLUMNS = frozenset({
    "address_type", "channel", "closing_code", "dispvdn", "final_grade", "ho_offence_code", "initial_grade", "markers",
    "npu_code", "opening_code", "outcome_code", "qualifiers", "reason_code", "risk_grade", "role", "source_channel",
    "suite", "team_type",
})  # fmt: skip
"""Columns of the contract that hold codes: those that staging reads with the macros `code` and `code_list`."""

WITHHELD = "WITHHELD"
"""Lands where a required column held nothing but a code that means health: the event still counts."""

CODES_OF_THE_CONTRACT = ("MH", "MENTAL HEALTH")
"""What the contract itself names as health; it stays on the list whatever becomes of the seed."""

_FILLER_WORDS = frozenset({
    "", "A", "ABC", "ANY", "ANYBODY", "ANYONE", "APPROVED", "APPROVER", "BAR", "DOCUMENT", "DUMMY", "EXAMPLE",
    "FOO", "N", "NA", "NAME", "NIL", "NO", "NOBODY", "NONE", "NOT", "NULL", "OK", "PENDING", "PLACEHOLDER",
    "POLICY", "REF", "REFERENCE", "SAMPLE", "SOMEBODY", "SOMEONE", "TBA", "TBC", "TBD", "TEMP", "TEST", "TESTING",
    "THE", "TO", "TODO", "UNKNOWN", "XYZ", "YES",
})  # fmt: skip
_EVIDENCE_COLUMNS = {
    "QUALIFIER": "qualifiers",
    "CRIME_MARKER": "markers",
    "OFFENCE_CODE": "ho_offence_code",
    "CONTACT_REASON": "reason_code",
}
_LONG_CODE = 6
"""From this length on a code inside a longer word is no chance."""


@dataclass(frozen=True)
class HealthCodes:
    """What may not land: codes by column (`*` is every column of codes), without those that a theme on uses."""

    codes: Mapping[str, tuple[str, ...]]
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Part of a delivery's name: with another list or policy the same extracts land as other rows."""
        parts = [sorted(self.codes.items()), sorted((column, sorted(codes)) for column, codes in self.kept.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def cleaned(self, table: Table, columns: Mapping[str, str]) -> dict[str, str]:
        """The SQL of a file's columns, those of codes without what means health."""
        needed = {*table.required, *table.key}
        return {
            column: self._without(column, value, is_needed=column in needed) if column in CODE_COLUMNS else value
            for column, value in columns.items()
        }

    def _without(self, column: str, value: str, *, is_needed: bool) -> str:
        codes = (*self.codes.get("*", ()), *self.codes.get(column, ()))
        if not codes:
            return value
        kept = ", ".join(f"'{code}'" for code in sorted(self.kept.get(column, ()))) or "''"
        means_health = f"({_means_health('code', codes)})"
        parts = f"string_split_regex({value}, '[|,;]')"
        rest = f"list_filter({parts}, lambda code: not {means_health} or {_words('code')} in ({kept}))"
        some = f"len(list_filter({parts}, lambda code: {means_health})) > 0"
        left, none = f"nullif(array_to_string({rest}, '|'), '')", "null"
        if is_needed:
            left, none = f"coalesce({left}, '{WITHHELD}')", f"'{WITHHELD}'"
        # Words of one code can lie on both sides of a separator; then nothing of the value is safe.
        return f"case when {some} then {left} when {_means_health(value, codes)} then {none} else {value} end"


def _words(value: str) -> str:
    return f"trim(regexp_replace(upper({value}), '[^A-Z0-9]+', ' ', 'g'))"


def _means_health(value: str, codes: tuple[str, ...]) -> str:
    """Whether a text means health: the rule of the macro `means_health`, all codes in one pattern."""
    words = "|".join(code + ("[0-9]*" if code[-1].isalpha() else "") for code in codes)
    squeezed = [code.replace(" ", "") for code in codes]
    inside = "".join(f"|{code}" for code in squeezed if len(code) >= _LONG_CODE)
    return (
        f"regexp_matches({_words(value)}, '(^| )({words})( |$)')"
        f" or regexp_matches(replace({_words(value)}, ' ', ''), '^({'|'.join(squeezed)})${inside}')"
    )


def health_codes(root: Path | None = None) -> HealthCodes:
    """What may not land now, from the project in the working folder, else from the one this package is in.

    Raises:
        LandingError: the list cannot be read; nothing lands without it.
    """
    project = root or (Path() if Path("dbt_project.yml").is_file() else Path(__file__).parents[2])
    codes: dict[str, tuple[str, ...]] = {"*": CODES_OF_THE_CONTRACT}
    for row in _seed(project, "health_codes", "column_name", "code"):
        code = " ".join(re.sub("[^A-Z0-9]+", " ", row["code"].upper()).split())
        if not code or row["column_name"] not in CODE_COLUMNS | {"*"}:
            raise _unreadable(project, "health_codes", "has a row that names no column of codes, or no code.")
        codes[row["column_name"]] = tuple(dict.fromkeys((*codes.get(row["column_name"], ()), code)))
    return HealthCodes(codes, _kept(project))


def _kept(project: Path) -> dict[str, frozenset[str]]:
    """Codes, by column, that a theme on health uses which is on under a policy in force."""
    if policy_problem(project) or _review_has_passed(project):
        return {}
    themes = _seed(project, "themes", "theme_code", "is_special_category", "is_enabled")
    on = {row["theme_code"] for row in themes if _is_true(row["is_special_category"]) and _is_true(row["is_enabled"])}
    kept: dict[str, set[str]] = {}
    for row in _seed(project, "theme_rules", "theme_code", "evidence", "code"):
        if row["theme_code"] in on:
            column = _EVIDENCE_COLUMNS.get(row["evidence"], row["evidence"].lower())
            kept.setdefault(column, set()).add(" ".join(re.sub("[^A-Z0-9]+", " ", row["code"].upper()).split()))
    return {column: frozenset(codes) for column, codes in kept.items()}


def policy_problem(project: Path) -> str:
    """What is wrong with the policy that a theme on health needs; empty where nothing is."""
    policy = _policy(project)
    for name, least_words in (("sensitive_theme_policy_ref", 1), ("sensitive_theme_approver", 2)):
        if not says_something(policy[name], least_words=least_words):
            return f"{name} says nothing"
    approved, review = (_day(policy[name]) for name in ("sensitive_theme_approved_on", "sensitive_theme_review_on"))
    if approved is None or review is None:
        return "sensitive_theme_approved_on or sensitive_theme_review_on is not a day"
    return "" if review > approved else "sensitive_theme_review_on is not after sensitive_theme_approved_on"


def says_something(text: str, *, least_words: int = 1) -> bool:
    """Whether a text that somebody has to answer for is more than a word that fills the place."""
    words = re.sub("[^A-Z0-9]+", " ", text.upper()).split()
    telling = [word for word in words if re.sub("[0-9]", "", word) not in _FILLER_WORDS and word.strip(word[0])]
    return len(words) >= least_words and bool(telling) and len("".join(words)) >= 4


def _review_has_passed(project: Path) -> bool:
    review = _day(_policy(project)["sensitive_theme_review_on"])
    as_of = _day(os.environ.get("FSU_AS_OF", "")) or datetime.datetime.now(datetime.UTC).date()
    return review is None or review < as_of


def _policy(project: Path) -> dict[str, str]:
    names = ("policy_ref", "approver", "approved_on", "review_on")
    try:
        content: dict[str, Any] = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError):
        content = {}
    given = {**(content.get("vars") or {}), **force_settings.parameters()}
    texts = {f"sensitive_theme_{name}": str(given.get(f"sensitive_theme_{name}") or "") for name in names}
    return {name: "" if "{{" in text else text.strip() for name, text in texts.items()}


def _day(text: str) -> datetime.date | None:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _is_true(text: str) -> bool:
    return text.strip().lower() in {"true", "t", "1", "yes", "y"}


def _seed(project: Path, name: str, *columns: str) -> list[dict[str, str]]:
    path = force_settings.seed_path(f"themes/{name}", project)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [{column: row[column].strip() for column in columns} for row in csv.DictReader(file)]
    except (OSError, KeyError, AttributeError, ValueError, csv.Error):
        raise _unreadable(project, name, f"cannot be read as a list with the columns {', '.join(columns)}.") from None
    return rows


def _unreadable(project: Path, name: str, what: str) -> LandingError:
    return LandingError(
        [Finding(str(force_settings.seed_path(f"themes/{name}", project)), what, "Mend it, then land again.")]
    )
