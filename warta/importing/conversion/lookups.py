"""Turns the addresses in a text of the old site into the files and texts of the import that stand for them now.

A conversion reaches files and other texts through its lookups alone. The journal keeps all of them with one digest of
their answers; so a conversion is still right exactly when the same lookups give the same digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from warta.importing.conversion.media import MediaFile, MediaIndex
from warta.importing.digests import digest_of, digest_of_file
from warta.importing.item import Place
from warta.importing.old_addresses import address_key, is_on_site


class Lookup(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The question of a conversion which file, or which text, an old address stands for."""

    kind: Literal["file", "text"]
    address: str


class OldSite:
    """The files and texts that one import has of the old site at `base`.

    `media` are the files, `places` the places of items by key; `texts` gives the key of the item behind an old address,
    as `address_key` writes it.
    """

    def __init__(
        self,
        media: MediaIndex | None = None,
        base: str = "",
        places: Mapping[str, Place] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self._media = media or MediaIndex()
        self._base = base
        self._places = places or {}
        self._texts = texts or {}
        self._digests: dict[Path, str | None] = {}

    def file(self, url: str) -> MediaFile | None:
        """The file behind an old address, with the digest of its bytes; None when there is none at hand."""
        path = self._media.find(url)
        if path is None:
            return None
        if path not in self._digests:  # a file is read once in an import, however many texts show it
            self._digests[path] = _digest_of(path)
        digest = self._digests[path]
        return None if digest is None else MediaFile(path, digest)

    def text(self, url: str) -> str:
        """Where the text of an old address goes, a path below content/ without ending; empty when it is not there."""
        key = self._texts.get(address_key(url), "") if is_on_site(url, self._base) else ""
        place = self._places.get(key)
        return place.source if place else ""

    def digest_of(self, lookups: Iterable[Lookup]) -> str:
        """One digest of the answers that lookups have now."""
        return digest_of([self._answer(each) for each in lookups])

    def _answer(self, lookup: Lookup) -> tuple[str, str]:
        if lookup.kind == "text":
            return self.text(lookup.address), ""
        file = self.file(lookup.address)
        return (file.path.name, file.digest) if file else ("", "")


def _digest_of(path: Path) -> str | None:
    try:
        return digest_of_file(path)
    except OSError:  # nobody may read it, which is said where it is taken
        return ""


class Lookups:
    """The lookups of one conversion, each remembered in `made`."""

    def __init__(self, old_site: OldSite) -> None:
        self._old_site = old_site
        self._made: dict[Lookup, None] = {}

    def file(self, url: str) -> MediaFile | None:
        """See `OldSite.file`."""
        self._made[Lookup("file", url)] = None
        return self._old_site.file(url)

    def text(self, url: str) -> str:
        """See `OldSite.text`."""
        self._made[Lookup("text", url)] = None
        return self._old_site.text(url)

    @property
    def made(self) -> tuple[Lookup, ...]:
        """All lookups so far, each once."""
        return tuple(self._made)

    @property
    def answers(self) -> str:
        """The digest of the answers they had."""
        return self._old_site.digest_of(self._made)
