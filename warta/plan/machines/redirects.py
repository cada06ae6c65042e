"""Turns aliases, addresses of the past and the settings' own redirects into which old path leads to which new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

import msgspec

from warta.content.history import FILE_NAME
from warta.digests import Value
from warta.errors import Problem
from warta.fields import Ref
from warta.messages import Message, msg, with_hint
from warta.newsroom.history import History
from warta.settings.addresses import is_old_address
from warta.signs import odd_in_name

CONFIG = "config.yaml"


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


class Redirects(msgspec.Struct, frozen=True):
    """Every redirect of a site by old path, what leads nowhere any more, and what cannot be."""

    found: tuple[Redirect, ...]
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_redirects(
    aliases: Value, written: Value, lists: Value, history: History, files: Value, base: Value
) -> Redirects:
    """Every redirect of a site.

    `aliases` are old addresses with source and address of the document they lead to, `written` those of the settings,
    `lists` addresses that lists had before; `files` are the paths of all files of the output. `base` is the path the
    site lies under: what is written with it means the same as without. Problems are an alias that is a live address,
    one that two claim, one that leaves the site, circles, and redirects to where nothing is.
    """
    return _Finder(history, files.it, base.it).find(aliases.it, written.it, lists.it)


class _Finder:
    """The working state of one `find_redirects`."""

    def __init__(self, history: History, files: frozenset[str], base: str) -> None:
        self._history = history
        self._base = base
        self._live = history.live
        # servers compare without case, some of them; nothing on the way may depend on which
        self._occupied = frozenset(path.casefold() for path in files)
        self._problems: list[Problem] = []
        self._wishes: dict[str, _Wish] = {}

    def find(
        self,
        aliases: tuple[tuple[Ref, str, str], ...],
        written: Mapping[str, Ref],
        lists: Iterable[tuple[str, str]],
    ) -> Redirects:
        for ref, source, path in aliases:
            self._add(_Wish(ref.text, path, f"content/{source}", ref.line))
        for old, ref in written.items():
            new = unquote(ref.text)
            if not self._is_live(new.partition("#")[0]):
                new = self._below(new)
            self._add(_Wish(old, new, CONFIG, ref.line))
        warnings = tuple(self._former())
        self._add_lists(lists)
        found = tuple(sorted(self._resolved()))
        return Redirects(found, warnings, tuple(self._problems))

    def _add(self, wish: _Wish) -> None:
        old = self._below(unquote(wish.old))
        fault = _unfit(old, wish.old) or self._taken(old, wish)
        if fault:
            self._problems.append(Problem(wish.path, wish.line, fault))
            return
        self._wishes.setdefault(_key(old), msgspec.structs.replace(wish, old=old))

    def _below(self, path: str) -> str:
        """A path of the host as a path of the site."""
        return (path.removeprefix(self._base) or "/") if f"{path}/".startswith(f"{self._base}/") else path

    def _taken(self, old: str, wish: _Wish) -> Message | None:
        """Why nothing can be led on from `old`; None when it can."""
        if self._is_live(old):
            near = next((path for path in (old, f"{old}/", f"{old.removesuffix('/')}") if path in self._live), None)
            if near is None:
                return msg(
                    "old-address-of-site",
                    "the old address %(old)s is the address of something that the site has there, and cannot lead "
                    "elsewhere. Strike it.",
                    old=wish.old,
                )
            return msg(
                "old-address-in-use",
                "the old address %(old)s is the address of %(path)s, and cannot lead elsewhere. Strike it.",
                old=wish.old,
                path=f"content/{self._live[near]}",
            )
        other = self._wishes.get(_key(old))
        if other is not None and other.new != wish.new:
            return msg(
                "old-address-twice",
                "the old address %(old)s is claimed by %(path)s too (line %(line)s). Strike one of them.",
                old=wish.old,
                path=other.path,
                line=str(other.line),
            )
        return None

    def _is_live(self, old: str) -> bool:
        path = old.lstrip("/").casefold()
        if "?" in path:
            return False
        stem = path.rstrip("/")
        return path in self._occupied or f"{stem}/index.html".lstrip("/") in self._occupied

    def _former(self) -> Iterator[Problem]:
        """Take what the newsroom used before; complain of what is nobody's any more."""
        now = {source: address for address, source in self._live.items()}
        for number, row in enumerate(self._history.rows, 1):
            if row.address in self._live or self._is_live(row.address) or _key(row.address) in self._wishes:
                continue
            if row.source in now and (fault := _unwritable(row.address, row.address)):
                yield Problem(FILE_NAME, number, with_hint(fault, msg("finds-nothing", "It finds nothing.")))
            elif row.source in now:
                self._wishes[_key(row.address)] = _Wish(row.address, now[row.source], FILE_NAME, number)
            elif row.source not in self._history.sources:
                message = msg(
                    "address-of-nobody",
                    "%(address)s was the address of %(path)s, which is not there any more: old links find nothing. "
                    "Write the address into the 'aliases' of what took its place, or strike the line.",
                    address=row.address,
                    path=f"content/{row.source}",
                )
                yield Problem(FILE_NAME, 0, message)

    def _add_lists(self, lists: Iterable[tuple[str, str]]) -> None:
        """Take the addresses that lists had before, where nothing else is there now, and the list still is."""
        for old, new in lists:
            if not self._is_live(old) and self._is_live(new):
                self._wishes.setdefault(_key(old), _Wish(old, new, CONFIG, 0))

    def _resolved(self) -> Iterator[Redirect]:
        for key, wish in self._wishes.items():
            new, seen = wish.new, {key}
            while (following := self._wishes.get(_key(new))) is not None and not self._is_live(new):
                if _key(new) in seen:
                    message = msg(
                        "redirect-circle",
                        "%(old)s leads to %(new)s and in the end back to itself.",
                        old=wish.old,
                        new=wish.new,
                    )
                    self._problems.append(Problem(wish.path, wish.line, message))
                    break
                seen.add(_key(new))
                new = following.new
            else:
                if self._is_live(new.partition("#")[0]):
                    yield Redirect(wish.old, new)
                else:
                    message = msg(
                        "redirect-nowhere", "%(old)s is to lead to %(new)s, where nothing is.", old=wish.old, new=new
                    )
                    self._problems.append(Problem(wish.path, wish.line, message))


def _key(path: str) -> str:
    """What two old paths have in common when no server tells them apart."""
    return path.casefold().rstrip("/")


def _unfit(old: str, written: str) -> Message | None:
    """What is wrong with an old path as somebody wrote it; None when nothing is."""
    fault = _unwritable(old, written)
    if not fault and any(char in old for char in '"<>{}|^`$'):
        return msg(
            "old-address-signs",
            "the old address %(old)s holds characters that not every host can lead on.",
            old=written,
        )
    return fault


def _unwritable(old: str, written: str) -> Message | None:
    """What keeps an old path out of the files of hosts; None when it can be written there."""
    if ".." in old.split("/") or "\\" in old:
        return msg("old-address-outside", "the old address %(old)s leaves the site.", old=written)
    if odd_in_name(old) or "//" in old or "\N{REPLACEMENT CHARACTER}" in old:
        return msg(
            "old-address-no-signs", "the old address %(old)s holds characters that no address can have.", old=written
        )
    if "?" in old and not is_old_address(old):
        return msg(
            "old-address-asks",
            "the old address %(old)s asks for something that no host leads on: a number is, such as /?p=12.",
            old=written,
        )
    return None
