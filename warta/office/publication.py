"""Turns a saved release into one that readers see: what will change, its publication, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warta.catalogue import say
from warta.dates import moment_in
from warta.errors import ProblemsFound
from warta.messages import Message, msg
from warta.office.asked import answer, said_of, saved_text
from warta.office.differences import differences
from warta.office.door import Session
from warta.office.journal import BACK, BUILT, DEPLOYED, FAILED, ON
from warta.office.keeping import Moved
from warta.office.office import Office
from warta.office.publishing import BROKEN, DONE, RUNNING, WAITING, Run
from warta.office.texts import Clash, Invalid, Text
from warta.office.words import WORDS

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d")
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


def publish_page(office: Office, session: Session, request: Request, failure: str = "", status: int = 200) -> Response:
    """What will change, and where it will stand."""
    text = saved_text(office, request)
    assert text.release is not None
    head = office.library.head(text.source)
    changes, details = (
        ([], []) if text.draft or text.stored is None else differences(office, text, text.stored, text.data)
    )
    differing = [each for each in office.publisher.differing() or () if each.source != text.source]
    image = text.release.image
    return answer(
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
    regions = [office.regions.get(ref.text, ref.text) for ref in release.regions]
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
    text = saved_text(office, request)
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
        done = office.texts.published(text.id, at, session.who, text.base)
    except (Invalid, ProblemsFound) as wrong:
        return publish_page(office, session, request, said_of(wrong), 422)
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
    return answer(
        office, session, "runs", site=office.site_state(), others=office.publisher.differing() or [], target=target,
        may_go_back=bool(target and len(went) > 1 and not office.publisher.is_held), events=shown_events,
    )  # fmt: skip


def run_page(office: Office, session: Session, request: Request) -> Response:
    """A publication while it runs, and its result."""
    run = office.publisher.runs.get(request.path_params["number"])
    if run is None:
        return RedirectResponse("/meja/terbitan", 303)
    text = office.texts.open(run.id) if run.id else None
    url = office.address(text) if text is not None and run.state == DONE else ""
    failed = next((step.name for step in run.steps if step.state == BROKEN), "")
    return answer(
        office, session, "run", run=run, text=text, url=url, title=_title_of(run), words=_STATES,
        trouble=say(WORDS[{"build": "broken_build", "verify": "broken_verify"}.get(failed, "broken_deploy")]),
    )  # fmt: skip


def _title_of(run: Run) -> str:
    if run.state == DONE and run.steps[-1].name == "back":
        return say(WORDS["progress_back"])
    if run.state == BROKEN and next(step.name for step in run.steps if step.state == BROKEN) == "verify":
        return say(WORDS["progress_done"])
    return say(WORDS[{DONE: "progress_done", BROKEN: "progress_broken"}.get(run.state, "progress")])


def publish_site(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Publish everything that is ready."""
    return RedirectResponse(f"/meja/terbitan/{office.publisher.start(session.who).number}", 303)


def bring_back(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Bring the site back to the publication before."""
    return RedirectResponse(f"/meja/terbitan/{office.publisher.start(session.who, back=True).number}", 303)
