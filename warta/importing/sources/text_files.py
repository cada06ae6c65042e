"""Turns plain text of one article, as it was mailed or copied from a page, into an item.

The first line is the title; a line of `Kategori:` or `Categories:`, of `Tags:` and of a date are taken for what they
say. Files that begin with the lines of a mail (`Subject:`, `Date:`) are mails.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import html as htmllib
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from charset_normalizer import from_bytes

from warta.aside import GaveUp
from warta.content.bounds import LARGEST, first_bytes, given_up
from warta.errors import Problem, ProblemsFound
from warta.importing.apart import Apart
from warta.importing.digests import digest_of_bytes
from warta.importing.head_lines import HeadLine, find_date, head_line, label_line
from warta.importing.item import TEXT, Item, Summary
from warta.importing.markup import clean_text
from warta.messages import Message, msg

_ENDINGS = (".txt", ".text", ".eml", ".html", ".htm")
_TEXTS_OF_OTHERS = (".doc", ".docx", ".odt", ".rtf", ".pdf", ".md", ".markdown", ".msg", ".mht", ".mhtml", ".pages")
_ENCODINGS = ["utf_8", "cp1252", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "mac_roman", "cp437"]
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
_MOST_HEAD_LINES = 4
_LAST = 3


class TextFiles:
    """A text file, or all of those in a folder and its folders. There is no old address."""

    base = ""

    def __init__(self, place: Path, zone: ZoneInfo) -> None:
        self._place = place
        self._zone = zone
        self._lost: list[Message] = []
        self._apart = Apart()
        if not place.exists():
            message = msg("texts-not-there", "is not there. Name a text file or a folder of them.")
            raise ProblemsFound([Problem(str(place), 0, message)])

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """The articles, in the order of their paths."""
        self._lost.clear()
        try:
            yield from self._items()
        finally:
            self._apart.close()

    def _items(self) -> Iterator[Item]:
        folder = self._place.parent if self._place.is_file() else self._place
        home = digest_of_bytes(str(folder.resolve()))
        if self._place.is_file():
            paths = [self._place]
        else:
            paths = [
                each for each in sorted(self._place.rglob("*")) if each.is_file() and not _is_kept(each, self._place)
            ]
        for path in paths:
            name = path.name if path == self._place else path.relative_to(self._place).as_posix()
            if path != self._place and path.suffix.casefold() not in _ENDINGS:
                self._unread(path, name)
                continue
            data = first_bytes(path)
            if (
                len(data) > LARGEST
                or not data.strip()
                or data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
            ):
                self._lost.append(
                    msg(
                        "import-no-text",
                        "%(file)s is empty, too large or no text (a PDF or a Word file is none): save it as .txt",
                        file=name,
                    )
                )
                continue
            changed = dt.datetime.fromtimestamp(path.stat().st_mtime, self._zone)
            try:
                item = self._apart(data, read_text, name, self._zone, changed)
            except GaveUp as gave_up:
                words = given_up(name, gave_up.why).message
                self._lost.append(msg("file-unread", "%(file)s was not read: it %(words)s", file=name, words=words))
                continue
            yield msgspec.structs.replace(item, home=home)

    def _unread(self, path: Path, name: str) -> None:
        """Name a file beside the texts that may hold one, in a form that is not read."""
        if path.suffix.casefold() in _TEXTS_OF_OTHERS:
            self._lost.append(
                msg(
                    "import-no-text",
                    "%(file)s is empty, too large or no text (a PDF or a Word file is none): save it as .txt",
                    file=name,
                )
            )

    def summary(self) -> Summary:
        """The files that could not be read."""
        return Summary(name=self._place.name, system=TEXT, lost=tuple(self._lost))


class _Article(msgspec.Struct):
    """An article while it is read."""

    paragraphs: list[str]
    title: str = ""
    date: dt.datetime | None = None
    timed: bool = False
    categories: list[str] = []
    tags: list[str] = []
    html: str = ""
    authors: list[str] = []
    ends: list[int] = []
    is_mail: bool = False
    holds_more: bool = False


_SEVERAL = msg("several-articles", "may hold several articles in one file: it says twice where it was filed")


def read_text(data: bytes, name: str, zone: ZoneInfo, changed: dt.datetime) -> Item:
    """The article in the bytes of a file. `changed` is the time of the file, for an article without a date."""
    article = _mail(data, zone) if _MAIL.match(data) and b"ubject:" in data[:2000] else None
    if article is None:
        article = _Article(_paragraphs(decode(data)))
    _take_title(article, zone)
    _take_lines(article, zone)
    doubts = [_SEVERAL] if article.holds_more else []
    date = article.date or _found_date(name, article, zone, changed, doubts)
    html = article.html or "".join(f"<p>{_lines(each)}</p>" for each in article.paragraphs)
    return Item(
        key=f"text {name}",
        origin=name,
        title=" ".join(article.title.split()) or name,
        text=html,
        date=date,
        timed=article.timed,
        categories=tuple(article.categories),
        tags=tuple(article.tags),
        authors=tuple(dict.fromkeys(article.authors)),
        doubts=tuple(doubts),
    )


def _is_kept(path: Path, folder: Path) -> bool:
    """Whether a file is one that a system keeps for itself."""
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def decode(data: bytes) -> str:
    """The text in bytes of an unknown encoding: UTF-8 where it can be, else the likeliest."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=_ENCODINGS).best()
        text = str(best) if best is not None else data.decode("cp1252", "replace")
    return clean_text(text.replace("\r\n", "\n").replace("\r", "\n"))


