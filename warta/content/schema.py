"""Turns the front matter of one file into a release, a page or an organization."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePosixPath

import msgspec

from warta.content.documents import (
    UNREADABLE,
    AiUse,
    Attachment,
    Contact,
    Correction,
    Document,
    Organization,
    Page,
    Picture,
    Release,
    Withdrawal,
)
from warta.content.tenure import read_terms
from warta.datatree import Node
from warta.dates import Moment, end_of, parse_moment
from warta.errors import Problem
from warta.fields import Fields, Ref, clean
from warta.slugs import slug

PAGE_ROLES = ("about", "masthead", "guidelines", "contact", "data")
CORRECTION_KINDS = ("correction", "right-of-reply", "clarification")
_PUBLISHED = frozenset(("published", "publish", "public"))
_UNPUBLISHED = frozenset(("draft", "hidden", "private"))
_ALIAS = re.compile(r"/(?![/\\])[^\\?#\s]*|/\?(?:p|page_id|attachment_id|cat)=\d+")
_LONGEST_SLUG = 200  # bytes; a file system's names end at 255
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-")


class Schema(msgspec.Struct, frozen=True):
    """What of the settings decides how front matter is read."""

    zone: dt.tzinfo
    lenient: bool = False

    def read(self, source: str, node: Node) -> tuple[Document, list[Problem], list[Problem]]:
        """The document that `source` (below content/) holds, the problems found, and the warnings.

        With problems the document is incomplete and only good for looking for more problems.
        """
        problems: list[Problem] = []
        warnings: list[Problem] = []
        fields = Fields(f"content/{source}", node, problems, warnings=warnings if self.lenient else None)
        folder = source.partition("/")[0]
        document: Document
        if folder == "pages":
            document = _page(source, fields)
        elif folder == "organizations":
            document = _organization(source, fields, self.zone)
        else:
            document = _release(source, fields, self.zone)
        fields.close()
        return document, problems, warnings


def _release(source: str, fields: Fields, zone: dt.tzinfo) -> Release:
    title_line = fields.line_of("title")
    title = _one_line(fields.required("title"))
    return Release(
        source=source,
        title=title,
        title_line=title_line,
        date=_date(source, fields, zone),
        summary=_one_line(fields.text("summary", "excerpt", "description") or ""),
        slug=_slug(fields, title),
        language=fields.ref("language", "lang"),
        translation_of=fields.ref("translation_of"),
        categories=fields.refs("category", "categories"),
        tags=_tags(fields),
        regions=fields.refs("region", "regions"),
        dateline=fields.text("dateline") or "",
        byline=_one_line(fields.text("byline") or ""),
        authors=fields.texts("author", "authors"),
        number=fields.text("number") or "",
        organization=fields.ref("organization"),
        contacts=_contacts(fields),
        notes=fields.text("notes") or "",
        image=_image(fields),
        gallery=_pictures(fields, "gallery"),
        attachments=_attachments(fields),
        embargo=fields.moment("embargo", zone),
        expires=end_of(fields.moment("expires", zone)),
        draft=_draft(fields),
        corrections=_corrections(fields, zone),
        withdrawn=_withdrawn(fields, zone),
        unverified=fields.flag("unverified"),
        sponsored=_label(fields, "sponsored"),
        ai=_ai(fields),
        aliases=_aliases(fields),
        ignore=_ignored(fields),
    )


def _date(source: str, fields: Fields, zone: dt.tzinfo) -> Moment:
    """The written date; without one, that of a file named as Jekyll names them: 2026-11-24-judul.md."""
    named = _DATED_NAME.match(source.rpartition("/")[2])
    if named and not fields.has("date"):
        fields.take("date")
        try:
            return parse_moment(named[1], zone)
        except ValueError as error:
            fields.problem(fields.line, f"'date' is missing, and that of the file's name {error}.")
            return UNREADABLE
    return fields.required_moment("date", zone) or UNREADABLE


def _page(source: str, fields: Fields) -> Page:
    title_line = fields.line_of("title")
    title = _one_line(fields.required("title"))
    return Page(
        source=source,
        title=title,
        title_line=title_line,
        summary=_one_line(fields.text("summary", "excerpt", "description") or ""),
        slug=_slug(fields, title),
        language=fields.ref("language", "lang"),
        translation_of=fields.ref("translation_of"),
        role=fields.choice("role", PAGE_ROLES) or "",
        menu=fields.choice("menu", ("header", "footer", "none"), "footer") or "footer",
        order=fields.number("order", 100),
        draft=_draft(fields),
        aliases=_aliases(fields),
        ignore=_ignored(fields),
    )


def _organization(source: str, fields: Fields, zone: dt.tzinfo) -> Organization:
    title_line = fields.line_of("name")
    return Organization(
        source=source,
        id=PurePosixPath(source).stem,
        name=_one_line(fields.required("name")),
        title_line=title_line,
        short=fields.text("short") or "",
        logo=_picture(fields, fields.take("logo"), "logo"),
        url=fields.address("url"),
        address=fields.text("address") or "",
        phone=fields.text("phone") or "",
        email=fields.text("email") or "",
        contacts=_contacts(fields),
        terms=read_terms(fields, zone),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "  " in text else text


def _slug(fields: Fields, title: str) -> Ref:
    """The written slug, as it is; without one, the title's."""
    title_line = fields.line
    ref = fields.ref("slug")
    if ref is None:
        return Ref(slug(title), title_line)
    if any(char in ref.text for char in "/\\?#%: ") or not ref.text.strip(".") or not ref.text.isprintable():
        fields.problem(ref.line, f"'slug' must be words with hyphens, without spaces, / or .. (got '{ref.text}').")
        return Ref(slug(title), ref.line)
    if len(ref.text.encode()) > _LONGEST_SLUG:
        fields.problem(ref.line, f"'slug' must have at most {_LONGEST_SLUG} characters (got '{ref.text[:40]}...').")
        return Ref(slug(title), ref.line)
    return ref


