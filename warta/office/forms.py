"""Turns a release into its form, and what is sent by the form into a saved text, a page beside it, or findings.
The module is long: it is the page that all others lead to, with everything that may have to be said on it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from warta.catalogue import say
from warta.content.fieldsets import ALWAYS, APART, BY_NAME, FIELDS, GROUPS
from warta.dates import moment_in
from warta.errors import ProblemsFound, WartaError
from warta.messages import msg
from warta.newsroom.visibility import DRAFT
from warta.office.door import Session
from warta.office.findings import Found, with_choice
from warta.office.form import MOST_ROWS, Shown, plain
from warta.office.guard import SHOWN
from warta.office.index import clock, row_of
from warta.office.office import Office
from warta.office.pages import render
from warta.office.texts import Clash, Invalid, Text, Typing
from warta.office.uploads import MOST_FILES, PICTURE, WORD, Refused, markdown_of_html, read_document, take
from warta.office.words import FOCUSES, WORDS
from warta.render.html.locales import language_name
from warta.slugs import slug

_OURS = frozenset(("kata", "versi", "lalu", "ubah", "lebar", "bahasa"))
_ROW = re.compile(r"(\w+)\.(\d{1,2})\.")
_SCRIPTS = re.compile(rb"<script\b[^>]*>.*?</script\s*>", re.IGNORECASE | re.DOTALL)


def begin(office: Office, session: Session, request: Request) -> Response:
    """The form of a new release, at an address of its own."""
    return RedirectResponse(f"/meja/rilis/{office.texts.new_id()}", 303)


def page(office: Office, session: Session, request: Request) -> Response:
    """The form, with what was typed last."""
    if (became := office.texts.became(request.path_params["id"])) is not None:
        return RedirectResponse(f"/meja/rilis/{became}", 303)
    text = _text(office, request)
    typing = office.texts.typing(text.id)
    if typing is None:
        return _form(office, session, text, {})
    try:
        typed = office.texts.merged(text, typing.typed, typing.base)
        if office.texts.with_typed(text, typed).data == text.data and not text.is_new:
            office.texts.drop_typing(text.id)  # it came after the save that it is in
            return _form(office, session, text, {})
    except Clash as clash:
        return _form(office, session, text, clash.typed, typing=typing, clash=clash)
    except ProblemsFound:
        typed = typing.typed
    return _form(office, session, text, typed, typing=typing)


def _text(office: Office, request: Request) -> Text:
    text = office.texts.open(request.path_params["id"])
    if text is None:
        raise HTTPException(404)
    return text


def typed_in(form: FormData) -> dict[str, str]:
    """What stands in the inputs of the form."""
    return {
        name: plain(value)
        for name, value in form.multi_items()
        if isinstance(value, str) and name not in _OURS and len(name) < 80
    }


# actions


def save(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Save what was typed, take what was uploaded, or make a change that was chosen."""
    if office.texts.open(request.path_params["id"]) is None:
        return _gone(office, session, form)
    text = _text(office, request)
    typed, base = typed_in(form), str(form.get("versi", ""))
    if (choice := str(form.get("ubah", ""))) and (mended := _mended(office, text, typed, choice)) is not None:
        return _form(office, session, text, mended, base=base)
    try:
        if refused := _take_files(office, text, typed, form):
            return _not_saved(office, session, text, typed, base, refused)
        saved = office.texts.save(text.id, typed, base, session.who)
    except Clash as clash:
        with contextlib.suppress(OSError, Invalid):
            office.texts.keep_typing(text.id, typed, base)
        return _form(office, session, clash.text, clash.typed, clash=clash, status=409)
    except (Invalid, ProblemsFound) as wrong:
        return _not_saved(office, session, text, typed, base, _errors(office, wrong))
    except OSError:
        return _not_saved(office, session, text, typed, base, {}, say(WORDS["disk"]))
    return _after_save(office, saved, form)


def _gone(office: Office, session: Session, form: FormData) -> Response:
    """For who saves a release whose file is gone: what was typed, to be saved as a new one."""
    with contextlib.suppress(WartaError):
        office.running.rebuild()  # so that the address of the file that is gone is free
    fields = list(typed_in(form).items())
    made = render(
        "plain", title=say(WORDS["gone"]), hint=say(WORDS["removed_note"]), goes="", fields=fields,
        action=f"/meja/rilis/{office.texts.new_id()}", word=session.word,
    )  # fmt: skip
    return HTMLResponse(made, 409)


