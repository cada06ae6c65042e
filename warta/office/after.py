"""Turns a saved release into what readers see: publication, correction, withdrawal, their taking back, and history."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from warta.catalogue import say
from warta.content.amend import add_item, set_key, take_last
from warta.content.fieldsets import BY_NAME
from warta.dates import moment_in
from warta.errors import ProblemsFound
from warta.messages import Message, msg
from warta.newsroom.regions import load_regions
from warta.office.door import Session
from warta.office.form import plain, shown
from warta.office.journal import BACK, BUILT, CORRECT, DEPLOYED, FAILED, ON, RESTORE, UNDO, WITHDRAW, Event
from warta.office.keeping import Moved
from warta.office.merging import words_changed
from warta.office.office import Office
from warta.office.pages import render
from warta.office.publishing import BROKEN, DONE, RUNNING, WAITING, Run
from warta.office.texts import Clash, Invalid, Text
from warta.office.words import ACTS, WORDS

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d")
_KINDS = {"typo": "typo", "correction": "correction", "right-of-reply": "reply", "clarification": "clarification"}
_STATES = {
    WAITING: msg("run-waiting", "waits"),
    RUNNING: msg("run-running", "under way"),
    DONE: msg("run-done", "done"),
    BROKEN: msg("run-broken", "not done"),
}
_RUNS: dict[str, tuple[str, Callable[[str], Message]]] = {
    DEPLOYED: ("✓", lambda who: msg("ran-deployed", "Published by %(who)s", who=who)),
    BUILT: ("✓", lambda who: msg("ran-built", "Built by %(who)s", who=who)),
    FAILED: ("✕", lambda who: msg("ran-failed", "Not published (%(who)s)", who=who)),
    BACK: ("↺", lambda who: msg("ran-back", "Brought back by %(who)s", who=who)),
    ON: ("✓", lambda who: msg("ran-on", "Published again by %(who)s", who=who)),
}
_MOST_EVENTS = 30


def _saved(office: Office, request: Request) -> Text:
    text = office.texts.open(request.path_params["id"])
    if text is None or text.is_new or text.release is None:
        raise HTTPException(404)
    return text


def _page(office: Office, session: Session, name: str, status: int = 200, **values: Any) -> Response:
    return HTMLResponse(render(name, around=office.around(session), **values), status)


# publication


def publish_page(office: Office, session: Session, request: Request, failure: str = "", status: int = 200) -> Response:
    """What will change, and where it will stand."""
    text = _saved(office, request)
    assert text.release is not None
    head = office.library.head(text.source)
    changes, details = (
        ([], []) if text.draft or text.stored is None else _differences(office, text, text.stored, text.data)
    )
    differing = [each for each in office.publisher.differing() or () if each.source != text.source]
    image = text.release.image
    return _page(
        office, session, "publish", status,
        text=text, base=text.base, failure=failure,
        title=say(WORDS["publish_title" if text.draft else "publish_changes_title"]),
        written=say(moment_in(text.release.date.at, office.settings.zone)),
        zone=office.zone_name, changes=changes, details=details, places=_places(office, text), others=differing,
        target=office.publisher.target(), found=office.editor.read(text.data, text.release, text.problems),
        picture=image.file.text if image else "", host=urlsplit(office.settings.url).netloc, head=head,
    )  # fmt: skip


def _places(office: Office, text: Text) -> list[str]:
    """The pages and lists in which a release will stand, in words."""
    release = text.release
    assert release is not None
    table = load_regions(office.settings.regions, office.settings.region)
    regions = [table.names.get(ref.text, ref.text) for ref in release.regions]
    named = [
        *[msg("place-category", "Category %(name)s", name=ref.text) for ref in release.categories],
        *[msg("place-region", "Region %(name)s", name=name) for name in regions],
        *[msg("place-tag", "Tag %(name)s", name=ref.text) for ref in release.tags],
        *[msg("place-author", "Writer %(name)s", name=name) for name in release.authors],
    ]
    around = [
        msg("place-own", "A page of its own"), msg("place-home", "The home page"), *named,
        msg("place-archive", "The archive"), msg("place-feeds", "Feeds and sitemap, for readers and search engines"),
    ]  # fmt: skip
    return [say(each) for each in around]


def publish(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Make the release public, and the site with it."""
    text = _saved(office, request)
    if form.get("versi") != text.base:
        return publish_page(
            office,
            session,
            request,
            say(msg("publish-moved", "The release was changed meanwhile. Look at it again.")),
            409,
        )
    try:
        at = _moment(office, form) if text.draft else None
        done = office.texts.published(text.id, at, session.who)
    except (Invalid, ProblemsFound) as wrong:
        return publish_page(office, session, request, _said(wrong), 422)
    except (Clash, Moved):
        return RedirectResponse(f"/meja/rilis/{text.id}", 303)
    except OSError:
        return publish_page(office, session, request, say(WORDS["disk"]), 507)
    except ValueError as wrong:
        return publish_page(office, session, request, str(wrong), 422)
    run = office.publisher.start(session.who, done.id, undo=partial(office.texts.put_back, text, done, session.who))
    return RedirectResponse(f"/meja/terbitan/{run.number}", 303)


