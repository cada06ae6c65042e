"""Turns anybody's HTML into HTML that can do no harm. The door to nh3."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

from warta.render.html.links import SCHEME

# anything but tags that can do no harm: without attributes, headings with a plain id, links to where links may lead
# (when they pair, which the writer's own need not)
_OTHER_TAGS = re.compile(
    r"<(?!/?(?:p|strong|em|ul|ol|li|blockquote|h[1-6]|code|pre|table|thead|tbody|tr|th|td)>"
    r"|[bh]r ?/?>|h[1-6] id=\"[\w-]+\">"
    r"|/a>|a href=\"(?:https?:|mailto:|tel:|warta:|#)[^\"<>]*\"(?: rel=\"noopener\")?>)"
)
_TAGS = frozenset(
    """a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table
    tbody td tfoot th thead time tr u ul var wbr""".split()
)
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
    "div": {"role"},
    "sup": {"role"},
}
_URL_SCHEMES = {"http", "https", "mailto", "tel", "sms", "geo", SCHEME}


def is_harmless(html: str) -> bool:
    """Whether HTML in which all tags pair has only tags that the sanitiser would leave as they are."""
    return not _OTHER_TAGS.search(html)


def sanitise(html: str) -> str:
    """`html` without anything that could run, load or disguise itself: scripts, handlers, styles, forms, frames."""
    return str(_cleaner().clean(html))


@functools.cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_URL_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
