"""Turns the terms of a WordPress post into categories and tags: those that the old site showed to its readers.

An export has the terms of all taxonomies, and does not say which of them readers saw. Plugins keep in them who follows
a post, its stage in the newsroom or its layout. A taxonomy of a theme or plugin comes as tags when its name says what
readers look for, or a menu of the site led to its lists; what remains in doubt is left out and named, with its count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from warta.importing.sources.wxr import Term
from warta.messages import Message, msg

_TAGS = ("tag", "post_tag")
_CATEGORIES = ("", "category")
_SEEN = re.compile(
    r"categor(?:y|ies)|cats?|kategori|rubrik|tags?|tagar|topics?|topik|tema|labels?|keywords?|series|seri|genres?|regions?"
    r"|wilayah|daerah|kecamatan|desa|kelurahan|kabupaten|kota|locations?|lokasi|places?|departments?|dinas|opd|skpd|instansi"
    r"|bidang|subjects?|issues?|isu|sections?|desks?|channels?|kanal|jenis|programs?|themes?|agenda|sektor|sectors?"
)
_UNSEEN = re.compile(
    r"media|attachments?|images?|galler(?:y|ies)|ngg|internal|editorial|workflow|status|stage|visibility|users?|usergroups?"
    r"|roles?|access|restrict(?:ed|ion)?|members?(?:hip)?|private|layouts?|templates?|popups?|sliders?|slides?|blocks?|forms?"
    r"|nav|menu|wp|translations?|languages?|priority|prominent|seo|yst|yoast|rank|math|format|product|pa|shop|orders?|shipping"
    r"|coupons?|elementor|ef|pp|wpml|pll|polylang|action|following|authors?|amp|builder|et|fl|dlm|downloads?|revision"
    r"|newsletter|mailpoet|ads?|advert|banner|link|faq|testimonials?|portfolio|jetpack|feedback|expiration|schema"
)
_PARTS = re.compile(r"[A-Z]?[a-z\d]+|[A-Z]+(?![a-z])")
_KNOWN_MACHINERY = frozenset(("post_format", "author", "byline", "language", "post_translations", "link_category"))


class Terms(msgspec.Struct, frozen=True):
    """The terms of one post."""

    categories: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()


class Taxonomies:
    """The taxonomies of an export: which of them a menu leads to, and what was left out of each."""

    def __init__(self) -> None:
        self._in_menus: set[str] = set()
        self._left_out: Counter[str] = Counter()
        self._machinery = 0
        self._examples: dict[str, str] = {}

    def learn(self, meta: dict[str, str]) -> None:
        """Take from an entry of a menu which taxonomy it leads to."""
        if meta.get("_menu_item_type") == "taxonomy":
            self._in_menus.add(meta.get("_menu_item_object", ""))

    def begin(self) -> None:
        """Count anew."""
        self._left_out.clear()
        self._machinery = 0

    def terms(self, terms: Iterable[Term]) -> Terms:
        """The categories and tags among the terms of a post; the others are counted."""
        categories, tags = [], []
        for term in terms:
            if term.domain in _CATEGORIES:
                categories.append(term)
            elif term.domain in _TAGS or self.is_shown(term.domain):
                tags.append(term)
            elif _is_unseen(term.domain):
                self._machinery += term.domain not in _KNOWN_MACHINERY
            else:
                self._left_out[term.domain] += 1
                self._examples.setdefault(term.domain, term.name)
        return Terms(tuple(categories), tuple(tags))

    def is_shown(self, taxonomy: str) -> bool:
        """Whether readers saw the terms of a taxonomy."""
        if _is_unseen(taxonomy):
            return False
        return taxonomy in self._in_menus or any(_SEEN.fullmatch(word) for word in _words(taxonomy))

    def left_out(self) -> tuple[Message, ...]:
        """The number of terms that plugins made for themselves."""
        if not self._machinery:
            return ()
        return (
            msg(
                "left-terms",
                "%(count)s term that a plugin made for itself",
                many="%(count)s terms that plugins made for themselves",
                count=self._machinery,
            ),
        )

    def notices(self) -> tuple[Message, ...]:
        """The taxonomies that were left out though readers may have seen them, each with its count."""
        return tuple(
            msg(
                "taxonomy-left-out",
                "Left out: %(count)s term of '%(taxonomy)s', which a plugin or theme made (such as '%(example)s'). If "
                "readers saw it, write it as a tag.",
                many="Left out: %(count)s terms of '%(taxonomy)s', which a plugin or theme made (such as "
                "'%(example)s'). If readers saw them, write them as tags.",
                count=count,
                taxonomy=taxonomy,
                example=self._examples[taxonomy],
            )
            for taxonomy, count in sorted(self._left_out.items())
        )


def _words(taxonomy: str) -> list[str]:
    return [word.casefold() for word in _PARTS.findall(taxonomy)]


def _is_unseen(taxonomy: str) -> bool:
    """Whether a name says that a taxonomy is of use to editors or programs alone."""
    return taxonomy in _KNOWN_MACHINERY or any(_UNSEEN.fullmatch(word) for word in _words(taxonomy))