def _tags(fields: Fields) -> tuple[Ref, ...]:
    """A list; Pelican's one line of words between commas is a list too."""
    split = [Ref(part.strip(), ref.line) for ref in fields.refs("tag", "tags") for part in ref.text.split(",")]
    found: dict[str, Ref] = {}
    for ref in split:
        if ref.text:
            found.setdefault(ref.text.casefold(), ref)
    return tuple(found.values())


def _draft(fields: Fields) -> bool:
    """`draft: true`, Jekyll's `published: false`, Pelican's `status: draft`."""
    draft = fields.flag("draft")
    published = fields.flag("published") if fields.has("published") else True
    ref = fields.ref("status")
    status = ref.text.casefold() if ref else "published"
    if ref and status not in _PUBLISHED and status not in _UNPUBLISHED:
        fields.fault(ref.line, f"'status' must be published or draft (got '{status}').")
    return draft or not published or status not in _PUBLISHED


def _contacts(fields: Fields) -> tuple[Contact, ...]:
    found = []
    for node in fields.items("contacts"):
        row = fields.nested(node, "contacts")
        contact = Contact(
            name=row.required("name"),
            role=row.text("role") or "",
            phone=row.text("phone") or "",
            email=row.text("email") or "",
            whatsapp=row.text("whatsapp") or "",
            hours=row.text("hours") or "",
        )
        row.close()
        found.append(contact)
    return tuple(found)


def _image(fields: Fields) -> Picture | None:
    """`image:` as a map or file name; a file name elsewhere on the web is not a picture of this newsroom."""
    return _picture(fields, fields.take("image"), "image")


def _pictures(fields: Fields, name: str) -> tuple[Picture, ...]:
    pictures = (_picture(fields, node, name) for node in fields.items(name))
    return tuple(picture for picture in pictures if picture is not None)


