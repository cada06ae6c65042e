"""Turns a release into what the press is handed of it: message, letter, kit and pictures, and a locked page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warta.catalogue import say
from warta.dates import moment_in
from warta.engine.locked import FOLDER, write_locked
from warta.engine.workspace import Request as Build
from warta.errors import ProblemsFound, WartaError
from warta.extras import install, missing
from warta.media_types import type_by_name
from warta.messages import Message, msg
from warta.newsroom.addresses import PRESS_FILES
from warta.newsroom.visibility import DRAFT, EMBARGOED, PUBLIC
from warta.office.asked import answer, own_text
from warta.office.door import Session
from warta.office.guard import FILE
from warta.office.office import Office
from warta.office.texts import Text
from warta.office.words import WORDS
from warta.render.html.locking import made_up

_FILES: dict[str, tuple[str, Message]] = {
    "pdf": ("pdf", msg("press-letter", "Letter (PDF)")),
    "kit": ("kit", msg("press-kit", "Press kit (ZIP)")),
    "link": ("link", msg("press-link", "Picture for links")),
    "feed": ("stories", msg("press-feed", "Picture for feeds")),
    "story": ("stories", msg("press-story", "Picture for stories")),
}
"""What is handed out as a file, with the word of the setting that makes it."""


def press_page(office: Office, session: Session, request: Request, **made: Any) -> Response:
    """Everything that there is for the press of a release, and how to turn on what there is not."""
    text = own_text(office, request)
    assert text.release is not None
    files = _files(office, text)
    lacking = [word for word in ("whatsapp", "pdf", "kit", "link", "stories") if word not in office.settings.press]
    state = office.texts.state(text)
    embargo = text.release.embargo
    return answer(
        office, session, "press", 422 if made.get("failure") else 200, text=text, message=_message(office, text, files),
        files=[(name, say(title)) for name, (_, title) in _FILES.items() if name in files],
        lacking=", ".join(lacking), line=f"press: [{', '.join((*office.settings.press, *lacking))}]",
        may_lock=state in (DRAFT, EMBARGOED), lacks=_lacks(), is_public=state == PUBLIC,
        ends=moment_in(embargo.at, office.settings.zone) if embargo and state == EMBARGOED else None, **made,
    )  # fmt: skip


def _lacks() -> str:
    return say(install("preview-link")) if missing("preview-link") else ""


def _files(office: Office, text: Text) -> dict[str, Path]:
    """The files of a release in the newest preview, by what they are."""
    assert text.stored is not None
    page = office.running.live.page(text.source, text.stored).path
    state = office.running.session.state
    paths = {name: page.rpartition("/")[0] + f"/{file}" for name, file in PRESS_FILES.items()} if page else {}
    return {name: state.root / path for name, path in paths.items() if path in state.claimed}


def _message(office: Office, text: Text, files: dict[str, Path]) -> str:
    """What is sent by WhatsApp: the whole release where the newsroom makes that, else title, summary and address."""
    assert text.release is not None
    if "whatsapp" in files:
        return files["whatsapp"].read_text(encoding="utf-8")
    return "\n\n".join(filter(None, [f"*{text.release.title}*", text.release.summary, office.address(text)]))


def press_file(office: Office, session: Session, request: Request) -> Response:
    """One of these files, to be kept."""
    text = own_text(office, request)
    name = request.path_params["name"]
    file = _files(office, text).get(name) if name in _FILES else None
    if file is None or not file.is_file():
        raise HTTPException(404)
    headers = {
        "content-type": type_by_name(file.name), "content-security-policy": FILE,
        "content-disposition": f'attachment; filename="{file.name}"',
    }  # fmt: skip
    return Response(file.read_bytes(), headers=headers)


def lock_page(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Make a locked page of a release that nobody may see yet, with a passphrase of its own."""
    text = own_text(office, request)
    if _lacks():
        raise HTTPException(404)
    passphrase = made_up()
    site = office.running.site
    try:
        page = write_locked(
            Build(site, site / "output", office.running.now()), text.source, site / FOLDER, lambda: passphrase
        )
    except ProblemsFound as wrong:
        said = " ".join(f"{each.place}: {say(each.message)}" for each in wrong.problems[:5])
        return press_page(office, session, request, failure=said)
    except WartaError as wrong:
        return press_page(office, session, request, failure=say(wrong.args[0]))
    except OSError:
        return press_page(office, session, request, failure=say(WORDS["disk"]))
    return press_page(office, session, request, folder=page.parent.relative_to(site).as_posix(), passphrase=passphrase)
