"""The table of kinds: all that is known of the files of one kind, in one row."""

from __future__ import annotations

import msgspec

from warta import media_types
from warta.messages import msg
from warta.newsroom.addresses import PACKED

TEMPLATE, FRAME, WORDS, ZONE = "template", "frame", "words", "zone"
"""What a kind of file may need besides its inputs: the templates it is rendered by, what every page shows around its
own view, the messages of its language, the time zone."""

ASSETS, RELEASES, LISTS, HOME, FEEDS, SITEMAPS = "asset", "release", "listing", "home", "feed", "sitemap"
PAST = "past"
"""The stages of a deploy: what others link to is uploaded before them, and the head of the log when all is there."""

_HTML = (TEMPLATE, FRAME, WORDS, ZONE)
_RELEASE = ("page", "newer", "older", "related", "office")
_POSTER = ("poster", "office", "newsroom", "files", "shape")
_PRESS, _SET = ("item", "office", "newsroom", "files"), (TEMPLATE, WORDS, ZONE)
MAIL = "message/rfc822"
"""The media type of mails (RFC 2046), whose words are encoded."""
_PAGE, _TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
_JSON, _XML = "application/json", "application/xml"


class Kind(msgspec.Struct, frozen=True, gc=False):
    """A kind of file.

    `turn` is its place in the order of publishing: what others link to is there before them. `stage` is the stage of a
    deploy in which it is uploaded; empty: the file's name decides, since others made it. `media_type` is the type as
    which servers send it; only texts that Warta makes for readers have one, and for all others the name decides.
    `inputs` names what a file of the kind is made of, in the order in which its maker takes them. `needs` are handed to
    the maker besides. `searched`: whether its bytes are looked through for words of what is hidden. `template` is the
    name of the template that makes it, if one does.
    """

    name: str
    turn: int
    stage: str
    media_type: str
    inputs: tuple[str, ...]
    needs: tuple[str, ...] = ()
    searched: bool = True
    template: str = ""


