"""Turns the journal and the commits of a release into its history: steps in words, and the way back to each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warta.catalogue import say
from warta.dates import moment_in
from warta.errors import ProblemsFound
from warta.messages import Message
from warta.office.asked import answer
from warta.office.differences import differences
from warta.office.door import Session
from warta.office.journal import IN_FILE, OUTSIDE, RESTORE, Event
from warta.office.keeping import Moved
from warta.office.office import Office
from warta.office.repository import Commit
from warta.office.texts import Invalid
from warta.office.versions import digest_of
from warta.office.words import ACTS, WORDS


class Step(msgspec.Struct, frozen=True):
    """A step of a history: `data` is the release after it (None: its version is lost), `before` what it was before."""

    number: int
    at: dt.datetime
    words: Message
    who: str
    note: str
    data: bytes | None
    before: bytes | None

    @property
    def digest(self) -> str:
        """What stands for the release after it."""
        return digest_of(self.data) if self.data is not None else ""


def history_page(office: Office, session: Session, request: Request) -> Response:
    """What was done to a release, and what each step changed in words."""
    text = office.texts.open(request.path_params["id"])
    if text is None or text.is_new:
        raise HTTPException(404)
    steps = _steps(office, text.source)
    number = request.path_params.get("number", len(steps))
    if not 0 < number <= len(steps):
        if "number" in request.path_params:
            raise HTTPException(404)
        return answer(office, session, "history", text=text, steps=[], chosen=None)
    chosen = steps[number - 1]
    data, before = chosen.data, chosen.before
    changes, details = differences(office, text, before or b"", data) if data is not None else ([], [])
    zone = office.settings.zone
    return answer(
        office, session, "history", text=text, chosen=chosen, changes=changes, details=details, first=before is None,
        steps=[(step, moment_in(step.at, zone)) for step in reversed(steps)],
        may_restore=data is not None and data != text.data,
    )  # fmt: skip


def _steps(office: Office, source: str) -> list[Step]:
    """The steps of a release that the journal has, and those that git alone has, the oldest first."""
    versions = office.keeper.versions
    written = [each for each in office.keeper.journal.of(source) if each.digest]
    kept = {each.digest: versions.get(each.digest) for each in written}
    commits = office.mirror.history(source)
    named = {_plain(each.data) for each in commits}
    told = [each for each in written if each.act != OUTSIDE or _plain(kept[each.digest] or b"") not in named]
    found = [
        (each.at, 1, ACTS.get(each.act, ACTS["save"]), each.who, each.note, kept[each.digest], each.base)
        for each in told
    ]
    found += [
        (each.at, 0, ACTS["commit"], each.who, each.words, each.data, "")
        for each in commits
        if not _is_told(each, written, kept)
    ]
    steps: list[Step] = []
    for number, (at, _, words, who, note, data, base) in enumerate(sorted(found, key=lambda each: each[:2]), 1):
        before = versions.get(base) or (steps[-1].data if steps else None)
        steps.append(Step(number, at, words, who or say(WORDS["nobody"]), note, data, before))
    return steps


def _is_told(commit: Commit, written: list[Event], kept: Mapping[str, bytes | None]) -> bool:
    """Whether a commit holds what the release was already by the journal: the desk's own commit, or one by hand of
    what the desk saved.
    """
    before = [each for each in written if each.at <= commit.at and each.act in IN_FILE - {OUTSIDE}]
    last = [each for each in before if each.at == before[-1].at]
    return any(_plain(kept[each.digest] or b"") == _plain(commit.data) for each in last)


def _plain(data: bytes) -> bytes:
    """A version without the difference that git makes of line ends."""
    return data.replace(b"\r\n", b"\n")


def restore(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Make an earlier version the newest: the one that was looked at, whatever was done meanwhile."""
    text = office.texts.open(request.path_params["id"])
    if text is None or text.is_new:
        raise HTTPException(404)
    wanted = str(form.get("isi", ""))
    data = next((each.data for each in _steps(office, text.source) if each.digest == wanted), None)
    if data is None:
        raise HTTPException(404)
    try:
        office.texts.restore(text.id, office.keeper.versions.put(data), RESTORE, session.who)
    except (KeyError, Invalid, ProblemsFound, Moved):
        raise HTTPException(409) from None
    office.texts.drop_typing(text.id)
    return RedirectResponse(f"/meja/rilis/{text.id}", 303)
