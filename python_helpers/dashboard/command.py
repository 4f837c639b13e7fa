"""`fsu dashboard`: serves the preview on this machine."""

from __future__ import annotations

from collections.abc import Callable

import uvicorn

from python_helpers.dashboard.app import create_app
from python_helpers.dashboard.styles import has_styles


def serve(port: int, trusted_header: str, host_names: tuple[str, ...], tell: Callable[[str], None]) -> None:
    """Serve until it is stopped; always on loopback, since nothing else may say who a reader is.

    Raises:
        FsuError: see `create_app`.
    """
    app = create_app(trusted_header, host_names)
    if app.state.demo is not None:
        tell("These people are made up, so the demo's sign-in is open, until this is stopped (Ctrl-C):")
        tell(f"  http://localhost:{port}/")
        tell("  user DEMO\\LEADER (the whole force, names) or DEMO\\SERGEANT_BE (one area)")
        tell(f"  password {app.state.demo.password}")
    if not has_styles():
        tell("GOV.UK's styles are not installed, so pages are plain: `make dashboard` installs them.")
    # No access log: an address names a person's key.
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_level="warning", proxy_headers=False)
