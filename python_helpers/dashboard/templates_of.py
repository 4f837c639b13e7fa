"""Jinja's templates, with the GOV.UK components from their package; everything is escaped."""

from __future__ import annotations

from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from jinja2.meta import find_referenced_templates

from python_helpers.dashboard import wording
from python_helpers.dashboard.styles import has_styles

_loader = ChoiceLoader(
    [
        PackageLoader("python_helpers.dashboard"),
        PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    ]
)
_environment = Environment(
    loader=_loader,
    autoescape=True,
    auto_reload=False,
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


def compile_all() -> None:
    """Read every template, and what it takes from the package, so that no page waits for it."""
    waiting, known = _environment.list_templates(filter_func=lambda name: "/" not in name), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            source, *_ = _loader.get_source(_environment, name)
            waiting += [found for found in find_referenced_templates(_environment.parse(source)) if found]
            _environment.get_template(name)
