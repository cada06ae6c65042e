"""Turns an RSS or Atom feed, in a file or on the web, into items. The door to feedparser."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser

from warta.errors import Problem, ProblemsFound
from warta.importing.item import Item, OldPicture, Summary
from warta.importing.markup import clean_text, without_tags

_SECONDS = 30
_LARGEST = 200 * 1024 * 1024
_CUT = re.compile(
    r"(?:\[?(?:…|&#8230;|&hellip;|\.\.\.)\]?|continue reading.*|read more.*|selengkapnya.*)\s*(?:</\w+>\s*)*$", re.I
)


class Feed:
    """A feed with the full text of its entries."""

    def __init__(self, place: str, zone: ZoneInfo) -> None:
        self._place = place
        self._zone = zone
        data = _load(place)
        if b"<!ENTITY" in data[:20_000]:
            raise ProblemsFound([Problem(place, 1, "declares entities, which no feed needs. It was not read.")])
        # the renderer removes what is not safe to publish; feedparser would remove it without a word in the report
        self._feed: Any = feedparser.parse(data, sanitize_html=False)
        if not self._feed.version:
            raise ProblemsFound([Problem(place, 0, "is no RSS or Atom feed.")])

    @property
    def base(self) -> str:
        """The address of the site the feed is of."""
        return str(self._feed.feed.get("link", ""))

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """The entries, in the order of the feed."""
        for entry in self._feed.entries:
            yield self._item(entry)

    def summary(self) -> Summary:
        """The name of the feed, and its damage if it was not whole."""
        damage: tuple[str, ...] = ()
        if self._feed.bozo and not isinstance(self._feed.bozo_exception, feedparser.CharacterEncodingOverride):
            damage = (f"the feed is damaged ({self._feed.bozo_exception}); entries behind the damage may be missing",)
        return Summary(name=self._place, damage=damage)

    def _item(self, entry: Any) -> Item:
        doubts: list[str] = []
        contents = [each.value for each in entry.get("content", ()) if each.get("type", "").endswith(("html", "xml"))]
        text = max((*contents, entry.get("summary", "")), key=len)
        if not contents and (len(text) < 600 or _CUT.search(text[-2000:])):
            doubts.append("the feed may hold only its beginning: compare it with the old page")
        date, timed = self._date(entry, doubts)
        link = entry.get("link", "")
        title = " ".join(clean_text(without_tags(entry.get("title", ""), " ")).split())
        return Item(
            key=f"feed {entry.get('id') or link or title}",
            origin=link or self.base,
            title=title or "Tanpa judul",
            text=clean_text(text),
            date=date,
            timed=timed,
            slug=_slug(link),
            tags=tuple(tag.term.strip() for tag in entry.get("tags", ()) if tag.get("term")),
            authors=(entry.author,) if entry.get("author") and "@" not in entry.author else (),
            image=_picture(entry),
            doubts=tuple(doubts),
        )

    def _date(self, entry: Any, doubts: list[str]) -> tuple[dt.datetime, bool]:
        parsed = entry.get("published_parsed") or entry.get("updated_parsed")
        if parsed is None:
            doubts.append("had no date: write the right one")
            return dt.datetime(2000, 1, 1, tzinfo=self._zone), False
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), self._zone), True


def _load(place: str) -> bytes:
    if not re.match(r"https?://", place):
        try:
            return Path(place).read_bytes()
        except OSError:
            message = "is neither a file nor an address that begins with http:// or https://."
            raise ProblemsFound([Problem(place, 0, message)]) from None
    request = urllib.request.Request(place, headers={"User-Agent": "Warta (import feed)"})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            data: bytes = answer.read(_LARGEST + 1)
    except urllib.error.HTTPError as error:
        raise ProblemsFound([Problem(place, 0, f"the server says {error.code} {error.reason}.")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise ProblemsFound([Problem(place, 0, f"cannot be fetched: {reason}.")]) from None
    if len(data) > _LARGEST:
        raise ProblemsFound([Problem(place, 0, "is larger than 200 MB, and no feed.")])
    return data


def _slug(link: str) -> str:
    """The last word of an address."""
    path = link.partition("?")[0].rstrip("/")
    name = path.rpartition("/")[2]
    return re.sub(r"\.(?:html?|php|aspx?)$", "", name) if path.count("/") > 2 else ""


def _picture(entry: Any) -> OldPicture | None:
    for each in (*entry.get("media_content", ()), *entry.get("enclosures", ())):
        url = each.get("url") or each.get("href") or ""
        if url and (each.get("medium") == "image" or each.get("type", "").startswith("image/")):
            return OldPicture(url)
    return None