def _not_saved(  # noqa: PLR0913 - what was typed, and why it is not saved
    office: Office, session: Session, text: Text, typed: Mapping[str, str], base: str, errors: Mapping[str, str],
    failure: str = "",
) -> Response:  # fmt: skip
    """The form again, with all that was typed, which is kept."""
    with contextlib.suppress(OSError, Invalid):
        office.texts.keep_typing(text.id, typed, base or text.base)
    status = 507 if failure else 422
    return _form(office, session, text, typed, base=base, errors=errors, failure=failure, status=status)


def _after_save(office: Office, saved: Text, form: FormData) -> Response:
    if any(isinstance(value, UploadFile) and value.filename for _, value in form.multi_items()):
        with contextlib.suppress(Exception):  # the page shows its pictures a moment later then
            office.running.rebuild()
    after = "/terbitkan" if form.get("lalu") == "terbitkan" else ""
    return RedirectResponse(f"/meja/rilis/{saved.id}{after}", 303)


def _errors(office: Office, wrong: Invalid | ProblemsFound) -> dict[str, str]:
    """What keeps a text from being saved, by the fields at which it stands."""
    data = wrong.text.data if isinstance(wrong, Invalid) and wrong.text is not None else b""
    found = office.editor.read(data, None, wrong.problems)
    errors: dict[str, str] = {}
    for each in found:
        errors.setdefault(each.field.split(".")[0], each.message)
    return errors or {"": say(WORDS["failed"])}


def _take_files(office: Office, text: Text, typed: dict[str, str], form: FormData) -> dict[str, str]:
    """Put what was uploaded beside the release, and its name into the inputs; why something was not taken."""
    errors: dict[str, str] = {}
    count = sum(1 for name, value in typed.items() if name.endswith(".file") and value)
    for key, value in form.multi_items():
        if isinstance(value, str) or not value.filename or not key.startswith("berkas."):
            continue
        field = key.removeprefix("berkas.")
        count += 1
        if count > MOST_FILES:
            errors[field] = say(msg("upload-many", "More files than a release may have (%(most)s).", most=MOST_FILES))
            break
        try:
            _take_file(office, text, typed, field, value)
        except Refused as refused:
            shown = msg("upload-refused", "%(file)s %(why)s", file=value.filename[:80], why=refused.message)
            errors[field if field in BY_NAME else "body"] = say(shown)
    if typed.pop("image.drop", ""):
        typed["image.file"] = ""
    return errors


def _take_file(office: Office, text: Text, typed: dict[str, str], field: str, upload: UploadFile) -> None:
    taken = take(upload.filename or "", upload.file.read())
    if field == "word":
        if taken.kind != WORD:
            raise Refused(msg("upload-no-word", "is no Word document (.docx)."))
        read = read_document(taken, office.settings.timezone)
        typed["body"] = "\n\n".join(filter(None, [typed.get("body", "").strip(), read.text]))
        if not typed.get("title", "").strip():
            typed["title"] = read.title
        return
    if field in ("image", "gallery") and taken.kind != PICTURE:
        raise Refused(msg("upload-no-photo", "is no photo."))
    if field == "image" and not (typed.get("image.alt", "").strip() or typed.get("image.decorative")):
        name = office.texts.add_file(text, taken.name, taken.data)
        typed["image.file"] = name
        return
    name = office.texts.add_file(text, taken.name, taken.data)
    if field == "image":
        typed["image.file"] = name
        return
    numbers = [int(match[2]) for key in typed if (match := _ROW.match(key)) and match[1] == field]
    at = max(numbers, default=-1) + 1
    typed[f"{field}.{at}.file"] = name
    if field == "attachments":
        typed[f"{field}.{at}.title"] = name.rsplit(".", 1)[0].replace("-", " ").capitalize()


