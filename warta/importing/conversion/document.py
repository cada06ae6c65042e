"""Turns an item and its body into the text of a file as a press officer would have written it."""

from __future__ import annotations

import json
from functools import cache

import msgspec

from warta.catalogue import ENGLISH, INDONESIAN, Words
from warta.importing.conversion.gazetteer import SURE
from warta.importing.conversion.photos import Photo
from warta.importing.item import PAGE, Item, Place, Proposal
from warta.messages import msg


class Head(msgspec.Struct, frozen=True):
    """The keys of the front matter that are found in the text of an item or decided by the newsroom's settings."""

    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    dateline: str = ""
    byline: str = ""
    image: Photo | None = None
    gallery: tuple[Photo, ...] = ()
    aliases: tuple[str, ...] = ()
    original: str = ""
    region: Proposal | None = None


def document(item: Item, place: Place, head: Head, body: str, language: str) -> str:
    """The whole text of the file: front matter without empty keys, with remarks in `language`, and `body`."""
    words = _words(language)
    rows = [f"title: {quoted(item.title)}"]
    if item.kind != PAGE:
        rows.append(f"date: {_date(item)}")
    rows += _hidden(item, words)
    if item.expires is not None and item.kind != PAGE:
        rows.append(f"expires: {item.expires:%Y-%m-%d %H:%M}")
    rows.append(f"slug: {quoted(place.slug)}")
    rows += _row("summary", item.summary)
    rows += _row("language", item.language)
    if item.foreign:  # the newsroom would not build with a language that it does not have
        first = msg("imported-foreign", "add it to 'languages' in config.yaml first")
        rows.append(f"# language: {quoted(item.foreign)}  # {words.of(first)}")
    rows += _row("translation_of", head.original)
    if item.kind == PAGE:
        rows.append("menu: none")
    else:
        rows += _release(item, head, words)
    rows += _list("aliases", head.aliases)
    return "---\n" + "\n".join(rows) + f"\n---\n\n{body.strip()}\n"


@cache
def _words(language: str) -> Words:
    return Words(ENGLISH if language == ENGLISH else INDONESIAN)


def _release(item: Item, head: Head, words: Words) -> list[str]:
    rows = _list("categories", head.categories) + _list("tags", head.tags) + _region(head.region, words)
    rows += _row("dateline", head.dateline) + _row("byline", head.byline)
    rows += _list("authors", item.authors) + _row("number", item.number)
    if head.image:
        rows += ["image:", *_photo(head.image, "  ")]
    if head.gallery:
        rows.append("gallery:")
        for photo in head.gallery:
            first, *rest = _photo(photo, "    ")
            rows += ["  - " + first.strip(), *rest]
    return rows


def quoted(text: str) -> str:
    """`text` on one line as a double-quoted YAML scalar, whose form JSON shares."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _date(item: Item) -> str:
    if not item.timed:
        return f"{item.date:%Y-%m-%d}"
    return f"{item.date:%Y-%m-%d %H:%M}" + (f":{item.date:%S}" if item.date.second else "")


def _hidden(item: Item, words: Words) -> list[str]:
    if not item.hidden:
        return []
    why = msg("imported-as-draft", "%(why)s; remove this line to publish", why=item.hidden)
    rows = [f"draft: true  # {' '.join(words.of(why).split())}"]
    if item.embargo and item.kind != PAGE:
        rows.append(f"embargo: {_date(item)}")
    return rows


def _row(key: str, text: str) -> list[str]:
    return [f"{key}: {quoted(text)}"] if text.strip() else []


def _list(key: str, texts: tuple[str, ...]) -> list[str]:
    return [f"{key}: [{', '.join(map(quoted, texts))}]"] if texts else []


def _region(proposal: Proposal | None, words: Words) -> list[str]:
    if proposal is None:
        return []
    mark = "" if proposal.confidence >= SURE else "# "
    said = msg(
        "imported-region",
        "%(name)s: %(percent)s%%, by %(why)s",
        name=proposal.name,
        percent=str(round(100 * proposal.confidence)),
        why=proposal.why,
    )
    return [f'{mark}regions: ["{proposal.code}"]  # {words.of(said)}']


def _photo(photo: Photo, indent: str) -> list[str]:
    rows = [f"file: {quoted(photo.file)}"]
    rows += _row("alt", photo.alt) or ["decorative: true"]
    rows += _row("caption", photo.caption) + _row("credit", photo.credit)
    return [indent + row for row in rows]
