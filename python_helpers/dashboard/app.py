"""The preview's server: who it listens to, who it believes, and what a browser may do with its pages."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from python_helpers.dashboard import pages, queries
from python_helpers.dashboard.access import DemoSignIn, Reader, from_trusted_header, reader
from python_helpers.dashboard.releases import Releases
from python_helpers.dashboard.styles import style
from python_helpers.dashboard.templates_of import compile_all
from python_helpers.errors import FsuError

AT_ONCE = (os.cpu_count() or 1) + 1
"""Pages that are made at once: a processor each, and one that may wait for the disk."""
A_SHIFT = 8 * 60 * 60
HEADERS = {
    # No script at all, nothing from elsewhere, in nobody's frame.
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    # Not "no-referrer": with it a browser sends our own forms as if they came from nowhere.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def create_app(trusted_header: str = "", host_names: tuple[str, ...] = ()) -> Starlette:
    """The application.

    Args:
        trusted_header: name of the header in which the force's sign-in says who it is; empty: the demo's sign-in.
        host_names: names that it is reached by, besides this machine's own.

    Raises:
        FsuError: there is no release, or the people are real and no header is named.
    """
    compile_all()
    releases = Releases(queries.make_ready)

    @asynccontextmanager
    async def watching(_: Starlette) -> AsyncIterator[None]:
        with releases.watched():
            yield

    if not trusted_header and not releases.current().is_synthetic:
        raise FsuError(
            "These people are real, so the demo's sign-in is closed. Put the dashboard behind the force's own sign-in, "
            "and name the header in which it says who it is: --trusted-header X-Remote-User."
        )
    app = Starlette(
        routes=[Route("/style/{name}", style)],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1", *host_names]),
            Middleware(_Careful),
            Middleware(
                SessionMiddleware, secret_key=secrets.token_hex(32), max_age=A_SHIFT, same_site="strict", path="/"
            ),
        ],
        exception_handlers={404: _not_found},
        lifespan=watching,
    )
    app.state.releases = releases
    app.state.turns = CapacityLimiter(AT_ONCE)
    app.state.demo = None if trusted_header else DemoSignIn()
    app.state.signed_in = _by_header(trusted_header) if trusted_header else _by_session
    pages.add_to(app)
    return app


def _by_header(name: str) -> Callable[[Request], Reader | None]:
    def signed_in(request: Request) -> Reader | None:
        return from_trusted_header(request.headers.get(name), request.client.host if request.client else None)

    return signed_in


def _by_session(request: Request) -> Reader | None:
    # Real people may have been published since the start; the demo's sign-in is not for them.
    user = request.session.get("user")
    return reader(user) if user and request.state.release.is_synthetic else None


class _Careful:
    """Takes forms from our own pages alone, and tells the browser what it may do."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        asked = Headers(scope=scope)
        if scope["method"] == "POST" and urlsplit(asked.get("origin", "")).netloc != asked.get("host"):
            refused = Response("This form was not sent from a page of this dashboard.", HTTPStatus.FORBIDDEN)
            await refused(scope, receive, told)
        else:
            await self._app(scope, receive, told)


async def _not_found(request: Request, _: Exception) -> Response:
    return pages.say(request, "There is no such page", "Check the address, or begin at the list.", 404)
