"""Turns the bytes of a Word file into HTML and pictures, and says what stays behind. The door to mammoth."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import mammoth
import msgspec

from warta.importing.digests import digest_of_bytes
from warta.importing.markup import Node, read_html
from warta.importing.sources.word import left_behind
from warta.importing.sources.word.cleaning import clean, text_in
from warta.importing.sources.word.left_behind import Left
from warta.importing.sources.word.numbering import write_numbers
from warta.importing.sources.word.package import Package, Refused, open_package
from warta.messages import Message, msg

_CENTRE = "Warta centre"
_STYLES = f"""
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='{_CENTRE}'] => p.centre:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
_FORMS = {
    "image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/svg+xml": "svg", "image/tiff": "tif", "image/bmp": "bmp", "image/heic": "heic", "image/avif": "avif",
}  # fmt: skip
_HARMLESS = re.compile(
    r"(?:Unrecognised (?:paragraph|run) style|.* style with ID|Image of type|Ignoring complex field)"
)


class Read(msgspec.Struct, frozen=True):
    """A document as HTML; `pictures` are files in the scratch folder by the address the HTML has, `why` says why it was
    refused.
    """

    html: str = ""
    pictures: dict[str, str] = {}
    lost: tuple[Message, ...] = ()
    behind: tuple[Message, ...] = ()
    created: str = ""
    title: str = ""
    why: Message | None = None


def read_word(data: bytes, scratch: str) -> Read:
    """What is in a Word file; its pictures are put into the folder `scratch`."""
    try:
        package = open_package(data)
        left = Left()
        clean(package, left)
        write_numbers(package)
        return _converted(package, left, _Pictures(Path(scratch), digest_of_bytes(data), left))
    except Refused as refused:
        return Read(why=refused.why)
    except RecursionError:
        return Read(why=msg("word-too-deep", "is nested too deeply to be read"))


class _Pictures:
    """Puts pictures into files, each once."""

    def __init__(self, folder: Path, document: str, left: Left) -> None:
        self._folder = folder
        self._document = document
        self._left = left
        self._known: dict[str, str] = {}
        self.files: dict[str, str] = {}

    def __call__(self, image: Any) -> dict[str, str]:
        form = _FORMS.get(image.content_type or "")
        try:
            with image.open() as file:
                data: bytes = file.read()
        except (KeyError, OSError):
            data = b""
        if form is None or not data:
            self._left.name(left_behind.PICTURE, (image.content_type or "").rpartition("/")[2] or "?")
            return {"src": ""}
        digest = digest_of_bytes(data)
        if digest not in self._known:
            name = f"gambar-{len(self._known) + 1}.{form}"
            path = self._folder / self._document / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            self._known[digest] = f"/{self._document}/{name}"
            self.files[f"{self._document}/{name}"] = str(path)
        return {"src": self._known[digest]}


def _converted(package: Package, left: Left, pictures: _Pictures) -> Read:
    try:
        made = mammoth.convert_to_html(
            package.packed(),
            style_map=_STYLES,
            include_embedded_style_map=False,  # a document may not say what becomes public
            convert_image=mammoth.images.img_element(pictures),
            transform_document=mammoth.transforms.paragraph(_centred),
        )
    except (KeyError, ValueError, AttributeError, TypeError, OSError, AssertionError):
        raise Refused(msg("word-broken-inside", "is damaged inside: save it again in Word")) from None
    for told in made.messages:
        if not _HARMLESS.match(told.message):
            left.name("unread", told.message)
    html = _tidied(made.value)
    document = package.tree("document")
    if gone := _gone(document, html) if document is not None else "":
        left.name("unread", gone)
    properties = package.trees.get("docProps/core.xml")
    values = {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in properties or ()}
    return Read(
        html=html,
        pictures=pictures.files,
        lost=left.lost(),
        behind=left.behind(),
        created=values.get("created", ""),
        title=values.get("title", ""),
    )


def _gone(document: Element, html: str) -> str:
    """The words of a cleaned document that are not in its HTML; empty where all its letters are."""
    body = read_html(html).body
    seen, there = text_in(document), body.text(separator=" ") if body is not None else ""
    letters = seen.replace("\u00ad", "").replace("\u2011", "-")
    if not Counter("".join(letters.split())) - Counter("".join(there.split())):
        return ""
    return " ".join((Counter(letters.split()) - Counter(there.split())).elements())


def _centred(paragraph: Any) -> Any:
    """A centred paragraph without a style of its own, marked: titles and letterheads are."""
    is_plain = paragraph.style_name in (None, "Normal", "No Spacing", "Body Text")
    return paragraph.copy(style_name=_CENTRE) if paragraph.alignment == "center" and is_plain else paragraph


def _tidied(html: str) -> str:
    """The HTML with notes as a list at the end, without marks of Word's own that no reader sees as such."""
    document = read_html(html.replace("\u00ad", "").replace("\u2011", "-"))
    for node in document.css("a[id]"):
        if not node.attributes.get("href"):
            node.unwrap() if node.text() else node.decompose()
    for node in document.css("a[href^='#']"):
        _unlink(node)
    for node in document.css("img"):
        if not node.attributes.get("src"):
            node.decompose()
    body = document.body
    return (body.inner_html or "") if body is not None else ""


def _unlink(node: Node) -> None:
    """A link within the document as its words: the reference to a note as its number, the way back as nothing."""
    target, text = node.attributes.get("href") or "", (node.text() or "").strip()
    if text == "\u2191":
        node.decompose()
    elif "note-" in target and text.startswith("["):
        node.replace_with(text.strip("[]"))
    else:
        node.unwrap()
