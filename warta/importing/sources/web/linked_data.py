"""Turns the schema.org data in the JSON-LD scripts of a page into facts about its article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from warta.importing.markup import Document
from warta.importing.old_addresses import address_key
from warta.importing.sources.web.facts import Facts, names_in, tidy

ARTICLES = frozenset(
    """Article NewsArticle BlogPosting PressRelease Report ReportageNewsArticle AnalysisNewsArticle
    BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle AskPublicNewsArticle LiveBlogPosting
    SocialMediaPosting ScholarlyArticle TechArticle AdvertiserContentArticle SatiricalArticle""".split()
)
"""The types of schema.org that are articles."""
_LISTS = frozenset("CollectionPage SearchResultsPage ItemList Blog ProfilePage".split())
_DRESS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING = re.compile(r",(?=\s*[}\]])")
_DEEPEST = 8

_Thing = Mapping[str, object]


def linked_data(document: Document, addresses: frozenset[str]) -> Facts:
    """The facts about the article of a page that has these addresses (as `address_key` writes them)."""
    things = [thing for script in document.css("script[type]") for thing in _things(script.attributes, script.text())]
    known = {str(thing["@id"]): thing for thing in things if "@id" in thing and len(thing) > 1}
    articles = [thing for thing in things if not ARTICLES.isdisjoint(_types(thing))]
    others = [thing for thing in things if not _LISTS.isdisjoint(_types(thing))]
    own = [thing for thing in articles if not addresses.isdisjoint(_addresses(thing))]
    if not own and len({_text(thing.get("headline")) for thing in articles}) > 1:
        return Facts(says_list=True)
    if not articles:
        is_list = any("Collection" in kind or "Search" in kind for thing in others for kind in _types(thing))
        return Facts(says_list=is_list)
    return _facts((own or articles)[0], known)


def _things(attributes: Mapping[str, str | None], text: str | None) -> Iterator[_Thing]:
    """The objects in a script, those of a graph among them."""
    if "ld+json" not in (attributes.get("type") or "") or not text:
        return
    written = _DRESS.sub("", _DRESS.sub("", text))
    for attempt in (written, _TRAILING.sub("", written)):
        try:
            yield from _objects(json.loads(attempt, strict=False), 0)
        except (ValueError, RecursionError):
            continue
        return


def _objects(value: object, depth: int) -> Iterator[_Thing]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(name), depth + 1)


def _types(thing: _Thing) -> set[str]:
    kind = thing.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return {str(name).rpartition("/")[2].rpartition(":")[2] for name in names}


def _addresses(thing: _Thing) -> set[str]:
    """All addresses that a thing says it has."""
    found = [thing.get("url"), thing.get("mainEntityOfPage"), thing.get("@id")]
    found += [each.get("@id") or each.get("url") for each in found if isinstance(each, dict)]
    return {address_key(each.partition("#")[0]) for each in found if isinstance(each, str) and "/" in each}


def _facts(thing: _Thing, known: Mapping[str, _Thing]) -> Facts:
    tags = [part for each in _texts(thing.get("keywords"), known) for part in each.split(",")]
    return Facts(
        says_article=True,
        title=tidy(_text(thing.get("headline")) or _text(thing.get("name"))),
        date=_text(thing.get("datePublished")) or _text(thing.get("dateCreated")),
        authors=names_in(_texts(thing.get("author"), known)),
        categories=names_in(_texts(thing.get("articleSection"), known)),
        tags=names_in(tags),
        image=next(iter(_texts(thing.get("image") or thing.get("thumbnailUrl"), known, "url")), ""),
        body=_text(thing.get("articleBody")),
        address=next((each for each in (_text(thing.get("url")), _text(thing.get("mainEntityOfPage"))) if each), ""),
        summary=tidy(_text(thing.get("description"))),
        free=str(thing.get("isAccessibleForFree", True)).rpartition("/")[2].casefold() != "false",
    )


def _text(value: object) -> str:
    return next(iter(_texts(value, {})), "")


def _texts(value: object, known: Mapping[str, _Thing], key: str = "name") -> list[str]:
    """The texts that a value holds: itself, its items, or what the things in it are called."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [text for each in value for text in _texts(each, known, key)]
    if not isinstance(value, dict):
        return []
    there = known.get(str(value.get("@id")), value) if key not in value else value
    found = there.get(key) or there.get("@value") or there.get("contentUrl" if key == "url" else "@list")
    return _texts(found, {}, key) if not isinstance(found, dict) else []
