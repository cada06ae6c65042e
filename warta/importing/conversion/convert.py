"""Turns an item into the text of a file and a record of what was done to it and what was lost.

The words are counted in the source before anything is done to it, and in the page that Warta's own renderer makes of
the result. The record names the words that were taken out on purpose; all others that are missing count as lost.
The steps of a conversion stand in their order in this one place, which makes it long.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import msgspec

from warta.content.read import read_document
from warta.content.schema import Schema
from warta.errors import Problem, ProblemsFound
from warta.importing.conversion.document import Head, document
from warta.importing.conversion.flattening import read_tree
from warta.importing.conversion.gazetteer import SURE, Gazetteer
from warta.importing.conversion.habits import Habits, habits_of_markdown, habits_of_page
from warta.importing.conversion.lookups import Lookup, Lookups, OldSite
from warta.importing.conversion.markdown_frames import Frames, without_frames
from warta.importing.conversion.markdown_links import MarkdownLinks
from warta.importing.conversion.markdown_writer import markdown_of, raw
from warta.importing.conversion.media import MediaFile, TakenFiles
from warta.importing.conversion.mending import without_links
from warta.importing.conversion.notes import without_mark
from warta.importing.conversion.page_links import PageLinks, not_brought
from warta.importing.conversion.photos import Photo
from warta.importing.conversion.proof import Proof
from warta.importing.conversion.residue import is_residue, take_residue
from warta.importing.conversion.settings import ConversionSettings
from warta.importing.conversion.tree import text_of
from warta.importing.conversion.visible_words import missing, words_in, words_of
from warta.importing.dialects import with_del
from warta.importing.item import MARKDOWN, PAGE, Item, Place, Proposal, Record
from warta.importing.markup import Node, clean_text, repaired
from warta.importing.old_addresses import old_addresses
from warta.messages import Message, msg
from warta.newsroom.regions import load_regions

_UNSEEN = msg(
    "held-unseen", "held text that readers could not see, as hacked sites do: it was taken out, look at what is left"
)
_EMPTY = msg("no-words", "has neither words nor pictures: was it empty at its source too?")


class Task(msgspec.Struct, frozen=True):
    """An item to convert, with the place it will have, the old addresses that lead to it, and the file of the text
    that it translates.
    """

    item: Item
    place: Place
    aliases: tuple[str, ...] = ()
    original: str = ""


class Converted(msgspec.Struct, frozen=True):
    """What an item became: the text of its file, the files it takes along by name, and its record.

    An empty `text` means it could not become anything; the record says why. `lookups` are all that its conversion
    asked of the old site, `answers` the digest of what it was answered.
    """

    text: str
    files: dict[str, MediaFile]
    record: Record
    lookups: tuple[Lookup, ...] = ()
    answers: str = ""


class _Parts(msgspec.Struct, frozen=True):
    """The parts that the text of an item was divided into.

    `source` are its words, `gone` those of them that are missing, `removed` the texts taken out on purpose; `gallery`
    and `cover` are pictures for the front matter.
    """

    source: list[str]
    gone: list[str]
    removed: tuple[str, ...]
    habits: Habits
    gallery: tuple[Photo, ...]
    cover: Photo | None
    text: str


class _Notes(msgspec.Struct, frozen=True):
    """What the record says of a conversion besides its words.

    `path` is the file below content/, `embeds` the addresses of players, `kept_html` the number of blocks left as HTML.
    """

    path: str
    links: PageLinks | MarkdownLinks
    doubts: tuple[Message, ...] = ()
    embeds: tuple[str, ...] = ()
    kept_html: int = 0


class Conversion:
    """Converts items under the same settings; keeps the renderer and the region table, which are costly to set up.

    The result depends on the task, the settings and the answers to its lookups, and on nothing else.
    """

    def __init__(self, settings: ConversionSettings, old_site: OldSite) -> None:
        self._settings = settings
        self._old_site = old_site
        self._proof = Proof(settings)
        self._schema = Schema(settings.zone)
        self._regions = Gazetteer(load_regions(settings.regions, settings.region))

    def convert(self, task: Task) -> Converted:
        """The text, files and record that the item of a task becomes."""
        item, lookups = task.item, Lookups(self._old_site)
        make = self._markdown if item.form == MARKDOWN else self._html
        try:
            made = self._checked(make(task, lookups))
        except RecursionError:
            made = lost_item(item, msg("import-nested-too-deeply", "is nested too deeply to be read"))
        except ProblemsFound as found:
            made = lost_item(item, *(_unwritten(problem) for problem in found.problems))
        return msgspec.structs.replace(made, lookups=lookups.made, answers=lookups.answers)

    def _checked(self, converted: Converted) -> Converted:
        """`converted`, without its text if Warta's own reader refuses it: the newsroom would not build with it."""
        record = converted.record
        problems = read_document(record.source, converted.text.encode("utf-8", "replace"), self._schema).problems
        if not problems:
            return converted
        lost = (*record.lost, *map(_unwritten, problems))
        return Converted("", {}, msgspec.structs.replace(record, lost=lost, source="", address=""))

    def _html(self, task: Task, lookups: Lookups) -> Converted:
        item, files = task.item, TakenFiles(lookups.file)
        source = words_of(clean_text(repaired(item.text)))
        links = PageLinks(self._settings.base, lookups, files, item)
        tree = read_tree(with_del(item.text), frames=self._settings.trust_html)
        removed = (*tree.removed, *take_residue(tree))
        habits = Habits() if item.kind == PAGE else habits_of_page(tree, self._regions.is_place)
        gallery = links.pictures(tree)
        cover, photo_doubts = self._cover(item, links)
        source_path = task.place.source + ("/index.md" if files.names else ".md")
        links.set_targets(tree, source_path)
        text = "\n".join(text_of(block) for block in tree.blocks())
        body, shown, kept_html = self._proof.best(_written(tree.blocks()))
        arrived = [*shown, *(word for each in (*habits.moved, *removed, *habits.stars) for word in words_in(each))]
        arrived += [word for caption in links.captions for word in words_in(caption)]
        added = [word for each in tree.added for word in words_in(each)]
        gone = missing(source, missing(arrived, added) if added else arrived)
        found = _Parts(source, gone, removed, habits, gallery, cover, text)
        doubts = (*photo_doubts, *((_UNSEEN,) if tree.hidden else ()))
        return self._made(task, body, found, _Notes(source_path, links, doubts, tree.embeds, kept_html))

    def _made(self, task: Task, body: str, found: _Parts, met: _Notes) -> Converted:
        item, place, habits = task.item, task.place, found.habits
        region = self._region(item, habits, found.text)
        categories, others = self._settings.categories_of(item.categories)
        labels = self._settings.labels_of(item.labels)
        others = (*others, *labels.unmapped)
        head = Head(
            categories=tuple(dict.fromkeys((*categories, *labels.categories))),
            tags=_tags(item.tags, (*others, *labels.tags)),
            dateline=item.dateline or (habits.dateline.written if habits.dateline else ""),
            byline=item.byline or "; ".join(dict.fromkeys(habits.bylines)),
            image=found.cover,
            gallery=found.gallery,
            aliases=task.aliases,
            original=task.original,
            region=region,
        )
        removed = (*found.removed, *habits.stars)
        is_empty = not (found.source or met.links.images or met.embeds or found.cover or found.gallery)
        record = Record(
            key=item.key,
            origin=item.origin,
            title=item.title,
            source=met.path,
            address=place.address,
            old=tuple(old_addresses(item)),
            words_in=len(found.source) + sum(len(words_in(each)) for each in item.removed),
            words_out=len(found.source) - len(found.gone) - sum(len(words_in(each)) for each in removed),
            links=met.links.count,
            images=met.links.images,
            embeds=met.embeds,
            shortcodes=item.shortcodes,
            unmapped=others,
            removed=(*item.removed, *removed),
            dateline=head.dateline,
            moved=habits.moved,
            place=habits.dateline.place if habits.dateline else "",
            medium=habits.dateline.medium if habits.dateline else "",
            byline=head.byline,
            region=region,
            kept_html=met.kept_html,
            hidden=item.hidden,
            notes=item.notes,
            doubts=tuple(
                dict.fromkeys(
                    (
                        *item.doubts,
                        *met.links.doubts,
                        *met.doubts,
                        *_doubts(item, place, habits, region, is_empty=is_empty),
                    )
                )
            ),
            lost=tuple(dict.fromkeys((*item.lost, *met.links.lost, *_gone(found.gone)))),
        )
        return Converted(document(item, place, head, body, self._settings.language), dict(met.links.files), record)

    def _markdown(self, task: Task, lookups: Lookups) -> Converted:
        item, files = task.item, TakenFiles(lookups.file)
        source = self._proof.words(item.text)
        links = MarkdownLinks(lookups, files, item)
        frames = Frames(item.text) if self._settings.trust_html else without_frames(item.text, links.is_held)
        parts = re.split(r"\n[ \t]*\n", frames.text.strip("\n"))
        removed = [part.strip() for part in parts if is_residue(" ".join(part.split()))]
        parts = [part for part in parts if part.strip() not in removed]
        habits = Habits() if item.kind == PAGE else habits_of_markdown(parts, self._regions.is_place)
        text = links.with_media("\n\n".join(part for part in parts if part.strip()))
        cover, photo_doubts = self._cover(item, links)
        source_path = task.place.source + ("/index.md" if files.names else ".md")
        body, kept_html = links.with_targets(text, source_path), 0
        shown, targets = self._proof.shown(body)
        arrived = words_of(shown)
        if nowhere := links.nowhere(targets):
            links.doubts += [not_brought(targets[at].target) for at in nowhere]
            body, arrived, kept_html = self._proof.best(_written(without_links(shown, targets, nowhere).blocks()))
        arrived += [word for each in (*habits.moved, *removed, *habits.stars) for word in words_in(each)]
        found = _Parts(source, missing(source, arrived), tuple(removed), habits, (), cover, text)
        return self._made(task, body, found, _Notes(source_path, links, tuple(photo_doubts), frames.embeds, kept_html))

    def _region(self, item: Item, habits: Habits, text: str) -> Proposal | None:
        if item.kind == PAGE:
            return None
        place = habits.dateline.place if habits.dateline else item.dateline.partition(",")[0]
        return self._regions.propose(place, f"{item.title}\n{text}")

    def _cover(self, item: Item, links: PageLinks | MarkdownLinks) -> tuple[Photo | None, list[Message]]:
        if item.image is None:
            return None, []
        photo = links.photo(item.image)
        if photo is None:
            return None, []
        doubt = msg("lead-no-alt", "the lead picture has no text for those who cannot see it ('alt')")
        return photo, [] if photo.alt else [doubt]