def _paragraphs(text: str) -> list[str]:
    """Paragraphs between empty lines; where there are none, each line is one."""
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n+", text.strip())]
    if len(parts) <= 2 and text.strip().count("\n") > 2:
        parts = [line.strip() for line in text.strip().split("\n")]
    return [part for part in parts if part]


def _lines(paragraph: str) -> str:
    """A paragraph as HTML: lines that a mail program wrapped are joined, short ones stay lines."""
    html = ""
    for line in paragraph.split("\n"):
        wrapped = len(line) >= 60
        html += htmllib.escape(line.strip(), quote=False) + (" " if wrapped else "<br>")
    return html.removesuffix("<br>").strip()


def _mail(data: bytes, zone: ZoneInfo) -> _Article | None:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    subject = message["subject"]
    if not subject:
        return None
    body = message.get_body(("plain", "html"))
    article = _Article([], title=clean_text(str(subject)), is_mail=True)
    try:
        article.date = message["date"].datetime.astimezone(zone) if message["date"] else None
        article.timed = article.date is not None
        content = body.get_content() if body else ""
    except (LookupError, AttributeError, ValueError, TypeError):  # a charset or date that no one knows
        content = decode(message.get_payload(decode=True) or b"")  # type: ignore[arg-type]
    if body is not None and body.get_content_type() == "text/html":
        article.html = clean_text(content)
    else:
        article.paragraphs = _paragraphs(clean_text(content.replace("\r\n", "\n")))
    return article


def _take_title(article: _Article, zone: ZoneInfo) -> None:
    """Take the first line that says no more than who, when or where for the title."""
    while article.paragraphs and not article.title:
        line = _first_line(article)
        if (said := label_line(line) or head_line(line, zone)) and article.paragraphs:
            _take(article, said)
        else:
            article.title = line


def _first_line(article: _Article) -> str:
    """The first line of an article, which is taken away."""
    line, *rest = article.paragraphs.pop(0).split("\n", 1)
    article.paragraphs[:0] = [each for each in rest if each.strip()]
    return line


def _take(article: _Article, said: HeadLine) -> None:
    """Keep what a line around the text says."""
    article.categories += said.categories
    article.tags += said.tags
    article.authors += said.authors
    if said.date is not None and article.date is None:
        article.date, article.timed = said.date


def _take_lines(article: _Article, zone: ZoneInfo) -> None:
    """Take out the lines that say category, tags, date or author."""
    for _ in range(_MOST_HEAD_LINES):
        said = head_line(article.paragraphs[0].split("\n", 1)[0], zone) if article.paragraphs else None
        if said is None or (said.date is not None and article.date is not None and not article.is_mail):
            break
        _first_line(article)
        _take(article, said)
    kept = []
    for at, paragraph in enumerate(article.paragraphs):
        lines = paragraph.split("\n")
        while lines and (said := label_line(lines[0])):
            _take(article, said)
            article.ends.append(at)
            lines.pop(0)
        while lines and at >= len(article.paragraphs) - _LAST and (said := label_line(lines[-1])):
            _take(article, said)
            lines.pop()
        if lines:
            kept.append("\n".join(lines))
    article.holds_more = len(set(article.ends)) > 1 and article.ends[-1] - article.ends[0] > 1
    article.paragraphs = kept


def _found_date(
    name: str, article: _Article, zone: ZoneInfo, changed: dt.datetime, doubts: list[Message]
) -> dt.datetime:
    named = find_date(name, zone)
    if named:
        return named[0]
    told = find_date("\n".join(article.paragraphs), zone)
    if told:
        doubts.append(
            msg(
                "date-of-text",
                "told no date: %(date)s, the first in its text, was taken",
                date=f"{told[0]:%Y-%m-%d}",
            )
        )
        return told[0]
    doubts.append(
        msg(
            "date-of-file",
            "told no date: %(date)s, when its file was saved, was taken",
            date=f"{changed:%Y-%m-%d}",
        )
    )
    return changed
