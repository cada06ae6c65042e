"""Turns an RSS or Atom feed, in a file or on the web, into items. The door to feedparser."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import msgspec

from warta.errors import Problem, ProblemsFound, reason
from warta.importing.item import FEED, PAGE, RELEASE, Item, OldPicture, Summary
from warta.importing.markup import clean_text, without_tags
from warta.importing.old_addresses import is_on_site, without_campaign
from warta.importing.sources.feed_dates import feed_date
from warta.importing.sources.identity import Identities
from warta.importing.sources.left_out import SHARED, told
from warta.importing.sources.people import names_in
from warta.messages import Message, msg

_SECONDS = 30
_LARGEST = 200 * 1024 * 1024
_CUT = re.compile(
    r"(?:\[?(?:…|&#8230;|&hellip;|\.\.\.)\]?|continue reading.*|read more.*|selengkapnya.*)\s*(?:</\w+>\s*)*$", re.I
)

_LINK = re.compile(r"https?://|/")
_KIND = re.compile(r"https?://schemas\.google\.com/")
_EXPORT = re.compile(r"https?://(?:www\.)?wordpress\.org/export/")


class Feed:
    """A feed with the full text of its entries."""

    def __init__(self, place: str, zone: ZoneInfo) -> None:
        self._place = place
        self._zone = zone
        data = _load(place)
        if b"<!ENTITY" in data[:20_000]:
            message = msg("feed-declares", "declares entities, which no feed needs. It was not read.")
            raise ProblemsFound([Problem(place, 1, message)])
        # the renderer removes what is not safe to publish; feedparser would remove it without a word in the report
        self._feed: Any = feedparser.parse(data, sanitize_html=False)
        if not self._feed.version:
            raise ProblemsFound([Problem(place, 0, msg("no-feed", "is no RSS or Atom feed."))])
        if any(_EXPORT.match(uri) for uri in self._feed.namespaces.values()):
            message = msg(
                "feed-is-export",
                "is an export of WordPress, which says what was public. Try 'import wordpress' with it.",
            )
            raise ProblemsFound([Problem(place, 1, message)])
        self._left_out: Counter[str] = Counter()
        self._assumed = 0

    @property
    def base(self) -> str:
        """The address of the site the feed is of."""
        return str(self._feed.feed.get("link", ""))

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """The entries, in the order of the feed."""
        identities = Identities()
        self._left_out.clear()
        self._assumed = 0
        for entry in self._feed.entries:
            if (kind := _kind(entry)) not in (RELEASE, PAGE):
                self._left_out[kind] += 1
                continue
            item = self._item(entry, kind)
            key, is_shared = identities.key(item.key, item.title, f"{item.date}", item.text)
            if not key:
                self._left_out["again"] += 1
                continue
            doubts = (*item.doubts, SHARED) if is_shared else item.doubts
            yield msgspec.structs.replace(item, key=f"feed {key}", doubts=doubts)

    def summary(self) -> Summary:
        """The name of the feed, what is no text in it, and its damage if it was not whole."""
        damage: tuple[Message, ...] = ()
        if self._feed.bozo and not isinstance(self._feed.bozo_exception, feedparser.CharacterEncodingOverride):
            damage = (
                msg(
                    "feed-damaged",
                    "The feed is damaged (%(words)s); entries behind the damage may be missing.",
                    words=str(self._feed.bozo_exception),
                ),
            )
        return Summary(
            name=self._place, system=FEED, damage=damage, notices=self._notices(), left_out=told(self._left_out)
        )

    def _item(self, entry: Any, kind: str) -> Item:
        doubts: list[Message] = []
        contents = [each.value for each in entry.get("content", ()) if each.get("type", "").endswith(("html", "xml"))]
        text = max((*contents, entry.get("summary", "")), key=len)
        if not contents and (len(text) < 600 or _CUT.search(text[-2000:])):
            doubts.append(msg("feed-cut", "the feed may hold only its beginning: compare it with the old page"))
        date = feed_date(*_written(entry), self._zone)
        self._assumed += date.is_assumed
        doubts += [date.doubt] if date.doubt else []
        given = (entry.get("feedburner_origlink", ""), entry.get("link", ""), entry.get("blogger_filename", ""))
        link = without_campaign(next((each for each in given if _LINK.match(each)), ""))
        title = " ".join(clean_text(without_tags(entry.get("title", ""), " ")).split())
        return Item(
            key=entry.get("id") or link,
            kind=kind,
            hidden=_why_hidden(entry),
            origin=link or self.base,
            title=title or "Tanpa judul",
            text=clean_text(text),
            date=date.at,
            timed=date.timed,
            slug=_slug(link),
            labels=tuple(
                tag.term.strip() for tag in entry.get("tags", ()) if tag.get("term") and not _KIND.match(tag.term)
            ),
            authors=_authors(entry),
            aliases=self._aliases(entry, link),
            image=_picture(entry),
            doubts=tuple(doubts),
        )

    def _aliases(self, entry: Any, link: str) -> tuple[str, ...]:
        """The other addresses of an entry on the same site, such as `/?p=12`, which feeds give as its identity."""
        others = (str(entry.get("id", "")), entry.get("link", ""))
        return tuple(
            each
            for each in dict.fromkeys(map(without_campaign, others))
            if each.startswith(("http://", "https://")) and each != link and is_on_site(each, link or self.base)
        )

    def _notices(self) -> tuple[Message, ...]:
        """What is to be said once: the zone that was assumed, and that a feed is not all that its site has."""
        found: list[Message] = []
        if self._assumed:
            found.append(
                msg(
                    "feed-zone-assumed",
                    "%(count)s time in the feed says no zone: it was taken for one of %(zone)s.",
                    many="%(count)s times in the feed say no zone: they were taken for those of %(zone)s.",
                    count=self._assumed,
                    zone=self._zone.key,
                )
            )
        entries = self._feed.entries
        is_backup = any(_KIND.match(tag.get("term") or "") for each in entries for tag in each.get("tags", ()))
        if entries and not is_backup and not any("blogger_type" in each for each in entries):
            found.append(
                msg(
                    "feed-latest",
                    "A feed holds the latest texts alone, here %(count)s: whatever is older needs an export of the old "
                    "site.",
                    count=len(entries),
                )
            )
        return tuple(found)


def _written(entry: Any) -> tuple[str, Any]:
    """The date of an entry as it was written, and as the reader of feeds understood it."""
    for name in ("published", "created", "updated"):
        if str(entry.get(name) or "").strip():
            return str(entry[name]), entry.get(f"{name}_parsed")
    return "", None


def _authors(entry: Any) -> tuple[str, ...]:
    """The names of authors, without addresses of mail, which a feed may give in their place."""
    if "@" in (entry.get("author") or ""):  # of which the reader of feeds makes half a name
        return ()
    named = [each.get("name") or "" for each in entry.get("authors", ())] or [entry.get("author") or ""]
    found = (name for line in named if "@" not in line for name in names_in(line))
    return tuple(dict.fromkeys(found))


def _load(place: str) -> bytes:
    if not re.match(r"https?://", place):
        try:
            return Path(place).read_bytes()
        except OSError:
            message = msg("feed-missing", "is neither a file nor an address that begins with http:// or https://.")
            raise ProblemsFound([Problem(place, 0, message)]) from None
    request = urllib.request.Request(place, headers={"User-Agent": "Warta (import feed)"})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            data: bytes = answer.read(_LARGEST + 1)
    except urllib.error.HTTPError as error:
        message = msg(
            "feed-refused", "the server says %(status)s %(words)s.", status=str(error.code), words=str(error.reason)
        )
        raise ProblemsFound([Problem(place, 0, message)]) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        hint = reason(why) if isinstance(why, OSError) else msg("fetch-words", "(%(words)s)", words=str(why))
        raise ProblemsFound([Problem(place, 0, msg("feed-unfetched", "cannot be fetched.", hint))]) from None
    if len(data) > _LARGEST:
        raise ProblemsFound([Problem(place, 0, msg("feed-too-large", "is larger than 200 MB, and no feed."))])
    return data


def _kind(entry: Any) -> str:
    """Whether an entry is a release or a page; else the name of what it is in the backup of a blog."""
    kinds = [
        tag.term.rpartition("#")[2] for tag in entry.get("tags", ()) if (tag.get("scheme") or "").endswith("#kind")
    ]
    kind = (kinds[0] if kinds else entry.get("blogger_type") or "post").casefold()
    if kind == "comment" or "thr_in-reply-to" in entry:
        return "comments"
    if "TRASH" in (entry.get("blogger_status") or "").upper() or entry.get("blogger_trashed"):
        return "trash"
    return {"post": RELEASE, "page": PAGE}.get(kind, "settings")


def _why_hidden(entry: Any) -> Message | None:
    """Why a blog did not show an entry to everyone; None where it did."""
    status = str(entry.get("blogger_status") or entry.get("status") or "").casefold()
    if any(
        name.endswith("_draft") and str(value).strip().casefold() in ("yes", "true") for name, value in entry.items()
    ):
        status = "draft"
    if status in ("", "live", "publish", "published", "public"):
        return None
    if status == "draft":
        return msg("was-draft", "was a draft")
    return msg("had-status", "had the status %(status)s", status=status)


def _slug(link: str) -> str:
    """The last word of an address."""
    if re.search(r"\.(?:php|aspx?)\?", link):  # a program for all texts, and no word of one
        return ""
    path = link.partition("?")[0].rstrip("/")
    name = path.rpartition("/")[2]
    return re.sub(r"\.(?:html?|php|aspx?)$", "", name) if path.count("/") > 2 else ""


def _picture(entry: Any) -> OldPicture | None:
    for each in (*entry.get("media_content", ()), *entry.get("enclosures", ())):
        url = each.get("url") or each.get("href") or ""
        if url and (each.get("medium") == "image" or each.get("type", "").startswith("image/")):
            return OldPicture(url)
    return None