KINDS = {
    each.name: each
    for each in (
        Kind("asset", 0, ASSETS, "", ("file",)),
        Kind("media", 1, "", "", ("file",)),
        Kind("picture", 2, ASSETS, "", ("file",), searched=False),
        Kind("drawing", 2, ASSETS, "", ("file",)),
        Kind("variant", 3, ASSETS, "", ("file",), searched=False),
        Kind("icon", 4, ASSETS, "", ("file",), searched=False),
        Kind("manifest", 5, ASSETS, "application/manifest+json", ("view",)),
        Kind("letter", 5, ASSETS, "", _PRESS, _SET, searched=False, template="press/letter.typ"),
        Kind("kit", 5, ASSETS, "", _PRESS, _SET, searched=False, template="press/letter.typ"),
        Kind("sums", 5, ASSETS, _TEXT, _PRESS, _SET, template="press/letter.typ"),
        Kind("whatsapp", 5, ASSETS, _TEXT, ("item", "office", "newsroom"), (WORDS, ZONE)),
        Kind("share", 5, ASSETS, "", _POSTER, _SET, searched=False, template="press/share.svg"),
        Kind("mail", 5, ASSETS, MAIL, _PRESS, _SET, template="mail/release.html"),
        Kind("release", 6, RELEASES, _PAGE, _RELEASE, _HTML, template="release.html"),
        Kind("ninjs", 7, ASSETS, _JSON, ("item", "office", "newsroom"), (WORDS, ZONE)),
        Kind("wire-text", 7, ASSETS, _TEXT, ("item", "office", "newsroom"), (WORDS, ZONE)),
        Kind("page", 9, LISTS, _PAGE, ("view",), _HTML, template="page.html"),
        Kind("listing", 10, LISTS, _PAGE, ("view", "cards"), _HTML, template="listing.html"),
        Kind("index", 11, LISTS, _PAGE, ("view",), _HTML, template="index.html"),
        Kind("year", 12, LISTS, _PAGE, ("view",), _HTML, template="year.html"),
        Kind("archive", 13, LISTS, _PAGE, ("view",), _HTML, template="archive.html"),
        Kind("not-found", 14, LISTS, _PAGE, ("view",), _HTML, template="not-found.html"),
        Kind("search", 15, LISTS, _PAGE, ("view",), _HTML, template="search.html"),
        Kind("check", 15, LISTS, _PAGE, ("view",), _HTML, template="check.html"),
        Kind("press-home", 15, LISTS, _PAGE, ("view",), _HTML, template="press-home.html"),
        Kind("subscribe", 15, LISTS, _PAGE, ("view",), _HTML, template="subscribe.html"),
        Kind("home", 16, HOME, _PAGE, ("view", "cards", "sections", "pinned"), _HTML, template="home.html"),
        Kind("corrections", 17, LISTS, _PAGE, ("view", "notes"), _HTML, template="corrections.html"),
        Kind("data", 18, LISTS, _PAGE, ("view",), _HTML, template="data.html"),
        Kind("feed", 19, FEEDS, "application/rss+xml; charset=utf-8", ("feed", "items"), (WORDS, ZONE)),
        Kind("atom", 20, FEEDS, "application/atom+xml; charset=utf-8", ("feed", "items"), (WORDS, ZONE)),
        Kind("json-feed", 21, FEEDS, "application/feed+json", ("feed", "items"), (WORDS, ZONE)),
        Kind("digest", 22, FEEDS, MAIL, ("newsroom", "view", "cards", "notes"), _SET, template="mail/digest.html"),
        Kind("wire-list", 22, ASSETS, _JSON, ("feed", "items", "name")),
        Kind("api", 23, ASSETS, _JSON, ("view",)),
        Kind("prints", 23, ASSETS, "", ("file",), searched=False),
        Kind("check-cards", 23, ASSETS, _JSON, ("file",)),
        Kind("sitemap", 24, SITEMAPS, _XML, ("locations",)),
        Kind("sitemap-index", 24, SITEMAPS, _XML, ("locations",)),
        Kind("news", 25, SITEMAPS, _XML, ("view",)),
        Kind("robots", 26, SITEMAPS, _TEXT, ("sitemap",)),
        Kind("packed", 27, ASSETS, "", ("encoding",), searched=False),
        Kind("text", 28, ASSETS, _TEXT, ("text",)),
        Kind("output", 28, "", "", ("file",)),
        Kind("redirect", 29, LISTS, _PAGE, ("view",)),
        Kind("host", 30, ASSETS, "", ("view",)),
    )
}
INPUT_WORDS = {
    "cards": msg("input-cards", "cards"),
    "encoding": msg("input-encoding", "encoding"),
    "feed": msg("input-feed", "feed"),
    "file": msg("input-file", "file"),
    "files": msg("input-files", "files"),
    "frame": msg("input-frame", "frame"),
    "item": msg("input-item", "item"),
    "items": msg("input-items", "items"),
    "kind": msg("input-kind", "kind"),
    "locations": msg("input-locations", "locations"),
    "name": msg("input-name", "name"),
    "newer": msg("input-newer", "newer"),
    "newsroom": msg("input-newsroom", "newsroom"),
    "notes": msg("input-notes", "notes"),
    "office": msg("input-office", "office"),
    "older": msg("input-older", "older"),
    "page": msg("input-page", "page"),
    "pinned": msg("input-pinned", "pinned"),
    "poster": msg("input-poster", "title and picture"),
    "related": msg("input-related", "related"),
    "sections": msg("input-sections", "sections"),
    "shape": msg("input-shape", "shape"),
    "sitemap": msg("input-sitemap", "sitemap"),
    "template": msg("input-template", "template"),
    "text": msg("input-text", "text"),
    "view": msg("input-view", "view"),
    "words": msg("input-words", "words"),
    "zone": msg("input-zone", "zone"),
}
"""What people are told of a file that is made anew because this input or need is another."""
PAGES = {kind.name: kind.template for kind in KINDS.values() if kind.media_type == _PAGE and kind.template}
"""The kinds that a page's template makes, and which."""
TEMPLATES = {kind.name: kind.template for kind in KINDS.values() if kind.template}
"""The template of each kind that has one."""
UNKNOWN = ""
"""The kind of a file of which only the name is known."""


def media_type(kind: str, path: str) -> str:
    """The media type of a file of the output, as servers send it. A compressed twin has that of its compression."""
    row = KINDS.get(kind)
    return row.media_type if row and row.media_type and not _is_twin(path) else media_types.type_by_name(path)


def is_text(kind: str, path: str) -> bool:
    """Whether the bytes of a file of the output are words that can be looked through."""
    row = KINDS.get(kind)
    return not _is_twin(path) and (bool(row and row.media_type) or media_types.is_text(path))


def is_packed(kind: str, path: str) -> bool:
    """Whether a file has compressed twins, where the host sends such."""
    return KINDS[kind].media_type not in ("", MAIL) or media_types.is_worth_packing(path)


def _is_twin(path: str) -> bool:
    return path.endswith(tuple(PACKED.values()))
