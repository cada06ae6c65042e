"""Turns the items of a source into places: where each file goes, its address, and which old addresses lead there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

import msgspec

from warta.content.documents import Document, Page, Release
from warta.content.files import is_document, scan
from warta.content.read import read_document
from warta.content.schema import Schema
from warta.importing.conversion.settings import ConversionSettings
from warta.importing.item import PAGE, Item, Place
from warta.importing.old_addresses import address_key, old_addresses
from warta.settings import Settings
from warta.signs import is_of_windows, is_slug
from warta.slugs import slug

_ALIAS = re.compile(r"/(?![/\\])[^\\?#\s]*|/(?:[^\\?#\s]+/)?\?(?:p|page_id|attachment_id|cat)=\d+")
_OURS = re.compile(r"/(?:\d{4}/(?:\d{2}/)?)?|/[\w-]+\.(?:xml|json|txt|webmanifest)/")  # archives, and files of the root
# what not every host can lead on, and what is left of bytes that are no UTF-8
_UNFIT = frozenset(' "<>{}|^`$\N{REPLACEMENT CHARACTER}')
_BAD_IN_SLUG = re.compile(r"[/\\?#%:*\"<>{}|^`$\s]+")
_LONGEST_SLUG = 150  # bytes


class Plan(msgspec.Struct, frozen=True):
    """Places and aliases by key; `addresses` gives the key behind an old address as `address_key` writes it.

    `originals` gives the file that a translation is one of, by the key of the translation.
    """

    places: dict[str, Place]
    aliases: dict[str, tuple[str, ...]]
    addresses: dict[str, str]
    originals: dict[str, str] = {}


def plan(items: Iterable[Item], config: Settings, site: Path, kept: Mapping[str, Place]) -> Plan:
    """Places and aliases for `items` in the newsroom at `site`. `kept` are the places of earlier imports, by key."""
    planner = _Planner(config, site, kept)
    for item in items:
        planner.add(item)
    return Plan(planner.places, planner.aliases(), planner.addresses, planner.originals())


class _Planner:
    def __init__(self, config: Settings, site: Path, kept: Mapping[str, Place]) -> None:
        self._config = config
        self._kept = kept
        self.places: dict[str, Place] = {}
        self._own: dict[str, str] = {}
        self._further: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._old: dict[str, list[str]] = {}
        self._twins: dict[str, dict[str, str]] = {}
        self._sources = {place.source.casefold() for place in kept.values()}
        self._taken = {place.address.casefold() for place in kept.values()}
        self._adopted: dict[str, Place] = {}
        self._claimed: dict[str, str] = {}
        self._site = site
        words = msgspec.structs.astuple(config.paths)
        self._words = frozenset((*words, "static", "css", "img", "js"))
        self._prefixes = tuple(self._prefix(each) for each in config.languages if each != config.language)
        self._reserve(site)

    def _reserve(self, site: Path) -> None:
        """Reserve the files and addresses of the newsroom's own documents, and the addresses of its lists."""
        schema = Schema(self._config.zone, lenient=True, language=self._config.language)
        files, _ = scan(site / "content", site, "content")
        for source, file in files.items():
            base = source.removesuffix(".md").removesuffix("/index")
            if is_document(source) and base.casefold() not in self._sources:
                self._sources.add(base.casefold())
                self._meet(base, read_document(source, Path(file.path).read_bytes(), schema).document)
        self._taken |= {f"/{word}/" for word in self._words}

    def _meet(self, base: str, document: Document | None) -> None:
        """Note a document without a journal entry, by its aliases and by address and title, for `_adopt`."""
        if isinstance(document, Release):
            language = document.language.text if document.language else ""
            address = self._release_address(document.date.at, document.slug.text, language)
        elif isinstance(document, Page):
            address = f"{self._prefix(document.language.text if document.language else '')}/{document.slug.text}/"
        else:
            return
        self._taken.add(address.casefold())
        place = Place(base, document.slug.text, address)
        self._adopted[f"{address.casefold()} {document.title}"] = place
        for alias in document.aliases:
            self._adopted.setdefault(address_key(alias.text), place)
            self._claimed.setdefault(_folded(alias.text), base)

    def _prefix(self, language: str) -> str:
        """What the addresses of an edition begin with."""
        return "" if language in ("", self._config.language) else f"/{language.casefold()}"

    def _release_address(self, date: dt.datetime, name: str, language: str) -> str:
        return self._prefix(language) + self._config.permalink.format(
            year=f"{date.year:04d}", month=f"{date.month:02d}", day=f"{date.day:02d}", slug=name
        )

    def add(self, item: Item) -> None:
        """Give an item its place; of two that would have one, the later gets a number."""
        if item.key in self.places:
            return
        # a draft in a language that the newsroom lacks would have the address of the text that it translates
        own = f"{_slug_of(item)}-{item.foreign}" if item.foreign else _slug_of(item)
        place = self._kept_place(item) or self._adopt(item) or self._free(item, own)
        self.places[item.key] = place
        self._sources.add(place.source.casefold())
        self._taken.add(place.address.casefold())
        self._old[item.key] = old_addresses(item)
        if item.hidden:
            self._hidden.add(item.key)
        stood = [] if item.hidden else old_addresses(msgspec.structs.replace(item, aliases=()))
        for address in stood:
            self._own.setdefault(address_key(address), item.key)
        for address in (*self._old[item.key], *item.names):
            self._further.setdefault(address_key(address), item.key)
        if item.twin and not item.foreign:
            self._twins.setdefault(f"{item.kind} {item.twin}", {}).setdefault(item.language, item.key)

    @property
    def addresses(self) -> dict[str, str]:
        """See `Plan`: the address of a text comes before one by which another was found, too."""
        return self._further | self._own

    def originals(self) -> dict[str, str]:
        """The originals of translations: the text in the main language, else the first of those that share a twin."""
        found: dict[str, str] = {}
        for keys in self._twins.values():
            original = keys.get("") or next(iter(keys.values()))
            found |= {key: self.places[original].source for key in keys.values() if key != original}
        return found

    def _kept_place(self, item: Item) -> Place | None:
        """The place of an earlier import, whose file stays; its address follows the item's date and the settings."""
        kept = self._kept.get(item.key)
        if kept is None:
            return None
        own = _slug_of(item)
        name = own if item.language and kept.slug == f"{own}-{item.language}" else kept.slug  # no longer foreign
        place = msgspec.structs.replace(self._place(item, name), source=kept.source)
        if place.address.casefold() in self._taken and place.address != kept.address:
            place = msgspec.structs.replace(self._free(item, name), source=kept.source)
        return place

    def _adopt(self, item: Item) -> Place | None:
        """The place of a document without a journal entry that is this item; None when there is none."""
        if not self._adopted:
            return None
        address = self._place(item, _slug_of(item)).address
        title = " ".join(item.title.split())
        keys = [*map(address_key, old_addresses(item)), f"{address.casefold()} {title}"]
        place = next((self._adopted[key] for key in keys if key in self._adopted), None)
        return place if place not in self.places.values() else None

    def _free(self, item: Item, base: str) -> Place:
        """A free place under the slug `base`, or under that with a number behind it."""
        name, number = base, 2
        while True:
            place = self._place(item, name)
            if place.address.casefold() not in self._taken and not _is_year(place.address):
                break
            name, number = f"{base}-{number}", number + 1
        source, number = place.source, 2
        while source.casefold() in self._sources:
            source, number = f"{place.source}-{number}", number + 1
        return msgspec.structs.replace(place, source=source)

    def _place(self, item: Item, name: str) -> Place:
        language = item.language or item.foreign
        file = slug(name.removesuffix(f"-{item.foreign}") if item.foreign else name)
        ending, prefix = f".{language}" if language else "", self._prefix(item.language)
        if item.kind == PAGE:
            return Place(f"pages/{file}{ending}", name, f"{prefix}/{name}/")
        folder = item.folder.strip("/") or "releases"
        source = f"{folder}/{item.date.year:04d}/{file}{ending}"
        return Place(source, name, self._release_address(item.date, name, item.language))

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """The aliases of each item: no two items share one, and none is an address of the new site."""
        self._claim_elsewhere()
        found: dict[str, tuple[str, ...]] = {}
        used: set[str] = set()
        for key, old in sorted(self._old.items(), key=lambda row: row[0] in self._hidden):  # the public ones first
            good, source = [], self.places[key].source
            for address in old:
                folded = _folded(address)
                if self._own.get(address_key(address), key) != key:  # the text that stood there itself has it
                    continue
                claimed = self._claimed.get(folded, source) != source
                if claimed or folded in self._taken or folded in used or not self._can_lead(address, folded):
                    continue
                used.add(folded)
                good.append(address)
            found[key] = tuple(good)
        return found

    def _claim_elsewhere(self) -> None:
        """Reserve the aliases of items that earlier imports brought from other sources."""
        schema = Schema(self._config.zone, lenient=True, language=self._config.language)
        for key, place in self._kept.items():
            if key in self.places:
                continue
            for ending in (".md", "/index.md"):
                path = self._site / "content" / (place.source + ending)
                if path.is_file():
                    document = read_document(place.source + ending, path.read_bytes(), schema).document
                    for alias in getattr(document, "aliases", ()):
                        self._claimed.setdefault(_folded(alias.text), place.source)

    def _can_lead(self, address: str, folded: str) -> bool:
        """Whether an old address can be an alias: on every host, and none that the newsroom's own lists have."""
        prefix = next((each for each in self._prefixes if folded.startswith(f"{each}/")), "")
        inside = folded[len(prefix) :]  # an edition has the same lists below its own home
        if not _ALIAS.fullmatch(address) or _OURS.fullmatch(inside) or inside.split("/")[1] in self._words:
            return False
        return folded.isprintable() and _UNFIT.isdisjoint(folded) and ".." not in folded.split("/")