def _moment(office: Office, form: FormData) -> str | None:
    """The new date of a release as front matter has it; None: it keeps the one that is written."""
    when = str(form.get("kapan", "kini"))
    if when == "tertulis":
        return None
    if when == "nanti":
        day, time = str(form.get("hari", "")), str(form.get("jam", "")) or "09:00"
        if not _DAY.fullmatch(day) or not _TIME.fullmatch(time):
            raise ValueError(say(msg("publish-no-day", "Say the day on which it is to appear.")))
        return f"{day} {time}"
    return f"{office.running.now():%Y-%m-%d %H:%M}"


def _said(wrong: Invalid | ProblemsFound) -> str:
    return " ".join(say(each.message) for each in wrong.problems) or say(WORDS["failed"])


def runs_page(office: Office, session: Session, request: Request) -> Response:
    """What was published, and what differs from it."""
    target = office.publisher.target()
    zone = office.settings.zone
    events = [each for each in reversed(office.keeper.journal.events) if each.act in _RUNS][:_MOST_EVENTS]
    shown_events = [
        {"sign": _RUNS[each.act][0], "words": _RUNS[each.act][1](each.who), "when": moment_in(each.at, zone)}
        for each in events
    ]
    went = [each for each in office.keeper.journal.events if each.act == DEPLOYED]
    return _page(
        office, session, "runs", site=office.site_state(), others=office.publisher.differing() or [], target=target,
        may_go_back=bool(target and len(went) > 1 and not office.publisher.is_held), events=shown_events,
    )  # fmt: skip


def run_page(office: Office, session: Session, request: Request) -> Response:
    """A publication while it runs, and its result."""
    run = office.publisher.runs.get(request.path_params["number"])
    if run is None:
        return RedirectResponse("/meja/terbitan", 303)
    text = office.texts.open(run.id) if run.id else None
    url = _address(office, text) if text is not None and run.state == DONE else ""
    share = f"*{text.release.title}*\n\n{text.release.summary}\n\n{url}" if text and text.release and url else ""
    failed = next((step.name for step in run.steps if step.state == BROKEN), "")
    return _page(
        office, session, "run", run=run, text=text, url=url, share=share, title=_title_of(run), words=_STATES,
        trouble=say(WORDS[{"build": "broken_build", "verify": "broken_verify"}.get(failed, "broken_deploy")]),
    )  # fmt: skip


def _title_of(run: Run) -> str:
    if run.state == DONE and run.steps[-1].name == "back":
        return say(WORDS["progress_back"])
    if run.state == BROKEN and next(step.name for step in run.steps if step.state == BROKEN) == "verify":
        return say(WORDS["progress_done"])
    return say(WORDS[{DONE: "progress_done", BROKEN: "progress_broken"}.get(run.state, "progress")])


def _address(office: Office, text: Text) -> str:
    """The public address of a release; empty while readers do not see it."""
    if not office.is_public(text.source) or text.stored is None:
        return ""
    path = office.running.live.page(text.source, text.stored).path
    return office.settings.url.rstrip("/") + "/" + path.removesuffix("index.html") if path else ""


