"""The pages: each reads one release to its end, and shows only whom the reader may see."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode

from anyio import to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from python_helpers import audit, look_up
from python_helpers.corrections import remarks
from python_helpers.dashboard import queries, wording
from python_helpers.dashboard.access import Reader
from python_helpers.dashboard.queries import Choice
from python_helpers.dashboard.releases import Release
from python_helpers.dashboard.templates_of import render
from python_helpers.dashboard.wording import counted, for_spreadsheet, number
from python_helpers.disclosure import evidence, evidence_command, pdf
from python_helpers.errors import FsuError
from python_helpers.landing.health import says_something
from python_helpers.sentences import sentence

Given = dict[str, str]
Page = Callable[[Request, Release, Reader, Given], Response]

_LONGEST_FORM = 10_000
_REMARK = re.compile("R[0-9]{4,}")


def show(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page; what every page shows is added here."""
    state = request.state
    release, reader = getattr(state, "release", None), getattr(state, "reader", None)
    common: dict[str, object] = {"release": release, "reader": reader, "path": request.url.path}
    common["is_demo"] = request.app.state.demo is not None
    if release is not None:
        common["window"] = queries.window(release)
    return HTMLResponse(render(template, {**common, **values}), status_code=status)


def say(request: Request, title: str, text: str, status: int) -> HTMLResponse:
    """A page of one sentence."""
    return show(request, "message.html", status, title=title, text=text)


def page(function: Page, *, is_long: bool = False) -> Callable[[Request], Any]:
    """A page of whoever is signed in, from the release of the moment; read in a thread, as DuckDB waits.

    Args:
        function: makes the page.
        is_long: whether it can take so long that others should not queue behind it.
    """

    async def endpoint(request: Request) -> Response:
        given = await form_of(request)
        # In their turn: begun all at once, every page would end as late as the longest.
        turns = None if is_long else request.app.state.turns
        return await to_thread.run_sync(answer, request, given, limiter=turns)

    def answer(request: Request, given: Given) -> Response:
        state = request.app.state
        try:
            request.state.release = state.releases.current()
        except FsuError as error:
            return say(request, "There is nothing to show yet", str(error), HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception as error:  # a release that another version wrote, or a disk that is full
            return cannot_be_shown(request, error)
        reader = state.signed_in(request)
        if reader is None:
            if state.demo is None:
                return say(
                    request,
                    "You are not a user of this",
                    "Ask whoever keeps the list of users and areas.",
                    HTTPStatus.FORBIDDEN,
                )
            return RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
        request.state.reader = reader
        try:
            return function(request, request.state.release, reader, given)
        except Exception as error:
            return cannot_be_shown(request, error)

    def cannot_be_shown(request: Request, error: Exception) -> Response:
        # Its own words could quote a value, and would stand in the server's log.
        said = sentence(error) or "Tell whoever runs the dashboard which page it was."
        return say(request, "This page cannot be shown", said, HTTPStatus.INTERNAL_SERVER_ERROR)

    return endpoint


async def form_of(request: Request) -> Given:
    """Fields of a form that was sent; one value a name."""
    if request.method != "POST":
        return {}
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0].strip() for name, values in fields.items()}


