"""Turns values with rules of their own into fields of a document: date, slug, draft, tags, contacts, old addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from warta import shapes
from warta.content.documents import UNREADABLE, Contact
from warta.content.kinds import Kind, Origin, Spelling
from warta.content.prose import COMMA, Prose, prose_below
from warta.datatree import Node
from warta.dates import FIRST_YEAR, Moment, Unclear, parse_moment
from warta.fields import Fields, Ref, clean, shown
from warta.messages import Message, msg
from warta.settings.addresses import is_old_address
from warta.signs import is_of_windows, is_slug
from warta.slugs import slug
from warta.wording import VALUE, wording

_PUBLISHED = frozenset(("published", "publish", "public", "terbit"))
_UNPUBLISHED = frozenset(("draft", "hidden", "private", "draf", "konsep"))
_CONTACT_WORDING = wording(
    [
        (("name",), ("nama",)),
        (("role",), ("jabatan",)),
        (("phone",), ("telepon", "telp", "tlp")),
        (("email",), ("surel",)),
        (("whatsapp",), ("wa",)),
        (("hours",), ("jam",)),
    ],
    {"hp": msg("answer-phones", "Write phone: %(value)s or whatsapp: %(value)s", value=VALUE)},
)
_LANGUAGES = {
    "indonesia": "id",
    "indonesian": "id",
    "inggris": "en",
    "english": "en",
    "sunda": "su",
    "jawa": "jv",
    "bali": "ban",
    "madura": "mad",
    "minang": "min",
    "minangkabau": "min",
    "bugis": "bug",
    "aceh": "ace",
    "banjar": "bjn",
    "arab": "ar",
}
"""Languages by their names, for who does not know their codes."""
_LETTER = re.compile(r"[^\W_]")
_LONGEST_SLUG = 200  # bytes; a file system's names end at 255
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-")


def _read_date(fields: Fields, names: tuple[str, ...], origin: Origin) -> Moment:
    """The written date; without one, that of a file named as Jekyll names them: 2026-11-24-judul.md."""
    name = names[0]
    dated = _DATED_NAME.match(origin.source.rpartition("/")[2])
    if dated and not fields.has(name):
        fields.take(name)
        try:
            return parse_moment(dated[1], origin.zone)
        except Unclear as unclear:
            place = msg("date-of-name", "the date in the file's name")
            fields.problem(fields.line, unclear.answer(place, lambda date: f"{name}: {date}"))
            return UNREADABLE
    return fields.required_moment(name, origin.zone, since=FIRST_YEAR) or UNREADABLE


def _rather(key: str, text: str) -> Message | None:
    """The line with a slug made of the words that were written; None where there are none."""
    return msg("write-line", "Write: %(line)s", line=f"{key}: {slug(text)}") if _LETTER.search(text) else None


def _read_slug(fields: Fields, names: tuple[str, ...], _: Origin) -> Ref | None:
    """The written slug, as it is; one that cannot be part of an address is a problem and reads as an empty text."""
    ref = fields.ref(*names)
    if ref is None:
        return None
    if is_of_windows(ref.text):
        message = msg(
            "slug-of-windows", "'slug' must not be a name that Windows keeps for itself (got '%(got)s').", got=ref.text
        )
        fields.problem(ref.line, message)
        return Ref("", ref.line)
    if not is_slug(ref.text):
        message = msg(
            "no-slug",
            "'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends "
            "(got '%(got)s').",
            msg("write-line", "Write: %(line)s", line=f"{names[0]}: {slug(ref.text)}")
            if _LETTER.search(ref.text)
            else None,
            got=ref.text,
        )
        fields.problem(ref.line, message)
        return Ref("", ref.line)
    if len(ref.text.encode()) > _LONGEST_SLUG:
        message = msg(
            "slug-too-long",
            "'slug' must have at most %(most)s characters (got '%(got)s').",
            most=str(_LONGEST_SLUG),
            got=f"{ref.text[:40]}...",
        )
        fields.problem(ref.line, message)
        return Ref("", ref.line)
    return ref


def _read_language(fields: Fields, names: tuple[str, ...], _: Origin) -> Ref | None:
    """A language by its code, or by its name: `Inggris`, `Bahasa Sunda`."""
    ref = fields.ref(*names)
    if ref is None:
        return None
    return Ref(_LANGUAGES.get(ref.text.casefold().removeprefix("bahasa ").strip(), ref.text), ref.line)


def _read_draft(fields: Fields, _: tuple[str, ...], __: Origin) -> bool:
    """`draft: true`, Jekyll's `published: false`, Pelican's `status: draft`."""
    draft = fields.flag("draft")
    published = fields.flag("published") if fields.has("published") else True
    ref = fields.ref("status")
    status = ref.text.casefold() if ref else "published"
    if ref and status not in _PUBLISHED and status not in _UNPUBLISHED:
        message = msg("no-status", "'status' must be published or draft (got '%(got)s').", got=status)
        fields.fault(ref.line, message)
    return draft or not published or status not in _PUBLISHED


def _read_tags(fields: Fields, names: tuple[str, ...], _: Origin) -> tuple[Ref, ...]:
    """A list; one line of words between commas, or of hashtags, is a list too. The `#` of a hashtag is not its name."""
    found: dict[str, Ref] = {}
    for key in names:
        for node in fields.items(key):
            for text in _tags_in(fields, key, node):
                found.setdefault(text.casefold(), Ref(text, node.line))
    return tuple(found.values())


def _tags_in(fields: Fields, key: str, node: Node) -> list[str]:
    if isinstance(node.value, str):
        parts = [node.value] if node.quoted else COMMA.split(node.value)
        return [text for part in parts for tag in _hashtags(part) if (text := clean(tag.strip().lstrip("#")))]
    if node.value is not None:
        example = msg("tags-such-as", "Write it like this: %(line)s", line=f"{key}: [panen, padi]")
        message = msg("no-text", "'%(key)s' must be text (got %(got)s).", example, key=key, got=shown(node))
        fields.problem(node.line, message)
    return []


def _hashtags(text: str) -> list[str]:
    """The hashtags of a text of nothing else; any other is one tag."""
    words = text.split()
    return words if all(word.startswith("#") for word in words) else [text]


def _read_contacts(fields: Fields, names: tuple[str, ...], _: Origin) -> tuple[Contact, ...]:
    found = []
    for node in fields.items(names[0]):
        row = fields.nested(node, names[0], _CONTACT_WORDING)
        contact = Contact(
            name=row.required("name"),
            role=row.text("role") or "",
            phone=row.text("phone") or "",
            email=row.mail("email"),
            whatsapp=row.text("whatsapp") or "",
            hours=row.text("hours") or "",
        )
        row.close()
        found.append(contact)
    return tuple(found)


def _read_aliases(fields: Fields, names: tuple[str, ...], _: Origin) -> tuple[Ref, ...]:
    """Old addresses that lead to the document."""
    aliases = fields.refs(*names)
    for ref in aliases:
        if not is_old_address(ref.text):
            message = msg(
                "no-alias",
                "an alias must be an old address on this site such as /2019/06/slug/ (got '%(got)s').",
                got=ref.text,
            )
            fields.problem(ref.line, message)
    return aliases


def _read_ignored_rules(fields: Fields, names: tuple[str, ...], _: Origin) -> tuple[Ref, ...]:
    """The rules of the desk editor that do not hold for this text: `check: {ignore: [quote-speaker]}`."""
    row = fields.mapping(names[0])
    if row is None:
        return ()
    ignored = row.refs("ignore")
    row.close()
    return ignored


DATE = Kind(_read_date, shapes.MOMENT, always=True)
SLUG = Kind(_read_slug, shapes.TEXT, always=True)
LANGUAGE = Kind(_read_language, shapes.TEXT)
DRAFT = Kind(_read_draft, shapes.FLAG)
DRAFT_SPELLINGS = {
    "published": Spelling("false hides it, as in Jekyll.", shapes.FLAG),
    "status": Spelling("published or draft", shapes.TEXT),
}
TAGS = Kind(_read_tags, shapes.NAMES, prose=Prose(tags=True))
_CONTACT = ("name", "role", "phone", "email", "whatsapp", "hours")
CONTACTS = Kind(
    _read_contacts,
    shapes.list_of(shapes.worded(dict.fromkeys(_CONTACT, shapes.TEXT), _CONTACT_WORDING, "name")),
    prose=prose_below(_CONTACT_WORDING, *_CONTACT),
)
ALIASES = Kind(_read_aliases, shapes.NAMES)
IGNORED_RULES = Kind(_read_ignored_rules, shapes.mapping({"ignore": shapes.NAMES}))


def contacts_texts(contacts: Iterable[Contact]) -> Iterable[str]:
    """What must not leak of contacts: all of it; who answers for a matter, and when, says what the matter is."""
    for each in contacts:
        yield from (each.name, each.role, each.phone, each.email, each.whatsapp, each.hours)
