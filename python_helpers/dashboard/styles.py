"""The styles: GOV.UK's, as `make dashboard` installed them, and ours; without them every page still reads."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

GOVUK = Path("build/frontend/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css")
GOVUK_NAME = "govuk.css"
_KEPT = {"cache-control": "max-age=60"}
_STATIC = Path(__file__).with_name("static")
_OURS = {"preview.css": "text/css", "icon.svg": "image/svg+xml"}
_TYPEFACE = re.compile(r"@font-face\s*{[^}]*}")


def has_styles() -> bool:
    """Whether GOV.UK's styles are installed."""
    return GOVUK.is_file()


async def style(request: Request) -> Response:
    """One of these files, and no other."""
    name = request.path_params["name"]
    if name == GOVUK_NAME and has_styles():
        return Response(_govuk(GOVUK.stat().st_mtime_ns), media_type="text/css", headers=_KEPT)
    if name in _OURS:
        return Response((_STATIC / name).read_bytes(), media_type=_OURS[name], headers=_KEPT)
    return Response(status_code=404)


@lru_cache(maxsize=1)
def _govuk(_: int) -> str:
    """GOV.UK's styles without its typeface, which is for its own domains alone: Arial is named next in each rule."""
    return _TYPEFACE.sub("", GOVUK.read_text(encoding="utf-8"))
