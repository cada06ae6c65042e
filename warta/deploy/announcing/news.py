"""Turns the feeds and sitemaps of an output into its public releases, and those into what is to be announced.

A release that stands in no sitemap is not public: drafts, embargoed and withdrawn releases stand in none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import msgspec

from warta.deploy.addresses import address_of
from warta.deploy.announcing.settings import Announce
from warta.deploy.output import File
from warta.plan.kinds import FEEDS

HUB, INDEXNOW, FACEBOOK = "WebSub", "IndexNow", "facebook"
_HOME_FEED = re.compile(r"([a-z]{2,3}(-[A-Za-z0-9]{2,8})*/)?feed\.xml")
_RELEASES = re.compile(r"sitemap-\d{4}(-\d+)?\.xml")
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


class Item(msgspec.Struct, frozen=True):
    """A release as it is announced."""

    url: str
    title: str
    summary: str
    date: dt.datetime


class News(msgspec.Struct, frozen=True):
    """The public part of a site: the addresses of all releases, the newest of them in full, and the digests of all
    feeds by address.
    """

    public: frozenset[str]
    newest: tuple[Item, ...]
    feeds: dict[str, str]


class Journal(msgspec.Struct, frozen=True):
    """The record of announcements: addresses of releases that are no news any more, digests of feeds as their hub knows
    them, and by channel the items that are still to be sent.
    """

    known: tuple[str, ...] = ()
    feeds: dict[str, str] = {}
    pending: dict[str, tuple[Item, ...]] = {}
    format: int = 1


def read_news(files: Mapping[str, File], base: str) -> News:
    """The news in the files of a build whose site lies at the address `base`."""
    public = frozenset(
        loc.text or ""
        for path, file in files.items()
        if _RELEASES.fullmatch(path)
        for loc in ElementTree.fromstring(file.read()).iter(_LOC)
    )
    found: dict[str, Item] = {}
    for path, file in files.items():
        if _HOME_FEED.fullmatch(path):
            for item in _items(file.read()):
                found.setdefault(item.url, item)
    newest = sorted((item for url, item in found.items() if url in public), key=lambda item: (item.date, item.url))
    feeds = {address_of(base, path): file.digest for path, file in files.items() if file.stage == FEEDS}
    return News(public, tuple(newest), feeds)


def _items(data: bytes) -> Iterable[Item]:
    for element in ElementTree.fromstring(data).iter("item"):
        texts = {name: element.findtext(name) or "" for name in ("link", "title", "description", "pubDate")}
        yield Item(texts["link"], texts["title"], texts["description"], parsedate_to_datetime(texts["pubDate"]))


def update(journal: Journal | None, news: News, settings: Announce, now: dt.datetime) -> Journal:
    """The journal, with releases that became public since it was written as pending. Without a journal nothing is news:
    whoever begins to announce does not begin with an archive.
    """
    known = tuple(sorted(news.public | set(journal.known if journal else ())))
    feeds = news.feeds if settings.hub else {}
    if journal is None:
        return Journal(known, feeds)
    before = set(journal.known)
    new = [item for item in news.newest if item.url not in before]
    recent = [item for item in new if now - item.date <= dt.timedelta(days=settings.days)][-settings.most :]
    pending: dict[str, tuple[Item, ...]] = {}
    for name in (*settings.channels, *((FACEBOOK,) if settings.facebook else ())):
        pending[name] = _merged(journal, name, recent, news.public)
    if settings.indexnow_key:
        others = news.public - before - {item.url for item in new}
        pending[INDEXNOW] = _merged(journal, INDEXNOW, [*new, *_bare(others, now)], news.public)
    if settings.hub:
        changed = [url for url, digest in news.feeds.items() if journal.feeds.get(url) != digest]
        pending[HUB] = _merged(journal, HUB, list(_bare(changed, now)), news.feeds.keys())
    return Journal(known, feeds, {name: items for name, items in pending.items() if items})


def _merged(journal: Journal, name: str, more: Iterable[Item], public: Iterable[str]) -> tuple[Item, ...]:
    """The items that wait already and are still public, and the new ones, each once."""
    still = set(public)
    waiting = {item.url: item for item in journal.pending.get(name, ()) if item.url in still}
    return tuple((waiting | {item.url: item for item in more}).values())


def _bare(urls: Iterable[str], now: dt.datetime) -> Iterable[Item]:
    """Items of addresses alone, for channels that need no more."""
    return (Item(url, "", "", now) for url in sorted(urls))
