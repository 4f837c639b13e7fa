"""Takes the pictures of the preview from the published demo: needs chromium, and the styles of `make dashboard`.

.venv/bin/python docs/images/take_screenshots.py
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvicorn

from python_helpers.dashboard import queries
from python_helpers.dashboard.access import reader
from python_helpers.dashboard.app import create_app
from python_helpers.dashboard.releases import Releases
from python_helpers.dashboard.styles import has_styles

PORT = 8611
USER = "DEMO\\LEADER"
HEADER = "x-screenshot-user"

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


def main() -> None:
    """Serve, take each page, stop."""
    browser = shutil.which("chromium")
    if browser is None or not has_styles():
        raise SystemExit("Needs chromium, and the styles that `make dashboard` installs.")
    release, leader = Releases().current(), reader(USER)
    if leader is None or not release.is_synthetic:
        raise SystemExit("Pictures are taken of made-up people alone.")
    choice = queries.Choice.of({}, [], release)
    key = queries.cohort(release, leader, choice, 1)[0]["Cohort Person"]
    app = create_app(HEADER)

    async def as_leader(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["headers"] = [*scope["headers"], (HEADER.encode(), USER.encode())]
        await app(scope, receive, send)

    server = uvicorn.Server(uvicorn.Config(as_leader, host="127.0.0.1", port=PORT, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.1)
    try:
        for name, address, height in (
            ("my-area", "/?area=BE", 1500),
            ("person", f"/person/{key}", 1900),
            ("what-happened", f"/person/{key}/events", 1200),
            ("why-here", f"/person/{key}/why", 1900),
            ("homes-and-places", "/places", 1500),
            ("changes-and-trust", "/trust", 1900),
        ):
            _take(browser, f"http://127.0.0.1:{PORT}{address}", Path(__file__).with_name(f"preview-{name}.png"), height)
    finally:
        server.should_exit = True
        thread.join()


def _take(browser: str, address: str, file: Path, height: int) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603 - our own addresses
            [
                *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"),
                *(f"--user-data-dir={profile}", f"--window-size=1440,{height}", f"--screenshot={file}", address),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


if __name__ == "__main__":
    main()
