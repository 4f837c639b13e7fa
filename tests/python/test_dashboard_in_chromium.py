"""The preview in a real browser: what people do on its pages, by mouse and keyboard, and what the browser says of them.

Without Chromium these tests fail in CI and are skipped elsewhere, which pytest says at its end.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from test_dashboard import LEADER, SERGEANT, every_address, first_of, lines, of_another_area
from worlds import World

from python_helpers.dashboard.app import create_app
from python_helpers.dashboard.releases import Release, Releases

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
MOST_TABS = 200


@dataclass
class Site:
    """The dashboard as it is served, and the folder of releases that it reads."""

    published: Path
    address: str
    password: str


@dataclass
class Heard:
    """What a page asked for, and what the browser complained of."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def site(small_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    published = tmp_path_factory.mktemp("published")
    (published / "current").symlink_to(small_world.release.resolve())
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FSU_PUBLISHED", str(published))
        app = create_app()
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                time.sleep(0.05)
            port = server.servers[0].sockets[0].getsockname()[1]
            yield Site(published, f"http://localhost:{port}", app.state.demo.password)
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        missing = "There is no Chromium here: install it, for example with `apt-get install chromium`."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def page(browser: Browser, site: Site, heard: Heard) -> Iterator[Page]:
    """A new reader's page. Whatever a test does there, nothing is asked of another host and nothing goes wrong."""
    context = browser.new_context(base_url=site.address, viewport={"width": 1440, "height": 1000})
    opened = context.new_page()
    opened.on("request", lambda request: heard.requests.append(request.url))
    opened.on("console", lambda said: heard.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    opened.on("pageerror", lambda error: heard.complaints.append(str(error)))
    yield opened
    context.close()
    assert heard.requests
    assert [url for url in heard.requests if not url.startswith(f"{site.address}/")] == []
    assert heard.complaints == []


@pytest.fixture
def release(site: Site) -> Release:
    return Releases().current()


def sign_in(page: Page, site: Site, user_id: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("User").fill(user_id)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def violations(page: Page) -> list[str]:
    """Rules of axe that the page breaks, and on what."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document)")
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]


def people_on(page: Page) -> list[str]:
    """Keys in the table of the list, in its order."""
    links = page.get_by_role("table", name="People by rank in the force").get_by_role("link").all()
    return [str(link.get_attribute("href")).rpartition("/")[2] for link in links]


def tab_to(page: Page, is_there: Callable[[dict[str, str]], bool]) -> None:
    """Press Tab until the element that has the focus is the one."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "({id: document.activeElement.id, text: document.activeElement.innerText || '', "
            "link: document.activeElement.getAttribute('href') || ''})"
        )
        if is_there(focused):
            return
    raise AssertionError("the keyboard does not get there")


def test_every_page_passes_axe_and_asks_nothing_of_elsewhere(page: Page, site: Site, release: Release) -> None:
    page.goto("/")
    assert page.url == f"{site.address}/sign-in"
    assert violations(page) == []
    sign_in(page, site, LEADER)
    person = first_of(release, LEADER)
    for address in [*every_address(person), "/look-up", f"/person/{person}/identity"]:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert page.get_by_role("heading", level=1).count() == 1, address
        assert violations(page) == [], address


def test_with_the_keyboard_alone(page: Page, site: Site, release: Release) -> None:
    page.goto("/")
    tab_to(page, lambda focused: focused["id"] == "user")
    page.keyboard.type(LEADER)
    page.keyboard.press("Tab")
    page.keyboard.type(site.password)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()
    tab_to(page, lambda focused: focused["link"] == "#main")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    tab_to(page, lambda focused: focused["id"] == "scheme")
    page.keyboard.type("Hours")
    tab_to(page, lambda focused: focused["text"].strip() == "Show")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?scheme=Hours*")
    first = people_on(page)[0]
    tab_to(page, lambda focused: focused["link"] == f"/person/{first}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/person/{first}")


def test_a_wrong_password_is_said_and_lets_nobody_in(page: Page, site: Site, heard: Heard) -> None:
    page.goto("/sign-in")
    page.get_by_label("User").fill(LEADER)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
    page.goto("/")
    assert page.url == f"{site.address}/sign-in"
    # The browser itself notes each answer that is no page.
    assert [text for text in heard.complaints if "403" not in text] == []
    heard.complaints.clear()


def test_the_filtered_list_its_pages_and_its_file_are_one(page: Page, site: Site) -> None:
    sign_in(page, site, LEADER)
    page.get_by_label("Ranked by").select_option("Hours")
    page.get_by_label("Trend").select_option("Falling")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**trend=Falling*")
    listed = people_on(page)
    for number in range(2, MOST_TABS):
        onward = page.get_by_role("link", name="Next")
        if not onward.count():
            break
        onward.click()
        page.wait_for_url(f"**page={number}*")
        listed += people_on(page)
    before = len(lines(site.published))
    with page.expect_download() as download:
        page.get_by_role("link", name="as a file for a spreadsheet").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert listed
    assert [row["Person"] for row in rows] == listed
    assert {row["Trend"] for row in rows} == {"Falling"}
    noted = [(line["action"], line["user"], line["people"]) for line in lines(site.published)[before:]]
    assert noted == [("export-list", LEADER, len(rows))]


def test_another_areas_person_by_address_is_refused_and_noted(
    page: Page, site: Site, release: Release, heard: Heard
) -> None:
    theirs = of_another_area(release)
    sign_in(page, site, SERGEANT)
    before = len(lines(site.published))
    answer = page.goto(f"/person/{theirs}")
    assert answer is not None
    assert answer.status == 404
    assert theirs not in page.get_by_role("main").inner_text()
    assert violations(page) == []
    noted = [(line["action"], line["outcome"], line["user"]) for line in lines(site.published)[before:]]
    assert noted == [("show-person", "refused", SERGEANT)]
    assert [text for text in heard.complaints if "404" not in text] == []
    heard.complaints.clear()


def test_a_release_that_is_published_while_somebody_reads_is_taken_up(page: Page, site: Site, release: Release) -> None:
    sign_in(page, site, LEADER)
    assert release.name in page.get_by_text("Release").first.inner_text()
    newer = site.published / "newer"
    shutil.copytree(release.folder, newer, ignore=shutil.ignore_patterns("parquet", "qvd"))
    manifest = newer / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text(json.dumps({**release.manifest, "release": "2027-01-01_newer"}), encoding="utf-8")
    link = site.published / "next"
    link.symlink_to(newer)
    link.replace(site.published / "current")
    first = people_on(page)[0]
    page.locator(f'a[href="/person/{first}"]').first.click()
    page.wait_for_url(f"**/person/{first}")
    deadline = time.monotonic() + 30
    while "2027-01-01_newer" not in page.locator(".fsu-release").inner_text():
        assert time.monotonic() < deadline, "the new release is not taken up"
        page.reload()
    page.goto("/")
    assert people_on(page)[0] == first