def publish_site(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Publish everything that is ready."""
    return RedirectResponse(f"/meja/terbitan/{office.publisher.start(session.who).number}", 303)


def bring_back(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Bring the site back to the publication before."""
    return RedirectResponse(f"/meja/terbitan/{office.publisher.start(session.who, back=True).number}", 303)


# corrections and withdrawal


def _kinds() -> list[tuple[str, str, str]]:
    return [(value, say(WORDS[f"kind_{name}"]), say(WORDS[f"kind_{name}_hint"])) for value, name in _KINDS.items()]


def correct_page(
    office: Office, session: Session, request: Request, kind: str = "correction", typed: str = "", failure: str = ""
) -> Response:
    """What was wrong, and what readers are told."""
    text = _saved(office, request)
    status = 422 if failure else 200
    return _page(office, session, "correct", status, text=text, kinds=_kinds(), kind=kind, typed=typed, failure=failure)


def correct(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Add a correction to a release that readers saw, and publish it."""
    text = _saved(office, request)
    kind, said = str(form.get("jenis", "")), " ".join(plain(str(form.get("kalimat", ""))).split())
    if kind == "typo":
        return RedirectResponse(f"/meja/rilis/{text.id}#f-body", 303)
    if kind not in _KINDS or not said:
        return correct_page(office, session, request, kind if kind in _KINDS else "correction", said, _needed())
    item = {"at": f"{office.running.now():%Y-%m-%d %H:%M}", "kind": kind, "text": said}
    return _amend(office, session, text, lambda data, name: add_item(data, name, "corrections", item), CORRECT, said,
                  lambda why: correct_page(office, session, request, kind, said, why))  # fmt: skip


def _needed() -> str:
    return say(msg("readers-need-words", "Readers must be able to see what it says: write a sentence."))


def withdraw_page(office: Office, session: Session, request: Request, typed: str = "", failure: str = "") -> Response:
    """Why, what goes, and what stays."""
    text = _saved(office, request)
    return _page(office, session, "withdraw", 422 if failure else 200, text=text, typed=typed, failure=failure)


def withdraw(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Withdraw a release, with a reason, and publish that."""
    text = _saved(office, request)
    assert text.release is not None
    said = " ".join(plain(str(form.get("alasan", ""))).split())
    if not said:
        return withdraw_page(office, session, request, said, _needed())
    if text.release.withdrawn:
        return RedirectResponse(f"/meja/rilis/{text.id}", 303)
    item = {"at": f"{office.running.now():%Y-%m-%d %H:%M}", "reason": said}
    return _amend(office, session, text, lambda data, name: set_key(data, name, ("withdrawn",), item), WITHDRAW, said,
                  lambda why: withdraw_page(office, session, request, said, why))  # fmt: skip


def undo_page(office: Office, session: Session, request: Request) -> Response:
    """What is taken back."""
    text = _saved(office, request)
    assert text.release is not None
    release = text.release
    if not (release.withdrawn or release.corrections):
        raise HTTPException(404)
    said = release.withdrawn.reason if release.withdrawn else release.corrections[-1].text
    name = "undo_withdrawal" if release.withdrawn else "undo_correction"
    return _page(office, session, "undo", text=text, title=say(WORDS[name]), said=said)


def undo(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Take back the withdrawal, else the newest correction, and publish that."""
    text = _saved(office, request)
    assert text.release is not None
    withdrawn = text.release.withdrawn is not None

    def change(data: bytes, name: str) -> bytes:
        return set_key(data, name, ("withdrawn",), None) if withdrawn else take_last(data, name, "corrections")

    back: Callable[[str], Response] = lambda why: undo_page(office, session, request)  # noqa: E731
    return _amend(office, session, text, change, UNDO, "", back)


def _amend(  # noqa: PLR0913 - a change, how it is written down, and what is shown when it cannot be made
    office: Office, session: Session, text: Text, change: Callable[[bytes, str], bytes], act: str, note: str,
    failed: Callable[[str], Response],
) -> Response:  # fmt: skip
    try:
        done = office.texts.amended(text.id, change, act, session.who, note)
    except (Invalid, ProblemsFound) as wrong:
        return failed(_said(wrong))
    except Moved:
        return failed(say(msg("publish-moved", "The release was changed meanwhile. Look at it again.")))
    before = msgspec.structs.replace(text, proposed=False)
    run = office.publisher.start(session.who, text.id, undo=partial(office.texts.put_back, before, done, session.who))
    return RedirectResponse(f"/meja/terbitan/{run.number}", 303)


# history


def history_page(office: Office, session: Session, request: Request) -> Response:
    """What was done to a release, and what each step changed in words."""
    text = office.texts.open(request.path_params["id"])
    if text is None or text.is_new:
        raise HTTPException(404)
    events = [each for each in office.keeper.journal.of(text.source) if each.digest]
    steps = [_step(office, number, each) for number, each in enumerate(events, 1)]
    number = request.path_params.get("number", len(steps))
    if not 0 < number <= len(steps):
        if "number" in request.path_params:
            raise HTTPException(404)
        return _page(office, session, "history", text=text, steps=[], chosen=None)
    event = events[number - 1]
    data, before = office.keeper.versions.get(event.digest), office.keeper.versions.get(event.base)
    changes, details = _differences(office, text, before or b"", data) if data is not None else ([], [])
    return _page(
        office, session, "history", text=text, steps=list(reversed(steps)), chosen=steps[number - 1], changes=changes,
        details=details, first=before is None, may_restore=data is not None and data != text.data,
    )  # fmt: skip


def _step(office: Office, number: int, event: Event) -> dict[str, Any]:
    who = event.who or say(WORDS["nobody"])
    when = moment_in(event.at, office.settings.zone)
    return {"number": number, "words": ACTS.get(event.act, ACTS["save"]), "who": who, "when": when, "note": event.note}


def _differences(
    office: Office, text: Text, before: bytes, after: bytes
) -> tuple[list[tuple[str, str]], list[tuple[str, str, str]]]:
    """What changed: the text in words, and the other inputs with what they said and say."""
    was, now = _inputs(office, text, before), _inputs(office, text, after)
    pieces = words_changed(was.get("body", ""), now.get("body", "")) if was else [("same", now.get("body", ""))]
    names = dict.fromkeys([*was, *now])
    details = [
        (_label(name), was.get(name, ""), now.get(name, ""))
        for name in names
        if name != "body" and was.get(name, "") != now.get(name, "")
    ]
    return pieces, details


def _inputs(office: Office, text: Text, data: bytes) -> Mapping[str, str]:
    if not data:
        return {}
    try:
        page = office.running.live.read(text.source, data)
        found = shown(data, text.path, page.release, office.settings)
    except ProblemsFound:
        return {"body": data.decode("utf-8", "replace")}
    apart = _apart(page.release)
    return {**found.inputs, **dict(found.kept), **apart}


def _apart(release: Any) -> dict[str, str]:
    """Corrections and withdrawal, which no form shows."""
    if release is None:
        return {}
    texts = "; ".join(each.text for each in release.corrections)
    return {"corrections": texts, "withdrawn": release.withdrawn.reason if release.withdrawn else ""}


def _label(name: str) -> str:
    first, _, rest = name.partition(".")
    field = BY_NAME.get(first)
    part = rest.rpartition(".")[2]
    words = {"alt": "alt", "caption": "caption", "credit": "credit", "licence": "licence", "file": "file", "day": "day",
             "time": "time", "name": "name", "role": "role", "phone": "phone_number", "email": "email"}  # fmt: skip
    label = say(field.label) if field else name
    return f"{label}: {say(WORDS[words[part]])}" if part in words else label


def restore(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Make an earlier version the newest."""
    text = office.texts.open(request.path_params["id"])
    if text is None or text.is_new:
        raise HTTPException(404)
    events = [each for each in office.keeper.journal.of(text.source) if each.digest]
    number = request.path_params["number"]
    if not 0 < number <= len(events):
        raise HTTPException(404)
    try:
        office.texts.restore(text.id, events[number - 1].digest, RESTORE, session.who)
    except (KeyError, Invalid, ProblemsFound, Moved):
        raise HTTPException(409) from None
    office.texts.drop_typing(text.id)
    return RedirectResponse(f"/meja/rilis/{text.id}", 303)
