"""The styles: GOV.UK's, as `make dashboard` installed them, and ours; without them every page still reads."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

GOVUK = Path("build/frontend/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css")
_STATIC = Path(__file__).with_name("static")
_FILES = {
    "govuk.css": (GOVUK, "text/css"),
    "preview.css": (_STATIC / "preview.css", "text/css"),
    "icon.svg": (_STATIC / "icon.svg", "image/svg+xml"),
}


def has_styles() -> bool:
    """Whether GOV.UK's styles are installed."""
    return GOVUK.is_file()


async def style(request: Request) -> Response:
    """One of these files, and no other."""
    file, kind = _FILES.get(request.path_params["name"], (None, ""))
    if file is None or not file.is_file():
        return Response(status_code=404)
    return FileResponse(file, media_type=kind, headers={"cache-control": "max-age=3600"})
