"""Turns the newsroom into the list of its releases, and what is typed of a region into those that may be meant."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from warta.catalogue import say
from warta.dates import moment_in
from warta.messages import msg
from warta.office.door import Session
from warta.office.index import PAGE, PROPOSED, TABS, UNDONE, Row, choose, counts
from warta.office.office import Office
from warta.office.pages import render

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
            waiting=_waiting(office, every),
            site=office.site_state(),
            problems=office.running.problems[:10],
            journal=", ".join(office.keeper.journal.broken()[:5]),
            git=say(office.mirror.trouble) if office.mirror.trouble else "",
        )
    )


def _waiting(office: Office, every: list[Row]) -> list[dict[str, str]]:
    """What was begun and not finished: typing that was never saved, and changes that nobody published."""
    zone = office.settings.zone
    found = [
        {
            "id": id_,
            "title": " ".join(typing.typed.get("title", "").split()),
            "note": say(msg("waiting-unsaved", "not saved, %(at)s", at=moment_in(typing.at, zone))),
        }
        for id_, typing in office.texts.unsaved()
    ]
    found += [{"id": row.id, "title": row.title, "note": say(row.words)} for row in every if PROPOSED in row.tabs]
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