def keep_typing(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Keep what was typed, and say when."""
    text = _text(office, request)
    try:
        typing = office.texts.keep_typing(text.id, typed_in(form), str(form.get("versi", "")))
    except (OSError, Invalid):
        return JSONResponse({}, 507)
    return JSONResponse({"at": say(clock(typing.at, office.settings.zone))})


def drop_typing(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Discard what was typed and not saved."""
    text = _text(office, request)
    office.texts.drop_typing(text.id)
    return RedirectResponse("/meja/" if text.is_new else f"/meja/rilis/{text.id}", 303)


def drop_changes(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Discard changes that nobody published."""
    text = _text(office, request)
    office.texts.drop_proposal(text.id, session.who)
    office.texts.drop_typing(text.id)
    return RedirectResponse(f"/meja/rilis/{text.id}", 303)


def paste(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Pasted HTML as Markdown."""
    try:
        return JSONResponse({"text": markdown_of_html(str(form.get("html", "")))})
    except Refused:
        return JSONResponse({}, 422)


def preview(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """The page of what is typed, and what the desk editor finds in it."""
    text = _text(office, request)
    try:
        made = office.texts.with_typed(text, typed_in(form))
    except ProblemsFound as found:
        rows = [Found(say(each.message), "", error=True) for each in found.problems]
        return JSONResponse({"html": "", "found": render("found", found=_keyed(rows))})
    html = office.running.live.page(made.source, made.data, office.texts.beside(text)).html
    found_rows = office.editor.read(made.data, made.release, made.problems)
    return JSONResponse({"html": html.decode(), "found": render("found", found=_keyed(found_rows))})


def shown(office: Office, session: Session, request: Request) -> Response:
    """The page as readers will see it, with what was typed last; nothing in it runs."""
    text = _text(office, request)
    typing = office.texts.typing(text.id)
    if typing is not None:
        with contextlib.suppress(ProblemsFound):
            text = office.texts.with_typed(text, typing.typed)
    page = office.running.live.page(text.source, text.data, office.texts.beside(text))
    html = page.html or render("plain", title=say(WORDS["preview"]), hint="", goes="").encode()
    return HTMLResponse(_SCRIPTS.sub(b"", html), headers={"content-security-policy": SHOWN})


# the form


def _mended(office: Office, text: Text, typed: dict[str, str], choice: str) -> dict[str, str] | None:
    """What was typed, with the change that was chosen; None: it fits nothing any more."""
    number, _, key = choice.partition("@")
    made = office.texts.with_typed(text, typed)
    for each in office.editor.read(made.data, made.release, made.problems):
        if _key_of(each) == key and number.isdecimal() and int(number) < len(each.choices):
            return {**typed, "body": with_choice(typed.get("body", ""), each.choices[int(number)])}
    return None


def _key_of(found: Found) -> str:
    return f"{found.rule}:{found.line}:{found.quote}"


def _keyed(found: list[Found]) -> list[dict[str, Any]]:
    return [msgspec.structs.asdict(each) | {"key": _key_of(each)} for each in found]


def _form(  # noqa: PLR0913 - what a form may have to say besides
    office: Office,
    session: Session,
    text: Text,
    typed: Mapping[str, str],
    *,
    base: str = "",
    typing: Typing | None = None,
    clash: Clash | None = None,
    errors: Mapping[str, str] | None = None,
    failure: str = "",
    status: int = 200,
) -> Response:
    office.texts.remember(text)
    try:
        was = office.texts.inputs(text)
        found = _found_in(office, text, typed)
    except ProblemsFound as wrong:
        return _unreadable(wrong)
    rows = {**was.rows, **_rows_in(typed, was)}
    inputs = {**was.inputs, **{name: value for name, value in typed.items() if not name.endswith(".shown")}}
    settings = office.settings
    shows_error = errors or {}
    groups = [(name, title, [field for field in FIELDS if field.group == name]) for name, title in GROUPS.items()]
    opened = {BY_NAME[name].group for name in shows_error if name in BY_NAME} | (
        {"files"} if inputs.get("image.file") else set()
    )
    row = _row(office, text)
    made = render(
        "form",
        around=office.around(session),
        text=text,
        base=base or text.base,
        inputs=inputs,
        rows=rows,
        kept=was.kept,
        unshown=[name for name in BY_NAME if not _is_shown(name, inputs, rows)],
        fields=BY_NAME,
        groups=groups,
        open=opened,
        contents={name: _contents(name, inputs) for name in GROUPS},
        found=_keyed(found),
        errors=shows_error,
        failure=failure,
        clash=clash.places if clash else [],
        clash_note=say(WORDS["clash_unknown" if clash and not clash.places[0][0] else "clash_note"]),
        names={name: _name_of(name) for name in inputs},
        typing=say(moment_in(typing.at, settings.zone)) if typing and not clash else "",
        kept_words=_kept_words(text, typing),
        categories=[each.name for each in settings.categories or ()],
        organizations=office.organizations(),
        languages=[(each, each) for each in settings.languages],
        zone=office.zone_name,
        locked=not text.draft,
        slug=slug(inputs.get("title", ""), settings.language),
        sign=row[0],
        state=row[1],
        steps=_steps(office, text),
        twins=_twins(office, text),
        focuses=[(place, say(title)) for place, title in FOCUSES.items()],
    )
    return HTMLResponse(made, status)


def _unreadable(wrong: ProblemsFound) -> Response:
    fields = [(each.place, say(each.message)) for each in wrong.problems]
    made = render(
        "plain", title=say(WORDS["unreadable"]), hint=" ".join(f"{place}: {said}" for place, said in fields), goes=""
    )
    return HTMLResponse(made, 422)


def _found_in(office: Office, text: Text, typed: Mapping[str, str]) -> list[Found]:
    made = text
    with contextlib.suppress(ProblemsFound):
        made = office.texts.with_typed(text, typed) if typed else text
    empty = text.is_new and not typed
    return [] if empty else office.editor.read(made.data, made.release, made.problems)


def _rows_in(typed: Mapping[str, str], was: Shown) -> dict[str, int]:
    """How many pictures, attachments and contacts the form shows, with those that were typed."""
    found = dict(was.rows)
    for name in typed:
        if (match := _ROW.match(name)) and typed[name]:
            found[match[1]] = min(MOST_ROWS, max(found.get(match[1], 0), int(match[2]) + 1))
    return found


def _is_shown(name: str, inputs: Mapping[str, str], rows: Mapping[str, int]) -> bool:
    field = BY_NAME[name]
    return (
        field.group in (ALWAYS, APART)
        or name in rows
        or any(key == name or key.startswith(f"{name}.") for key in inputs)
    )


def _contents(group: str, inputs: Mapping[str, str]) -> str:
    """What a group that folds holds, in a few words."""
    names = [field.name for field in FIELDS if field.group == group]
    if group == "files":
        count = sum(1 for name, value in inputs.items() if name.endswith(".file") and value)
        return say(msg("files-counted", "1 file", many="%(count)s files", count=count)) if count else ""
    found = [
        " ".join(value.split("\n")[0].split())
        for name, value in inputs.items()
        if value and value != "true" and name.split(".")[0] in names and not name.startswith("contacts.")
    ]
    return ", ".join(found[:2])[:60]


def _name_of(name: str) -> str:
    field = BY_NAME.get(name.split(".")[0])
    return say(field.label) if field else say(WORDS["body"])


def _kept_words(text: Text, typing: Typing | None) -> str:
    return say(WORDS["kept_none" if text.is_new and typing is None else "kept_typing" if typing else "kept"])


def _row(office: Office, text: Text) -> tuple[str, Any]:
    head = office.library.head(text.source)
    if head is None or text.is_new:
        return "", msg("state-unsaved", "New")
    row = row_of(head, office.running.now(), office.settings.zone, office.regions, proposed=text.proposed)
    return row.sign, row.words


def _steps(office: Office, text: Text) -> list[tuple[str, str]]:
    """What else may be done with a release."""
    head = office.library.head(text.source)
    base = f"/meja/rilis/{text.id}"
    if text.is_new or head is None:
        return []
    found = [(f"{base}/pers", say(WORDS["for_press"]))]
    if text.draft or office.texts.state(text) == DRAFT:
        return found
    if head.withdrawn:
        found.append((f"{base}/batalkan", say(WORDS["undo_withdrawal"])))
    else:
        found += [(f"{base}/ralat", say(WORDS["correct"])), (f"{base}/cabut", say(WORDS["withdraw"]))]
        if head.corrected:
            found.append((f"{base}/batalkan", say(WORDS["undo_correction"])))
    return found


def _twins(office: Office, text: Text) -> list[tuple[str, str, str]]:
    """The languages that a release may be translated into, by their own names, and what stands for the translation that
    there is.
    """
    if text.is_new or text.release is None or text.release.translation_of is not None:
        return []
    settings = office.settings
    own = text.release.language.text if text.release.language else settings.language
    there = office.texts.translations(text.source)
    return [(each, language_name(each), there.get(each, "")) for each in settings.languages if each != own]


def translate(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Begin a translation beside its original, with the words of the original to be written over."""
    text = _text(office, request)
    language = str(form.get("bahasa", ""))
    if language not in [each for each, _, id_ in _twins(office, text) if not id_]:
        raise HTTPException(404)
    with contextlib.suppress(OSError, Invalid):
        if (typed := typed_in(form)) and office.texts.with_typed(text, typed).data != text.data:
            office.texts.keep_typing(text.id, typed, str(form.get("versi", "")))
    inputs = office.texts.inputs(text).inputs
    twin = {name: value for name, value in inputs.items() if name not in ("slug", "aliases", "ignore")}
    new = office.texts.new_id()
    office.texts.keep_typing(new, twin | {"language": language, "translation_of": text.source}, "")
    return RedirectResponse(f"/meja/rilis/{new}", 303)
