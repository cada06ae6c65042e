"""Turns a source into one whose texts have the addresses that the old site itself gives: in a sitemap or its pages.

A text is found by the address it would have, by the last word of one together with its date, or by its title. No two
texts get one address, and of several that may be one none is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

import msgspec

from warta.importing.item import Item, Summary
from warta.importing.old_addresses import address_key
from warta.importing.sources.published import Seen
from warta.importing.sources.source import Source
from warta.messages import msg
from warta.slugs import plain_slug

_UNMATCHED = msg("address-unmatched", "was not found among the old addresses: the one it has is a guess")
_BEHIND = re.compile(r"\s*(?:\||\u2013|\u2014|\u00bb|::|\s-\s).*$")
_LONG_WORD = 3


class Matched:
    """A source with the addresses of `seen`, the pages of the old site."""

    def __init__(self, source: Source, seen: Iterable[Seen], name: str) -> None:
        self._source = source
        self._seen = tuple(seen)
        self._name = name
        self._found: dict[str, str] | None = None
        self._missed = 0

    @property
    def base(self) -> str:
        """See `Source.base`."""
        return self._source.base

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """See `Source.items`."""
        if self._found is None:
            self._found = _match(self._source.items(texts=False), self._seen)
        self._missed = 0
        for item in self._source.items(texts=texts):
            path = self._found.get(item.key, "")
            if path:
                names = (*item.names, item.origin)
                yield msgspec.structs.replace(item, origin=path, names=names, guessed=False)
            elif item.hidden is not None:
                yield item
            else:
                self._missed += 1  # which is told here, and not again as a guess
                yield msgspec.structs.replace(item, guessed=False, doubts=(*item.doubts, _UNMATCHED))

    def summary(self) -> Summary:
        """See `Source.summary`."""
        summary = self._source.summary()
        notice = msg(
            "addresses-matched",
            "Old addresses by %(name)s: %(found)s texts found, %(count)s not; the table names those.",
            name=self._name,
            found=len(self._found or {}),
            count=self._missed,
        )
        return msgspec.structs.replace(summary, notices=(*summary.notices, notice))


def _match(items: Iterable[Item], seen: tuple[Seen, ...]) -> dict[str, str]:
    """The old address of each item that has one, by its key: those that are equal first, then those that are alike."""
    by_key = {address_key(each.path): each for each in seen}
    found: dict[str, str] = {}
    taken: set[str] = set()
    others: list[Item] = []
    for item in items:
        if item.hidden is not None and item.foreign == "":
            continue
        same = next((by_key[key] for url in (item.origin, *item.aliases) if (key := address_key(url)) in by_key), None)
        if same is not None and same.path not in taken and item.key not in found:
            found[item.key] = same.path
            taken.add(same.path)
        else:
            others.append(_without_text(item))
    _match_alike(others, [each for each in seen if each.path not in taken], found)
    return found


def _without_text(item: Item) -> Item:
    return msgspec.structs.replace(item, text="", gallery=(), image=None)


def _match_alike(items: list[Item], seen: list[Seen], found: dict[str, str]) -> None:
    """Find the addresses of items by the last word and the title; one that several would have goes to none of them."""
    words: defaultdict[str, list[Seen]] = defaultdict(list)
    titles: defaultdict[str, list[Seen]] = defaultdict(list)
    for each in seen:
        words[_last(each.path)].append(each)
        for title in {_plain(each.title), _plain(_BEHIND.sub("", each.title))} - {""}:
            titles[title].append(each)
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for item in items:
        every = [words.get(word, []) for word in _words(item)] + [titles.get(_plain(item.title), [])]
        best = next((one for some in every if (one := _one(item, some)) is not None), None)
        if best is not None:
            wanted[best.path].append(item.key)
    found |= {keys[0]: path for path, keys in wanted.items() if len(set(keys)) == 1}


def _words(item: Item) -> list[str]:
    """The words by which an item may stand at the end of its address, the likeliest first."""
    given = (_last(item.origin), item.slug, plain_slug(item.title))
    return list(dict.fromkeys(_plain(each) for each in given if len(each) >= _LONG_WORD))


def _one(item: Item, some: list[Seen]) -> Seen | None:
    """The one of several pages that an item must be, by its title, its date and the folders it lies in."""
    if len(some) < 2:
        return some[0] if some and not _contradicts(item, some[0]) else None
    at = item.date
    tests: tuple[Callable[[Seen], bool], ...] = (
        lambda each: _plain(item.title) in (_plain(each.title), _plain(_BEHIND.sub("", each.title))),
        lambda each: each.day == at.date() or f"/{at:%Y}/{at:%m}/{at:%d}/" in each.path,
        lambda each: f"/{at:%Y}/{at:%m}/" in each.path,
        lambda each: f"/{at:%Y}/" in each.path,
        lambda each: each.path.split("/")[1:2] == item.origin.split("/")[1:2],
    )
    for test in tests:
        kept = [each for each in some if test(each)]
        if len(kept) == 1:
            return kept[0]
        some = kept or some
    return None


def _contradicts(item: Item, seen: Seen) -> bool:
    """Whether a page that has the word of an item is of another year, by its address."""
    years = re.findall(r"/((?:19|20)\d{2})/", seen.path)
    return item.timed and bool(years) and all(abs(int(year) - item.date.year) > 1 for year in years)


def _last(path: str) -> str:
    """The last word of an address, in one form for all signs between its parts."""
    last = unquote(path.partition("?")[0].rstrip("/").rpartition("/")[2])
    return _plain(re.sub(r"\.(?:html?|php|aspx?)$", "", last))


def _plain(title: str) -> str:
    return plain_slug(title) if title.strip() else ""
