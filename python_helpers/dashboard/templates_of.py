"""Jinja's templates, with the GOV.UK components from their package; everything is escaped."""

from __future__ import annotations

from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from python_helpers.dashboard import wording
from python_helpers.dashboard.styles import has_styles

_environment = Environment(
    loader=ChoiceLoader(
        [
            PackageLoader("python_helpers.dashboard"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    ),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
for _name in (
    "number",
    "share",
    "day",
    "month",
    "hour",
    "words",
    "short_key",
    "exact",
    "cap",
    "rank_or_same",
    "capitalize_first",
    "zip_same",
    "code_name",
    "short_day",
):
    _environment.filters[_name] = getattr(wording, _name)


def render(template: str, values: dict[str, Any]) -> str:
    """A page as text."""
    return _environment.get_template(template).render(**values, has_styles=has_styles())
