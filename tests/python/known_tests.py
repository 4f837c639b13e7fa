"""Names of the project's tests, as documents name them: `test_x.py::test_y` of pytest, and the bare name of dbt's."""

from __future__ import annotations

import re

from worlds import PROJECT


def known_tests() -> set[str]:
    """Every test that a document may name."""
    of_python = {
        f"{path.name}::{name}"
        for path in (PROJECT / "tests" / "python").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    of_dbt = {path.stem for path in (PROJECT / "tests" / "data").rglob("*.sql")} | {
        name
        for path in (PROJECT / "models").rglob("*.yml")
        for section in re.split(r"^(?=\w)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if section.startswith("unit_tests:")
        for name in re.findall(r"^  - name: (\w+)", section, re.MULTILINE)
    }
    return of_python | of_dbt
