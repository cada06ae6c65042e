"""Turns what stands under one key of front matter, or under a few that belong together, into the value of a field."""

from __future__ import annotations

import datetime as dt
import re

from warta.content.documents import AiUse, Attachment, Contact, Correction, Picture, Withdrawal
from warta.datatree import Node
from warta.fields import Fields, Ref, clean

_PUBLISHED = frozenset(("published", "publish", "public"))
_UNPUBLISHED = frozenset(("draft", "hidden", "private"))
_ALIAS = re.compile(r"/(?![/\\])[^\\?#\s]*|/\?(?:p|page_id|attachment_id|cat)=\d+")
CORRECTION_KINDS = ("correction", "right-of-reply", "clarification")


def read_tags(fields: Fields) -> tuple[Ref, ...]:
    """A list; Pelican's one line of words between commas is a list too."""
    split = [Ref(part.strip(), ref.line) for ref in fields.refs("tag", "tags") for part in ref.text.split(",")]
    found: dict[str, Ref] = {}
    for ref in split:
        if ref.text:
            found.setdefault(ref.text.casefold(), ref)
    return tuple(found.values())


def read_draft(fields: Fields) -> bool:
    """`draft: true`, Jekyll's `published: false`, Pelican's `status: draft`."""
    draft = fields.flag("draft")
    published = fields.flag("published") if fields.has("published") else True
    ref = fields.ref("status")
    status = ref.text.casefold() if ref else "published"
    if ref and status not in _PUBLISHED and status not in _UNPUBLISHED:
        fields.fault(ref.line, f"'status' must be published or draft (got '{status}').")
    return draft or not published or status not in _PUBLISHED


def read_contacts(fields: Fields) -> tuple[Contact, ...]:
    """Whom to call: `contacts`."""
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


def read_pictures(fields: Fields, name: str) -> tuple[Picture, ...]:
    """The pictures under `name`."""
    pictures = (read_picture(fields, node, name) for node in fields.items(name))
    return tuple(picture for picture in pictures if picture is not None)


def read_picture(fields: Fields, node: Node | None, name: str) -> Picture | None:
    """The picture that `node`, which stands under `name`, says: a file's name, or a map."""
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


def read_attachments(fields: Fields) -> tuple[Attachment, ...]:
    """The files for readers: `attachments`, each a map or a file name."""
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


def read_corrections(fields: Fields, zone: dt.tzinfo) -> tuple[Correction, ...]:
    """`corrections`, the oldest first."""
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


def read_withdrawn(fields: Fields, zone: dt.tzinfo) -> Withdrawal | None:
    """`withdrawn`, which must have a time and a reason."""
    row = fields.mapping("withdrawn")
    if row is None:
        return None
    at = row.required_moment("at", zone)
    reason = row.required("reason", "The rules ask for a reason that readers can see.")
    row.close()
    return Withdrawal(at, reason) if at and reason else None


def read_label(fields: Fields, name: str) -> str:
    """A label such as `Advertorial`; `true` is the theme's own word for it (written as the key's name)."""
    text = fields.text(name)
    if text is None:
        return ""
    if text.casefold() in ("true", "yes", "ya"):
        return name
    return "" if text.casefold() in ("false", "no", "tidak") else text


def read_ai(fields: Fields) -> AiUse | None:
    """`ai`: a map, or true for its text."""
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


def read_ignored(fields: Fields) -> tuple[Ref, ...]:
    """The rules of the desk editor that do not hold for this text: `check: {ignore: [quote-speaker]}`."""
    row = fields.mapping("check")
    if row is None:
        return ()
    ignored = row.refs("ignore")
    row.close()
    return ignored


def read_aliases(fields: Fields) -> tuple[Ref, ...]:
    """Old addresses that lead here: `aliases`, `redirect_from`."""
    aliases = fields.refs("aliases", "redirect_from")
    for ref in aliases:
        if not _ALIAS.fullmatch(ref.text) or ".." in ref.text.split("/"):
            fields.problem(
                ref.line, f"an alias must be an old address on this site such as /2019/06/slug/ (got '{ref.text}')."
            )
    return aliases