def _written(blocks: list[Node]) -> list[tuple[str, str, list[str]]]:
    """Each block as Markdown where Markdown can say it, as HTML, and its words."""
    htmls = [raw(block) for block in blocks]
    return [(text, html, words_of(without_mark(html))) for text, html in zip(markdown_of(blocks), htmls, strict=True)]


def _tags(tags: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in (*tags, *others):
        for part in tag.split(","):
            if part.strip():
                found.setdefault(part.strip().casefold(), part.strip())
    return tuple(found.values())


def _gone(words: list[str]) -> tuple[Message, ...]:
    if not words:
        return ()
    start = " ".join(words[:12])
    return (
        msg(
            "words-gone", "%(count)s word: %(words)s", many="%(count)s words: %(words)s", count=len(words), words=start
        ),
    )


def lost_item(item: Item, *lost: Message) -> Converted:
    """What an item that cannot be converted becomes: nothing but a record that says why."""
    return Converted("", {}, Record(key=item.key, origin=item.origin, title=item.title, lost=lost))


def _unwritten(problem: Problem) -> Message:
    return msg("unwritten", "could not be written: %(place)s: %(words)s", place=problem.place, words=problem.message)


def _doubts(item: Item, place: Place, habits: Habits, region: Proposal | None, *, is_empty: bool) -> list[Message]:
    found = [habits.doubt] if habits.doubt else []
    if is_empty:
        found.append(_EMPTY)
    if item.slug and place.slug != unquote(item.slug) and not item.foreign:
        found.append(
            msg(
                "slug-changed",
                "its old slug '%(slug)s' could not stay: its address is %(address)s now",
                slug=unquote(item.slug),
                address=place.address,
            )
        )
    if region is not None and region.confidence < SURE:
        found.append(
            msg(
                "maybe-region",
                "may be about %(name)s (%(region)s; %(percent)s%%, by %(why)s)",
                name=region.name,
                region=region.code,
                percent=f"{100 * region.confidence:.0f}",
                why=region.why,
            )
        )
    return found
