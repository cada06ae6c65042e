"""Turns one shortcode of a known kind, with its attributes and what stands in it, into HTML of what readers saw."""

from __future__ import annotations

import base64
import binascii
import html as htmllib
import re
from collections.abc import Callable
from urllib.parse import unquote

import msgspec

from warta.importing.endings import is_picture
from warta.importing.markup import without_tags
from warta.importing.sources.attributes import Pair, frame, gather, pictures_html
from warta.importing.sources.holdings import Holdings
from warta.importing.sources.shortcode_names import (
    ENCODED,
    FORMS,
    HEADINGS,
    OTHER_NAMES,
    PLAYERS,
    SCRIPTS,
    is_known,
    shows_pictures,
)

_PICTURES = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>|]+")
_FILM = re.compile(r"(?:[?&]v=|youtu\.be/|/embed/|/shorts/|/live/|/v/)([\w-]{6,})")
_NUMBER = re.compile(r"[\w/:-]+")
_LONGEST = 2000
_RECORDINGS = ("src", "mp4", "m4v", "webm", "ogv", "flv", "mp3", "m4a", "ogg", "wav", "wma", "url", "file", "")


class Shape(msgspec.Struct, frozen=True):
    """What readers saw of a shortcode: `missing` are numbers of pictures that are not in the export; `is_sure` says
    that all of its words and addresses are there.
    """

    html: str
    missing: tuple[str, ...] = ()
    is_sure: bool = True


def shape(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    """What readers saw of a shortcode; `content` is the HTML between its tags."""
    return _SHAPES.get(OTHER_NAMES.get(name, name), _of_any_name)(name, pairs, content, held)


def _of_any_name(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    """What the attributes of any shortcode lead to, around its content."""
    if address := _only_address(content):
        pairs, content = [*pairs, ("", address)], ""
    found = gather(pairs, of_pictures=shows_pictures(name))
    missing = tuple(each for each in found.numbers if each not in held.attachments)
    known, leads = is_known(name), bool(found.addresses or found.pictures or found.numbers)
    if not (content.strip() or known or leads):
        return Shape("", is_sure=False)  # words in the attributes of an unknown plugin may never have been shown
    return Shape(found.html(held, content) or _documents(pairs, held), missing, is_sure=known or leads)


def _only_address(content: str) -> str:
    """The address that is all of a content; empty where there are words, too."""
    if "//" not in content or len(content) > _LONGEST:
        return ""
    text = htmllib.unescape(without_tags(content, "")).strip()
    return text if _ADDRESS.fullmatch(text) else ""


def _documents(pairs: list[Pair], held: Holdings) -> str:
    """The files of the entry that a shortcode names by its number."""
    number = next((value for name, value in pairs if name in ("id", "") and value.isdecimal()), "")
    return "".join(map(frame, held.documents.get(number, ())))


def _player(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    """What a player showed, named by its address or its number."""
    pattern = PLAYERS[OTHER_NAMES.get(name, name)]
    preferred = ("id", "url", "src", "video", "v", "videoid", "video_id", "link", "")
    values = [value for each in preferred for key, value in pairs if key == each]
    values.append(htmllib.unescape(without_tags(content, " ")))
    values = [part.strip(" =\"'") for value in values for part in value.split()]
    url = next((value for value in values if _ADDRESS.match(value)), "")
    if not url and (number := next((value for value in values if _NUMBER.match(value)), "")):
        url = pattern.format(number.partition("&")[0])
    if "youtu" in url and (film := _FILM.search(url)):
        url = PLAYERS["youtube"].format(film[1])
    return Shape(frame(url) if url else content)


def _form(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    return Shape(content)


def _nothing(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    return Shape("")


def _decoded(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    """The HTML that a page builder keeps in Base64; what is none stays as it is."""
    text = "".join(without_tags(content, "").split())
    try:
        return Shape(f"\n\n{unquote(base64.b64decode(text, validate=True).decode())}\n\n")
    except (binascii.Error, ValueError):
        return Shape(content)


def _heading(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    words = " ".join(gather(pairs).words)
    return Shape(f"\n\n<h2>{htmllib.escape(words, quote=False) or content}</h2>\n\n" if words or content else "")


def _caption(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    inside = _PICTURES.match(content)
    words = dict(pairs).get("caption", "") or (inside[2].strip() if inside else "")
    return Shape(f"\n\n<figure>{inside[1] if inside else content}<figcaption>{words}</figcaption></figure>\n\n")


def _gallery(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    found = dict(pairs)
    numbers = re.findall(r"\d+", found.get("ids") or found.get("include") or "")
    known = held.attachments
    shown = [known[each] for each in numbers if each in known] if numbers else list(held.attached)
    html = pictures_html([each for each in shown if is_picture(each.url)], as_gallery=True)
    if numbers:
        html += "".join(frame(each.url) for each in shown if not is_picture(each.url))
    return Shape(html, tuple(each for each in numbers if each not in known))


def _embed(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    return Shape(_linked(content) or gather(pairs).html(held))


def _linked(content: str) -> str:
    """A link to the address that is a text, whether it is a link or not."""
    url = htmllib.escape(htmllib.unescape(without_tags(content, " ")).strip())
    return f'\n\n<p><a href="{url}">{url}</a></p>\n\n' if url else ""


def _recording(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    found = dict(pairs)
    url = next((found[kind] for kind in _RECORDINGS if found.get(kind)), "")
    if not url:
        return Shape(_linked(content) if _ADDRESS.search(content) else content)
    return Shape(f'\n\n<{name} src="{htmllib.escape(url)}"></{name}>\n\n{content}')


def _table(name: str, pairs: list[Pair], content: str, held: Holdings) -> Shape:
    table = held.tables.get(dict(pairs).get("id", ""), "")
    return Shape(table) if table else _of_any_name(name, pairs, content, held)


_SHAPES: dict[str, Callable[[str, list[Pair], str, Holdings], Shape]] = {
    **dict.fromkeys(PLAYERS, _player),
    **dict.fromkeys(FORMS, _form),
    **dict.fromkeys(SCRIPTS, _nothing),
    **dict.fromkeys(ENCODED, _decoded),
    **dict.fromkeys(HEADINGS, _heading),
    "caption": _caption,
    "wp_caption": _caption,
    "gallery": _gallery,
    "playlist": _gallery,
    "embed": _embed,
    "video": _recording,
    "audio": _recording,
    "table": _table,
}
