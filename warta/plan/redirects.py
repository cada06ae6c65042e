"""Turns aliases, addresses of the past and the settings' own redirects into which old path leads to which new one."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote

import msgspec

from warta.content.documents import Page, Release
from warta.content.history import FILE_NAME, GivenAddress
from warta.errors import Problem, ProblemsFound
from warta.newsroom.model import Site

CONFIG = "config.yaml"


class Past(msgspec.Struct, frozen=True):
    """What a build knows of earlier ones: the rows of addresses.tsv, and every document there is now, hidden or not."""

    rows: tuple[GivenAddress, ...] = ()
    sources: frozenset[str] = frozenset()


class Redirect(msgspec.Struct, frozen=True, order=True):
    """An old path (below the site's root, not percent-encoded; `/?p=12` is one too) and the path it leads to."""

    old: str
    new: str


class _Wish(msgspec.Struct, frozen=True):
    """A redirect as somebody wrote it, and where."""

    old: str
    new: str
    path: str
    line: int


def addresses(site: Site) -> dict[str, str]:
    """The source of the document at each public address."""
    found = {}
    for edition in site.editions:
        for entry in (*edition.entries, *edition.unlisted):
            found[entry.path] = entry.release.source
        for page in edition.pages:
            found[page.path] = page.page.source
    return found


def grown(past: Past, live: Mapping[str, str]) -> tuple[GivenAddress, ...]:
    """The rows with what is public for the first time at their end.

    A document whose file was renamed keeps the addresses it had under the old name.
    """
    renamed = {
        row.source: live[row.address] for row in past.rows if row.address in live and row.source not in past.sources
    }
    rows = [
        GivenAddress(row.address, live.get(row.address) or renamed.get(row.source, row.source)) for row in past.rows
    ]
    known = {row.address for row in rows}
    return (*rows, *(GivenAddress(address, live[address]) for address in sorted(live) if address not in known))


def firsts(rows: Iterable[GivenAddress]) -> dict[str, str]:
    """The first address that each document ever had."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row.source, row.address)
    return found


def find_redirects(site: Site, past: Past, files: Collection[str]) -> tuple[tuple[Redirect, ...], tuple[Problem, ...]]:
    """Every redirect of a site whose output `files` are known, by old path, and warnings of what leads nowhere.

    Raises ProblemsFound for an alias that is a live address, one that two claim, one that leaves the site, for circles,
    and for redirects to where nothing is.
    """
    return _Finder(site, files).find(past)


class _Finder:
    """The working state of one `find_redirects`."""

    def __init__(self, site: Site, files: Collection[str]) -> None:
        self._site = site
        self._live = addresses(site)
        self._files = files
        self._problems: list[Problem] = []
        self._wishes: dict[str, _Wish] = {}

    @functools.cached_property
    def _occupied(self) -> frozenset[str]:
        # servers compare without case, some of them; nothing on the way may depend on which
        return frozenset(path.casefold() for path in self._files)

    def find(self, past: Past) -> tuple[tuple[Redirect, ...], tuple[Problem, ...]]:
        for wish in _aliases(site=self._site):
            self._add(wish)
        for old, ref in self._site.config.redirects.items():
            self._add(_Wish(old, unquote(ref.text), CONFIG, ref.line))
        warnings = list(self._former(past))
        found = tuple(sorted(self._resolved()))
        if self._problems:
            raise ProblemsFound(self._problems)
        return found, tuple(warnings)

    def _add(self, wish: _Wish) -> None:
        old = unquote(wish.old)
        reason = _unfit(old) or self._taken(old, wish)
        if reason:
            self._problems.append(Problem(wish.path, wish.line, f"the old address {wish.old} {reason}"))
            return
        self._wishes.setdefault(_key(old), msgspec.structs.replace(wish, old=old))

    def _taken(self, old: str, wish: _Wish) -> str:
        """Why nothing can be led on from `old`; empty when it can."""
        if self._is_live(old):
            near = next((path for path in (old, f"{old}/", f"{old.removesuffix('/')}") if path in self._live), None)
            whose = f"content/{self._live[near]}" if near else "something that the site has there"
            return f"is the address of {whose}, and cannot lead elsewhere. Strike it."
        other = self._wishes.get(_key(old))
        if other is not None and other.new != wish.new:
            return f"is claimed by {other.path} too (line {other.line}). Strike one of them."
        return ""

    def _is_live(self, old: str) -> bool:
        path = old.lstrip("/").casefold()
        if "?" in path:
            return False
        stem = path.rstrip("/")
        return path in self._occupied or f"{stem}/index.html".lstrip("/") in self._occupied

    def _former(self, past: Past) -> Iterator[Problem]:
        """Take what the newsroom used before; complain of what is nobody's any more."""
        now = {source: address for address, source in self._live.items()}
        for number, row in enumerate(past.rows, 1):
            if row.address in self._live or self._is_live(row.address) or _key(row.address) in self._wishes:
                continue
            if row.source in now:
                self._wishes[_key(row.address)] = _Wish(row.address, now[row.source], FILE_NAME, number)
            elif row.source not in past.sources:
                yield Problem(
                    FILE_NAME,
                    0,
                    f"{row.address} was the address of content/{row.source}, which is not there any more: old links "
                    "find nothing. Write the address into the 'aliases' of what took its place, or strike the line.",
                )

    def _resolved(self) -> Iterator[Redirect]:
        for key, wish in self._wishes.items():
            new, seen = wish.new, {key}
            while (following := self._wishes.get(_key(new))) is not None and not self._is_live(new):
                if _key(new) in seen:
                    self._problems.append(
                        Problem(wish.path, wish.line, f"{wish.old} leads to {wish.new} and in the end back to itself.")
                    )
                    break
                seen.add(_key(new))
                new = following.new
            else:
                if self._is_live(new.partition("#")[0]):
                    yield Redirect(wish.old, new)
                else:
                    self._problems.append(
                        Problem(wish.path, wish.line, f"{wish.old} is to lead to {new}, where nothing is.")
                    )


def _aliases(site: Site) -> Iterator[_Wish]:
    documents: list[tuple[Release | Page, str]] = []
    for edition in site.editions:
        documents += [(entry.release, entry.path) for entry in (*edition.entries, *edition.unlisted)]
        documents += [(entry.page, entry.path) for entry in edition.pages]
    for document, path in documents:
        for ref in document.aliases:
            yield _Wish(ref.text, path, f"content/{document.source}", ref.line)


def _key(path: str) -> str:
    """What two old paths have in common when no server tells them apart."""
    return path.casefold().rstrip("/")


def _unfit(old: str) -> str:
    """What is wrong with an old path as such; empty when nothing is."""
    if ".." in old.split("/") or "\\" in old:
        return "leaves the site."
    if not old.isprintable() or "//" in old:
        return "holds characters that no address can have."
    if " " in old or '"' in old or any(char in old for char in "<>{}|^`$"):
        return "holds characters that not every host can lead on."
    return ""