def cohort_list(request: Request, release: Release, reader: Reader, _: Given) -> Response:
    """My area: the list, by rank."""
    choice = Choice.of(request.query_params, request.query_params.getlist("tag"), release)
    headline = queries.headline(release, reader, choice)
    pages = max(1, -(-headline["people"] // queries.PAGE_SIZE))
    asked = request.query_params.get("page", "1")
    number_of_page = min(int(asked), pages) if asked.isascii() and asked.isdigit() and int(asked[:6]) else 1
    areas = queries.areas(release, reader)
    return show(
        request,
        "list.html",
        choice=choice,
        headline=headline,
        people=queries.cohort(release, reader, choice, number_of_page),
        below=queries.just_below(release, reader, choice),
        kept_out=queries.kept_out(release, choice.scheme),
        schemes=queries.schemes(release),
        areas=areas,
        area_name=next((area["name"] for area in areas if area["code"] == choice.area), "your areas"),
        trends=queries.trends(release),
        themes=queries.themes(release),
        tags=queries.TAGS,
        pagination=_pagination(choice, number_of_page, pages),
        file=f"/list.csv?{urlencode(choice.pairs())}",
    )


def _pagination(choice: Choice, at: int, pages: int) -> dict[str, Any]:
    def address(to: int) -> str:
        return f"/?{urlencode([*choice.pairs(), ('page', str(to))])}"

    shown = sorted({1, pages, *range(max(1, at - 1), min(pages, at + 1) + 1)})
    items: list[dict[str, Any]] = []
    for before, to in zip([0, *shown], shown, strict=False):
        if to - before > 1:
            items.append({"ellipsis": True})
        items.append({"number": to, "href": address(to), "current": to == at})
    found: dict[str, Any] = {"items": items} if pages > 1 else {}
    if at > 1:
        found["previous"] = {"href": address(at - 1)}
    if at < pages:
        found["next"] = {"href": address(at + 1)}
    return found


def cohort_file(request: Request, release: Release, reader: Reader, _: Given) -> Response:
    """The list as it is filtered, whole, for a spreadsheet."""
    choice = Choice.of(request.query_params, request.query_params.getlist("tag"), release)
    people = queries.cohort(release, reader, choice)
    # Before it is sent: what cannot be accounted for does not leave.
    audit.append(
        "export-list",
        purpose="list for a spreadsheet",
        people=len(people),
        recipients=reader.user_id,
        user=reader.user_id,
    )
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(queries.LIST_COLUMNS)
    writer.writerows([for_spreadsheet(row[name]) for name in queries.LIST_COLUMNS.values()] for row in people)
    # With a byte order mark, without which a spreadsheet takes it for another encoding.
    return Response(
        "\ufeff" + text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="cohort_{release.as_of_date}.csv"'},
    )


def of_person(function: Callable[[Request, Release, Reader, Given, dict[str, Any]], Response]) -> Page:
    """A page about one person; somebody of another area is refused as if there were no such person, and it is noted."""

    def checked(request: Request, release: Release, reader: Reader, given: Given) -> Response:
        person = queries.person(release, reader, request.path_params["person_key"])
        if person is None:
            audit.append(
                "show-person", purpose="by its address", people=0, outcome="refused", recipients="", user=reader.user_id
            )
            return say(
                request,
                "There is no such person in your areas",
                "They may be in another area, or no longer in this release. That you asked has been noted.",
                HTTPStatus.NOT_FOUND,
            )
        return function(request, release, reader, given, person)

    return checked


def person(request: Request, release: Release, _: Reader, __: Given, who: dict[str, Any]) -> Response:
    """One person, on one page."""
    key = who["%person"]
    types, months = queries.months(release, key)
    return show(
        request,
        "person.html",
        person=who,
        paragraph=paragraph(who),
        types=types,
        months=months,
        most=max((month["total"] for month in months), default=0) or 1,
        roles=queries.role_counts(release, key),
        household=queries.household(release, who["%household"]),
        yardsticks=queries.yardsticks(release, key),
        ranks=queries.person_ranks(release, key),
    )


def paragraph(who: dict[str, Any]) -> list[str]:
    """What the briefing paper says of its example: counts, hours and roles; what is unknown is said to be."""
    counts = [
        counted(who["Person Calls"], "phone call", "phone calls"),
        counted(who["Person Records Of Contact"], "record of contact", "records of contact"),
        counted(who["Person Incident Logs"], "incident log", "incident logs"),
        counted(who["Person Crimes"], "crime", "crimes"),
        counted(who["Person Detentions"], "detention", "detentions"),
        counted(who["Person Missing-person Episodes"], "missing-person episode", "missing-person episodes"),
    ]
    hours = [
        f"{what} not recorded" if who[name] is None else f"{number(who[name])} h {what}"
        for what, name in (
            ("of call handling", "Person Call Handling Hours"),
            ("response", "Person Response Officer-hours"),
            ("neighbourhood", "Person Neighbourhood Officer-hours"),
            ("of other teams", "Person Other Team Officer-hours"),
            ("in custody", "Person Custody Hours"),
            ("of investigation", "Person Investigation Hours"),
        )
    ]
    victim, suspect = number(who["Person Crimes As Victim"]), number(who["Person Crimes As Suspect Or Offender"])
    return [
        f"In 12 months: {', '.join(counts)}.",
        f"Effort: {', '.join(hours)}.",
        f"Victim in {victim}, suspect or offender in {suspect} of the crimes.",
    ]


def events(request: Request, release: Release, _: Reader, __: Given, who: dict[str, Any]) -> Response:
    """What happened, newest first."""
    kind, theme = request.query_params.get("type", ""), request.query_params.get("theme", "")
    everything = queries.timeline(release, who["%person"])
    kinds = sorted(
        {
            (event["Interaction Type Sort"], event["Interaction Type"])
            for approach in everything
            for event in approach["events"]
        }
    )
    return show(
        request,
        "events.html",
        person=who,
        approaches=[
            approach
            for approach in everything
            if (not kind or any(event["Interaction Type"] == kind for event in approach["events"]))
            and (not theme or any(theme in event["themes"] for event in approach["events"]))
        ],
        kinds=[name for _, name in kinds],
        themes=queries.themes(release),
        kind=kind,
        theme=theme,
    )


def why(request: Request, release: Release, _: Reader, __: Given, who: dict[str, Any]) -> Response:
    """Why somebody is here: parts of the score, ranks by every scheme, and why the records are one person."""
    key = who["%person"]
    parts: dict[str, list[dict[str, Any]]] = {}
    for row in queries.score_parts(release, key):
        parts.setdefault(row["Scheme"], []).append(row)
    return show(
        request,
        "why.html",
        person=who,
        parts=parts,
        ranks=queries.person_ranks(release, key),
        reasons=queries.link_reasons(release, key),
    )


def identity(request: Request, release: Release, reader: Reader, given: Given, who: dict[str, Any]) -> Response:
    """Who it is: for whoever may see it, with a reason, noted before it is shown."""
    if not reader.sees_identity:
        audit.append("show-identity", purpose="", people=0, outcome="refused", recipients="", user=reader.user_id)
        return say(request, "You may not see who this is", "That you asked has been noted.", HTTPStatus.FORBIDDEN)
    reason = given.get("reason", "")
    if request.method != "POST" or not says_something(reason):
        missing = request.method == "POST"
        status = HTTPStatus.UNPROCESSABLE_ENTITY if missing else HTTPStatus.OK
        return show(request, "identity_reason.html", status, person=who, missing=missing)
    found = queries.identity(release, who["%person"])
    audit.append(
        "show-identity",
        purpose=reason,
        people=int(found is not None),
        recipients=reader.user_id,
        user=reader.user_id,
        subject=audit.subject(who["%person"]),
    )
    if found is None:
        return say(
            request,
            "Who this is is not known here",
            "Identity is held for the cohort of the scheme in force alone.",
            HTTPStatus.NOT_FOUND,
        )
    return show(
        request, "identity.html", person=who, identity=found, approaches=queries.timeline(release, who["%person"])
    )


def evidence_pack(request: Request, release: Release, reader: Reader, given: Given, who: dict[str, Any]) -> Response:
    """The evidence pack as one PDF: for whoever may see who it is, with a reason, noted before it is sent."""
    if not reader.sees_identity:
        audit.append("evidence-pack", purpose="", people=0, outcome="refused", recipients="", user=reader.user_id)
        return say(request, "You may not see who this is", "That you asked has been noted.", HTTPStatus.FORBIDDEN)
    fault = ""
    if request.method == "POST":
        asked = evidence_command.Request(
            who["%person"], given.get("purpose", ""), given.get("reason", ""), given.get("recipient", "")
        )
        try:
            document = evidence_command.prepare(asked, release, reader.user_id)
        except FsuError as error:
            audit.append("evidence-pack", purpose="", people=0, outcome="refused", recipients="", user=reader.user_id)
            fault = str(error)
        else:
            name = f"evidence_{document.as_of_date}_{asked.purpose}_{wording.short_key(asked.person_key)}.pdf"
            return Response(
                pdf.render(document),
                media_type="application/pdf",
                headers={"content-disposition": f'attachment; filename="{name}"'},
            )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    purposes = [(code, wording.capitalize_first(words[0])) for code, words in evidence.PURPOSES.items()]
    return show(request, "evidence.html", status, person=who, fault=fault, purposes=purposes)


def report(request: Request, release: Release, reader: Reader, given: Given, who: dict[str, Any]) -> Response:
    """Report as wrong: a remark for the data team, which a correction may answer."""
    text = " ".join(given.get("remark", "").split())
    fault = ""
    if request.method == "POST":
        if given.get("about") not in remarks.ABOUT:
            fault = "Choose what is wrong."
        elif not says_something(text) or not text.isprintable() or len(text) > remarks.LONGEST:
            fault = f"Say what is wrong, in at most {remarks.LONGEST} characters."
        elif audit.within_the_hour("remark", reader.user_id) >= remarks.MOST_WITHIN_THE_HOUR:
            fault = "That is a great many within the hour. Tell the data team, who can take them together."
    if request.method != "POST" or fault:
        kept = request.query_params.get("kept", "")
        return show(
            request,
            "report.html",
            HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
            person=who,
            about=remarks.ABOUT,
            fault=fault,
            kept=kept if _REMARK.fullmatch(kept) else "",
        )
    # Before it is kept, and without a word of it.
    audit.append("remark", purpose="reported as wrong", people=1, recipients="the data team", user=reader.user_id)
    remark_id = remarks.keep(reader.user_id, release.name, who["%person"], given["about"], text)
    return RedirectResponse(f"{request.url.path}?kept={remark_id}", HTTPStatus.SEE_OTHER)


def areas(request: Request, release: Release, reader: Reader, _: Given) -> Response:
    """How many of a scheme's cohort each area has."""
    choice = Choice.of(request.query_params, [], release)
    return show(
        request,
        "areas.html",
        choice=choice,
        schemes=queries.schemes(release),
        areas=queries.area_counts(release, reader, choice.scheme),
    )


def places(request: Request, release: Release, reader: Reader, _: Given) -> Response:
    """Homes and places."""
    area = request.query_params.get("area", "")
    found = queries.households(release, reader, area)
    return show(
        request,
        "places.html",
        area=area,
        areas=queries.areas(release, reader),
        households=[row for row in found if row["Household Is Communal"] != queries.YES],
        communal=[row for row in found if row["Household Is Communal"] == queries.YES],
        agencies=queries.agencies(release, reader, area),
        small=queries.SMALL_NUMBER,
    )


def trust(request: Request, release: Release, reader: Reader, _: Given) -> Response:
    """Changes, and what the figures rest on."""
    return show(
        request,
        "trust.html",
        changes=queries.changes(release, reader),
        versions=release.manifest.get("versions", {}),
        **queries.trust(release),
    )


def look_up_page(request: Request, _: Release, reader: Reader, given: Given) -> Response:
    """Whether somebody is in the cohort."""
    if not reader.sees_identity:
        audit.append("look-up", purpose="", outcome="refused", user=reader.user_id)
        return say(request, "You may not look people up", "That you asked has been noted.", HTTPStatus.FORBIDDEN)
    answer = fault = ""
    if request.method == "POST":
        asked = look_up.Asked(**{name: given.get(name, "") for name in ("nominal", "phone", "name", "date_of_birth")})
        try:
            answer = look_up.look_up(asked, given.get("reason", ""), reader.user_id)
        except FsuError as error:
            audit.append("look-up", purpose="", outcome="refused", user=reader.user_id)
            fault = str(error)
    # What was typed is not shown again: the next to look at the screen is somebody else.
    return show(
        request, "look_up.html", HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK, answer=answer, fault=fault
    )


async def sign_in(request: Request) -> Response:
    """Sign-in of the demo, for made-up people."""
    demo = request.app.state.demo
    if demo is None:
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    given = await form_of(request)
    if request.method == "POST":
        user, password = given.get("user", ""), given.get("password", "")
        if await run_in_threadpool(demo.accepts, user, password):
            request.session.clear()
            request.session["user"] = user
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    status = HTTPStatus.FORBIDDEN if request.method == "POST" else HTTPStatus.OK
    return show(request, "sign_in.html", status, failed=request.method == "POST")


async def sign_out(request: Request) -> Response:
    """End of the session."""
    if "session" in request.scope:
        request.session.clear()
    return RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)


def add_to(app: Starlette) -> None:
    """Put every page at its address."""
    for path, endpoint, methods in (
        ("/", page(cohort_list), ["GET"]),
        ("/list.csv", page(cohort_file), ["GET"]),
        ("/person/{person_key}", page(of_person(person)), ["GET"]),
        ("/person/{person_key}/events", page(of_person(events)), ["GET"]),
        ("/person/{person_key}/why", page(of_person(why)), ["GET"]),
        ("/person/{person_key}/identity", page(of_person(identity)), ["GET", "POST"]),
        ("/person/{person_key}/evidence", page(of_person(evidence_pack), is_long=True), ["GET", "POST"]),
        ("/person/{person_key}/report", page(of_person(report)), ["GET", "POST"]),
        ("/areas", page(areas), ["GET"]),
        ("/places", page(places), ["GET"]),
        ("/trust", page(trust), ["GET"]),
        ("/look-up", page(look_up_page, is_long=True), ["GET", "POST"]),
        ("/sign-in", sign_in, ["GET", "POST"]),
        ("/sign-out", sign_out, ["POST"]),
    ):
        app.router.routes.append(Route(path, endpoint, methods=methods))