def list_address(config: Settings, settings: ConversionSettings, kind: str, name: str) -> str:
    """The new address of the old site's list of a category, tag or author; empty when there is none."""
    words = config.paths
    if kind == "author":
        return f"/{words.author}/{slug(name)}/" if "author" in config.listings else ""
    found, others = settings.categories_of((name,)) if kind == "category" else ((), (name,))
    if found and "category" in config.listings:
        known = {each.name: each.slug for each in config.categories or ()}
        return f"/{words.category}/{known.get(found[0]) or slug(found[0])}/"
    return f"/{words.tag}/{slug(others[0])}/" if others and "tag" in config.listings else ""


def _folded(address: str) -> str:
    """One form for old addresses that servers do not tell apart."""
    return unquote(address).casefold().rstrip("/") + "/"


def _is_year(address: str) -> bool:
    return re.fullmatch(r"/\d{4}/", address) is not None


def _slug_of(item: Item) -> str:
    """The old slug where it can be one; else the title's."""
    name = _BAD_IN_SLUG.sub("-", unquote(item.slug)).strip("-. ")
    if is_of_windows(name) or name == "index":  # a folder's own page
        return f"{name}-1"
    return name if is_slug(name) and len(name.encode()) <= _LONGEST_SLUG else slug(item.title)
