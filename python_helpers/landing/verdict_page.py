"""The verdict on a delivery as a page of its own: semantic tables, no script, nothing loaded from anywhere."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from python_helpers.landing.findings import Finding
from python_helpers.landing.judge import Verdict
from python_helpers.landing.profile import ProfileRow, row_name


def render_verdict(verdict: Verdict, warnings: list[Finding], *, is_synthetic: bool) -> str:
    """The page's HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    rows = {row_name(row): row for row in verdict.profile}
    tables = [row for row in verdict.profile if row["level"] == "table"]
    columns = {
        f"{table['system']}.{table['table']}": [
            row
            for row in verdict.profile
            if row["level"] == "column" and (row["system"], row["table"]) == (table["system"], table["table"])
        ]
        for table in tables
    }
    return environment.get_template("verdict.html").render(
        verdict=verdict,
        judgements=sorted(verdict.judgements, key=lambda judgement: (not judgement.failures, judgement.severity)),
        missed_count=sum(bool(judgement.failures) for judgement in verdict.judgements),
        tables=tables,
        columns=columns,
        total_rows=sum(row["row_count"] for row in tables),
        warnings=warnings,
        is_synthetic=is_synthetic,
        figure=figure,
        likely_cause=lambda judgement, failure: likely_cause(judgement.measure, rows[failure.where]),
    )


def likely_cause(measure: str, row: ProfileRow) -> str:
    """Of references what they name and, where spelling is why they find too little, that; otherwise empty."""
    if measure not in {"found_share", "misspelt_share"}:
        return ""
    named = f" It names {row['refers_to']}."
    if not row["misspelt_share"]:
        return named
    share = figure("misspelt_share", row["misspelt_share"])
    return (
        f"{named} {share} would find their row if case, blanks and leading zeros did not count: most likely the ids"
        " were retyped or saved as numbers."
    )


def figure(measure: str, value: float | None) -> str:
    """A measure's value as people read it: shares in percent, counts whole."""
    if value is None:
        return ""
    if measure.endswith(("_share", "_share_rise")):
        return f"{value:.1%}" if value == 0 or abs(value) >= 0.001 else "under 0.1%"
    return f"{value:,.2f}".removesuffix(".00")
