"""The preview: every page for every user, what a user may see, what is noted, and what a browser is allowed."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from worlds import World

from python_helpers.corrections import remarks
from python_helpers.dashboard import access, queries, styles, wording
from python_helpers.dashboard.app import HEADERS, create_app
from python_helpers.dashboard.pages import paragraph
from python_helpers.dashboard.releases import Release, Releases
from python_helpers.errors import FsuError

LEADER, SERGEANT = "DEMO\\LEADER", "DEMO\\SERGEANT_BE"
OWN_PAGE = {"origin": "http://localhost"}
SignIn = Callable[[str], TestClient]


class Visible(HTMLParser):
    """What a reader sees of a page, and what a browser is told to fetch or send to."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.texts: list[str] = []
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and where it points."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if data.strip():
            self.texts.append(data.strip())


@pytest.fixture
def published(small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The world's release under a published folder of the test's own, whose log and link it may change."""
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "current").symlink_to(small_world.release.resolve())
    monkeypatch.setenv("FSU_PUBLISHED", str(folder))
    return folder


@pytest.fixture
def release(published: Path) -> Release:
    return Releases().current()


@pytest.fixture
def sign_in(published: Path) -> SignIn:
    app = create_app()

    def signed_in(user: str) -> TestClient:
        client = TestClient(app, base_url="http://localhost", follow_redirects=False)
        sent = client.post("/sign-in", data={"user": user, "password": app.state.demo.password}, headers=OWN_PAGE)
        assert sent.status_code == 303
        return client

    return signed_in


def lines(published: Path) -> list[dict[str, Any]]:
    log = published / "audit.jsonl"
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


def user(user_id: str) -> access.Reader:
    found = access.reader(user_id)
    assert found is not None
    return found


def first_of(release: Release, user_id: str) -> str:
    choice = queries.Choice.of({}, [], release)
    return str(queries.cohort(release, user(user_id), choice, 1)[0]["Cohort Person"])


def of_another_area(release: Release) -> str:
    """Somebody whom SERGEANT may not see."""
    rows = release.rows("""
        select "%person" as person from qlik.qlik_person_areas group by person having not bool_or("%area" = 'BE')
        order by person limit 1
    """)
    return str(rows[0]["person"])


def every_address(person: str) -> list[str]:
    about = [f"/person/{person}{end}" for end in ("", "/events", "/why", "/report")]
    return ["/", "/?scheme=Hours&page=2", "/areas", "/places", "/trust", *about]


def people_of(page: str) -> list[str]:
    """Keys in the table of the list, in its order."""
    return re.findall(r'/person/(\w+)"', page.partition("Just below the line")[0])


def captions(page: str) -> set[str]:
    """Of the tables that have rows."""
    return set(re.findall("<caption[^>]*>([^<]*)</caption>", page))


@pytest.mark.parametrize("user_id", [LEADER, SERGEANT])
def test_every_page_reads_without_scripts_codes_or_anything_from_elsewhere(
    sign_in: SignIn, release: Release, user_id: str
) -> None:
    client = sign_in(user_id)
    for address in every_address(first_of(release, user_id)):
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = Visible(answer.text)
        assert not page.tags & {"script", "iframe", "img"}, address
        assert not {name for name in page.attributes if name == "style" or name.startswith("on")}, address
        assert all(link.startswith(("/", "#")) or not link for link in page.addresses), address
        assert not {"None", "nan", "NaN", "True", "False"} & set(page.texts), address
        if address != "/trust":  # where an extract's own columns are named
            codes = {word for text in page.texts for word in re.findall(r"\b[A-Za-z]+_[A-Za-z_]+\b", text)}
            assert codes <= {"SERGEANT_BE"}, address
        assert [answer.headers[name] for name in HEADERS] == list(HEADERS.values())
        assert "no-store" in answer.headers["cache-control"]


def test_govuks_styles_come_without_its_typeface_and_pages_read_without_them(
    sign_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its typeface is for its own domains; asking for it would be against the pages' own policy."""
    sheet = tmp_path / "govuk.css"
    monkeypatch.setattr(styles, "GOVUK", sheet)
    client = sign_in(LEADER)
    assert "/style/govuk.css" not in client.get("/").text
    assert client.get("/style/govuk.css").status_code == 404
    sheet.write_text("@font-face{font-family:GDS;src:url(/assets/a.woff2)}.a{font-family:GDS,arial}", encoding="utf-8")
    assert "/style/govuk.css" in client.get("/").text
    assert client.get("/style/govuk.css").text == ".a{font-family:GDS,arial}"
    assert client.get("/style/preview.css").headers["content-type"].startswith("text/css")
    assert client.get("/style/..%2Faccess.py").status_code == 404


def test_text_of_the_release_cannot_become_markup(
    sign_in: SignIn, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An organisation's name is typed by people."""
    typed = [{"organisation": "<b>X</b>", "interactions": 9, "people": 9}]
    monkeypatch.setattr(queries, "agencies", lambda *_: typed)
    assert "&lt;b&gt;X&lt;/b&gt;" in sign_in(LEADER).get("/places").text


def test_the_list_pages_through_everybody_and_the_file_is_the_list(
    sign_in: SignIn, release: Release, published: Path
) -> None:
    client = sign_in(LEADER)
    for choice in ("scheme=Volume", "scheme=Hours&trend=Rising", "area=BE&tag=under-18", "theme=Domestic+abuse"):
        before = len(lines(published))
        answer = client.get(f"/list.csv?{choice}")
        rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        pages = range(1, -(-len(rows) // queries.PAGE_SIZE) + 1)
        listed = [key for page in pages for key in people_of(client.get(f"/?{choice}&page={page}").text)]
        assert listed == [row["Person"] for row in rows]
        assert rows, choice
        noted = [(line["action"], line["user"], line["people"]) for line in lines(published)[before:]]
        assert noted == [("export-list", LEADER, len(rows))]


def test_each_filter_keeps_whom_it_names(sign_in: SignIn, release: Release) -> None:
    """Against the release's own fields, read another way than the pages do."""
    everybody = release.rows(
        """select * from qlik.qlik_cohort where "Cohort Scheme" = 'Harm' order by "Cohort Rank" """
    )
    area = {row["%person"] for row in release.rows("""select * from qlik.qlik_person_areas where "%area" = 'BW'""")}
    client = sign_in(LEADER)
    for choice, keeps in (
        ("trend=Falling", lambda row: row["Cohort Trend"] == "Falling"),
        ("theme=Missing+person", lambda row: "Missing person" in (row["Cohort Themes"] or "").split("|")),
        ("tag=missed&tag=under-18", lambda row: row["Cohort Missed By Lists"] == row["Cohort Under 18"] == "Yes"),
        ("area=BW", lambda row: row["Cohort Person"] in area),
    ):
        expected = [row["Cohort Person"] for row in everybody if keeps(row)]
        assert expected, choice
        file = client.get(f"/list.csv?scheme=Harm&{choice}").text
        assert [row["Person"] for row in csv.DictReader(io.StringIO(file.removeprefix("\ufeff")))] == expected, choice


@pytest.mark.parametrize("address", ["/?page=x", "/?page=0", "/?page=99999999999", "/?page=²", "/?scheme=';--"])
def test_an_address_made_up_by_hand_is_read_as_far_as_it_makes_sense(sign_in: SignIn, address: str) -> None:
    assert people_of(sign_in(LEADER).get(address).text)


@pytest.mark.parametrize("user_id", [LEADER, SERGEANT, "DEMO\\SERGEANT_CV"])
def test_a_user_sees_whom_section_access_leaves_them(sign_in: SignIn, release: Release, user_id: str) -> None:
    left = release.rows(
        """
        select distinct cohort."Cohort Person" as person, cohort."Cohort Rank" from qlik.qlik_cohort as cohort
        inner join qlik.qlik_person_areas as links on cohort."Cohort Person" = links."%person"
        inner join qlik.qlik_security_access as access on links."%area" = access."%area"
        where access."USERID" = ? and cohort."Cohort Scheme In Force" = 'Yes' order by cohort."Cohort Rank"
        """,
        [user_id],
    )
    file = sign_in(user_id).get("/list.csv").text
    assert [row["Person"] for row in csv.DictReader(io.StringIO(file.removeprefix("\ufeff")))] == [
        row["person"] for row in left
    ]
    assert left


def test_another_areas_person_is_refused_as_nobody_is_and_noted(
    sign_in: SignIn, release: Release, published: Path
) -> None:
    theirs = of_another_area(release)
    client = sign_in(SERGEANT)
    for end in ("", "/events", "/why", "/report", "/identity", "/evidence"):
        before = len(lines(published))
        refused, unknown = client.get(f"/person/{theirs}{end}"), client.get(f"/person/nobody{end}")
        assert refused.status_code == unknown.status_code == 404
        assert refused.text == unknown.text
        noted = [(line["action"], line["outcome"], line["user"]) for line in lines(published)[before:]]
        assert noted == [("show-person", "refused", SERGEANT)] * 2
    assert not people_of(client.get("/?area=CV").text)
    assert [area["code"] for area in queries.areas(release, user(SERGEANT))] == ["BE"]


def test_who_it_is_needs_the_right_and_a_reason(sign_in: SignIn, release: Release, published: Path) -> None:
    person = first_of(release, SERGEANT)
    profile = queries.identity(release, person)
    assert profile is not None
    name = profile["display_name"]
    address = f"/person/{person}/identity"
    leader = sign_in(LEADER)
    assert name not in leader.get(address).text
    assert leader.post(address, data={"reason": "xxxxxx"}, headers=OWN_PAGE).status_code == 422
    assert not lines(published)
    shown = leader.post(address, data={"reason": "tasking on Monday"}, headers=OWN_PAGE)
    assert name in shown.text
    (line,) = lines(published)
    assert (line["action"], line["user"], line["purpose"]) == ("show-identity", LEADER, "tasking on Monday")
    assert name not in json.dumps(line)
    refused = sign_in(SERGEANT).post(address, data={"reason": "tasking on Monday"}, headers=OWN_PAGE)
    assert refused.status_code == 403
    assert name not in refused.text
    assert [line["outcome"] for line in lines(published)] == ["success", "refused"]
    assert not any(name in leader.get(page).text for page in every_address(person))


def test_an_evidence_pack_needs_the_right_a_purpose_and_a_reason(
    sign_in: SignIn, release: Release, published: Path
) -> None:
    person = first_of(release, SERGEANT)
    address, asked = f"/person/{person}/evidence", {"purpose": "cps", "reason": "file for the lawyer"}
    leader = sign_in(LEADER)
    assert "Crown Prosecution Service" in leader.get(address).text
    for fault in ({"reason": "xxxxxx"}, {"purpose": "press"}):
        assert leader.post(address, data={**asked, **fault}, headers=OWN_PAGE).status_code == 422
    sent = leader.post(address, data=asked, headers=OWN_PAGE)
    assert (sent.status_code, sent.headers["content-type"]) == (200, "application/pdf")
    assert sent.content.startswith(b"%PDF")
    assert "no-store" in sent.headers["cache-control"]
    assert sign_in(SERGEANT).post(address, data=asked, headers=OWN_PAGE).status_code == 403
    noted = [(line["outcome"], line["user"], line["recipients"]) for line in lines(published)]
    assert noted == [
        *[("refused", LEADER, "")] * 2,
        ("success", LEADER, "Crown Prosecution Service"),
        ("refused", SERGEANT, ""),
    ]


def test_what_is_reported_as_wrong_is_kept_for_the_data_team_alone(
    sign_in: SignIn, release: Release, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FSU_CORRECTIONS", str(tmp_path / "corrections"))
    person = first_of(release, SERGEANT)
    address = f"/person/{person}/report"
    client = sign_in(SERGEANT)
    sent = {"about": "role", "remark": "Witness on log 7,\n  not victim"}
    assert client.post(address, data=sent, headers={"origin": "http://elsewhere.invalid"}).status_code == 403
    for wrong in ({"about": "nothing"}, {"remark": "n/a"}, {"remark": "x y " * 200}):
        assert client.post(address, data={**sent, **wrong}, headers=OWN_PAGE).status_code == 422
    assert remarks.still_open() == []
    assert not lines(published)
    kept = client.post(address, data=sent, headers=OWN_PAGE)
    assert kept.status_code == 303
    assert "Kept as R0001" in client.get(kept.headers["location"]).text
    (row,) = remarks.still_open()
    assert (row["made_by"], row["person_key"], row["about"]) == (SERGEANT, person, "role")
    assert row["remark"] == "Witness on log 7, not victim"
    (line,) = lines(published)
    assert (line["action"], line["operation"], line["user"], line["people"]) == ("remark", "collection", SERGEANT, 1)
    assert "Witness" not in json.dumps(line)
    monkeypatch.setattr(remarks, "MOST_WITHIN_THE_HOUR", 1)
    assert client.post(address, data=sent, headers=OWN_PAGE).status_code == 422
    assert len(remarks.still_open()) == 1


def test_who_is_restricted_or_kept_out_is_shown_as_such(
    sign_in: SignIn, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = first_of(release, LEADER)
    client = sign_in(LEADER)
    notices = ("Processing is restricted", "kept out by a decision", "not shown, by a decision")
    plain = client.get(f"/person/{person}").text + client.get("/").text
    assert not [notice for notice in notices if notice in plain]
    row, ranks = queries.person(release, user(LEADER), person), queries.person_ranks(release, person)
    assert row is not None
    monkeypatch.setattr(queries, "person", lambda *_: {**row, "Person Processing Restricted": "Yes"})
    monkeypatch.setattr(
        queries, "person_ranks", lambda *_: [{**rank, "Rank Kept Out Of Cohort": "Yes"} for rank in ranks]
    )
    monkeypatch.setattr(queries, "kept_out", lambda *_: 1)
    for address, shown in (
        (f"/person/{person}", notices[:2]),
        (f"/person/{person}/why", notices[:2]),
        ("/", notices[2:]),
    ):
        page = client.get(address).text
        assert [notice for notice in shown if notice not in page] == [], address


def test_look_up_says_one_of_two_things_and_repeats_nothing(sign_in: SignIn, release: Release, published: Path) -> None:
    (member,) = release.restricted_rows("""
        select item_value from restricted.fsu_cohort_identity where item_type = 'nominal_id' order by item_value limit 1
    """)
    client = sign_in(LEADER)
    for nominal, answer in ((member["item_value"], "Somebody in the cohort"), ("N-NOBODY", "Nobody in the cohort")):
        shown = client.post("/look-up", data={"nominal": nominal, "reason": "conference on Tuesday"}, headers=OWN_PAGE)
        assert answer in shown.text
        assert nominal not in shown.text
    assert [(line["action"], line["user"]) for line in lines(published)] == [("look-up", LEADER)] * 2
    assert sign_in(SERGEANT).get("/look-up").status_code == 403


def test_what_cannot_be_accounted_for_is_not_shown(sign_in: SignIn, release: Release, published: Path) -> None:
    client = sign_in(LEADER)
    (published / "audit.jsonl").symlink_to(published / "elsewhere")
    person = first_of(release, LEADER)
    profile = queries.identity(release, person)
    assert profile is not None
    file = client.get("/list.csv")
    shown = client.post(f"/person/{person}/identity", data={"reason": "tasking on Monday"}, headers=OWN_PAGE)
    assert file.status_code == shown.status_code == 500
    assert person not in file.text
    assert profile["display_name"] not in shown.text


def test_a_fault_says_nothing_of_its_own(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(*_: object) -> None:
        raise ValueError("SIAN O'BRIEN")

    client = sign_in(LEADER)
    monkeypatch.setattr(queries, "cohort", faulty)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "BRIEN" not in answer.text + caplog.text
    assert "content-security-policy" in answer.headers


def test_a_new_release_is_taken_up_between_requests(sign_in: SignIn, release: Release, published: Path) -> None:
    client = sign_in(LEADER)
    assert release.name in client.get("/").text
    newer = published / "newer"
    shutil.copytree(release.folder, newer, ignore=shutil.ignore_patterns("parquet", "qvd"))
    manifest = newer / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text(json.dumps({**release.manifest, "release": "2027-01-01_newer"}), encoding="utf-8")
    (published / "current").unlink()
    (published / "current").symlink_to(newer)
    page = client.get("/").text
    assert "2027-01-01_newer" in page
    assert release.name not in page
    assert people_of(page)
    manifest.write_text(json.dumps({**release.manifest, "is_synthetic": False}), encoding="utf-8")
    real = published / "real"
    newer.rename(real)
    (published / "current").unlink()
    (published / "current").symlink_to(real)
    assert client.get("/").status_code == 303, "the demo's sign-in is not for real people, also where it came first"
    with pytest.raises(FsuError, match="trusted-header"):
        create_app()
    (published / "current").unlink()
    assert client.get("/").status_code == 503


def test_only_a_demo_user_with_the_password_is_let_in(published: Path) -> None:
    app = create_app()
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    assert client.get("/").headers["location"] == "/sign-in"
    for name, password in (
        (LEADER, "wrong"),
        (LEADER, ""),
        ("DEMO\\NOBODY", app.state.demo.password),
        ("INTERNAL\\SA_SCHEDULER", app.state.demo.password),
    ):
        sent = client.post("/sign-in", data={"user": name, "password": password}, headers=OWN_PAGE)
        assert sent.status_code == 403
        assert client.get("/").status_code == 303


@pytest.mark.parametrize("origin", [{}, {"origin": "http://elsewhere.invalid"}, {"origin": "null"}])
def test_a_form_from_elsewhere_is_not_taken(sign_in: SignIn, release: Release, origin: dict[str, str]) -> None:
    address = f"/person/{first_of(release, LEADER)}/identity"
    assert sign_in(LEADER).post(address, data={"reason": "tasking"}, headers=origin).status_code == 403


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 200), ("::1", 200), ("10.0.0.7", 403)])
def test_the_header_is_believed_from_this_machine_alone(published: Path, host: str, status: int) -> None:
    client = TestClient(create_app("X-Remote-User"), base_url="http://localhost", client=(host, 4000))
    assert client.get("/", headers={"X-Remote-User": LEADER.lower()}).status_code == status
    assert client.get("/", headers={"X-Remote-User": "DEMO\\NOBODY"}).status_code == 403
    assert client.get("/").status_code == 403


def test_a_name_of_another_host_is_refused(published: Path) -> None:
    assert TestClient(create_app(), base_url="http://elsewhere.invalid").get("/").status_code == 400


def test_the_first_of_every_scheme_have_whole_pages_whose_parts_are_their_score(
    sign_in: SignIn, release: Release
) -> None:
    client, shown = sign_in(LEADER), dict[str, set[str]]()
    for scheme in queries.schemes(release):
        choice = queries.Choice(scheme["name"])
        for row in queries.cohort(release, user(LEADER), choice, 1):
            person = row["Cohort Person"]
            parts = [part for part in queries.score_parts(release, person) if part["Scheme"] == scheme["name"]]
            assert sum(part["Score Part Points"] for part in parts) == pytest.approx(parts[0]["Rank Score"])
            types, months = queries.months(release, person)
            assert len(months) == 12
            assert len(types) == 6
            events = queries.timeline(release, person)
            assert sum(len(approach["events"]) for approach in events) == row["Cohort Interactions"]
            if person not in shown:
                shown[person] = {
                    caption for end in ("", "/why") for caption in captions(client.get(f"/person/{person}{end}").text)
                }
            assert shown[person] >= {
                *("Interactions by month and type", "Interactions by role", "Ranks in the force"),
                *(scheme["name"], "Reasons, the firmest first"),
            }


def test_a_call_its_contact_and_its_log_are_one_approach(release: Release) -> None:
    approaches = queries.timeline(release, first_of(release, LEADER))
    assert max(len(approach["events"]) for approach in approaches) > 1
    for approach in approaches:
        kinds = [event["Interaction Type"] for event in approach["events"]]
        assert len(kinds) == 1 or set(kinds) <= {"Phone call", "Record of contact", "Incident log"}
        assert len({event["Interaction Approach"] for event in approach["events"]}) == 1


def test_unknown_is_said_and_a_known_nothing_is_0() -> None:
    assert [wording.number(value) for value in (None, 0, 0.0, 0.04, 1234, 12.0, 3.91)] == [
        *("not recorded", "0", "0", "under 0.1", "1,234", "12", "3.9")
    ]
    assert [wording.share(value) for value in (None, 0.0, 0.004, 0.49, 0.999, 1.0)] == [
        *("not recorded", "0%", "under 1%", "49%", "over 99%", "100%")
    ]
    assert wording.day(None) == "not recorded"
    assert wording.day(date(2026, 3, 1)) == "1 March 2026"
    assert wording.hour(9) == "09:00 to 09:59"


def test_no_cell_of_a_file_is_a_formula() -> None:
    cells = ["=1+1", "+44", "-1", "@x", "\tx", "plain", 5, None, -2.5]
    assert [wording.for_spreadsheet(cell) for cell in cells] == [
        *("'=1+1", "'+44", "'-1", "'@x", "'\tx", "plain", 5, None, -2.5)
    ]


def test_the_papers_example_reads_as_its_paragraph() -> None:
    """48 logs, 23 hours of call handling, 70 of response, 16 of neighbourhood; victim in 11, suspect in 4."""
    who = {
        **dict.fromkeys(("Person Calls", "Person Records Of Contact", "Person Missing-person Episodes"), 0),
        **{"Person Incident Logs": 48, "Person Crimes": 15, "Person Detentions": 1},
        **{"Person Call Handling Hours": 23.0, "Person Response Officer-hours": 70.0},
        **{"Person Neighbourhood Officer-hours": 16.0, "Person Other Team Officer-hours": 0.0},
        **{"Person Custody Hours": None, "Person Investigation Hours": 2.25},
        **{"Person Crimes As Victim": 11, "Person Crimes As Suspect Or Offender": 4},
    }
    assert paragraph(who) == [
        "In 12 months: 0 phone calls, 0 records of contact, 48 incident logs, 15 crimes, 1 detention, "
        "0 missing-person episodes.",
        "Effort: 23 h of call handling, 70 h response, 16 h neighbourhood, 0 h of other teams, "
        "in custody not recorded, 2.2 h of investigation.",
        "Victim in 11, suspect or offender in 4 of the crimes.",
    ]
