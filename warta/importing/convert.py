"""Turns an item into the file it becomes and the record of how it got there. A pure function of item and setting.

The words are counted in the source before anything is done to it, and in what Warta's own renderer makes of the
result; what was taken out is named. What is then missing was lost, and is said to be.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import msgspec

from warta.importing.document import Head, Photo, document
from warta.importing.item import MARKDOWN, PAGE, Item, Place, Proposal, Record
from warta.importing.links import Links
from warta.importing.markdown import is_sayable, markdown_of, raw
from warta.importing.media import Beside
from warta.importing.places import SURE, Gazetteer
from warta.importing.press import Dateline, find_dateline, find_signature
from warta.importing.proof import Proof
from warta.importing.setting import Setting, old_addresses
from warta.importing.tree import Node, Tree, clean_text, cut_end, cut_start, parse, read_tree, take_residue, text_of
from warta.importing.words import missing, words_in, words_of
from warta.newsroom.regions import load_regions

_MOST_SIGNATURES = 3


class Converted(msgspec.Struct, frozen=True):
    """What an item became: the text of its file, the files it takes along by name, and its record.

    An empty `text` means it could not become anything; the record says why.
    """

    text: str
    files: dict[str, Path]
    record: Record


class _Habits(msgspec.Struct, frozen=True):
    """What of the press's habits was found in a text, and what it said in its words."""

    dateline: Dateline | None = None
    bylines: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()
    doubt: str = ""
    moved: tuple[str, ...] = ()


class Conversion:
    """The conversion under one setting, with what is costly to set up."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._proof = Proof(setting.config)
        self._regions = Gazetteer(load_regions(setting.config.regions, setting.config.region))

    def convert(self, item: Item) -> Converted:
        """What `item` becomes."""
        place = self._setting.places[item.key]
        beside = Beside(self._setting.shelf)
        links = Links(self._setting, beside, item.origin)
        if item.form == MARKDOWN:
            return self._markdown(item, place, links)
        return self._html(item, place, beside, links)

    def _html(self, item: Item, place: Place, beside: Beside, links: Links) -> Converted:
        source = words_of(clean_text(parse(item.text)))
        tree = read_tree(item.text, frames=self._setting.config.trust_html)
        removed = [*tree.removed, *take_residue(tree)]
        habits = _Habits() if item.kind == PAGE else self._habits(tree)
        gallery = links.pictures(tree)
        cover, photo_doubts = self._cover(item, links)
        source_path = place.source + ("/index.md" if beside.names else ".md")
        links.set_targets(tree, source_path)
        text = "\n".join(text_of(block) for block in tree.blocks())
        body, shown, kept_html = self._proof.best([_written(block) for block in tree.blocks()])
        arrived = [*shown, *(word for each in (*habits.moved, *removed, *habits.stars) for word in words_in(each))]
        arrived += [word for photo in gallery for word in words_in(f"{photo.caption} {photo.credit}")]
        gone = missing(source, arrived)
        byline = item.byline or "; ".join(dict.fromkeys(habits.bylines))
        region = self._region(item, habits, text)
        categories, others = self._setting.categories_of(item.categories)
        head = Head(
            categories=categories,
            tags=_tags(item.tags, others),
            dateline=item.dateline or (habits.dateline.written if habits.dateline else ""),
            byline=byline,
            image=cover,
            gallery=gallery,
            aliases=self._setting.aliases.get(item.key, ()),
            region=region,
        )
        lost = [*item.lost, *links.lost]
        if gone:
            lost.append(f"{len(gone)} words: {' '.join(gone[:12])}")
        doubts = [*item.doubts, *links.doubts, *photo_doubts, *_doubts(tree, habits, region)]
        if item.slug and place.slug != unquote(item.slug):
            doubts.append(f"its old slug '{unquote(item.slug)}' could not stay: its address is {place.address} now")
        doubts += [f"category '{name}' is not in config.yaml: it became a tag" for name in others]
        record = Record(
            key=item.key,
            origin=item.origin,
            title=item.title,
            source=source_path,
            address=place.address,
            old=tuple(old_addresses(item)),
            words_in=len(source),
            words_out=len(source) - len(gone) - sum(len(words_in(each)) for each in (*removed, *habits.stars)),
            links=links.count,
            images=links.images,
            embeds=tree.embeds,
            shortcodes=item.shortcodes,
            removed=(*removed, *habits.stars),
            dateline=head.dateline,
            place=habits.dateline.place if habits.dateline else "",
            medium=habits.dateline.medium if habits.dateline else "",
            byline=byline,
            region=region,
            kept_html=kept_html,
            hidden=item.hidden,
            notes=item.notes,
            doubts=tuple(dict.fromkeys(doubts)),
            lost=tuple(dict.fromkeys(lost)),
        )
        return Converted(document(item, place, head, body), dict(beside.names), record)

    def _markdown(self, item: Item, place: Place, links: Links) -> Converted:
        raise NotImplementedError

    def _habits(self, tree: Tree) -> _Habits:
        bylines: list[str] = []
        stars: list[str] = []
        moved: list[str] = []
        for _ in range(_MOST_SIGNATURES):
            last = next((block for block in reversed(tree.blocks()) if block.tag != "hr"), None)
            if last is None or last.tag != "p" or last.css_first("img") is not None:
                break
            text = _raw_text(last)
            signature = find_signature(text)
            if signature is None or (signature.length >= len(text) and len(tree.blocks()) == 1):
                break
            cut_end(last, signature.length)
            (moved if signature.who else stars).append(signature.written)
            if signature.who:
                bylines.insert(0, signature.who)
        first = next((block for block in tree.blocks() if block.tag == "p" and block.css_first("img") is None), None)
        dateline, doubt = (None, "") if first is None else find_dateline(_raw_text(first), self._regions.is_place)
        if dateline and first is not None:
            moved.append(_raw_text(first)[: dateline.length])
            cut_start(first, dateline.length)
        return _Habits(dateline, tuple(bylines), tuple(stars), doubt, tuple(moved))

    def _region(self, item: Item, habits: _Habits, text: str) -> Proposal | None:
        if item.kind == PAGE:
            return None
        place = habits.dateline.place if habits.dateline else item.dateline.partition(",")[0]
        return self._regions.propose(place, f"{item.title}\n{text}")

    def _cover(self, item: Item, links: Links) -> tuple[Photo | None, list[str]]:
        if item.image is None:
            return None, []
        photo = links.photo(item.image)
        if photo is None:
            return None, []
        doubts = [] if photo.alt else ["the lead picture has no text for those who cannot see it ('alt')"]
        return photo, doubts


def _raw_text(block: Node) -> str:
    return block.text() or ""


def _written(block: Node) -> tuple[str, str, list[str]]:
    """A block as Markdown where Markdown can say it, as HTML, and its words."""
    html = raw(block)
    words = words_of(html)
    return (markdown_of(block) if is_sayable(block) else ""), html, words


def _tags(tags: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in (*tags, *others):
        for part in tag.split(","):
            if part.strip():
                found.setdefault(part.strip().casefold(), part.strip())
    return tuple(found.values())


def _doubts(tree: Tree, habits: _Habits, region: Proposal | None) -> list[str]:
    found = []
    if tree.hidden:
        found.append("held text that readers could not see, as hacked sites do: it was taken out, look at what is left")
    if habits.doubt:
        found.append(habits.doubt)
    if region is not None and region.confidence < SURE:
        found.append(f"may be about {region.name} ({region.code}; {region.confidence:.0%}, by {region.why})")
    return found
