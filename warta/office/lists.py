"""Turns the newsroom into the list of its releases, and what is typed of a region into those that may be meant."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from warta.catalogue import say
from warta.dates import moment_in
from warta.errors import Problem
from warta.messages import msg
from warta.office.door import Session
from warta.office.index import APPROVED, PAGE, PROPOSED, RETURNED, TABS, UNDONE, WAITING, Row, choose, counts
from warta.office.office import Office
from warta.office.pages import render
from warta.office.roles import JUDGE, PUBLISH

_MOST_WAITING = 5
_MOST_REGIONS = 12


def page(office: Office, session: Session, request: Request) -> Response:
    """The list of a state, searched by words."""
    asked = request.query_params
    tab = asked.get("keadaan", UNDONE)
    tab = tab if tab in TABS else UNDONE
    words = asked.get("cari", "")[:200]
    number = asked.get("hal", "0")
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0
    every = office.rows()
    found = choose(every, tab, words)
    if words and not found:
        found = [row for name in TABS for row in choose(every, name, words)]
        found = list({row.id: row for row in found}.values())
    numbers = counts(every)
    rows = found[at * PAGE : (at + 1) * PAGE]
    return HTMLResponse(
        render(
            "list",
            around=office.around(session),
            rows=rows,
            tab=tab,
            words=words,
            tabs=[(name, say(title), numbers[name]) for name, title in TABS.items()],
            any=bool(every),
            older=at + 1 if (at + 1) * PAGE < len(found) else None,
            newer=at - 1 if at else None,
            waiting=_waiting(office, session, every),
            site=office.site_state(),
            problems=_problems(office, session),
            journal=", ".join(office.keeper.journal.broken()[:5]),
            git=say(office.mirror.trouble) if office.mirror.trouble else "",
        )
    )


def _problems(office: Office, session: Session) -> list[Problem]:
    """What keeps the site from being built; nobody reads of a release there that they may not see."""
    found = office.running.problems
    if not session.sees_all:
        unseen = office.unseen()
        found = tuple(each for each in found if not any(source in str(each) for source in unseen))
    return list(found[:10])


def _waiting(office: Office, session: Session, every: list[Row]) -> list[dict[str, str]]:
    """What was begun and not finished: typing that was never saved, what waits for this person to look at it or to
    publish it, and changes that nobody published.
    """
    zone = office.settings.zone
    found = [
        {
            "id": id_,
            "title": " ".join(typing.typed.get("title", "").split()),
            "note": say(msg("waiting-unsaved", "not saved, %(at)s", at=moment_in(typing.at, zone))),
        }
        for id_, typing in office.texts.unsaved()
    ]
    asked = {RETURNED, *([WAITING] if session.may(JUDGE) else []), *([APPROVED] if session.may(PUBLISH) else [])}
    first = [row for row in every if asked & row.tabs]
    then = [row for row in every if PROPOSED in row.tabs and row not in first and session.may(PUBLISH)]
    found += [{"id": row.id, "title": row.title, "note": say(row.words)} for row in (*first, *then)]
    return found[:_MOST_WAITING]


def regions(office: Office, session: Session, request: Request) -> Response:
    """Regions that hold what was typed, as `32.11 Kabupaten Sumedang`, with the one above where names are alike."""
    words = request.query_params.get("cari", "")[:60].casefold().split()
    if not words or len("".join(words)) < 2:
        return JSONResponse([])
    names = office.regions
    found = []
    for code, name in names.items():
        if all(word in f"{code} {name}".casefold() for word in words):
            above = names.get(code.rpartition(".")[0], "")
            found.append(f"{code} {name}" + (f", {above}" if above and len(code) > 5 else ""))
            if len(found) >= _MOST_REGIONS:
                break
    return JSONResponse(found)
