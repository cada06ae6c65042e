"""Turns uploaded bytes into files that may lie beside a release: by what they hold, never by what they are called.

A picture is drawn anew: turned as its camera says, made smaller, without the place where it was taken. All is done in a
process apart that can be ended, since files from outside make decoders do anything.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from warta.aside import Aside, GaveUp
from warta.errors import Said
from warta.importing.conversion.flattening import read_tree
from warta.importing.conversion.markdown_writer import markdown_of
from warta.importing.conversion.tree import text_of
from warta.limits import Limits
from warta.messages import Message, msg
from warta.render.pictures.images import BrokenImage, head_of, is_readable, measure, resize
from warta.render.pictures.sniffing import format_of
from warta.slugs import slug
from warta.workers import TaskFailed

LARGEST = 25 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_FILES = 20
_WIDEST = 2400
_QUALITY = 84
_LIMITS = Limits(seconds=10, patience=15, memory=2_000_000_000)
_LARGEST_PASTE = 4 * 1024 * 1024
_OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}

PICTURE, PAPER, WORD = "picture", "paper", "word"


class Refused(Said):
    """An upload that is not taken, and why, after the file's name."""


class Taken(msgspec.Struct, frozen=True):
    """What an upload became: a PICTURE or a PAPER with its name and bytes. Of a WORD document the text is read."""

    kind: str
    name: str
    data: bytes
    width: int = 0
    height: int = 0
    text: str = ""
    title: str = ""


def take(name: str, data: bytes) -> Taken:
    """What an upload becomes. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused(msg("upload-too-large", "is larger than %(most)s MB.", most=LARGEST // 1024 // 1024))
    if not data:
        raise Refused(msg("upload-empty", "is empty."))
    stem = slug(Path(name.replace("\\", "/")).stem)[:60] or "berkas"
    if data.startswith(b"%PDF-"):
        return Taken(PAPER, f"{stem}.pdf", data)
    if data.startswith(b"PK\x03\x04"):
        return _packed(stem, data)
    if not format_of(data[:64]):
        raise Refused(
            msg("upload-unknown", "is neither a photo (JPEG, PNG, WebP, HEIC), a PDF, nor an Office document.")
        )
    found = _apart(_drawn, data)
    if isinstance(found, Message):
        raise Refused(found)
    made, ending, width, height = found
    return Taken(PICTURE, f"{stem}.{ending}", made, width, height)


def _packed(stem: str, data: bytes) -> Taken:
    """An Office document without programs in it."""
    unknown = msg("upload-archive", "is an archive. Unpack it, and choose the files in it.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if sum(each.file_size for each in archive.infolist()) > 20 * LARGEST or len(names) > 5000:
                raise Refused(msg("upload-bomb", "grows far too large when it is unpacked."))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused(msg("upload-broken", "cannot be read. Is it whole?")) from None
    ending = next((end for folder, end in _OFFICE.items() if any(each.startswith(folder) for each in names)), "")
    if not ending or "[Content_Types].xml" not in names:
        raise Refused(unknown)
    if any("vbaproject" in each.casefold() or "activex" in each.casefold() for each in names):
        raise Refused(msg("upload-macros", "holds programs (macros). Save it as an ordinary document without them."))
    return Taken(WORD if ending == "docx" else PAPER, f"{stem}.{ending}", data)


def read_document(taken: Taken, timezone: str) -> Taken:
    """A Word document with its text as Markdown. Raises Refused."""
    found = _apart(_word, taken.data, timezone)
    if isinstance(found, Message):
        raise Refused(found)
    title, text = found
    return msgspec.structs.replace(taken, title=title, text=text)


def markdown_of_html(html: str) -> str:
    """Pasted HTML as Markdown, in a process apart. Raises Refused."""
    if len(html) > _LARGEST_PASTE:
        raise Refused(msg("paste-too-large", "The pasted text is too large."))
    found = _apart(_markdown, html)
    assert isinstance(found, str)
    return found


def _apart(task: Callable[..., Any], *given: object) -> Any:
    aside = Aside(_call, _LIMITS)
    try:
        return aside((task, given))
    except (GaveUp, TaskFailed):
        raise Refused(msg("upload-gave-up", "takes too long to read, or cannot be read. Is it whole?")) from None
    finally:
        aside.close()


def _call(item: tuple[Callable[..., Any], tuple[object, ...]]) -> Any:
    task, given = item
    return task(*given)


def _drawn(data: bytes) -> tuple[bytes, str, int, int] | Message:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gambar"
        path.write_bytes(data)
        format_ = format_of(head_of(path))
        if format_ in ("ICO", "SVG", "MOVIE", "RAW") or not is_readable(format_):
            return msg("upload-format", "is a picture of a kind that cannot be shown. Save it as JPEG or PNG.")
        try:
            size = measure(path)
            if size is None:
                return msg("upload-moves", "is a picture that moves. Choose a still one.")
            if size.width * size.height > MOST_PIXELS:
                return msg("upload-pixels", "has more than %(most)s million pixels.", most=MOST_PIXELS // 1_000_000)
            factor = min(1.0, _WIDEST / max(size.width, size.height))
            width, height = max(1, round(size.width * factor)), max(1, round(size.height * factor))
            kind = "PNG" if size.transparent else "JPEG"
            return resize(path, width, height, kind, _QUALITY), {"PNG": "png", "JPEG": "jpg"}[kind], width, height
        except BrokenImage as broken:
            return broken.message


def _word(data: bytes, timezone: str) -> tuple[str, str] | Message:
    from warta.dates import find_zone
    from warta.importing.markup import clean_text
    from warta.importing.sources.word.press_paper import read_paper
    from warta.importing.sources.word.reading import read_word

    with tempfile.TemporaryDirectory() as folder:
        read = read_word(data, folder)
    if read.why is not None:
        return read.why
    paper = read_paper(read.html, find_zone(timezone))
    return clean_text(paper.title).strip(), _markdown(paper.html)


def _markdown(html: str) -> str:
    blocks = [each for each in read_tree(html).blocks() if each.tag != "figure" and not each.css_first("img")]
    plain = [" ".join(text_of(each).split()) for each in blocks]
    texts = [made or words for made, words in zip(markdown_of(blocks), plain, strict=True)]
    return "\n\n".join([text.strip() for text in texts if text.strip()])
