"""Turns anybody's HTML into HTML that can do no harm. The door to nh3."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

from warta.embeds.services import is_frame
from warta.render.html.embeds import CLASSES as EMBEDS
from warta.render.html.links import SCHEME

# anything but tags that can do no harm: without attributes, headings with a plain id, links to where links may lead
# (when they pair, which the writer's own need not)
_OTHER_TAGS = re.compile(
    r"<(?!/?(?:p|strong|em|ul|ol|li|blockquote|h[1-6]|code|pre|table|thead|tbody|tr|th|td)>"
    r"|[bh]r ?/?>|h[1-6] id=\"(?!main\"|note-\d+\")[\w-]+\">"
    r"|/a>|a href=\"(?:(?:https?:|warta:|#)[^\"<>]*|(?:mailto|tel):[^\"<>?&*#]*)\"(?: rel=\"noopener\")?>)"
)
TAGS = frozenset(
    """a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small source span strong sub summary
    sup table tbody td tfoot th thead time tr track u ul var video wbr""".split()
)
"""The tags that a text may have."""
MEDIA = frozenset(("audio", "source", "track", "video"))
"""Those that play films and sound: of this site alone."""
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "rel", "role", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "td": {"align", "colspan", "rowspan", "headers"},
    "th": {"align", "colspan", "rowspan", "headers", "scope"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "ins": {"datetime"},
    "details": {"open"},
    "figure": {"data-frame"},
    "div": {"role"},
    "sup": {"role"},
    "audio": {"src", "controls", "preload", "loop", "muted"},
    "video": {"src", "poster", "controls", "preload", "loop", "muted", "width", "height", "playsinline"},
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label", "default"},
}
CLASSES = frozenset(
    """footnote footnote-ref footnote-backref codehilite highlight linenos linenodiv toc toctitle toclink headerlink
    wikilink admonition admonition-title attention caution danger error hint important note tip warning
    credit""".split()
)
"""The classes that Markdown's own extensions write; embeds have some more. All others are the theme's, and with them a
text could hide words or look like a notice of the newsroom's.
"""
_CODE_CLASS = re.compile(r"lang(?:uage)?-[\w+#.-]+|[a-z][a-z0-9]?")  # a fence's language; what Pygments marks in code
# the ids that pages use themselves: what leads there must not lead to a text
_PAGES_ID = re.compile(r"main|note-\d+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s().-]+(?:;[\w.=+-]+)*")
_URL_SCHEMES = {"http", "https", "mailto", "tel", "sms", "geo", SCHEME}


def is_harmless(html: str) -> bool:
    """Whether HTML in which all tags pair has only tags that the sanitiser would leave as they are."""
    return not _OTHER_TAGS.search(html)


def sanitise(html: str, classes: frozenset[str] = frozenset()) -> str:
    """`html` without anything that could run, load or disguise itself: scripts, handlers, styles, forms, frames, the
    theme's classes. `classes` are those that texts may have besides.
    """
    return str(_cleaner(classes).clean(html))


def _attributes(classes: frozenset[str]) -> Callable[[str, str, str], str | None]:
    """What becomes of the value of an attribute that is allowed; None leaves the attribute out."""
    known = CLASSES | classes

    def kept(tag: str, name: str, value: str) -> str | None:
        if name == "class":
            found = [each for each in value.split() if each in known or _is_of(tag, each)]
            return " ".join(found) or None
        if name == "id":
            return None if _PAGES_ID.fullmatch(value.strip()) else value
        if name == "data-frame":
            return value if is_frame(value) else None
        if name == "role":
            return value if value.startswith("doc-") else None
        if tag in MEDIA and name in ("src", "poster"):
            return value if value.startswith(f"{SCHEME}:") else None
        return _address(value) if name == "href" else value

    return kept


def _is_of(tag: str, name: str) -> bool:
    """Whether a class is one that elements of this kind may have: an embed is a figure, and code has its language."""
    if tag == "figure":
        return name in EMBEDS
    return tag in ("code", "span", "pre") and _CODE_CLASS.fullmatch(name) is not None


def _address(value: str) -> str | None:
    """A link to write or call: to whom, and nothing else that a reader would not see (RFC 6068, 4: bcc and others)."""
    scheme, _, rest = value.partition(":")
    match scheme.strip().casefold():
        case "mailto" | "sms":
            return f"{scheme}:{rest.partition('?')[0]}"
        case "tel":
            return value if _PHONE.fullmatch(rest) else None
    return value


@functools.cache
def _cleaner(classes: frozenset[str]) -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=_attributes(classes),
        url_schemes=_URL_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