def _picture(fields: Fields, node: Node | None, name: str) -> Picture | None:
    if node is None:
        return None
    if isinstance(node.value, str):
        _check_alt(fields, node, name, alt="")
        return Picture(Ref(clean(node.value), node.line))
    row = fields.nested(node, name)
    line = row.line_of("file")
    file = row.required("file")
    decorative = row.flag("decorative")
    alt = row.text("alt") or ""
    if file and not decorative:
        _check_alt(row, node, name, alt)
    picture = Picture(
        Ref(file, line), alt, row.text("caption") or "", row.text("credit") or "", row.text("licence", "license") or ""
    )
    row.close()
    return picture if file else None


def _check_alt(fields: Fields, node: Node, name: str, alt: str) -> None:
    if not alt and name != "logo":
        hint = "Say what it shows in 'alt' (below 'file'), or write 'decorative: true' there."
        fields.fault(node.line, f"'{name}' has no text for those who cannot see it. {hint}")


def _attachments(fields: Fields) -> tuple[Attachment, ...]:
    found = []
    for node in fields.items("attachments"):
        if isinstance(node.value, str):
            found.append(Attachment(Ref(clean(node.value), node.line)))
            continue
        row = fields.nested(node, "attachments")
        line = row.line_of("file")
        title = row.text("title") or ""
        found.append(Attachment(Ref(row.required("file"), line), title))
        row.close()
    return tuple(found)


def _corrections(fields: Fields, zone: dt.tzinfo) -> tuple[Correction, ...]:
    found = []
    for node in fields.items("corrections"):
        row = fields.nested(node, "corrections")
        at = row.required_moment("at", zone)
        kind = row.choice("kind", CORRECTION_KINDS, "correction") or "correction"
        text = row.required("text")
        url = row.address("url")
        row.close()
        if at and text:
            found.append(Correction(at, kind, text, url))
    return tuple(sorted(found, key=lambda correction: correction.at.at))


def _withdrawn(fields: Fields, zone: dt.tzinfo) -> Withdrawal | None:
    row = fields.mapping("withdrawn")
    if row is None:
        return None
    at = row.required_moment("at", zone)
    reason = row.required("reason", "The rules ask for a reason that readers can see.")
    row.close()
    return Withdrawal(at, reason) if at and reason else None


def _label(fields: Fields, name: str) -> str:
    """A label such as `Advertorial`; `true` is the theme's own word for it (written as the key's name)."""
    text = fields.text(name)
    if text is None:
        return ""
    if text.casefold() in ("true", "yes", "ya"):
        return name
    return "" if text.casefold() in ("false", "no", "tidak") else text


def _ai(fields: Fields) -> AiUse | None:
    node = fields.take("ai")
    if node is None:
        return None
    if isinstance(node.value, str):
        if node.value.casefold() in ("false", "no", "tidak"):
            return None
        if node.value.casefold() in ("true", "yes", "ya"):
            return AiUse(text=True)
    row = fields.nested(node, "ai")
    use = AiUse(row.flag("image"), row.flag("text"), row.text("tool") or "")
    row.close()
    return use


def _ignored(fields: Fields) -> tuple[Ref, ...]:
    """The rules of the desk editor that do not hold for this text: `check: {ignore: [quote-speaker]}`."""
    row = fields.mapping("check")
    if row is None:
        return ()
    ignored = row.refs("ignore")
    row.close()
    return ignored


def _aliases(fields: Fields) -> tuple[Ref, ...]:
    aliases = fields.refs("aliases", "redirect_from")
    for ref in aliases:
        if not _ALIAS.fullmatch(ref.text) or ".." in ref.text.split("/"):
            fields.problem(
                ref.line, f"an alias must be an old address on this site such as /2019/06/slug/ (got '{ref.text}')."
            )
    return aliases
