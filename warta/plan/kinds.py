"""The table of kinds: all that is known of the files of one kind, in one row."""

from __future__ import annotations

import msgspec

TEMPLATE, FRAME, WORDS, ZONE = "template", "frame", "words", "zone"
"""What a kind of file may need besides its inputs: the templates it is rendered by, what every page shows around its
own view, the messages of its language, the time zone."""

_HTML = (TEMPLATE, FRAME, WORDS, ZONE)
_PAGE = "text/html"


class Kind(msgspec.Struct, frozen=True, gc=False):
    """A kind of file.

    `turn` is its place in the order of publishing: what others link to is there before them. `inputs` names what a
    file of the kind is made of, in the order in which its maker takes them. `needs` are handed to the maker besides.
    `searched`: whether its bytes are looked through for words of what is hidden. `template` makes it, if one does.
    """

    name: str
    turn: int
    media_type: str
    inputs: tuple[str, ...]
    needs: tuple[str, ...] = ()
    searched: bool = True
    template: str = ""


KINDS = {
    each.name: each
    for each in (
        Kind("asset", 0, "", ("file",)),
        Kind("media", 1, "", ("file",)),
        Kind("picture", 2, "", ("file",), searched=False),
        Kind("variant", 3, "", ("file",), searched=False),
        Kind("icon", 4, "", ("file",), searched=False),
        Kind("manifest", 5, "application/manifest+json", ("view",)),
        Kind("release", 6, _PAGE, ("page", "newer", "older", "related", "office"), _HTML, template="release.html"),
        Kind("ninjs", 7, "application/json", ("item", "office", "newsroom"), (WORDS, ZONE)),
        Kind("wire-text", 7, "text/plain", ("item", "office", "newsroom"), (WORDS, ZONE)),
        Kind("page", 9, _PAGE, ("view",), _HTML, template="page.html"),
        Kind("listing", 10, _PAGE, ("view", "cards"), _HTML, template="listing.html"),
        Kind("index", 11, _PAGE, ("view",), _HTML, template="index.html"),
        Kind("year", 12, _PAGE, ("view",), _HTML, template="year.html"),
        Kind("archive", 13, _PAGE, ("view",), _HTML, template="archive.html"),
        Kind("not-found", 14, _PAGE, ("view",), _HTML, template="not-found.html"),
        Kind("search", 15, _PAGE, ("view",), _HTML, template="search.html"),
        Kind("home", 16, _PAGE, ("view", "cards", "sections"), _HTML, template="home.html"),
        Kind("corrections", 17, _PAGE, ("view", "notes"), _HTML, template="corrections.html"),
        Kind("data", 18, _PAGE, ("view",), _HTML, template="data.html"),
        Kind("feed", 19, "application/rss+xml", ("feed", "items"), (WORDS, ZONE)),
        Kind("atom", 20, "application/atom+xml", ("feed", "items"), (WORDS, ZONE)),
        Kind("json-feed", 21, "application/feed+json", ("feed", "items"), (WORDS, ZONE)),
        Kind("wire-list", 22, "application/json", ("feed", "items", "name")),
        Kind("api", 23, "application/json", ("view",)),
        Kind("sitemap", 24, "application/xml", ("locations",)),
        Kind("sitemap-index", 24, "application/xml", ("locations",)),
        Kind("news", 25, "application/xml", ("view",)),
        Kind("robots", 26, "text/plain", ("sitemap",)),
        Kind("packed", 27, "", ("encoding",), searched=False),
        Kind("text", 28, "text/plain", ("text",)),
        Kind("output", 28, "", ("file",)),
        Kind("redirect", 29, _PAGE, ("view",)),
        Kind("host", 30, "text/plain", ("view",)),
    )
}
PAGES = {kind.name: kind.template for kind in KINDS.values() if kind.template}
"""The kinds that a template makes, and which."""
